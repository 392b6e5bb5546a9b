"""A healthy file-set broken, one defect at a time: each takes the root of a copy and damages it."""

import shutil
import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from dicom_fileset import FileSet, Record, read_dicomdir, write_dicomdir
from file_sets import Place, files_below, instance, save
from msgspec.structs import replace

Defect = Callable[[Path], None]


def _rewrite(root: Path, change: Callable[[bytearray], bytes | bytearray]) -> None:
    path = root / "DICOMDIR"
    path.write_bytes(change(bytearray(path.read_bytes())))


def records_changed(root: Path, change: Callable[[list[Record]], Sequence[Record]]) -> None:
    """Write the DICOMDIR of a set with other records."""
    path = root / "DICOMDIR"
    old = read_dicomdir(path.read_bytes())
    records = tuple(change(list(old.records)))
    path.write_bytes(write_dicomdir(replace(old, records=records)))


def _offsets(data: bytes, tag: int) -> list[int]:
    """Where the values of (0004,``tag``) stand."""
    mark = struct.pack("<HH2sH", 4, tag, b"UL", 4)
    found, at = [], data.find(mark)
    while at >= 0:
        found.append(at + len(mark))
        at = data.find(mark, at + 1)
    return found


def _with_offset(tag: int, number: int, value: int) -> Defect:
    def change(data: bytearray) -> bytearray:
        at = _offsets(bytes(data), tag)[number]
        data[at : at + 4] = value.to_bytes(4, "little")
        return data

    return lambda root: _rewrite(root, change)


def _shifted(data: bytearray) -> bytearray:
    for tag in (0x1200, 0x1202, 0x1400, 0x1420):
        for at in _offsets(bytes(data), tag):
            value = int.from_bytes(data[at : at + 4], "little")
            data[at : at + 4] = (value + 22 if value else 0).to_bytes(4, "little")
    return data


def _cycle(data: bytearray) -> bytearray:
    first = _offsets(bytes(data), 0x1200)[0]
    at = next(at for at in _offsets(bytes(data), 0x1400) if any(data[at : at + 4]))
    data[at : at + 4] = data[first : first + 4]
    return data


def _lower_to_self(data: bytearray) -> bytearray:
    first = _offsets(bytes(data), 0x1200)[0]
    at = _offsets(bytes(data), 0x1420)[0]
    data[at : at + 4] = data[first : first + 4]
    return data


def _consistency(data: bytearray) -> bytearray:
    at = data.index(struct.pack("<HH2sH", 4, 0x1212, b"US", 2)) + 8
    data[at : at + 2] = b"\xff\xff"
    return data


def _replaced(old: bytes, new: bytes, count: int = 1) -> Defect:
    assert len(old) == len(new)

    def change(data: bytearray) -> bytes:
        assert old in data
        return bytes(data).replace(old, new, count)

    return lambda root: _rewrite(root, change)


def _file_removed(root: Path) -> None:
    files_below(root)[0].unlink()


def _folder_removed(root: Path) -> None:
    shutil.rmtree(files_below(root)[-1].parent)


def _file_added(root: Path) -> None:
    save(instance(Place(1, 1, 1, 77)), root / "MORE" / "IM77")


def _patient_added(root: Path) -> None:
    save(instance(Place(4)), root / "MORE" / "IM78")


def _file_renamed(root: Path) -> None:
    path = files_below(root)[1]
    path.rename(path.with_name("RENAMED"))


def _file_exchanged(root: Path) -> None:
    """Another instance lies where a record names its own."""
    save(instance(Place(2, 1, 1, 55)), files_below(root)[0])


def _patient_corrected(root: Path) -> None:
    """The files of a patient were corrected after the directory was made."""
    for place in (Place(1), Place(1, number=2), Place(1, 1, 2), Place(1, 2)):
        uid = place.uid.encode()
        for path in [one for one in files_below(root) if uid in one.read_bytes()]:
            save(instance(place, PatientName="Right^Name", PatientID="RIGHT"), path)


def _no_dicom_file(root: Path) -> None:
    files_below(root)[0].write_bytes(b"no DICOM file at all")


def _trailing(data: bytearray) -> bytearray:
    return data + b"garbage!" * 5


def _not_at_all(data: bytearray) -> bytes:  # noqa: ARG001
    return b""


def _without_level(name: str) -> Defect:
    def change(records: list[Record]) -> list[Record]:
        left, cut = [], [False] * 9
        for one in records:
            cut[one.level] = one.record_type == name
            up = sum(cut[: one.level])
            if not cut[one.level]:
                left.append(replace(one, level=one.level - up))
        return left

    return lambda root: records_changed(root, change)


def _at_root(records: list[Record]) -> list[Record]:
    return [replace(one, level=0) for one in records]


def _reversed(records: list[Record]) -> list[Record]:
    return [replace(one, level=0) for one in reversed(records)]


def _leaf_twice(records: list[Record]) -> list[Record]:
    return [*records, records[3]]


