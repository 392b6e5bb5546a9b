"""Makes what benchmarks measure upon; a process of its own, so that they start with little."""

import os
from collections.abc import Iterator
from itertools import islice

from benchmarks.media import make_ct
from benchmarks.said import Said, answer
from dicom_fileset.dicomdir import write_dicomdir
from dicom_fileset.model import FileSet, Instance, ParentKeys, Record
from dicom_fileset.records.make import file_reference, record_body
from dicom_fileset.records.types import RECORD_TYPES

_UID = "2.25.285104761390028716053982743105"
_CT = "1.2.840.10008.5.1.4.1.1.2"
_EXPLICIT = "1.2.840.10008.1.2.1"
_IMAGES = 1000


def make(root: str, instances: str, series: str, rows: str) -> Said:
    """CT slices, all of them on the medium: nothing is left to write while others measure."""
    make_ct(root, int(instances), int(series), int(rows))
    os.sync()
    return {}


def make_directory(root: str, records: str) -> Said:
    """A DICOMDIR without files: patients of one series of a thousand images."""
    file_set = FileSet("2.25.4711", "MANY", tuple(islice(_records(), int(records))))
    os.makedirs(root, exist_ok=True)
    with open(os.path.join(root, "DICOMDIR"), "wb") as stream:
        stream.write(write_dicomdir(file_set))
    os.sync()
    return {}


def damage_directory(healthy: str, root: str, damage: str) -> Said:
    """The DICOMDIR of ``healthy`` with its offsets off by 22 bytes, or with none."""
    with open(os.path.join(healthy, "DICOMDIR"), "rb") as stream:
        data = bytearray(stream.read())
    for tag in (0x1200, 0x1202, 0x1400, 0x1420):
        head = b"\x04\0" + tag.to_bytes(2, "little") + b"UL\x04\0"
        at = data.find(head)
        while at >= 0:
            value = int.from_bytes(data[at + 8 : at + 12], "little")
            meant = value + 22 if value and damage == "shifted" else 0
            data[at + 8 : at + 12] = meant.to_bytes(4, "little")
            at = data.find(head, at + 12)
    os.makedirs(root, exist_ok=True)
    with open(os.path.join(root, "DICOMDIR"), "wb") as stream:
        stream.write(data)
    os.sync()
    return {}


def _records() -> Iterator[Record]:
    number = 0
    while True:
        yield from _above(number // _IMAGES)
        for _ in range(_IMAGES):
            yield Record("IMAGE", 3, _image(number))
            number += 1


def _above(branch: int) -> Iterator[Record]:
    name = b"%d" % branch
    study = (b"20260101", b"101010", b"CT Thorax", b"%s.1.%d" % (_UID.encode(), branch), b"1", name)
    series = (b"CT", b"%s.2.%d" % (_UID.encode(), branch), b"1", b"Thin 1.5", b"", b"", b"")
    patient = (b"Mueller^Anna " + name, name, b"19600101", b"F")
    for level, (kind, values) in enumerate(
        (("PATIENT", patient), ("STUDY", study), ("SERIES", series))
    ):
        yield Record(kind, level, record_body(kind, values, b""))


def _image(number: int) -> bytes:
    uid = f"{_UID}.4.{number}"
    file_id = (f"P{number // 10**6:03}", f"S{number // _IMAGES:06}", f"IM{number % _IMAGES:06}")
    instance = Instance("", 0, _CT, uid, _EXPLICIT, ParentKeys(), ())
    reference = file_reference(instance, file_id, _EXPLICIT)
    values = [b""] * len(RECORD_TYPES["IMAGE"].keys)
    values[0] = b"%d" % (number % _IMAGES + 1)
    return record_body("IMAGE", tuple(values), b"", reference)


if __name__ == "__main__":
    work = {"make": make, "make-directory": make_directory, "damage-directory": damage_directory}
    answer(work)
