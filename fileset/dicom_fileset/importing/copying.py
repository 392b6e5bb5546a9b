"""Copies in the archive: written under a name of no meaning, proven, then given their own."""

import contextlib
import hashlib
import io
import os
from collections.abc import Iterable
from typing import Final

from ..commit.flush import flush_files
from .reading import BUFFER_BYTES

PART_SUFFIX: Final = ".part"


class Copies:
    """Writes copies into an archive that no other import writes to.

    Parameters
    ----------
    archive
        The root of the archive.
    work
        A folder of its file system for what is not whole yet.
    """

    def __init__(self, archive: str, work: str) -> None:
        self.archive = archive
        self._work = work
        self._count = 0
        self._folders: set[str] = set()
        self._held = bytearray(BUFFER_BYTES)
        self._read_back = memoryview(self._held)
        self._new: list[str] = []

    def clear(self) -> None:
        """Remove what a broken import left unfinished."""
        for name in os.listdir(self._work):
            if name.endswith(PART_SUFFIX):
                os.unlink(os.path.join(self._work, name))

    def part(self) -> str:
        """A name for a file that is not whole yet; it bears nothing of its source's."""
        self._count += 1
        return os.path.join(self._work, f"{self._count}{PART_SUFFIX}")

    def write(self, pieces: Iterable[memoryview], part: str) -> None:
        """Write a file piece by piece, and read each back.

        Raises
        ------
        OSError
            It cannot be written, or does not read back.
        """
        at = 0
        with io.FileIO(part, "w+") as file:
            for piece in pieces:
                left = piece
                while left:
                    left = left[file.write(left) :]
                file.seek(at)
                self._prove(file, piece)
                at += len(piece)

    def _prove(self, file: io.FileIO, piece: memoryview) -> None:
        """See that a file has these bytes where it stands."""
        size, filled = len(piece), 0
        while filled < size:
            length = file.readinto(self._read_back[filled:size])
            if not length:
                break
            filled += length
        # startswith compares as memcmp does; memoryviews compare byte by byte.
        if filled != size or not self._held.startswith(piece):
            raise OSError(0, "what was written does not read back")

    def is_free(self, archived: str) -> bool:
        """Whether nothing has this name in the archive."""
        return not os.path.lexists(self.path(archived))

    def place(self, part: str, archived: str) -> None:
        """Give a whole file its name, which is free.

        Raises
        ------
        OSError
            The folder cannot be made, or the file not renamed.
        """
        path = self.path(archived)
        folder = os.path.dirname(path)
        if folder not in self._folders:
            os.makedirs(folder, exist_ok=True)
            self._folders.add(folder)
        os.rename(part, path)
        self._new.append(path)

    def path(self, archived: str) -> str:
        """Where a path in the archive leads."""
        return os.path.join(self.archive, *archived.split("/"))

    def holds(self, archived: str) -> bool:
        """Whether a file is in the archive."""
        return os.path.isfile(self.path(archived))

    def adopt(self, archived: str, sha256: str) -> bool:
        """Take a file of this content for one that was placed; whether it is there."""
        path = self.path(archived)
        found = self.holds(archived) and self.digest(path) == sha256
        if found:
            self._new.append(path)
        return found

    def digest(self, path: str) -> str:
        """SHA-256 of a file; empty where it cannot be read."""
        digest = hashlib.sha256()
        try:
            with open(path, "rb", buffering=0) as stream:
                while length := stream.readinto(self._read_back):
                    digest.update(self._read_back[:length])
        except OSError:
            return ""
        return digest.hexdigest()

    def drop(self, part: str) -> None:
        """Forget a file that is not to be placed."""
        with contextlib.suppress(OSError):
            os.unlink(part)

    def flush(self) -> None:
        """Bring what was placed since the last time to the disk.

        Raises
        ------
        OSError
            The disk did not take it.
        """
        if self._new:
            flush_files(self.archive, self._new)
            self._new.clear()
