"""Where files lie: paths of sources from rows of the journal, and places below the destination."""

import os
from collections.abc import Sequence
from typing import Final

from ..stored_names import as_named

WORK_FOLDER: Final = "dicom-fileset-migration"
"""Below the destination: what is not whole yet, what waits for its volume, what was in the way."""

PATH: Final = (
    "source.path, folder.path, file.name FROM file JOIN folder ON folder.number = file.folder "
    "JOIN source ON source.number = folder.source"
)
"""Columns and tables that tell where a file lies."""


def path_of(place: Sequence[object]) -> str:
    """The path of a file, from the columns of :data:`PATH`."""
    root, below, name = map(as_named, place)
    return os.path.join(root, below, name) if below else os.path.join(root, name)


def mirrored(source_name: str, below: str, name: str) -> str:
    """The place below the destination that a file has below its source, ``/`` between names.

    >>> mirrored("", "ct/1", "a.dcm"), mirrored("disc", "", "a.dcm")
    ('ct/1/a.dcm', 'disc/a.dcm')
    """
    return "/".join(part for part in (source_name, below, name) if part)


def work_folder(root: str, part: str = "") -> str:
    """The work folder below a destination, or a folder in it."""
    return os.path.join(root, WORK_FOLDER, part) if part else os.path.join(root, WORK_FOLDER)


def staged_path(number: int) -> str:
    """Where the file of that number waits for its volume, below the destination."""
    return f"{WORK_FOLDER}/staged/{number // 1000}/{number}.dcm"
