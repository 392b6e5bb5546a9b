"""Item headers, looked at through a window that suits how far they are apart."""

from struct import Struct
from typing import Final

from .source import Source

ITEM: Final = 0xE000_FFFE
"""Item (FFFE,E000) as one little endian number, as the three below."""
ITEM_END: Final = 0xE00D_FFFE
DELIMITER: Final = 0xE0DD_FFFE
UNDEFINED: Final = 0xFFFF_FFFF
HEADER_BYTES: Final = 8

_NEAR: Final = 8192
"""Fragments shorter than this are walked through a window, longer ones are jumped over: about
where copying a fragment out of the page cache costs as much as one more call."""
_WINDOW: Final = 1 << 16
_HEADER: Final = Struct("<LL").unpack_from


class Headers:
    """Tag and length of items; of what is in them only what a window happens to hold is read.

    Parameters
    ----------
    source
        Where they are.
    end
        No byte from here on is read.
    """

    __slots__ = ("_data", "_end", "_read", "_start", "_wanted")

    def __init__(self, source: Source, end: int) -> None:
        self._read = source.read
        self._end = end
        self._data = b""
        self._start = 0
        self._wanted = _WINDOW

    def at(self, position: int) -> tuple[int, int] | None:
        """Tag, as one little endian number, and length; ``None`` where fewer than 8 bytes are."""
        inside = position - self._start
        if not 0 <= inside <= len(self._data) - HEADER_BYTES:
            wanted = min(self._wanted, self._end - position)
            self._data = self._read(position, wanted) if wanted >= HEADER_BYTES else b""
            self._start = position
            inside = 0
            if len(self._data) < HEADER_BYTES:
                return None
        tag, length = _HEADER(self._data, inside)
        self._wanted = _WINDOW if length < _NEAR else HEADER_BYTES
        return tag, length
