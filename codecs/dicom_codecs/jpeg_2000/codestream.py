"""A codestream walked from SOC to EOC, so that a native decoder is given nothing impossible."""

from functools import lru_cache
from typing import Final, NamedTuple

from ..deviation import Deviation
from ..errors import DamagedPixelData
from ..pixel_format import PixelFormat
from .bounds import Demand, check_demand, demand_of
from .boxes import codestream_span
from .coding import CODING, Coding, read_coding
from .coding_style import CodingStyle
from .segments import Segment, segments
from .size import Size, read_size
from .tile_parts import EOC, SOT, walk_tile_parts

_HALVED_CHROMA: Final = ([(1, 1), (2, 1), (2, 1)], [(1, 1), (2, 2), (2, 2)])
_BOXED: Final = Deviation(
    "jpeg-2000-boxed", "a JP2 file around the codestream, which was taken out of it", 0
)


class Codestream(NamedTuple):
    """A codestream that has been walked.

    Attributes
    ----------
    stream
        From SOC to EOC.
    size, style
        What SIZ says, and how the first component is coded.
    deviations
        What was mended.
    """

    stream: bytes
    size: Size
    style: CodingStyle
    deviations: tuple[Deviation, ...]


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
    header = list(segments(stream, start + 2, end, SOT))
    deciding = tuple(one for one in header[1:-1] if one.marker in CODING)
    size, coding, demand = _said(header[0], deciding, header[-1], fmt)
    check_demand(demand, end - start, header[0].offset)
    after = walk_tile_parts(stream, header[-1].offset, end, size, coding)
    whole, deviations = _ended(stream, start, after, end)
    if start:
        deviations = (_BOXED, *deviations)
    return Codestream(whole, size, coding.styles[0], deviations)


@lru_cache(maxsize=64)
def _said(
    first: Segment, deciding: tuple[Segment, ...], last: Segment, fmt: PixelFormat
) -> tuple[Size, Coding, Demand]:
    """What a main header says; those of all frames of an instance say the same."""
    size = read_size(first.body, first.offset)
    _check_format(size, fmt, first.offset)
    coding = read_coding((*deciding, last), size)
    return size, coding, demand_of(size, coding.styles)


def _check_format(size: Size, fmt: PixelFormat, offset: int) -> None:
    rows, columns = size.shape(size.components[0])
    samples = len(size.components)
    if (rows, columns, samples) != (fmt.rows, fmt.columns, fmt.samples):
        raise DamagedPixelData(
            f"the stream holds {rows} x {columns} x {samples} samples, "
            f"the data set {fmt.rows} x {fmt.columns} x {fmt.samples}",
            offset,
        )
    if len({(one.precision, one.signed) for one in size.components}) > 1:
        raise DamagedPixelData("components of different precision or sign", offset)
    steps = [(one.step_x, one.step_y) for one in size.components]
    if size.sub_sampled and steps not in _HALVED_CHROMA:
        raise DamagedPixelData(f"components of each {steps} columns and rows", offset)


def _ended(stream: bytes, start: int, after: int, end: int) -> tuple[bytes, tuple[Deviation, ...]]:
    """The codestream with its end, and what is to be said of that."""
    if stream.startswith(EOC, after):
        beyond = end - after - 2
        whole = stream[start : after + 2]
        if beyond <= 1:
            return whole, ()
        message = f"{beyond} bytes follow the end of the codestream; passed over"
        return whole, (Deviation("stream-padded", message, after + 2),)
    if stream[after:end].strip(b"\0\xff"):
        raise DamagedPixelData(f"neither SOT nor EOC: {stream[after : after + 4].hex()}", after)
    message = "the codestream has no end (EOC); all its tiles are there"
    return stream[start:after] + EOC, (Deviation("jpeg-end-missing", message, after),)
