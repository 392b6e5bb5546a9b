"""Foreign tools looked for, and small file-sets to try things on."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from dicom_fileset import FileSetCreator
from file_sets import write_instances
from hypothesis import settings

# How long a draw takes says more of the machine than of us.
settings.register_profile("dicom-fileset", deadline=None)
settings.load_profile("dicom-fileset")


@pytest.fixture(scope="session", autouse=True)
def _can_be_interrupted() -> None:
    """Let processes that tests start hear SIGINT, also where a shell in the background has not."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _no_ledger() -> Iterator[None]:
    """Keep nothing of what tests do, but where a test names a ledger; processes inherit it."""
    os.environ["DICOM_FILESET_LEDGER"] = "off"
    yield
    assert os.environ["DICOM_FILESET_LEDGER"] == "off", "a test left its ledger to others"


@pytest.fixture(scope="session")
def need() -> Callable[..., None]:
    """Skip where a foreign tool is missing; fail where everything must be installed."""

    def look_for(*tools: str) -> None:
        missing = [tool for tool in tools if shutil.which(tool) is None]
        if missing and os.environ.get("CI"):
            pytest.fail(f"not installed here: {', '.join(missing)}")
        if missing:
            pytest.skip(f"not installed here: {', '.join(missing)}")

    return look_for


@pytest.fixture(scope="session")
def source_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The files of :data:`file_sets.FEW`, which no test changes."""
    return write_instances(tmp_path_factory.mktemp("few"))


@pytest.fixture(scope="session")
def sources(source_files: list[Path]) -> Path:
    """The folder of ``source_files``."""
    return source_files[0].parent


@pytest.fixture(scope="session")
def made_disc(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file-set of :data:`file_sets.FEW` that we created, which no test changes."""
    root = tmp_path_factory.mktemp("made") / "disc"
    with FileSetCreator(root, file_set_id="FEW") as creator:
        creator.add(sources)
    return root


@pytest.fixture
def disc(made_disc: Path, tmp_path: Path) -> Path:
    """A copy of ``made_disc`` to change."""
    return Path(shutil.copytree(made_disc, tmp_path / "disc"))
