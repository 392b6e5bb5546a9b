"""How much a near-lossless stream may lose: NEAR out of a quality or of a ratio."""

from collections.abc import Callable

from ..errors import UnsuitableFrame
from ..frame import Lossy
from ..pixel_format import PixelFormat
from ..registry import TransferSyntax

_QUALITY = 90


def near_of_quality(quality: int, precision: int) -> int:
    """NEAR, the greatest error of a sample: a tenth of what lacks to 100 percent, of all values.

    >>> near_of_quality(90, 8), near_of_quality(90, 12), near_of_quality(100, 12)
    (3, 41, 1)
    """
    return max(1, round((100 - quality) / 1000 * ((1 << precision) - 1)))


def near_lossless(
    code: Callable[[int], bytes], lossy: Lossy, fmt: PixelFormat, most: int, syntax: TransferSyntax
) -> bytes:
    """The stream of the NEAR that is asked for, or of a smaller one where a frame bears less.

    Parameters
    ----------
    code
        Encodes with a NEAR.
    lossy
        What is asked for.
    fmt
        Of the frame.
    most
        Largest NEAR that the frame bears.
    syntax
        What is made, for errors.

    Raises
    ------
    UnsuitableFrame
        The frame does not bear it, or no NEAR reaches the ratio.
    """
    if most < 1:
        reason = "signed values so near to the ends of Bits Stored that no error can be borne"
        raise UnsuitableFrame(syntax.keyword, reason, syntax.clause)
    if lossy.ratio is not None:
        return _smallest(code, int(fmt.frame_bits / 8 / lossy.ratio), most, syntax)
    quality = _QUALITY if lossy.quality is None else lossy.quality
    return code(min(most, near_of_quality(quality, fmt.bits_stored)))


def _smallest(
    code: Callable[[int], bytes], budget_bytes: int, most: int, syntax: TransferSyntax
) -> bytes:
    """The stream of the smallest NEAR that keeps within a budget, by bisection."""
    best, low = code(most), 0
    if len(best) > budget_bytes:
        reason = f"{len(best)} bytes with NEAR {most}, the most there can be; asked {budget_bytes}"
        raise UnsuitableFrame(syntax.keyword, reason, "ISO 14495-1 C.2.3")
    while most - low > 1:
        middle = (low + most) // 2
        stream = code(middle)
        if len(stream) <= budget_bytes:
            most, best = middle, stream
        else:
            low = middle
    return best
