"""Files renamed within the destination: each where it was or where it goes, at any moment."""

import contextlib
import os

from ...commit.change import digest_of
from ...errors import Interrupted
from ...findings import finding
from ...model import Where
from .places import below


class Moves:
    """Renames files, and makes their folders; what is done already is passed by.

    Parameters
    ----------
    dest
        The destination that all paths are below.
    """

    def __init__(self, dest: str) -> None:
        self._dest = dest
        self._folders: set[str] = set()

    def __call__(self, source: str, target: str, sha256: bytes) -> None:
        """Bring a file to its place.

        Parameters
        ----------
        source, target
            Below the destination.
        sha256
            Of its content.

        Raises
        ------
        Interrupted
            It is at neither, or something else is at its place.
        """
        here, there = below(self._dest, source), below(self._dest, target)
        if os.path.lexists(there):
            self._see_it_is_there(here, there, sha256)
            return
        folder = os.path.dirname(there)
        if folder not in self._folders:
            os.makedirs(folder, exist_ok=True)
            self._folders.add(folder)
        try:
            os.rename(here, there)
        except FileNotFoundError as error:
            message = "This file was staged, and is not there."
            raise Interrupted(finding("staged-missing", message, Where(path=here))) from error

    def _see_it_is_there(self, here: str, there: str, sha256: bytes) -> None:
        """It was moved before; or by a rename that was broken off, and lies at both."""
        if not os.path.lexists(here):
            return
        folder, name = os.path.split(there)
        if digest_of(folder, name) != sha256.hex():
            message = "Something lies where a file would go."
            raise Interrupted(finding("destination-not-empty", message, Where(path=there)))
        os.unlink(here)


def remove_empty_folders(root: str) -> None:
    """Remove a folder and those below it, as far as nothing is in them."""
    for folder, _, _ in os.walk(root, topdown=False):
        with contextlib.suppress(OSError):
            os.rmdir(folder)
