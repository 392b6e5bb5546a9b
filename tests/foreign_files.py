"""Files that we did not make with the code under test: what every reader is held against."""

import os
from pathlib import Path
from typing import Final

import pydicom

PYDICOM: Final = Path(pydicom.__file__).parent
SAMPLE_MEDIA: Final = Path(__file__).parents[1] / "sample_media"
CORPUS: Final = os.environ.get("DICOM_FILESET_FIELD_CORPUS", "")


def _below(root: Path) -> list[Path]:
    files = (path for path in root.rglob("*") if path.is_file())
    return sorted(path for path in files if "__pycache__" not in path.parts)


def foreign_files() -> list[Path]:
    """Every file of pydicom's package, of the sample media, and of a corpus if one is named."""
    roots = [PYDICOM, SAMPLE_MEDIA / "incoming", SAMPLE_MEDIA / "troubled"]
    if CORPUS:
        roots.append(Path(CORPUS))
    return [path for root in roots for path in _below(root)]


def short_name(path: Path) -> str:
    """A name that is the same on every machine."""
    for root in (PYDICOM, SAMPLE_MEDIA):
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.relative_to(CORPUS).as_posix()
