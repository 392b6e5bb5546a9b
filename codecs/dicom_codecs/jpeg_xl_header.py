"""The header of a JPEG XL codestream, read before libjxl makes room for what it declares.

References
----------
ISO 18181-1 9.2 (U32 and the like), C.2 SizeHeader, D.2 ImageMetadata, E.2 ColourEncoding;
ISO 18181-2 9 (boxes).
"""

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from .errors import DamagedPixelData

CODESTREAM: Final = b"\xff\x0a"
_CONTAINER: Final = bytes.fromhex("0000000c4a584c200d0a870a")
_BOX: Final = struct.Struct(">I4s")
_HEADER_BYTES: Final = 64
"""More than the parts of a header read here can take: 300 bits."""

Choice = tuple[int, int]
"""A number to start from, and how many bits to add to it."""
_SIDE: Final = ((1, 9), (1, 13), (1, 18), (1, 30))
_BITS: Final = ((8, 0), (10, 0), (12, 0), (1, 6))
_EXTRA_CHANNELS: Final = ((0, 0), (1, 0), (2, 4), (1, 12))
_COLOUR_SPACE: Final = ((0, 0), (1, 0), (2, 4), (18, 6))
_RATIOS: Final = ((1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))
_GREY: Final = 1


class Header(NamedTuple):
    """What a codestream declares.

    Attributes
    ----------
    rows, columns, samples
        Of the image; 1 or 3 samples.
    precision
        Bits of a sample.
    xyb
        Whether colours are coded as XYB; libjxl gives RGB all the same.
    """

    rows: int
    columns: int
    samples: int
    precision: int
    xyb: bool


def read_header(stream: bytes) -> Header:
    r"""What a codestream declares, in boxes or without.

    Raises
    ------
    DamagedPixelData
        It is none, is cut off, or declares what no frame of a DICOM image has: floating point,
        channels beside the colours, animation, a preview.

    >>> read_header(bytes.fromhex("ff0a280240c0a0681108040100452a4b"))
    Header(rows=70, columns=33, samples=1, precision=12, xyb=False)
    """
    bits = _Bits(_beginning(stream))
    rows, columns = _size(bits)
    if bits.flag():
        return Header(rows, columns, 3, 8, xyb=True)
    if bits.flag():
        _refuse_extras(bits)
    if bits.flag():
        raise DamagedPixelData("samples of floating point", 0)
    precision = bits.choose(_BITS)
    bits.flag()
    if bits.choose(_EXTRA_CHANNELS):
        raise DamagedPixelData("channels beside the colours", 0)
    xyb = bits.flag()
    grey = False
    if not bits.flag():
        bits.flag()
        grey = bits.choose(_COLOUR_SPACE) == _GREY
    return Header(rows, columns, 1 if grey else 3, precision, xyb)


class _Bits:
    """Numbers out of bytes, least significant bit first."""

    def __init__(self, data: bytes) -> None:
        self._left = int.from_bytes(data, "little")
        self._count = len(data) * 8

    def take(self, count: int) -> int:
        if count > self._count:
            raise DamagedPixelData("the stream ends in its header", 0)
        value = self._left & ((1 << count) - 1)
        self._left >>= count
        self._count -= count
        return value

    def flag(self) -> bool:
        return bool(self.take(1))

    def choose(self, choices: tuple[Choice, ...]) -> int:
        start, more = choices[self.take(2)]
        return start + self.take(more)


def _size(bits: _Bits) -> tuple[int, int]:
    small = bits.flag()
    rows = _side(bits, small=small)
    ratio = bits.take(3)
    if not ratio:
        return rows, _side(bits, small=small)
    across, down = _RATIOS[ratio - 1]
    return rows, rows * across // down


def _side(bits: _Bits, *, small: bool) -> int:
    return 8 * (1 + bits.take(5)) if small else bits.choose(_SIDE)


def _refuse_extras(bits: _Bits) -> None:
    """Orientation and an intrinsic size change nothing; the rest is none of a frame."""
    orientation = 1 + bits.take(3)
    if bits.flag():
        _size(bits)
    if orientation != 1 or bits.flag() or bits.flag():
        raise DamagedPixelData("an image turned, with a preview or animated", 0)


def _beginning(stream: bytes) -> bytes:
    """The first bytes of the codestream, its signature taken off."""
    if stream.startswith(CODESTREAM):
        return stream[2 : 2 + _HEADER_BYTES]
    if not stream.startswith(_CONTAINER):
        raise DamagedPixelData(f"no JPEG XL: {stream[:12].hex()}", 0)
    parts = b""
    for part in _codestream_boxes(stream):
        parts += part
        if len(parts) > _HEADER_BYTES:
            break
    if not parts.startswith(CODESTREAM):
        raise DamagedPixelData("no codestream in the boxes", len(_CONTAINER))
    return parts[2 : 2 + _HEADER_BYTES]


def _codestream_boxes(stream: bytes) -> Iterator[bytes]:
    at = len(_CONTAINER)
    while at + _BOX.size <= len(stream):
        length, kind = _BOX.unpack_from(stream, at)
        header = _BOX.size
        if length == 1 and at + 16 <= len(stream):
            (length,) = struct.unpack_from(">Q", stream, at + header)
            header = 16
        end = at + length if length else len(stream)
        if end < at + header or end > len(stream):
            raise DamagedPixelData(f"a box of {length} bytes in {len(stream)}", at)
        if kind == b"jxlc":
            yield stream[at + header : min(end, at + header + 2 * _HEADER_BYTES)]
        elif kind == b"jxlp":
            yield stream[at + header + 4 : min(end, at + header + 2 * _HEADER_BYTES)]
        at = end
