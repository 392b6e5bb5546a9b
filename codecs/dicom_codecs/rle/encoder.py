"""Frames as RLE Lossless: one segment for each byte of a sample, packed row by row."""

import struct
from typing import Final

import numpy as np

from ..errors import UnsuitableFrame
from ..frame import Encoded, Frame, Lossy
from ..pixel_format import PixelFormat
from ..registry import TransferSyntax
from .packbits import Bytes, pack

HEADER: Final = 64
"""Length of the header in bytes; the first segment follows it (PS3.5 G.5)."""
MOST_SEGMENTS: Final = 15
_STRIP: Final = 1 << 18


def encode(frame: Frame, fmt: PixelFormat, syntax: TransferSyntax, _lossy: Lossy) -> Encoded:
    """Compress one frame; nothing is lost, and all Bits Allocated are kept.

    Parameters
    ----------
    frame
        ``(rows, columns)`` or ``(rows, columns, samples)`` of ``fmt.dtype``.
    fmt
        What the frame is.
    syntax
        RLE Lossless.

    Raises
    ------
    UnsuitableFrame
        A sample is a single bit, or a pixel has more than 15 bytes.

    References
    ----------
    PS3.5 G.2, G.5
    """
    count = segments_of(fmt)
    if fmt.bits_allocated == 1 or count > MOST_SEGMENTS:
        reason = f"{fmt.samples} samples of {fmt.bits_allocated} bits, where 1 to 15 bytes fit"
        raise UnsuitableFrame(syntax.keyword, reason, syntax.clause)
    cells = frame.astype(fmt.dtype.newbyteorder("<"), copy=False)
    planes = cells.view(np.uint8).reshape(fmt.rows, fmt.columns, fmt.samples, -1)
    segments = [
        _segment(planes[:, :, sample, byte])
        for sample in range(fmt.samples)
        for byte in reversed(range(planes.shape[3]))
    ]
    return Encoded(b"".join([_header(segments), *segments]), fmt)


def segments_of(fmt: PixelFormat) -> int:
    """How many segments a frame has: one a byte of a pixel (PS3.5 G.2)."""
    return fmt.samples * fmt.dtype.itemsize


def _segment(plane: Bytes) -> bytes:
    """One byte of all pixels, padded to an even length (PS3.5 G.4.1)."""
    height = max(1, _STRIP // plane.shape[1])
    strips = (plane[top : top + height] for top in range(0, len(plane), height))
    packed = b"".join(pack(np.ascontiguousarray(strip)) for strip in strips)
    return packed + b"\0" if len(packed) % 2 else packed


def _header(segments: list[bytes]) -> bytes:
    """How many segments there are, and where each begins; unused offsets are 0."""
    offsets, at = [0] * MOST_SEGMENTS, HEADER
    for number, segment in enumerate(segments):
        offsets[number] = at
        at += len(segment)
    return struct.pack("<16L", len(segments), *offsets)
