"""Marker segments (ISO 15444-1 A.1)."""

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from ..errors import DamagedPixelData

_HEADER: Final = struct.Struct(">HH")


class Segment(NamedTuple):
    """A marker segment: marker, first byte, and what follows its length."""

    marker: int
    offset: int
    body: bytes


def segments(stream: bytes, at: int, end: int, last: bytes) -> Iterator[Segment]:
    """Marker segments up to the marker ``last``, and where that lies.

    Raises
    ------
    DamagedPixelData
        There is something else, or nothing more.
    """
    while not stream.startswith(last, at, end):
        if at + _HEADER.size > end:
            raise DamagedPixelData("the stream ends among its marker segments", at)
        marker, length = _HEADER.unpack_from(stream, at)
        if not 0xFF01 <= marker < 0xFF90 or length < 2 or at + 2 + length > end:
            raise DamagedPixelData(f"no marker segment: {stream[at : at + 4].hex()}", at)
        yield Segment(marker, at, stream[at + 4 : at + 2 + length])
        at += 2 + length
    yield Segment(0, at, b"")
