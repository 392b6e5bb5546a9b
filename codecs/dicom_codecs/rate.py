"""How much may be lost: quality in decibels, ratios in bytes."""

import math
from collections.abc import Callable
from typing import Final

from .errors import UnsuitableFrame
from .frame import Frame, Lossy
from .pixel_format import PixelFormat
from .registry import TransferSyntax

DEFAULT_QUALITY: Final = 90
_HALVINGS: Final = 9


def decibels(quality: int | None, cells: Frame, precision: int) -> float:
    """Peak signal to noise ratio, against all values of the precision, for a quality of 1 to 100.

    Quality stands for 25 + quality / 4 dB against the range of values that the frame makes use
    of: a CT has some 4,000 values in 16 bits, and noise measured against 65,535 would drown them.
    """
    wanted = 25 + (DEFAULT_QUALITY if quality is None else quality) / 4
    return wanted - 20 * math.log10(used_share(cells, precision))


def used_share(cells: Frame, precision: int) -> float:
    """The range of values that a frame makes use of, as a part of all its precision has."""
    used = int(cells.max()) - int(cells.min())
    return max(used, 1) / ((1 << precision) - 1)


def most_bytes(fmt: PixelFormat, ratio: float) -> int:
    """Length of a stream that is so many times smaller than the native frame."""
    return math.floor(fmt.frame_bits / 8 / ratio)


def best_within(
    encode: Callable[[float], bytes], limits: tuple[float, float], most: int
) -> bytes | None:
    """The longest stream of at most so many bytes, found by halving.

    Parameters
    ----------
    encode
        Gives shorter streams for higher values.
    limits
        Lowest and highest value, both above 0; halved on a scale of logarithms.
    most
        Bytes.

    Returns
    -------
    bytes or None
        ``None`` where the highest value gives more than that.

    >>> len(best_within(lambda step: bytes(int(10000 / step)), (1, 1000), 1000))
    995
    """
    low, high = limits
    best = encode(low)
    if len(best) <= most:
        return best
    found = encode(high)
    if len(found) > most:
        return None
    for _ in range(_HALVINGS):
        middle = math.sqrt(low * high)
        tried = encode(middle)
        if len(tried) <= most:
            found, high = tried, middle
        else:
            low = middle
    return found


def unreachable(syntax: TransferSyntax, lossy: Lossy, most: int) -> UnsuitableFrame:
    """The refusal of a ratio that headers alone exceed."""
    reason = f"ratio {lossy.ratio:g} leaves {most} bytes, fewer than its coarsest stream needs"
    return UnsuitableFrame(syntax.keyword, reason, syntax.clause)
