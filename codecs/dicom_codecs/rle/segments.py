"""The header of a frame: where its segments lie, and what can be told of that if it is wrong."""

import struct
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

from ..deviation import Deviation
from ..errors import DamagedPixelData
from ..pixel_format import PixelFormat
from .encoder import HEADER, MOST_SEGMENTS, segments_of
from .stepwise import measured

_BYTES: Final = (1, 2, 4, 8)


class Segments(NamedTuple):
    """Where the segments of a stream lie.

    Attributes
    ----------
    bounds
        First byte, and the one after the last, of each.
    format
        Of the frame: as many segments as it has bytes a pixel.
    deviations
        What is wrong with the header.
    """

    bounds: tuple[tuple[int, int], ...]
    format: PixelFormat
    deviations: tuple[Deviation, ...] = ()


def told(stream: bytes, fmt: PixelFormat) -> Segments | str:
    """What the header says; why it cannot be so, if it cannot.

    Parameters
    ----------
    stream
        64 bytes at least.
    fmt
        What the data set says; another number of bytes a sample is believed to the stream.

    References
    ----------
    PS3.5 G.5
    """
    count, *offsets = struct.unpack_from("<16L", stream)
    width, rest = divmod(count, fmt.samples)
    if rest or width not in _BYTES or count > MOST_SEGMENTS:
        return f"the header tells of {count} segments, expected {segments_of(fmt)}"
    edges = [*offsets[:count], len(stream)]
    for number in range(count):
        if not HEADER <= edges[number] < edges[number + 1]:
            return (
                f"segment {number + 1} cannot lie at bytes {edges[number]} to {edges[number + 1]}"
            )
    odd = edges[0] != HEADER or any(offsets[count:])
    deviations = (_header("it has offsets that belong to no segment"),) if odd else ()
    bounds = tuple(pairwise(edges))
    return _of_width(Segments(bounds, fmt, deviations), width)


def _of_width(found: Segments, width: int) -> Segments:
    fmt = found.format
    if width == fmt.dtype.itemsize:
        return found
    bits = width * 8
    message = f"Bits Allocated is {fmt.bits_allocated}, the stream has samples of {bits} bits"
    corrected = replace(fmt, bits_allocated=bits, bits_stored=min(bits, fmt.bits_stored))
    deviation = Deviation("bits-allocated-differs", message, 0)
    return Segments(found.bounds, corrected, (*found.deviations, deviation))


def inferred(stream: bytes, fmt: PixelFormat) -> Segments | None:
    """Segments that follow each other from the end of the header; ``None`` if they do not.

    Each must make one byte of every pixel, and only padding may follow the last.
    """
    bounds, at = [], HEADER
    for _ in range(segments_of(fmt)):
        end, made = measured(stream, at, fmt.rows * fmt.columns)
        if made != fmt.rows * fmt.columns:
            return None
        end += end % 2
        bounds.append((at, min(end, len(stream))))
        at = end
    if at < len(stream) - 1:
        return None
    return Segments(tuple(bounds), fmt, (_header("segments were told by their contents"),))


def segments(stream: bytes, fmt: PixelFormat) -> Segments:
    """Where segments lie: as the header says or, if that cannot be, as their contents show.

    Raises
    ------
    DamagedPixelData
        Neither tells.
    """
    if len(stream) <= HEADER:
        reason = f"{len(stream)} bytes hold no segment: the header alone has {HEADER}"
        raise DamagedPixelData(reason, len(stream))
    header = told(stream, fmt)
    if isinstance(header, Segments):
        return header
    found = inferred(stream, fmt)
    if found is None:
        raise DamagedPixelData(header, 0)
    return found


def _header(what: str) -> Deviation:
    return Deviation("rle-header", f"the RLE header is not as PS3.5 G.5 has it: {what}", 0)
