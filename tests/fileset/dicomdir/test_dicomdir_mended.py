"""Directories as they must not be, mended: every record is where it was, and that is said."""

import pytest
from broken_directories import HEALTHY, ONE_DEFECT
from dicom_fileset import read_dicomdir


@pytest.mark.parametrize("name", ONE_DEFECT)
def test_every_record_is_where_it_was(name: str) -> None:
    data, codes = ONE_DEFECT[name]
    found = read_dicomdir(data)
    assert found.records == HEALTHY.records
    assert {one.code for one in found.findings} == codes
