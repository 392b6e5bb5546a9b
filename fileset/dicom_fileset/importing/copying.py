"""Copies in the archive: written under a name of no meaning, proven, then given their own.

They have it only once they are on the disk: a name in the archive is that of a whole file, also
when power was lost.
"""

import contextlib
import errno
import hashlib
import io
import os
import stat
import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple

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
        self._waiting: dict[str, _Waiting] = {}
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
        """Whether nothing has this name in the archive, or is about to get it."""
        return _key(archived) not in self._waiting and not os.path.lexists(self._named(archived))

    def place(self, part: str, archived: str) -> None:
        """Give a whole file its name, which is free; it bears it after :meth:`flush`.

        Raises
        ------
        OSError
            The folder cannot be made, or no file can have this name.
        """
        path = self._named(archived)
        folder = os.path.dirname(path)
        if folder not in self._folders:
            self._make(folder)
            self._folders.add(folder)
        with contextlib.suppress(FileNotFoundError):  # else only the renaming would tell
            os.lstat(path)
        self._waiting[_key(archived)] = _Waiting(part, path)

    def _make(self, folder: str) -> None:
        try:
            os.makedirs(folder, exist_ok=True)
        except FileNotFoundError as error:
            if not os.path.isdir(self.archive):
                raise
            # A link to nothing has the name of a folder above it.
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), folder) from error

    def _named(self, archived: str) -> str:
        return os.path.join(self.archive, *archived.split("/"))

    def path(self, archived: str) -> str:
        """Where a file of the archive lies now."""
        path, waiting = self._named(archived), self._waiting.get(_key(archived))
        return waiting.part if waiting is not None and waiting.path == path else path

    def holds(self, archived: str, size: int | None = None) -> bool:
        """Whether a file is in the archive, of this size where one is said."""
        try:
            status = os.stat(self.path(archived))
        except OSError:
            return False
        return stat.S_ISREG(status.st_mode) and size in {None, status.st_size}

    def adopt(self, archived: str, sha256: str) -> bool:
        """Take a file of this content for one that was placed; whether it is there."""
        found = self.holds(archived) and self.digest(self.path(archived)) == sha256
        if found and _key(archived) not in self._waiting:
            self._new.append(self._named(archived))
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

    def abandon(self, part: str) -> None:
        """Forget a file, though it was to be placed."""
        waiting = self._waiting.items()
        self._waiting = {key: one for key, one in waiting if one.part != part}
        self.drop(part)

    def flush(self) -> None:
        """Bring what was placed since the last time to the disk, and then under its names.

        Raises
        ------
        OSError
            The disk did not take it, or something has come to lie there meanwhile.
        """
        if self._waiting:
            flush_files(self._work, [one.part for one in self._waiting.values()])
        for key, (part, path) in list(self._waiting.items()):
            if os.path.lexists(path):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
            os.rename(part, path)
            self._new.append(path)
            del self._waiting[key]
        if self._new:
            flush_files(self.archive, self._new)
            self._new.clear()

    def close(self) -> None:
        """Forget what has no name yet."""
        for one in self._waiting.values():
            self.drop(one.part)


class _Waiting(NamedTuple):
    """A whole file, and the path that it is to have."""

    part: str
    path: str


def _key(archived: str) -> str:
    """What two names have in common that may be one to a file system."""
    return unicodedata.normalize("NFC", archived.casefold())
