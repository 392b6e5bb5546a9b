"""High-Throughput JPEG 2000 by OpenJPH, as imagecodecs brings it.

imagecodecs takes the precision of a stream from the type of the array: 8, 16 or 32 bits; it is
made Bits Stored afterwards (:mod:`.full_width`), which costs next to nothing.
"""

from importlib import import_module
from typing import Any, Final

from ..errors import DamagedPixelData, UnsuitableFrame
from ..frame import Decoded, Encoded, Frame, Lossy
from ..implementations import decoder
from ..pixel_format import PixelFormat
from ..rate import best_within, decibels, most_bytes, unreachable
from ..registry import TransferSyntax
from .codestream import read_codestream
from .full_width import widened
from .headroom import decode_with_headroom
from .samples import check_pixels, coded_as, decoded, narrowed, precision_of, transformed
from .size import with_samples
from .swallowed import raising

_LIBRARY: Final[Any] = import_module("imagecodecs")
_MOST_BITS: Final = 16
_MOST_LOSSY_BITS: Final = 16
_LEVELS: Final = 5
_THUMBNAIL: Final = 64
"""Most rows and columns of the smallest resolution (PS3.5 10.18)."""
_BY_RESOLUTION: Final = 1
"""A tile-part for each resolution, so that TLM tells where each begins (PS3.5 10.18)."""
_COARSEST: Final = 0.9
_NOISE_OF_STEP: Final = 2.0
"""The step over the noise it leaves in a frame full of noise; in smooth ones it leaves less."""
_NOISE_OF_COLOUR_STEP: Final = 1.2
"""The same through ICT, whose inverse multiplies the noise of Cb and Cr."""


def decode(stream: bytes, fmt: PixelFormat, syntax: TransferSyntax) -> Decoded:
    """Decompress one frame.

    Streams of ISO 15444-1, and those with sub-sampled components, go to OpenJPEG.

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
    DamagedPixelData
        The stream cannot be understood.
    """
    code = read_codestream(stream, fmt)
    if not code.style.high_throughput or code.size.sub_sampled:
        return decoder("openjpeg")(stream, fmt, syntax)
    exact = syntax.lossless and code.style.reversible
    try:
        array = _decode(code.stream) if exact else decode_with_headroom(_decode, code)
    except (RuntimeError, ValueError) as error:
        raise DamagedPixelData(f"OpenJPH: {error}") from error
    return decoded(array, code, fmt, syntax)


def encode(frame: Frame, fmt: PixelFormat, syntax: TransferSyntax, lossy: Lossy) -> Encoded:
    """Compress one frame: reversibly in a lossless transfer syntax, else irreversibly.

    Always in the order of resolutions (RPCL), with TLM and a smallest resolution of at most 64
    rows and columns, as HTJ2KLosslessRPCL wants it and the others allow (PS3.5 10.18).

    Parameters
    ----------
    frame
        Cells of ``fmt``.
    fmt
        What they are.
    syntax
        The transfer syntax.
    lossy
        A quality stands for a peak signal to noise ratio of about 25 + quality / 4 dB in a frame
        full of noise, and more in smooth ones; the peak is the range of values that the frame
        makes use of.

    Raises
    ------
    UnsuitableFrame
        Too many bits, or a ratio that cannot be reached.
    """
    check_pixels(fmt, syntax)
    precision = precision_of(frame, fmt)
    coded = coded_as(fmt, precision, lossy=not syntax.lossless)
    deep = _MOST_BITS if syntax.lossless else _MOST_LOSSY_BITS
    if precision > deep:
        reason = f"{precision} bits a sample, where OpenJPH encodes {deep}"
        raise UnsuitableFrame(syntax.keyword, reason, syntax.clause)
    cells = narrowed(frame, precision, signed=fmt.signed)
    if syntax.lossless:
        stream = _encode(widened(cells, precision, reversible=True), coded, reversible=True)
    else:
        stream = _irreversible(cells, coded, precision, syntax, lossy)
    if precision < cells.dtype.itemsize * 8:
        stream = with_samples(stream, precision, signed=coded.signed)
    return Encoded(stream, coded)


def _irreversible(
    cells: Frame, coded: PixelFormat, precision: int, syntax: TransferSyntax, lossy: Lossy
) -> bytes:
    wide = widened(cells, precision, reversible=False)
    if lossy.ratio is None:
        noise = decibels(lossy.quality, cells, precision)
        factor = _NOISE_OF_COLOUR_STEP if transformed(coded) else _NOISE_OF_STEP
        step = min(factor * 10 ** (-noise / 20), _COARSEST)
        return _encode(wide, coded, reversible=False, level=step)
    most = most_bytes(coded, lossy.ratio)
    limits = (2.0 ** -(8 * wide.dtype.itemsize + 1), _COARSEST)
    found = best_within(
        lambda step: _encode(wide, coded, reversible=False, level=step), limits, most
    )
    if found is None:
        raise unreachable(syntax, lossy, most)
    return found


def _encode(cells: Frame, coded: PixelFormat, **how: Any) -> bytes:
    levels = (max(coded.rows, coded.columns) - 1).bit_length() - _THUMBNAIL.bit_length() + 1
    stream: bytes = _LIBRARY.htj2k_encode(
        cells,
        rgb=transformed(coded),
        planar=False if coded.samples > 1 else None,
        resolutions=max(_LEVELS, levels),
        tlm=True,
        tilepart=_BY_RESOLUTION,
        **how,
    )
    return bytes(stream)


def _decode(codestream: bytes) -> Any:
    return raising(lambda: _LIBRARY.htj2k_decode(codestream, planar=False))
