"""JPEG 2000 by OpenJPEG, as pylibjpeg-openjpeg brings it; it decodes high throughput too."""

from importlib import import_module
from typing import Any, Final

from ..errors import CodecUnavailable, DamagedPixelData, UnsuitableFrame
from ..frame import Decoded, Encoded, Frame, Lossy
from ..pixel_format import PixelFormat
from ..rate import decibels, most_bytes, unreachable
from ..registry import TransferSyntax
from . import small_images
from .codestream import read_codestream
from .full_width import widened
from .samples import check_pixels, coded_as, decoded, narrowed, precision_of, transformed
from .size import with_samples

_LIBRARY: Final[Any] = import_module("openjpeg.utils")
_MOST_BITS: Final = 24
"""OpenJPEG computes in 32 bits, of which the transforms need some."""
_MOST_LOSSY_BITS: Final = 20
"""Beyond, its single precision is not enough: what comes out is not the image."""
_MOST_HIGH_THROUGHPUT_BITS: Final = 16
_FEWEST_BITS: Final = 8
"""Of fewer, OpenJPEG reserves too few for the coefficients of noise, and loses some."""
_FEWEST: Final = 32
"""Rows and columns, for the six resolutions that pylibjpeg-openjpeg always takes."""
_ATTEMPTS: Final = 6
_COLOUR: Final = 1
_NO_COLOUR: Final = 0


def decode(stream: bytes, fmt: PixelFormat, syntax: TransferSyntax) -> Decoded:
    """Decompress one frame.

    Parameters
    ----------
    stream
        A codestream; a JP2 file around it is taken off.
    fmt
        What the data set says.
    syntax
        The transfer syntax.

    Returns
    -------
    Decoded
        Colours that went through RCT or ICT are RGB.

    Raises
    ------
    CodecUnavailable
        More bits than OpenJPEG can compute with.
    DamagedPixelData
        The stream cannot be understood.
    """
    code = read_codestream(stream, fmt)
    precision = code.size.components[0].precision
    deep = _MOST_HIGH_THROUGHPUT_BITS if code.style.high_throughput else _MOST_BITS
    if precision > deep:
        reason = f"the stream has {precision} bits a sample, OpenJPEG decodes {deep}"
        raise CodecUnavailable(syntax.uid, syntax.keyword, reason)
    try:
        raw = _LIBRARY.decode(code.stream, j2k_format=0, reshape=False)
    except RuntimeError as error:
        raise DamagedPixelData(f"OpenJPEG: {error}") from error
    # Where the image does not begin at 0, 0 of its grid there is more room than it has samples.
    kind = "i" if code.size.components[0].signed else "u"
    width = 1 if precision <= 8 else 2 if precision <= 16 else 4
    numbers = raw.view(f"<{kind}{width}")[: fmt.cells]
    return decoded(numbers.reshape(fmt.rows, fmt.columns, fmt.samples), code, fmt, syntax)


def encode(frame: Frame, fmt: PixelFormat, syntax: TransferSyntax, lossy: Lossy) -> Encoded:
    """Compress one frame: reversibly in a lossless transfer syntax, else irreversibly.

    Parameters
    ----------
    frame
        Cells of ``fmt``.
    fmt
        What they are.
    syntax
        The transfer syntax.
    lossy
        A quality stands for a peak signal to noise ratio of 25 + quality / 4 dB, the peak being
        the range of values that the frame makes use of.

    Raises
    ------
    UnsuitableFrame
        Too many bits, too few rows or columns for what is installed, or a ratio that cannot be
        reached.
    """
    check_pixels(fmt, syntax)
    precision = precision_of(frame, fmt)
    coded = coded_as(fmt, precision, lossy=not syntax.lossless)
    deep = _MOST_BITS if syntax.lossless else _MOST_LOSSY_BITS
    if precision > deep:
        reason = f"{precision} bits a sample, where OpenJPEG encodes {deep}"
        raise UnsuitableFrame(syntax.keyword, reason, syntax.clause)
    cells = narrowed(frame, precision, signed=fmt.signed)
    wide = max(precision, _FEWEST_BITS)
    if wide > precision:
        cells = widened(cells, precision, reversible=syntax.lossless)
    if min(fmt.rows, fmt.columns) < _FEWEST:
        stream = small_images.encode(cells, coded, wide, syntax, lossy)
    elif syntax.lossless:
        stream = _encode(cells, coded, wide)
    elif lossy.ratio is not None:
        stream = _of_ratio(cells, coded, wide, syntax, lossy)
    else:
        noise = decibels(lossy.quality, cells, wide)
        stream = _encode(cells, coded, wide, signal_noise_ratios=[noise])
    if wide > precision:
        stream = with_samples(stream, precision, signed=fmt.signed)
    return Encoded(stream, coded)


def _of_ratio(
    cells: Frame, coded: PixelFormat, precision: int, syntax: TransferSyntax, lossy: Lossy
) -> bytes:
    """A stream of the length asked for: OpenJPEG comes near it, at times from above."""
    most = most_bytes(coded, lossy.ratio or 1)
    ratio = max(1.0, cells.size * precision / 8 / max(most, 1))
    for _ in range(_ATTEMPTS):
        stream = _encode(cells, coded, precision, compression_ratios=[ratio])
        if len(stream) <= most:
            return stream
        ratio *= 1.01 * len(stream) / max(most, 1)
    raise unreachable(syntax, lossy, most)


def _encode(cells: Frame, coded: PixelFormat, precision: int, **rate: list[float]) -> bytes:
    colour = transformed(coded)
    stream: bytes = _LIBRARY.encode_array(
        cells,
        bits_stored=precision,
        photometric_interpretation=_COLOUR if colour else _NO_COLOUR,
        use_mct=colour,
        **rate,
    )
    return stream
