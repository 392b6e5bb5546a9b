"""A disc that no test changes."""

from pathlib import Path

import pytest
from discs import disc


@pytest.fixture(scope="session")
def plain_disc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A disc of twelve instances, with a directory and what lies beside."""
    return disc(tmp_path_factory.mktemp("plain") / "disc")