def _all_twice(records: list[Record]) -> list[Record]:
    return [*records, *records]


def _type_unknown(records: list[Record]) -> list[Record]:
    return [_of_other_type(one) if one.record_type == "IMAGE" else one for one in records]


def _of_other_type(record: Record) -> Record:
    body = record.body.replace(b"CS\x06\x00IMAGE ", b"CS\x06\x00IMAGX ")
    return replace(record, body=body, record_type="IMAGX")


def _without(tag: int, record_type: str) -> Defect:
    """The first record of a type without an element."""
    mark = struct.pack("<HH", tag >> 16, tag & 0xFFFF)

    def change(records: list[Record]) -> list[Record]:
        number = next(n for n, one in enumerate(records) if one.record_type == record_type)
        body = records[number].body
        at = body.index(mark)
        past = at + 8 + int.from_bytes(body[at + 6 : at + 8], "little")
        records[number] = replace(records[number], body=body[:at] + body[past:])
        return records

    return lambda root: records_changed(root, change)


def _hostile_file_id(root: Path) -> None:
    def change(records: list[Record]) -> list[Record]:
        last = records[-1]
        at = last.body.index(b"\x04\x00\x00\x15CS") + 6
        past = at + 2 + int.from_bytes(last.body[at : at + 2], "little")
        value = b"..\\..\\ETC\\PASSWD"
        body = last.body[:at] + len(value).to_bytes(2, "little") + value + last.body[past:]
        return [*records[:-1], replace(last, body=body)]

    records_changed(root, change)


def _damaged_record(records: list[Record]) -> list[Record]:
    body = records[3].body
    at = body.index(b"\x04\x00\x12\x15UI") + 6
    return [
        *records[:3],
        replace(records[3], body=body[:at] + b"\xff\x7f" + body[at + 2 :]),
        *records[4:],
    ]


def _of_records(change: Callable[[list[Record]], list[Record]]) -> Defect:
    return lambda root: records_changed(root, change)


def _of_bytes(change: Callable[[bytearray], bytes | bytearray]) -> Defect:
    return lambda root: _rewrite(root, change)


DEFECTS: Final[dict[str, Defect]] = {
    "constant shift": _of_bytes(_shifted),
    "dangling next": _with_offset(0x1400, 3, 12345),
    "dangling lower": _with_offset(0x1420, 1, 12345),
    "first root wrong": _with_offset(0x1200, 0, 4711),
    "first root of none": _with_offset(0x1200, 0, 0),
    "last root wrong": _with_offset(0x1202, 0, 4711),
    "cycle": _of_bytes(_cycle),
    "lower to self": _of_bytes(_lower_to_self),
    "truncated": _of_bytes(lambda data: data[: len(data) * 3 // 4]),
    "cut in the sequence head": _of_bytes(lambda data: data[:400]),
    "empty file": _of_bytes(_not_at_all),
    "not DICOM": _of_bytes(lambda data: b"x" * len(data)),
    "no sequence": _of_records(lambda _: []),
    "consistency flag": _of_bytes(_consistency),
    "trailing garbage": _of_bytes(_trailing),
    "no 1400": _replaced(b"\4\0\0\x14UL", b"\4\0\1\x14UL"),
    "file removed": _file_removed,
    "folder removed": _folder_removed,
    "file added": _file_added,
    "patient added": _patient_added,
    "file renamed": _file_renamed,
    "file exchanged": _file_exchanged,
    "patient corrected": _patient_corrected,
    "no DICOM file": _no_dicom_file,
    "no PATIENT level": _without_level("PATIENT"),
    "no STUDY level": _without_level("STUDY"),
    "no SERIES level": _without_level("SERIES"),
    "all at the root": _of_records(_at_root),
    "reverse order": _of_records(_reversed),
    "a record twice": _of_records(_leaf_twice),
    "all records twice": _of_records(_all_twice),
    "unknown record type": _of_records(_type_unknown),
    "damaged record": _of_records(_damaged_record),
    "no SOP Instance UID": _without(0x0004_1511, "IMAGE"),
    "no Transfer Syntax UID": _without(0x0004_1512, "IMAGE"),
    "no Instance Number": _without(0x0020_0013, "IMAGE"),
    "no Patient ID": _without(0x0010_0020, "PATIENT"),
    "no Study Instance UID": _without(0x0020_000D, "STUDY"),
    "no Series Instance UID": _without(0x0020_000E, "SERIES"),
    "no Modality": _without(0x0008_0060, "SERIES"),
    "hostile File ID": _hostile_file_id,
    "other SOP Instance UID": _replaced(b".77.1.1.1.2", b".77.1.1.1.9"),
    "other patient": _replaced(b"Brown^Bruno ", b"White^Wanda "),
}  # fmt: skip
"""By name, of the set that :func:`conftest.made_disc` makes."""


def directory_of(root: Path) -> FileSet:
    """The directory of a root as it reads."""
    return read_dicomdir((root / "DICOMDIR").read_bytes())
