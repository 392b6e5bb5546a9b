"""Copies that have their names and no row yet: noted, so that a crash makes none unknown.

The manifest is brought up to date now and then, for each time costs a flush.  A line tells what has
got a name since; it is on the disk before the name is, and what it says is proven by the digest of
the file before it is believed.
"""

import contextlib
import json
import os
from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec

from ..commit.flush import flush_descriptor
from .model import Row

NAME: Final = "placed.jsonl"


class Placed(NamedTuple):
    """A copy that was about to get its name, and the import that it is of."""

    number: int
    path: str
    size: int
    archived: str
    sop_instance_uid: str
    sha256: str
    archived_sha256: str

    @property
    def row(self) -> Row:
        """As the manifest has it until its file was looked at again."""
        said = self.archived, self.sop_instance_uid, self.sha256, self.archived_sha256
        return Row(self.path, self.size, "placed", *said)


class PlacedCopies:
    """The list of them, open for writing.

    Parameters
    ----------
    folder
        Where it lies, or will lie.

    Raises
    ------
    OSError
        It cannot be written.
    """

    def __init__(self, folder: str) -> None:
        self._path = os.path.join(folder, NAME)
        self._descriptor = os.open(self._path, _FLAGS, 0o666)

    def add(self, number: int, row: Row) -> None:
        """Note a copy before it gets its name.

        Raises
        ------
        OSError
            The disk takes no more.
        """
        said = (row.archived, row.sop_instance_uid, row.sha256, row.archived_sha256)
        # A name that is no valid text is escaped by json, and refused by msgspec.
        line = memoryview(f"{json.dumps((number, row.path, row.size, *said))}\n".encode())
        while line:
            line = line[os.write(self._descriptor, line) :]

    def __iter__(self) -> Iterator[Placed]:
        """What was noted since the last time; a line that a crash cut is passed by."""
        with open(self._path, encoding="ascii", errors="replace") as lines:
            for line in lines:
                with contextlib.suppress(ValueError, msgspec.ValidationError):
                    yield msgspec.convert(json.loads(line), Placed)

    def keep(self) -> None:
        """Bring what was noted to the disk, before the names that it speaks of.

        Raises
        ------
        OSError
            The disk did not take it.
        """
        flush_descriptor(self._descriptor)

    def clear(self) -> None:
        """Forget them: the manifest has their rows."""
        os.ftruncate(self._descriptor, 0)
        os.lseek(self._descriptor, 0, os.SEEK_SET)

    def close(self) -> None:
        """Close it."""
        os.close(self._descriptor)


_FLAGS: Final = (
    os.O_WRONLY
    | os.O_CREAT
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe of that name would wait for a reader
)
