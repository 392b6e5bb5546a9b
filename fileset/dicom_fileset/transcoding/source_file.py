"""The file that is transcoded: only read, and as a whole where that is little."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from typing import Final, NamedTuple

from dicom_codecs.encapsulation.source import Source, source_of_bytes, source_of_file

from ..scan.window import FIRST_BYTES, Window, open_for_reading

HELD_BYTES: Final = 16 * 1024 * 1024
"""What of a file is held in memory at most; longer ones are read and written piece by piece."""
READ_BYTES: Final = 1024 * 1024


class Stamp(NamedTuple):
    """What tells that a file was changed: its length, and nanoseconds since 1970."""

    size: int
    mtime: int


class SourceFile(NamedTuple):
    """A file that is open for reading.

    Attributes
    ----------
    path
        Where it lies.
    descriptor
        Of the open file.
    stamp
        As it was when it was opened.
    source
        Its bytes.
    """

    path: str
    descriptor: int
    stamp: Stamp
    source: Source

    def stamp_now(self) -> Stamp:
        """What the file system says of it."""
        return _stamp(self.descriptor)


@contextmanager
def source_file(path: str) -> Iterator[SourceFile]:
    """A file, open as long as it is used.

    Raises
    ------
    OSError
        It cannot be read.
    """
    descriptor = open_for_reading(path)
    # Whose descriptor it is has to live as long as what is read of it.
    with FileIO(descriptor) as file:
        stamp = _stamp(descriptor)
        held = stamp.size <= HELD_BYTES
        source = source_of_bytes(_held(descriptor, stamp.size)) if held else source_of_file(file)
        yield SourceFile(path, descriptor, stamp, source)


def _held(descriptor: int, size: int) -> bytes:
    """All of a small file."""
    data = os.read(descriptor, size)
    while len(data) < size and (more := os.read(descriptor, size - len(data))):
        data += more
    return data


def _stamp(descriptor: int) -> Stamp:
    status = os.fstat(descriptor)
    return Stamp(status.st_size, status.st_mtime_ns)


def window_on(source: Source) -> Window:
    """A window on bytes, wherever they are."""
    return Window(source.read, source.size, source.read(0, FIRST_BYTES))


def digest_of(source: Source) -> bytes:
    """The SHA-256 of bytes, wherever they are."""
    digest = hashlib.sha256()
    piece = HELD_BYTES if source.size <= HELD_BYTES else READ_BYTES
    for at in range(0, source.size, piece):
        digest.update(source.read(at, piece))
    return digest.digest()
