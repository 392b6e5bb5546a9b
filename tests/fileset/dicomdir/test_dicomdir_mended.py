"""Directories as they must not be, mended: every record is where it was, and that is said."""

import pytest
from broken_directories import HEALTHY, ONE_DEFECT
from dicom_fileset import read_dicomdir, write_dicomdir
from msgspec.structs import replace


@pytest.mark.parametrize("name", ONE_DEFECT)
def test_every_record_is_where_it_was(name: str) -> None:
    data, codes = ONE_DEFECT[name]
    found = read_dicomdir(data)
    assert found.records == HEALTHY.records
    assert {one.code for one in found.findings} == codes


def test_the_last_item_of_a_cut_sequence_is_there_though_its_elements_are_rubbish() -> None:
    data = bytearray(write_dicomdir(HEALTHY))
    last = data.rindex(b"\xfe\xff\x00\xe0")
    data[last + 20 :] = b"\xff" * (len(data) - last - 20)
    sequence = data.index(b"\x04\x00\x20\x12SQ")
    data[sequence + 8 : sequence + 12] = (1 << 20).to_bytes(4, "little")
    found = read_dicomdir(bytes(data) + b"rest")
    assert len(found.records) == len(HEALTHY.records)
    assert "directory-truncated" in {one.code for one in found.findings}


def test_a_record_with_an_empty_type_before_its_type_is_read_as_it_is_written() -> None:
    patient = HEALTHY.records[0]
    doubled = replace(patient, body=b"\4\0\x30\x14CS\4\0\0\0\0\0" + patient.body)
    file_set = replace(HEALTHY, records=(doubled, *HEALTHY.records[1:]))
    assert read_dicomdir(write_dicomdir(file_set), strict=True).records == file_set.records
