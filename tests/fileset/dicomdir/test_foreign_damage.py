"""A directory that is implicit or big endian, damaged in one record: the others are read."""

import pytest
from dicom_fileset import FileSetReader, read_dicomdir
from dicom_fileset.dicomdir.keys import RecordKeys, reference_of
from dicom_fileset.model import FileSet
from foreign_files import PYDICOM

FOLDER = PYDICOM / "data" / "test_files" / "dicomdirtests"
NAMES = {"DICOMDIR-implicit": b"\xfe\xff\0\xe0", "DICOMDIR-bigEnd": b"\xff\xfe\xe0\0"}


def _files(file_set: FileSet) -> set[tuple[str, ...]]:
    references = (reference_of(RecordKeys(one.body)) for one in file_set.records)
    return {one.file_id for one in references if one is not None}


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    ("where", "value", "lost"),
    [
        (4, b"\xff\xff\xff\x7f", 0),
        (4, b"\xff\xff\xff\xff", 0),
        (4, b"\x10\0\0\x10", 0),
        (0, b"abcd", 1),
        (12, b"\x7f\x7f\x7f\x7f", 1),
    ],
    ids=["too long", "undefined", "off", "item tag", "an element"],
)
@pytest.mark.parametrize("name", NAMES)
def test_one_damaged_record(
    name: str, where: int, value: bytes, lost: int, *, strict: bool
) -> None:
    data = bytearray((FOLDER / name).read_bytes())
    whole = _files(read_dicomdir(bytes(data)))
    at = -1
    for _ in range(11):
        at = data.index(NAMES[name], at + 1)
    data[at + where : at + where + len(value)] = value
    found = read_dicomdir(bytes(data), strict=strict)
    codes = {one.code for one in found.findings}
    if strict:
        assert "directory-truncated" in codes
        return
    assert len(whole - _files(found)) <= lost
    assert "record-damaged" in codes
    assert "directory-truncated" not in codes


def test_every_record_without_its_end() -> None:
    """Each has an undefined length, and nothing ends it."""
    name = "DICOMDIR-implicit"
    data = (FOLDER / name).read_bytes()
    parts = data.split(NAMES[name])
    spoiled = (NAMES[name] + b"\xff" * 4).join([parts[0], *(one[4:] for one in parts[1:])])
    found = read_dicomdir(spoiled)
    whole = FileSetReader(FOLDER / name).file_set
    assert len(found.records) >= len(whole.records) - 1
    assert len(_files(whole) - _files(found)) <= 1
