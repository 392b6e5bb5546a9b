"""Frames put together from their segments, and what is mended on the way.

A segment that makes more bytes than there are pixels is cut.  One that makes fewer has lost its
end: zeros stand for what is missing, if that is not more than half of it.  So a frame takes at
most twice the room of what the stream was found to make, and that is known before it is taken.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..deviation import Deviation
from ..errors import DamagedPixelData
from ..frame import Decoded, Frame
from ..pixel_format import PixelFormat
from .segments import Segments, inferred, segments
from .stepwise import Unpack, Unpacked


def read(stream: bytes, fmt: PixelFormat, unpack: Unpack) -> Decoded:
    """Decompress one frame.

    Parameters
    ----------
    stream
        The frame.
    fmt
        What the data set says of it; Planar Configuration says nothing of segments.
    unpack
        How a segment is unpacked.

    Raises
    ------
    DamagedPixelData
        Segments cannot be told, or one has lost more than half.

    References
    ----------
    PS3.5 G.2 to G.5
    """
    found = segments(stream, fmt)
    planes = _planes(stream, found, unpack)
    if any(len(plane.data) < _pixels(fmt) for plane in planes):
        better = inferred(stream, fmt)
        if better is not None:
            found, planes = better, _planes(stream, better, unpack)
    deviations = (*found.deviations, *_lengths(found, planes))
    true = found.format
    if true.photometric == "YBR_FULL_422":
        message = "labelled YBR_FULL_422, the stream has colour at every pixel"
        deviations = (*deviations, Deviation("colour-differs", message))
        true = replace(true, photometric="YBR_FULL")
    return Decoded(_frame(planes, true), true, deviations)


def _pixels(fmt: PixelFormat) -> int:
    return fmt.rows * fmt.columns


def _planes(stream: bytes, found: Segments, unpack: Unpack) -> list[Unpacked]:
    pixels = _pixels(found.format)
    return [unpack(stream[start:end], pixels) for start, end in found.bounds]


def _lengths(found: Segments, planes: Sequence[Unpacked]) -> list[Deviation]:
    """What segments have too much, and too little.

    Raises
    ------
    DamagedPixelData
        More than half is missing.
    """
    pixels, deviations = _pixels(found.format), []
    for number, (plane, (_, end)) in enumerate(zip(planes, found.bounds, strict=True), 1):
        where = f"segment {number} of {len(planes)}"
        missing = pixels - len(plane.data)
        if missing > pixels // 2:
            reason = f"{where} makes {len(plane.data)} bytes, expected {pixels}"
            raise DamagedPixelData(reason, end)
        if missing:
            message = f"{where} lacks the last {missing} of {pixels} bytes; zeros stand for them"
            deviations.append(Deviation("rle-truncated", message, end))
        if plane.surplus:
            message = f"{where} makes {plane.surplus} bytes more than {pixels}; they are left out"
            deviations.append(Deviation("rle-padded", message, end))
    return deviations


def _frame(planes: Sequence[Unpacked], fmt: PixelFormat) -> Frame:
    """Cells of bytes; those of a sample follow each other, the most significant first."""
    width = fmt.dtype.itemsize
    cells = np.zeros((_pixels(fmt), fmt.samples, width), np.uint8)
    for number, plane in enumerate(planes):
        sample, byte = divmod(number, width)
        cells[: len(plane.data), sample, width - 1 - byte] = np.frombuffer(plane.data, np.uint8)
    numbers = cells.view(fmt.dtype.newbyteorder("<")).reshape(fmt.shape)
    return numbers.astype(fmt.dtype, copy=False)
