"""A file of the medium read once: its beginning, its header, all of it."""

import os
from collections.abc import Iterator
from typing import Final

from ..scan.window import FIRST_BYTES, Window
from .media import Entry, Source

BUFFER_BYTES: Final = 4 * 1024 * 1024
HEADER_BYTES: Final = 64 * 1024
"""What is read of a file of which only the header is wanted."""
SMALL_READ_BYTES: Final = 2048
"""A block of a CD: what is asked for at once where larger reads fail."""


class ReadFailure(Exception):
    """The medium did not give a file, or not all of it.

    Attributes
    ----------
    error
        What the system says.
    """

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


class Reading:
    """One file being read; used once.

    Parameters
    ----------
    source
        The open file; it is closed by who opened it.
    entry
        What the medium says of it.
    buffer
        Memory for a piece of it, used again for the next file.
    step
        The most bytes that are asked for at once.

    Raises
    ------
    ReadFailure
        Its beginning cannot be read.
    """

    def __init__(self, source: Source, entry: Entry, buffer: memoryview, step: int) -> None:
        self._source = source
        self._buffer = buffer
        self._step = step
        self.size = entry.size
        self._filled = self._fill()
        if self.whole is not None and self._filled != self.size:
            raise _other_size(self._filled, self.size)

    @property
    def head(self) -> bytes:
        """Its first bytes."""
        return bytes(self._buffer[: min(self._filled, FIRST_BYTES)])

    @property
    def whole(self) -> memoryview | None:
        """All of it, where it fits into the buffer."""
        return self._buffer[: self._filled] if self._filled < len(self._buffer) else None

    def window(self) -> Window:
        """A window on it, for the scanner; asked for before :meth:`pieces`."""
        whole = self.whole
        return Window(self._fetch, self.size if whole is None else len(whole), self.head)

    def _fetch(self, position: int, count: int) -> bytes:
        if position + count <= self._filled or self.whole is not None:
            return bytes(self._buffer[position : min(position + count, self._filled)])
        try:
            self._source.seek(position)
            found = bytearray(min(count, max(0, self.size - position)))
            length = self._into(memoryview(found))
            self._source.seek(self._filled)
        except OSError as error:
            raise ReadFailure(error) from error
        return bytes(found[:length])

    def pieces(self) -> Iterator[memoryview]:
        """All of it from the beginning on, a piece at a time; each is good until the next.

        Raises
        ------
        ReadFailure
            It cannot be read to its end, or is not as long as the medium said.
        """
        total = 0
        while self._filled:
            yield self._buffer[: self._filled]
            total += self._filled
            if self._filled < len(self._buffer):
                break
            self._filled = self._fill()
        if total != self.size:
            raise _other_size(total, self.size)

    def _fill(self) -> int:
        try:
            return self._into(self._buffer)
        except OSError as error:
            raise ReadFailure(error) from error

    def _into(self, buffer: memoryview) -> int:
        filled = 0
        while filled < len(buffer):
            length = self._source.readinto(buffer[filled : filled + self._step])
            if not length:
                break
            filled += length
        return filled


def _other_size(found: int, wanted: int) -> ReadFailure:
    return ReadFailure(OSError(0, f"{found} of {wanted} bytes can be read"))


def reason_of(error: OSError) -> str:
    """What the system says, without a name in it."""
    return error.strerror or os.strerror(error.errno or 0)
