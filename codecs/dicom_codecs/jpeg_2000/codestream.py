"""A codestream walked from SOC to EOC, so that a native decoder is given nothing impossible."""

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from ..deviation import Deviation
from ..errors import DamagedPixelData
from ..pixel_format import PixelFormat
from .bounds import check_size, check_style
from .boxes import codestream_span
from .coding_style import CodingStyle, read_component_style, read_style
from .size import Size, read_size

_SOT: Final = b"\xff\x90"
_SOD: Final = b"\xff\x93"
_EOC: Final = b"\xff\xd9"
_COD: Final = 0xFF52
_COC: Final = 0xFF53
_QCD: Final = 0xFF5C
_SEGMENT: Final = struct.Struct(">HH")
_TILE_PART: Final = struct.Struct(">HHHIBB")


class Codestream(NamedTuple):
    """A codestream that has been walked.

    Attributes
    ----------
    stream
        From SOC to EOC.
    size, style
        What SIZ and COD say.
    deviations
        What was mended.
    """

    stream: bytes
    size: Size
    style: CodingStyle
    deviations: tuple[Deviation, ...]


class _Segment(NamedTuple):
    marker: int
    offset: int
    body: bytes


def read_codestream(stream: bytes, fmt: PixelFormat) -> Codestream:
    """Walk a stream and see that it holds a frame such as the data set says.

    Parameters
    ----------
    stream
        A codestream, or a JP2 file around one.
    fmt
        What the data set says.

    Raises
    ------
    DamagedPixelData
        The stream is cut off, says what cannot be, asks for more room than its length can fill,
        or holds a frame of other rows, columns or samples.

    References
    ----------
    ISO 15444-1 Annex A; PS3.5 A.4.4.
    """
    start, end = codestream_span(stream)
    header = list(_segments(stream, start + 2, end, _SOT))
    size = read_size(header[0].body, header[0].offset)
    _check_format(size, fmt, header[0].offset)
    check_size(size, end - start, header[0].offset)
    style = _check_styles(header, size, None, end - start)
    if _QCD not in {segment.marker for segment in header}:
        raise DamagedPixelData("no quantization (QCD) in the main header", header[-1].offset)
    after = header[-1].offset
    seen: set[int] = set()
    while stream.startswith(_SOT, after):
        index, after = _tile_part(stream, after, end, size, style)
        seen.add(index)
    if len(seen) < size.tiles:
        raise DamagedPixelData(f"{len(seen)} of {size.tiles} tiles are there", after)
    whole, deviations = _ended(stream, start, after, end)
    if start:
        boxed = Deviation(
            "jpeg-2000-boxed", "a JP2 file around the codestream, which was taken out of it", 0
        )
        deviations = (boxed, *deviations)
    return Codestream(whole, size, style, deviations)


def _segments(stream: bytes, at: int, end: int, last: bytes) -> Iterator[_Segment]:
    """Marker segments up to the marker ``last``, and where that lies."""
    while not stream.startswith(last, at, end):
        if at + _SEGMENT.size > end:
            raise DamagedPixelData("the stream ends among its marker segments", at)
        marker, length = _SEGMENT.unpack_from(stream, at)
        if not 0xFF01 <= marker < 0xFF90 or length < 2 or at + 2 + length > end:
            raise DamagedPixelData(f"no marker segment: {stream[at : at + 4].hex()}", at)
        yield _Segment(marker, at, stream[at + 4 : at + 2 + length])
        at += 2 + length
    yield _Segment(0, at, b"")


def _check_format(size: Size, fmt: PixelFormat, offset: int) -> None:
    first = size.components[0]
    rows, columns = size.shape(first)
    held = (rows, columns, len(size.components))
    if (first.step_x, first.step_y) != (1, 1):
        raise DamagedPixelData("a first component that has not all columns and rows", offset)
    if held != (fmt.rows, fmt.columns, fmt.samples):
        raise DamagedPixelData(
            f"the stream holds {rows} x {columns} x {held[2]} samples, "
            f"the data set {fmt.rows} x {fmt.columns} x {fmt.samples}",
            offset,
        )
    for other in size.components:
        if (other.precision, other.signed) != (first.precision, first.signed):
            raise DamagedPixelData("components of different precision or sign", offset)
        if other.step_x not in {1, 2} or other.step_y not in {1, 2}:
            raise DamagedPixelData(f"a component of each {other.step_x}th column", offset)


def _check_styles(
    segments: list[_Segment], size: Size, style: CodingStyle | None, stream_bytes: int
) -> CodingStyle:
    """See that all coding styles of a header can be; the one for all components."""
    for marker, offset, body in segments:
        if marker == _COD:
            style = read_style(body, offset)
            check_style(size, style, stream_bytes, offset)
        elif marker == _COC and style is not None:
            one = read_component_style(body, offset, style, len(size.components))
            check_style(size, one, stream_bytes, offset)
    if style is None:
        raise DamagedPixelData("no coding style (COD) in the main header", segments[-1].offset)
    return style


def _tile_part(stream: bytes, at: int, end: int, size: Size, style: CodingStyle) -> tuple[int, int]:
    """The tile that a tile-part is of, and where it ends (ISO 15444-1 A.4.2)."""
    if at + _TILE_PART.size > end:
        raise DamagedPixelData("the stream ends in a start of tile-part (SOT)", at)
    _, length, index, part_bytes, _, _ = _TILE_PART.unpack_from(stream, at)
    if length != 10 or index >= size.tiles:
        raise DamagedPixelData(f"SOT of {length} bytes for tile {index} of {size.tiles}", at)
    after = at + part_bytes if part_bytes else _last_byte(stream, at, end)
    if part_bytes and (part_bytes < _TILE_PART.size + 2 or after > end):
        raise DamagedPixelData(f"a tile-part of {part_bytes} bytes where {end - at} are left", at)
    header = list(_segments(stream, at + _TILE_PART.size, after, _SOD))
    _check_styles(header, size, style, end)
    return index, after


def _last_byte(stream: bytes, at: int, end: int) -> int:
    """Where the last tile-part ends that does not say it: at EOC."""
    found = stream.rfind(_EOC, at, end)
    return found if found >= 0 else end


def _ended(stream: bytes, start: int, after: int, end: int) -> tuple[bytes, tuple[Deviation, ...]]:
    """The codestream with its end, and what is to be said of that."""
    if stream.startswith(_EOC, after):
        beyond = end - after - 2
        whole = stream[start : after + 2]
        if beyond <= 1:
            return whole, ()
        message = f"{beyond} bytes follow the end of the codestream; passed over"
        return whole, (Deviation("stream-padded", message, after + 2),)
    if stream[after:end].strip(b"\0\xff"):
        raise DamagedPixelData(f"neither SOT nor EOC: {stream[after : after + 4].hex()}", after)
    message = "the codestream has no end (EOC); all its tiles are there"
    return stream[start:after] + _EOC, (Deviation("jpeg-end-missing", message, after),)
