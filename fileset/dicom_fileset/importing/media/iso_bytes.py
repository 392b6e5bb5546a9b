"""Bytes of an ISO 9660 image, and numbers that are written in both orders of bytes."""

import io
import os
from collections.abc import Callable
from typing import Final, NamedTuple

SECTOR: Final = 2048

Tell = Callable[[str, str, int], None]
"""Takes the code of a Finding, its message, and the byte of the image that it is about."""


class Extent(NamedTuple):
    """Where a piece of content lies, in bytes of the image."""

    position: int
    size: int


class Image:
    """An image, or a drive, that gives nothing where it cannot be read.

    Attributes
    ----------
    size
        In bytes.
    """

    def __init__(self, path: str) -> None:
        self.stream = io.FileIO(path)
        self.size = self.stream.seek(0, os.SEEK_END)

    def read(self, position: int, size: int) -> bytes:
        """As much as there is, and can be read."""
        if not 0 <= position < self.size:
            return b""
        try:
            self.stream.seek(position)
            data = b""
            while len(data) < size and (more := self.stream.read(size - len(data))):
                data += more
        except OSError:
            return b""
        return data

    def holds(self, extent: Extent) -> bool:
        """Whether all of an extent lies in it."""
        return not extent.size or sum(extent) <= self.size


def readings(data: bytes, at: int, size: int) -> tuple[int, ...]:
    """What a number may be that is written least, then most significant byte first.

    One, but where the two differ; there are writers that leave one of them zero (ECMA-119 7.2.3,
    7.3.3).

    >>> readings(bytes([1, 0, 0, 1, 1, 0, 0, 2]), 0, 2), readings(bytes([1, 0, 0, 2]), 0, 2)
    ((1,), (1, 2))
    """
    little = int.from_bytes(data[at : at + size], "little")
    big = int.from_bytes(data[at + size : at + 2 * size], "big")
    if little == big or not little * big:
        return (little or big,)
    return little, big
