"""A file seen through a sliding window: one read for nearly all, a few more for the rest."""

import os
from collections.abc import Callable
from typing import Final

from ..limits import LIMITS, Limits
from .failure import ScanFailure

FIRST_BYTES: Final = 16 * 1024
"""What the first read asks for: the header of nearly every instance."""
NEXT_BYTES: Final = 64 * 1024
_LEAST_BYTES_A_READ: Final = 8
"""The least that an element or an item takes."""
MOST_VALUE_BYTES: Final = LIMITS.value_bytes

_OPEN_FLAGS: Final = os.O_RDONLY | sum(
    # A pipe must not make us wait, a terminal must not become ours.
    getattr(os, name, 0)
    for name in ("O_BINARY", "O_CLOEXEC", "O_NONBLOCK", "O_NOCTTY")
)
Fetch = Callable[[int, int], bytes]


class Window:
    """Bytes ``[base, base + len(buffer))`` of something ``size`` bytes long."""

    __slots__ = (
        "_fetch",
        "_most_reads",
        "_reads",
        "base",
        "buffer",
        "goes_to_the_end",
        "limits",
        "size",
    )

    def __init__(
        self, fetch: Fetch, size: int, buffer: bytes = b"", limits: Limits = LIMITS
    ) -> None:
        self._fetch = fetch
        self._reads = 0
        self._most_reads = limits.header_bytes // NEXT_BYTES
        self.limits = limits
        self.goes_to_the_end = False
        self.size = size
        self.buffer = buffer
        self.base = 0

    def slide(self, position: int) -> bytes:
        """Move the window to begin at ``position``; what it shows there.

        Raises
        ------
        ScanFailure
            The header asks for more reads than any real one.
        """
        self._reads += 1
        if self._reads > self._most_reads:
            raise ScanFailure("header-too-long", position)
        self.buffer = self._fetch(position, NEXT_BYTES)
        self.base = position
        return self.buffer

    def to_the_end(self) -> None:
        """Allow as many reads as the size makes sensible: not only the header is looked at."""
        self.goes_to_the_end = True
        self._most_reads = max(self._most_reads, self.size // _LEAST_BYTES_A_READ)

    def some(self, position: int, count: int) -> bytes:
        """The bytes there, fewer where they end; the window stays where it is."""
        return self._fetch(position, count)

    def everything(self) -> bytes:
        """All of it, from the first byte on."""
        return self._fetch(0, self.size)

    def value(self, position: int, length: int) -> bytes:
        """The ``length`` bytes at ``position``.

        Raises
        ------
        ScanFailure
            They run past the end, or are more than a key can have.
        """
        start = position - self.base
        if start >= 0 and start + length <= len(self.buffer):
            return self.buffer[start : start + length]
        if position + length > self.size:
            raise ScanFailure("truncated", position)
        if length > self.limits.value_bytes:
            raise ScanFailure("header-too-long", position)
        value = self._fetch(position, length)
        if len(value) < length:
            raise ScanFailure("truncated", position + len(value))
        return value


def window_of_bytes(data: bytes) -> Window:
    """A window on data in memory."""
    return Window(lambda position, count: data[position : position + count], len(data), data)


def open_for_reading(path: str) -> int:
    """A descriptor of ``path``, the same on every system."""
    return os.open(path, _OPEN_FLAGS)


def window_of_file(descriptor: int, first: bytes, limits: Limits = LIMITS) -> Window:
    """A window on an open file whose first bytes are read already."""

    def fetch(position: int, count: int) -> bytes:
        os.lseek(descriptor, position, os.SEEK_SET)
        parts: list[bytes] = []
        while count > 0 and (part := os.read(descriptor, count)):
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    return Window(fetch, os.fstat(descriptor).st_size, first, limits)
