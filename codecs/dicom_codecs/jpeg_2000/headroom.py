"""Lossy streams decoded with room for numbers that lie beyond the range of their precision.

A lossy decoder meets numbers beyond black and white and must clip them (ISO 15444-1 G.1.2,
Note).  OpenJPH clips before it rounds, so that 255.9 becomes 256, and in imagecodecs, which
stores the lowest bits, 256 becomes 0: white pixels turn black, in streams of 8 and of 16 bits.
A stream that is called deeper than it is decodes without that, and is clipped here.
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .codestream import Codestream
from .size import with_samples

_FRACTION: Final = 4
"""Binary places decoded below one, so that rounding twice changes next to nothing."""
_MOST: Final = 24
"""Bits of precision beyond which there is no room to be had, and no lossy stream is known."""
_FULL_WIDTHS: Final = {8, 16}

Numbers = NDArray[Any]


def decode_with_headroom(decode: Callable[[bytes], Numbers], code: Codestream) -> Numbers:
    """The numbers of a stream, clipped to the range of its precision.

    Parameters
    ----------
    decode
        Gives ``(rows, columns)`` or ``(rows, columns, samples)`` of the type of integers that
        SIZ asks for.
    code
        The stream.
    """
    component = code.size.components[0]
    precision = component.precision
    if precision > _MOST:
        return decode(code.stream)
    low = -(1 << (precision - 1)) if component.signed else 0
    high = low + (1 << precision) - 1
    if code.style.reversible:
        width = 16 if precision < 15 else 32
        numbers = decode(with_samples(code.stream, width, signed=True))
        if not component.signed:
            numbers += numbers.dtype.type(1 << (precision - 1))
    elif precision in _FULL_WIDTHS:
        wide = with_samples(code.stream, precision + _FRACTION, signed=component.signed)
        half = 1 << (_FRACTION - 1)
        numbers = decode(wide)
        numbers = (numbers + numbers.dtype.type(half)) >> _FRACTION
    else:
        numbers = decode(code.stream)
    return np.clip(numbers, low, high)
