"""Errors of the archive that are about one file alone: that one is refused, the others come in.

All other errors are about the archive, and end the import: it is full, gone or may not be written.
"""

import errno
from types import MappingProxyType
from typing import Final, NamedTuple

from ..findings import finding
from ..model import Finding, Where
from .reading import reason_of


class Obstacle(NamedTuple):
    """The code of a Finding, and why an error is about one file alone."""

    code: str
    why: str


_LARGE: Final = "archive-file-too-large"
_FOLDER: Final = "archive-folder-obstructed"
_NAME: Final = "archive-name-impossible"

OBSTACLES: Final = MappingProxyType(
    {
        errno.EFBIG: Obstacle(_LARGE, "FAT32 takes no file of 4 GiB; smaller ones it does"),
        errno.ENOTDIR: Obstacle(_FOLDER, "a file lies where a folder above it is needed"),
        errno.EEXIST: Obstacle(_FOLDER, "a file lies where its folder is needed"),
        errno.EISDIR: Obstacle(_FOLDER, "a folder lies where the file is to be"),
        errno.ELOOP: Obstacle(_FOLDER, "a link to itself lies where a folder is needed"),
        errno.ENAMETOOLONG: Obstacle(_NAME, "other paths are shorter"),
        errno.EINVAL: Obstacle(_NAME, "other names have no such letter"),
        errno.EILSEQ: Obstacle(_NAME, "other names have no such letter"),
    }
)
"""Number of an error to what it is; ENOSPC, EDQUOT, EROFS, EIO and all others are no obstacles."""


def obstacle_finding(path: str, error: OSError) -> Finding | None:
    """Why one file of the medium cannot come in; ``None`` where the error is about more than it.

    Parameters
    ----------
    path
        Of the file on its medium.
    """
    found = OBSTACLES.get(error.errno or 0)
    if found is None:
        return None
    message = f"The archive does not take it: {reason_of(error)}."
    return finding(found.code, message, Where(path=path))
