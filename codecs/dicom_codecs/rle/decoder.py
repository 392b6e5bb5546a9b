"""RLE Lossless by pylibjpeg-rle, segment by segment; the header is read, and checked, here.

Of that library only ``decode_segment`` is used: ``decode_frame`` of 2.2 panics where a segment
makes more bytes than there are pixels, and tells nothing of what is left over.
"""

from importlib import import_module
from typing import Any, Final

from ..frame import Decoded
from ..pixel_format import PixelFormat
from ..registry import TransferSyntax
from . import stepwise
from .reading import read
from .stepwise import Unpacked

_LIBRARY: Final[Any] = import_module("rle.utils")
_LONGEST: Final = 1 << 22
"""Bytes of a segment that the library gets: 64 times as many are the most it can make of them."""


def decode(stream: bytes, fmt: PixelFormat, _syntax: TransferSyntax) -> Decoded:
    """Decompress one frame, as :func:`.reading.read` does."""
    return read(stream, fmt, _unpack)


def _unpack(segment: bytes, expected: int) -> Unpacked:
    if len(segment) > _LONGEST:
        return stepwise.unpack(segment, expected)
    try:
        data = _LIBRARY.decode_segment(segment)
    except ValueError:
        return stepwise.unpack(segment, expected)
    return Unpacked(data[:expected], max(0, len(data) - expected))
