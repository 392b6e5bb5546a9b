"""A frame encoded as JPEG-LS: lossless, or as near as is asked for."""

from collections.abc import Callable

from ..frame import Encoded, Frame, Lossy
from ..pixel_format import PixelFormat
from ..registry import TransferSyntax
from .near import near_lossless
from .precision import Samples, most_near, samples_of

Coder = Callable[[Samples, int], bytes]
"""Takes samples and NEAR, gives a stream."""


def encode_frame(
    frame: Frame, fmt: PixelFormat, syntax: TransferSyntax, lossy: Lossy, code: Coder
) -> Encoded:
    """Encode a frame; the transfer syntax says whether anything may be lost.

    Parameters
    ----------
    frame
        ``(rows, columns)`` or ``(rows, columns, samples)`` of ``fmt.dtype``.
    fmt
        What the frame is.
    syntax
        JPEG-LS Lossless or Near-Lossless.
    lossy
        Quality 1 to 100 (99 to 0 tenths of a percent of all values may be the error of a sample),
        or ratio.
    code
        The library's encoder.

    Raises
    ------
    UnsuitableFrame
        The frame cannot be coded so.
    """
    samples = samples_of(frame, fmt, syntax)
    if syntax.lossless:
        return Encoded(code(samples, 0), fmt)
    most = most_near(frame, fmt, samples.precision)
    stream = near_lossless(lambda near: code(samples, near), lossy, fmt, most, syntax)
    return Encoded(stream, fmt)
