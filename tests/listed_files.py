"""The files that a file-set lists, as its reader gives them."""

from pathlib import Path

import pydicom
from dicom_fileset import FileSetReader


def by_uid(root: Path) -> dict[str, Path]:
    """Paths by SOP Instance UID."""
    return {one.sop_instance_uid: Path(one.path) for one in FileSetReader(root)}


def data_sets(root: Path) -> list[pydicom.Dataset]:
    """What is in them."""
    return [pydicom.dcmread(path) for path in by_uid(root).values()]
