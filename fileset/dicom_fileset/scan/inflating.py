"""A deflated data set seen through a window: no more of it is inflated than is looked at."""

import zlib
from collections.abc import Iterator
from typing import Final

from .failure import ScanFailure
from .window import NEXT_BYTES, Fetch, Window

_PIECE_BYTES: Final = 1024 * 1024
_UNKNOWN_SIZE: Final = 1 << 48


def inflating_window(packed: Window, position: int) -> Window:
    """A window on what is deflated from ``position`` on (PS3.5 A.5).

    Its size is right once its end was seen, and large before.

    Raises
    ------
    ScanFailure
        It is damaged where it begins.
    """
    inflating = _Inflating(packed, position)
    window = Window(inflating.fetch, _UNKNOWN_SIZE, limits=packed.limits)
    inflating.window = window
    window.buffer = inflating.fetch(0, NEXT_BYTES)
    return window


def inflated_pieces(read: Fetch, position: int, most: int) -> Iterator[bytes]:
    """What is deflated from ``position`` on, to its end, in pieces of a megabyte at most.

    Parameters
    ----------
    read
        Gives bytes, fewer than asked for at the end.
    most
        Bytes that it may grow to.

    Raises
    ------
    ScanFailure
        It is damaged, has no end, or grows larger.
    """
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    inflated = 0
    while not inflater.eof:
        packed = inflater.unconsumed_tail
        if not packed:
            packed = read(position, _PIECE_BYTES)
            position += len(packed)
        try:
            piece = inflater.decompress(packed, _PIECE_BYTES)
        except zlib.error as error:
            raise ScanFailure("damaged-deflate", position, str(error)) from error
        # Some may still come out when all was put in.
        if not (packed or piece or inflater.eof):
            raise ScanFailure("damaged-deflate", position, "it has no end")
        inflated += len(piece)
        if inflated > most:
            raise ScanFailure("damaged-deflate", position, "it is longer than any data set")
        yield piece


class _Inflating:
    def __init__(self, packed: Window, position: int) -> None:
        self._packed = packed
        self._position = position
        self._inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        self._held = bytearray()
        self.window: Window | None = None

    def fetch(self, position: int, count: int) -> bytes:
        """The bytes there; one more is inflated, so that an end is seen when it is reached."""
        end = position + count + 1
        if end > self._packed.limits.header_bytes:
            raise ScanFailure("header-too-long", self._position)
        while len(self._held) < end and self._more(end - len(self._held)):
            pass
        if len(self._held) < end and self.window is not None:
            self.window.size = len(self._held)
        return bytes(self._held[position : position + count])

    def _more(self, wanted: int) -> bool:
        """Inflate up to ``wanted`` bytes more; whether there may be more after them."""
        packed = self._inflater.unconsumed_tail or self._next_piece()
        try:
            self._held += self._inflater.decompress(packed, wanted)
        except zlib.error as error:
            raise ScanFailure("damaged-deflate", self._position, str(error)) from error
        return bool(packed) and not self._inflater.eof

    def _next_piece(self) -> bytes:
        count = min(NEXT_BYTES, self._packed.size - self._position)
        piece = self._packed.value(self._position, count) if count > 0 else b""
        self._position += len(piece)
        return piece
