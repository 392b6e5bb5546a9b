"""A file-set opened: its root and its DICOMDIR found, and read."""

import hashlib
import os
from typing import NamedTuple

from .dicomdir import read_dicomdir
from .errors import DamagedFileSet
from .file_ids import DICOMDIR
from .findings import finding
from .model import FileSet, Where


class Opened(NamedTuple):
    """A file-set, its root, the real name of its DICOMDIR, and the SHA-256 of that."""

    root: str
    dicomdir_name: str
    file_set: FileSet
    digest: str


def open_file_set(root: str | os.PathLike[str]) -> Opened:
    """Read the DICOMDIR of a file-set, named itself or by its folder.

    Raises
    ------
    DamagedFileSet
        There is none, or it is none.
    """
    path = os.fspath(root)
    folder, name = (path, None) if os.path.isdir(path) else os.path.split(path)
    folder = folder or os.curdir
    if name is None:
        name = _dicomdir_in(folder)
    path = os.path.join(folder, name)
    try:
        with open(path, "rb") as stream:
            data = stream.read()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"The DICOMDIR cannot be read: {reason}."
        raise DamagedFileSet(finding("directory-missing", message, Where(path=path))) from error
    return Opened(folder, name, read_dicomdir(data), hashlib.sha256(data).hexdigest())


def _dicomdir_in(folder: str) -> str:
    """The name of the DICOMDIR; drivers and copying tools change its case."""
    try:
        names = os.listdir(folder)
    except OSError:
        names = []
    if DICOMDIR in names:
        return DICOMDIR
    return next((name for name in sorted(names) if name.upper().rstrip(".") == DICOMDIR), DICOMDIR)
