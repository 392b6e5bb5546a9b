"""The archive that is imported into: its folder of ours, held by one import at a time."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Final, NamedTuple

from ..commit.flush import flush_folders
from ..commit.lock import lock
from ..errors import Refused
from ..findings import finding
from ..model import Where
from .copying import Copies
from .manifest import Manifest
from .placed import PlacedCopies
from .work_folder import WORK_FOLDER


class Archive(NamedTuple):
    """Files, what is said of them, and those of which nothing is said yet."""

    copies: Copies
    manifest: Manifest
    placed: PlacedCopies


@contextmanager
def opened_archive(root: str) -> Iterator[Archive]:
    """The archive at a folder, which is made where there is none, for this import alone.

    Raises
    ------
    Refused
        It cannot be written, or another import works in it.
    """
    work = os.path.join(root, WORK_FOLDER)
    with _told(root):
        _make_folder(work)
        descriptor = os.open(os.path.join(work, "lock"), _LOCK_FLAGS, 0o666)
    try:
        if lock(descriptor) is False:
            message = "Another import works in it."
            raise Refused(finding("import-busy", message, Where(path=root)))
        with closing(Manifest(work)) as manifest:
            with _told(root):
                placed = PlacedCopies(work)
            with closing(placed), closing(Copies(root, work)) as copies:
                archive = Archive(copies, manifest, placed)
                with _told(root):
                    _settle(archive)
                yield archive
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


@contextmanager
def _told(root: str) -> Iterator[None]:
    """What the system does not let be done before anything is imported, as an error of ours."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"It cannot be used as a folder: {reason}."
        where = Where(path=root)
        raise Refused(finding("destination-unwritable", message, where)) from error


def _settle(archive: Archive) -> None:
    """Remove what a killed import left unfinished, and account for what it had placed."""
    copies, manifest, placed = archive
    copies.clear()
    known = set(manifest.imports())
    for one in placed:
        if one.number in known and copies.adopt(one.archived, one.archived_sha256 or one.sha256):
            manifest.add_placed(one.number, one.row)
    copies.flush()
    manifest.keep()
    placed.clear()
