"""The archive that is imported into: its folder of ours, held by one import at a time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final, NamedTuple

from ..commit.flush import flush_folders
from ..commit.lock import lock
from ..errors import Refused
from ..findings import finding
from ..model import Where
from .copying import Copies
from .manifest import Manifest

WORK_FOLDER: Final = "dicom-fileset-import"
"""In the archive: the manifest, a lock, and what is not whole yet."""


class Archive(NamedTuple):
    """Files and what is said of them."""

    copies: Copies
    manifest: Manifest


@contextmanager
def opened_archive(root: str) -> Iterator[Archive]:
    """The archive at a folder, which is made where there is none, for this import alone.

    Raises
    ------
    Refused
        It cannot be written, or another import works in it.
    """
    work = os.path.join(root, WORK_FOLDER)
    try:
        _make_folder(work)
        descriptor = os.open(os.path.join(work, "lock"), _LOCK_FLAGS, 0o666)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"It cannot be used as a folder: {reason}."
        where = Where(path=root)
        raise Refused(finding("destination-unwritable", message, where)) from error
    try:
        if lock(descriptor) is False:
            message = "Another import works in it."
            raise Refused(finding("import-busy", message, Where(path=root)))
        copies, manifest = Copies(root, work), Manifest(work)
        try:
            copies.clear()
            yield Archive(copies, manifest)
        finally:
            copies.close()
            manifest.close()
    finally:
        os.close(descriptor)


def _make_folder(path: str) -> None:
    """Make a folder and those above it, and have their names last."""
    missing = []
    while not os.path.isdir(path):
        missing.append(path)
        path = os.path.dirname(os.path.abspath(path))
    if missing:
        os.makedirs(missing[0], exist_ok=True)
        with suppress(PermissionError):  # a folder that may be passed, not read
            flush_folders(os.path.dirname(os.path.abspath(one)) for one in missing)


_LOCK_FLAGS: Final = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
