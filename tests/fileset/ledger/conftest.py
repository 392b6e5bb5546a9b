"""A ledger of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from dicom_fileset.ledger import Ledger, kept_in


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """The ledger that everything in the test is kept in."""
    path = tmp_path / "ledger.sqlite"
    with kept_in(path):
        yield Ledger(path)
