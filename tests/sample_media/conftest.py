"""Where the sample media lie, read once, and the images of the archive before compression."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pydicom import Dataset, dcmread

SAMPLE_MEDIA = Path(__file__).parents[2] / "sample_media"
PATHS = os.pathsep.join(filter(None, sys.path))


@pytest.fixture(scope="session")
def sample_media() -> Path:
    return SAMPLE_MEDIA


@pytest.fixture(scope="session")
def incoming_paths() -> list[Path]:
    files = sorted(path for path in (SAMPLE_MEDIA / "incoming").rglob("*") if path.is_file())
    return [path for path in files if path.suffix != ".txt"]


@pytest.fixture(scope="session")
def incoming(incoming_paths: list[Path]) -> list[Dataset]:
    return [dcmread(path) for path in incoming_paths]


@pytest.fixture(scope="session")
def natives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Dataset]:
    """What was compressed, by SOP Instance UID."""
    folder = tmp_path_factory.mktemp("natives")
    command = [sys.executable, str(SAMPLE_MEDIA / "make.py"), "--natives", str(folder)]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONPATH": PATHS})
    images = [dcmread(path) for path in folder.rglob("*.dcm")]
    return {ds.SOPInstanceUID: ds for ds in images}


@pytest.fixture(scope="session")
def dciodvfy() -> str:
    tool = shutil.which("dciodvfy")
    if tool is None and os.environ.get("CI"):
        pytest.fail("dciodvfy is not installed here")
    if tool is None:
        pytest.skip("dciodvfy is not installed here")
    return tool
