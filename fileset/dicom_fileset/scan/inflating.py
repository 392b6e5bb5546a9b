"""A deflated data set seen through a window: no more of it is inflated than is looked at."""

import zlib
from typing import Final

from .failure import ScanFailure
from .window import NEXT_BYTES, Window

_MOST_BYTES: Final = 256 * 1024 * 1024
"""How much of a deflated data set is inflated for its header, at most."""
MOST_DATA_SET_BYTES: Final = 2**32 + 512 * 1024**2
"""The longest native Pixel Data (PS3.5 7.1.2: a length of 32 bits), and much of a header."""
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
    window = Window(inflating.fetch, _UNKNOWN_SIZE)
    inflating.window = window
    window.buffer = inflating.fetch(0, NEXT_BYTES)
    return window


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
        if end > _MOST_BYTES:
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
