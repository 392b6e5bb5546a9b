"""The tables of PS3.2 Annex N have an instance in every cell and row."""

from pathlib import Path
from typing import NamedTuple

import pytest
from pydicom import Dataset, dcmread

# PS3.2-2025a Table N.1-2; RTV is left out: it describes streams, of which there are no files
SETS = {
    "U": ("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2"),
    "LL": ("1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.5"),
    "L": ("1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.91"),
    "NI": ("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2"),
    "V": (
        "1.2.840.10008.1.2.4.100",
        "1.2.840.10008.1.2.4.101",
        "1.2.840.10008.1.2.4.102",
        "1.2.840.10008.1.2.4.103",
        "1.2.840.10008.1.2.4.104",
    ),
}
# PS3.2-2025a Table N.1-1; of the reports the set stands in one cell for both
CELLS = {
    "1.2.840.10008.1.3.10": ("NI",),
    "1.2.840.10008.5.1.4.1.1.1": ("U", "LL", "L"),
    "1.2.840.10008.5.1.4.1.1.1.1": ("U", "LL", "L"),
    "1.2.840.10008.5.1.4.1.1.1.1.1": ("U", "LL", "L"),
    "1.2.840.10008.5.1.4.1.1.1.2": ("U", "LL"),
    "1.2.840.10008.5.1.4.1.1.77.1.4": ("U", "LL", "L"),
    "1.2.840.10008.5.1.4.1.1.77.1.4.1": ("V",),
    "1.2.840.10008.5.1.4.1.1.88.33": ("NI",),
    "1.2.840.10008.5.1.4.1.1.88.50": ("NI",),
}
# PS3.6 Table A-1: what can be in a file and has an encoder at hand, beyond Table N.1-2
BEYOND = (
    "1.2.840.10008.1.2.1.98",
    "1.2.840.10008.1.2.1.99",
    "1.2.840.10008.1.2.4.57",
    "1.2.840.10008.1.2.4.80",
    "1.2.840.10008.1.2.4.81",
    "1.2.840.10008.1.2.4.105",
    "1.2.840.10008.1.2.4.106",
    "1.2.840.10008.1.2.4.107",
    "1.2.840.10008.1.2.4.110",
    "1.2.840.10008.1.2.4.112",
    "1.2.840.10008.1.2.4.201",
    "1.2.840.10008.1.2.4.202",
    "1.2.840.10008.1.2.4.203",
    "1.2.840.10008.1.2.8.1",
)


class Kind(NamedTuple):
    sop_class: str
    transfer_syntax: str


@pytest.fixture(scope="module")
def kinds(incoming: list[Dataset], sample_media: Path) -> set[Kind]:
    files = [*incoming, dcmread(sample_media / "troubled" / "unusual" / "DICOMDIR")]
    metas = [ds.file_meta for ds in files]
    return {Kind(meta.MediaStorageSOPClassUID, meta.TransferSyntaxUID) for meta in metas}


@pytest.mark.parametrize(
    ("sop_class", "name"),
    [(sop_class, name) for sop_class, names in CELLS.items() for name in names],
)
def test_each_cell_has_an_instance(kinds: set[Kind], sop_class: str, name: str) -> None:
    assert kinds & {Kind(sop_class, transfer_syntax) for transfer_syntax in SETS[name]}


@pytest.mark.parametrize(
    ("name", "transfer_syntax"),
    [(name, transfer_syntax) for name, members in SETS.items() for transfer_syntax in members],
)
def test_each_row_has_an_instance(kinds: set[Kind], name: str, transfer_syntax: str) -> None:
    """One of a SOP Class that Table N.1-1 puts into the set."""
    classes = [sop_class for sop_class, names in CELLS.items() if name in names]
    assert kinds & {Kind(sop_class, transfer_syntax) for sop_class in classes}


@pytest.mark.parametrize("transfer_syntax", BEYOND)
def test_each_row_beyond_has_an_instance(kinds: set[Kind], transfer_syntax: str) -> None:
    assert transfer_syntax in {kind.transfer_syntax for kind in kinds}


def test_every_transfer_syntax_is_named_here(kinds: set[Kind]) -> None:
    named = {*BEYOND, *(member for members in SETS.values() for member in members)}
    assert {kind.transfer_syntax for kind in kinds} == named
