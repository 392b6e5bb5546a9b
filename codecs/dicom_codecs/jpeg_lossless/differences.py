"""What is left of an image when each sample is predicted from the one before it, and its shape."""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..scratch import scratch

Numbers = NDArray[np.uint16]

_STRIP: Final = 1 << 17
_CATEGORIES: Final = 17


class Differences(NamedTuple):
    """Samples less their predictions.

    Attributes
    ----------
    numbers
        ``(rows * columns * samples,)`` in the order of a scan, modulo 2^16.
    frequencies
        How often each category, 0 to 16, occurs in them; ``int64``.
    """

    numbers: Numbers
    frequencies: NDArray[np.int64]


def differences(cells: NDArray[np.unsignedinteger[Any]], precision: int) -> Differences:
    """Predict each sample from the left, the first of a row from above, the very first as 2^(P-1).

    Parameters
    ----------
    cells
        ``(rows, columns)`` or ``(rows, columns, samples)`` of ``uint8`` or ``uint16``.
    precision
        P, bits of a sample.

    References
    ----------
    ISO 10918-1 H.1.1, H.1.2.1 (selection value 1) and A.2.3 (samples of a pixel follow each other)

    Examples
    --------
    >>> found = differences(np.array([[130, 131], [128, 126]], np.uint8), 8)
    >>> found.numbers.view(np.int16).tolist(), found.frequencies[:3].tolist()
    ([2, 1, -2, -2], [0, 1, 3])
    """
    rows, columns = cells.shape[:2]
    samples = cells.size // (rows * columns)
    lines = cells.reshape(rows, columns * samples)
    found = np.empty(lines.shape, np.uint16)
    above = np.full(samples, 1 << (precision - 1), np.uint16)
    frequencies = np.zeros(_CATEGORIES, np.int64)
    height = max(1, _STRIP // lines.shape[1])
    for top in range(0, rows, height):
        strip = _widened(lines[top : top + height])
        _subtract(strip, above, found[top : top + height])
        above = strip[-1, :samples].copy()
        frequencies += category_frequencies(found[top : top + height].reshape(-1))
    return Differences(found.reshape(-1), frequencies)


def _widened(lines: NDArray[np.unsignedinteger[Any]]) -> Numbers:
    if lines.dtype == np.uint16:
        return lines
    wide: Numbers = scratch("widened", lines.size, np.uint16).reshape(lines.shape)
    np.copyto(wide, lines)
    return wide


def _subtract(lines: Numbers, above: Numbers, found: Numbers) -> None:
    """Whole lines on end at once, and then their first pixels again."""
    samples = above.size
    np.subtract(
        lines.reshape(-1)[samples:], lines.reshape(-1)[:-samples], out=found.reshape(-1)[samples:]
    )
    found[0, :samples] = lines[0, :samples] - above
    found[1:, :samples] = lines[1:, :samples] - lines[:-1, :samples]


def category_frequencies(numbers: Numbers) -> NDArray[np.int64]:
    """How often each category, 0 to 16, occurs in numbers modulo 2^16.

    Comparing all numbers with the least of each category takes less time than looking
    their categories up and counting these.
    """
    sizes = scratch("sizes", numbers.size, np.uint16)
    np.abs(numbers.view(np.int16), out=sizes.view(np.int16))
    least = 1 << np.arange(int(sizes.max()).bit_length())
    reaching = np.zeros(_CATEGORIES + 1, np.int64)
    reaching[0] = numbers.size
    for category, size in enumerate(least.astype(np.uint16), 1):
        large = np.greater_equal(sizes, size, out=scratch("large", sizes.size, np.bool))
        reaching[category] = np.count_nonzero(large)
    return reaching[:-1] - reaching[1:]
