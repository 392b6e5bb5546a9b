"""Directories as they must not be, mended: every record is where it was, and that is said."""

import pytest
from broken_directories import HEALTHY, ONE_DEFECT
from dicom_fileset import read_dicomdir, write_dicomdir


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
