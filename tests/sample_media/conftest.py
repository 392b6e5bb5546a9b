"""Where the sample media lie, read once."""

import os
import shutil
from pathlib import Path

import pytest
from pydicom import Dataset, dcmread

SAMPLE_MEDIA = Path(__file__).parents[2] / "sample_media"


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
def dciodvfy() -> str:
    tool = shutil.which("dciodvfy")
    if tool is None and os.environ.get("CI"):
        pytest.fail("dciodvfy is not installed here")
    if tool is None:
        pytest.skip("dciodvfy is not installed here")
    return tool
