"""A directory cut off anywhere: what is whole is read, and that it was cut is said."""

import pytest
from checks import parsed
from dicom_fileset import DamagedFileSet, FileSet, Record, read_dicomdir, write_dicomdir
from dicom_fileset.elements import element

RECORDS = tuple(
    Record("IMAGE", 0, element(0x00041430, "CS", b"IMAGE") + element(0x00200013, "IS", b"%d" % n))
    for n in range(6)
)
DATA = write_dicomdir(FileSet("1.2.3", "CUT", RECORDS))
ITEMS = [entry.offset for entry in parsed(DATA).records]
SEQUENCE = parsed(DATA).elements[0x00041220].start


@pytest.mark.parametrize("number", range(len(ITEMS)))
@pytest.mark.parametrize("more", [0, 1, 7, 8, 20, 41, 55])
def test_cut_at_an_item_and_within_it(number: int, more: int) -> None:
    found = read_dicomdir(DATA[: ITEMS[number] + more])
    assert found.records[:number] == RECORDS[:number]
    assert len(found.records) <= number + 1
    assert "directory-truncated" in {one.code for one in found.findings}


def test_cut_anywhere() -> None:
    """Every length: an answer or DamagedFileSet, and never a record that was not there."""
    bodies = {one.body for one in RECORDS}
    for length in range(len(DATA)):
        try:
            found = read_dicomdir(DATA[:length])
        except DamagedFileSet as error:
            assert length <= SEQUENCE, length  # noqa: PT017 - most lengths give an answer
            assert error.finding.code == "not-a-directory"  # noqa: PT017
            continue
        whole = [one for one in found.records if one.body in bodies]
        assert len(found.records) - len(whole) <= 1, length
        if length > SEQUENCE:
            assert found.findings, length


def test_cut_in_the_meta_information() -> None:
    for length in range(132, 144):
        with pytest.raises(DamagedFileSet):
            read_dicomdir(DATA[:length])
