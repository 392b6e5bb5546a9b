"""A JPEG stream decoded: looked at, weighed, mended, and only then given to a library."""

from dataclasses import replace
from typing import Any

from numpy.typing import NDArray

from ..cells import to_cells
from ..frame import Decoded
from ..pixel_format import PixelFormat
from ..registry import TransferSyntax
from .colour import photometric, see_untransformed
from .completeness import cut_deviation
from .credibility import see_credible
from .engines import engine_for
from .headers import JPEG_LS
from .labels import process_deviation
from .markers import JpegStream, walk
from .mending import mend


def decode_stream(stream: bytes, fmt: PixelFormat, syntax: TransferSyntax, first: str) -> Decoded:
    """Decode a stream of any process with a library, or with another where that one cannot.

    Parameters
    ----------
    stream
        All fragments of the frame, joined.
    fmt
        What the data set says.
    syntax
        What the file says; the stream goes before it.
    first
        Name of the implementation to take if it can.

    Raises
    ------
    DamagedPixelData
        The stream cannot be understood.
    CodecUnavailable
        What could decode it is not installed.
    """
    header = walk(stream)
    see_credible(header, fmt)
    see_untransformed(header)
    sound, mended = mend(stream, header)
    pixels = engine_for(header, first, syntax)
    array = pixels(sound, header)
    name, coloured = photometric(header, fmt.photometric)
    precision = _precision(header, fmt, array)
    of_jpeg_ls = header.frame.process == JPEG_LS
    cells = to_cells(
        array,
        replace(fmt, photometric=name),
        precision,
        # encoders of JPEG-LS cut numbers to its precision, those of JPEG give the bits stored
        sign_bits=precision if of_jpeg_ls else max(precision, fmt.bits_stored),
    )
    deviations = (
        *process_deviation(header, syntax),
        *mended,
        *cut_deviation(sound, header, array, pixels),
        *coloured,
        *cells.deviations,
    )
    return Decoded(cells.frame, cells.format, deviations)


def _precision(header: JpegStream, fmt: PixelFormat, array: NDArray[Any]) -> int:
    """Bits of a sample; 1 where a single bit is carried in the two that are the least."""
    precision = header.frame.precision
    single = precision == 2 and fmt.bits_stored == 1 and int(array.max()) <= 1
    return 1 if single else precision
