"""Bytes that are asked for piece by piece: a file, or what lies in memory."""

from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from ..bits import Octets


class Source(NamedTuple):
    """Where pixel data is read from.

    Attributes
    ----------
    read
        ``read(offset, length) -> bytes``; fewer only at the end.
    size
        How many bytes there are.
    """

    read: Callable[[int, int], bytes]
    size: int


def source_of_bytes(data: "Octets") -> Source:
    """Bytes in memory."""
    view = memoryview(data)
    return Source(lambda offset, length: bytes(view[offset : offset + length]), len(view))


def source_of_file(file: BinaryIO) -> Source:
    """An open file, which is moved in by every read; it must not buffer to be fast."""
    size = file.seek(0, 2)

    def read(offset: int, length: int) -> bytes:
        file.seek(offset)
        return file.read(length)

    return Source(read, size)
