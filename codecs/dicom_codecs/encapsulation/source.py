"""Bytes that are asked for piece by piece: a file, or what lies in memory."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

if TYPE_CHECKING:
    from ..bits import Octets

_AT_ONCE: Final = 1 << 30
"""Systems read no more than 2 GiB at a time."""


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
    if isinstance(data, bytes):
        return Source(lambda offset, length: data[offset : offset + length], len(data))
    view = memoryview(data)
    return Source(lambda offset, length: bytes(view[offset : offset + length]), len(view))


def source_of_file(file: BinaryIO) -> Source:
    """An open file, which is best unbuffered.

    Where the system has it, reading does not move in the file, and several threads can.
    """
    size = file.seek(0, os.SEEK_END)
    descriptor = _descriptor(file)
    if descriptor is None:
        return Source(lambda offset, length: _read_moving(file, offset, length), size)
    pread = os.pread

    def read(offset: int, length: int) -> bytes:
        if length > _AT_ONCE:
            return read(offset, _AT_ONCE) + read(offset + _AT_ONCE, length - _AT_ONCE)
        return pread(descriptor, length, offset)

    return Source(read, size)


def _descriptor(file: BinaryIO) -> int | None:
    """What the system reads from; ``None`` where it cannot, or there is no file."""
    try:
        return file.fileno() if hasattr(os, "pread") else None
    except OSError:
        return None


def _read_moving(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)
