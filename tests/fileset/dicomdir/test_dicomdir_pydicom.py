"""The DICOMDIRs of pydicom's own tests: how much of each is reached, and what is said of it."""

from collections import Counter

import pytest
from dicom_fileset import FileSetReader, read_dicomdir, write_dicomdir
from dicom_fileset.dicomdir.keys import RecordKeys, reference_of
from foreign_files import PYDICOM
from pydicom import dcmread

FOLDER = PYDICOM / "data" / "test_files" / "dicomdirtests"
VARIANTS = {
    "DICOMDIR": (52, 31, {}),
    "TINY_ALPHA/DICOMDIR": (53, 50, {}),
    "DICOMDIR-bigEnd": (52, 31, {"directory-encoding": 1}),
    "DICOMDIR-empty.dcm": (0, 0, {}),
    "DICOMDIR-implicit": (52, 31, {"directory-encoding": 1}),
    # Two links of its last record were cut out, and the lengths around it left as they were.
    "DICOMDIR-nooffset": (52, 31, {"record-element-missing": 2, "directory-truncated": 1}),
    # The first root record is an IMAGE; its parents, named UNKNOWN, hang on nothing.
    "DICOMDIR-nopatient": (52, 31, {"record-type-unknown": 2, "root-offset-wrong": 1}),
    "DICOMDIR-reordered": (52, 31, {}),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_what_is_reached(name: str) -> None:
    records, instances, codes = VARIANTS[name]
    reader = FileSetReader(FOLDER / name)
    assert len(reader.file_set.records) == records
    assert len(list(reader)) == instances
    assert Counter(one.code for one in reader.file_set.findings) == codes


@pytest.mark.parametrize("name", VARIANTS)
def test_what_is_written_again_says_the_same(name: str) -> None:
    first = read_dicomdir((FOLDER / name).read_bytes())
    second = read_dicomdir(write_dicomdir(first))
    assert second.records == first.records
    assert (second.file_set_uid, second.file_set_id) == (first.file_set_uid, first.file_set_id)


@pytest.mark.parametrize("name", ["DICOMDIR-bigEnd", "DICOMDIR-implicit", "DICOMDIR-reordered"])
def test_variants_of_one_hold_the_same(name: str) -> None:
    same, other = (read_dicomdir((FOLDER / one).read_bytes()) for one in ("DICOMDIR", name))
    keys = [
        [(one.record_type, one.level, reference_of(RecordKeys(one.body))) for one in each.records]
        for each in (same, other)
    ]
    assert keys[0] == keys[1]


@pytest.mark.parametrize("name", ["DICOMDIR", "DICOMDIR-implicit", "DICOMDIR-reordered"])
def test_the_instances_are_those_that_pydicom_finds(name: str) -> None:
    sequence = dcmread(FOLDER / name).DirectoryRecordSequence
    theirs = {one.ReferencedSOPInstanceUIDInFile for one in sequence if "ReferencedFileID" in one}
    assert {one.sop_instance_uid for one in FileSetReader(FOLDER / name)} == theirs
