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


@pytest.mark.parametrize("number", range(len(ITEMS)))
@pytest.mark.parametrize("more", [0, 1, 7, 8, 20, 41, 55])
def test_cut_at_an_item_and_within_it(number: int, more: int) -> None:
    found = read_dicomdir(DATA[: ITEMS[number] + more])
    assert found.records[:number] == RECORDS[:number]
    assert len(found.records) <= number + 1
    assert "directory-truncated" in {one.code for one in found.findings}


def test_cut_anywhere() -> None:
    """Every length: what was there is found, nothing else, and that it was cut is said."""
    elements = parsed(DATA).elements.values()
    boundaries = {one.end for one in elements}
    bodies = {one.body for one in RECORDS}
    untold = []
    for length in range(min(one.start for one in elements) + 1, len(DATA)):
        found = read_dicomdir(DATA[:length])
        assert sum(one.body not in bodies for one in found.records) <= 1, length
        if "directory-truncated" not in {one.code for one in found.findings}:
            untold.append(length)
    assert set(untold) <= boundaries


def test_cut_in_the_meta_information() -> None:
    for length in range(132, 144):
        with pytest.raises(DamagedFileSet):
            read_dicomdir(DATA[:length])
