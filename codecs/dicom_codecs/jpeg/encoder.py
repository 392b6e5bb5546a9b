"""Encodes frames as JPEG Baseline and Extended (transfer syntaxes .50 and .51)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from ..errors import UnsuitableFrame
from ..frame import Encoded, Frame, Lossy
from ..pixel_format import PixelFormat
from ..rate import DEFAULT_QUALITY, most_bytes, unreachable
from ..registry import TransferSyntax
from .blocks import colour_strips, grey_strips
from .components import GREY, YBR_422
from .headers import (
    BASELINE,
    END,
    EXTENDED,
    JFIF,
    START,
    frame_segment,
    quantisation_segment,
    scan_segment,
)
from .quantisation import quantisation_steps
from .scan import coded_scan
from .symbols import item_strips

_KINDS: Final = {"JPEGBaseline8Bit": BASELINE, "JPEGExtended12Bit": EXTENDED}
_QUALITIES: Final = range(1, 101)


def encode(frame: Frame, fmt: PixelFormat, syntax: TransferSyntax, lossy: Lossy) -> Encoded:
    """Compress one frame, with the best Huffman codes there are for it.

    Colours become YBR_FULL_422, whatever they were: chroma is the mean of two pixels of a row.
    Streams of colours have a JFIF marker, so that they say what they are to those who see no
    label; no other one has any application marker.

    Parameters
    ----------
    frame
        Of ``fmt``; ``(rows, columns, 3)`` has its chroma at every pixel.
    fmt
        Grey, RGB, YBR_FULL or YBR_FULL_422; Bits Stored, 8 or 12, is the precision.
    syntax
        JPEG Baseline or Extended.
    lossy
        ``quality`` scales quantisation tables as libjpeg does: see :mod:`.quantisation`.  With a
        ``ratio`` it is the best quality that reaches it.

    Raises
    ------
    UnsuitableFrame
        A cell holds more than Bits Stored bits.
    ValueError
        There is no such quality, or ratio.

    References
    ----------
    PS3.5 8.2.1, A.4.1; ISO 10918-1 Annex F
    """
    _check_cells(frame, fmt, syntax)

    def at(quality: int) -> bytes:
        return _stream(frame, fmt, _KINDS[syntax.keyword], quality)

    stream = at(_quality(lossy)) if lossy.ratio is None else _within(at, fmt, syntax, lossy)
    if fmt.samples == 3:
        fmt = replace(fmt, photometric="YBR_FULL_422", planar=False)
    return Encoded(stream, fmt)


def _check_cells(frame: Frame, fmt: PixelFormat, syntax: TransferSyntax) -> None:
    most = (1 << fmt.bits_stored) - 1
    if frame.dtype.itemsize * 8 > fmt.bits_stored and int(frame.max()) > most:
        reason = f"a cell is {frame.max()}, beyond the {fmt.bits_stored} bits of Bits Stored"
        raise UnsuitableFrame(syntax.keyword, reason, syntax.clause)


def _quality(lossy: Lossy) -> int:
    quality = DEFAULT_QUALITY if lossy.quality is None else lossy.quality
    if quality not in _QUALITIES:
        raise ValueError(f"quality is {quality}, not 1 to 100")
    return quality


def _within(
    at: Callable[[int], bytes], fmt: PixelFormat, syntax: TransferSyntax, lossy: Lossy
) -> bytes:
    """The stream of the best quality that is so many times smaller than the native frame."""
    ratio = lossy.ratio or 0
    if not ratio > 0:
        raise ValueError(f"ratio is {ratio}, which is not above 0")
    most = most_bytes(fmt, ratio)
    found = at(_QUALITIES[0])
    if len(found) > most:
        raise unreachable(syntax, lossy, most)
    low, high = _QUALITIES[0], _QUALITIES[-1]
    while low < high:
        middle = (low + high + 1) // 2
        tried = at(middle)
        if len(tried) <= most:
            found, low = tried, middle
        else:
            high = middle - 1
    return found


def _stream(frame: Frame, fmt: PixelFormat, kind: int, quality: int) -> bytes:
    """A whole stream, tables and all (PS3.5 A.4.1: the interchange format)."""
    components = GREY if fmt.samples == 1 else YBR_422
    if fmt.samples == 1:
        blocks = grey_strips(frame, quality, fmt.bits_stored)
    else:
        blocks = colour_strips(frame, quality, rgb=fmt.photometric == "RGB")
    tables = 1 + max(one.table for one in components)
    scan = coded_scan(item_strips(blocks, components), tables)
    parts = [START] if tables == 1 else [START, JFIF]
    for number in range(tables):
        steps = quantisation_steps(number, quality, fmt.bits_stored)
        parts.append(quantisation_segment(number, steps))
    parts.append(frame_segment(kind, fmt.bits_stored, (fmt.rows, fmt.columns), components))
    for number, (dc, ac) in enumerate(zip(scan.dc, scan.ac, strict=True)):
        parts += dc.segment(0, number), ac.segment(1, number)
    parts += scan_segment(components), scan.data, END
    return b"".join(parts)
