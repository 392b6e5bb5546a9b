"""How coarsely each frequency is kept: the tables of ISO 10918-1 Annex K.1, scaled by a quality."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Steps = NDArray[np.int64]

# ISO 10918-1 Table K.1
_LUMINANCE: Final = (
    (16, 11, 10, 16, 24, 40, 51, 61),
    (12, 12, 14, 19, 26, 58, 60, 55),
    (14, 13, 16, 24, 40, 57, 69, 56),
    (14, 17, 22, 29, 51, 87, 80, 62),
    (18, 22, 37, 56, 68, 109, 103, 77),
    (24, 35, 55, 64, 81, 104, 113, 92),
    (49, 64, 78, 87, 103, 121, 120, 101),
    (72, 92, 95, 98, 112, 100, 103, 99),
)
# ISO 10918-1 Table K.2
_CHROMINANCE: Final = (
    (17, 18, 24, 47, 99, 99, 99, 99),
    (18, 21, 26, 66, 99, 99, 99, 99),
    (24, 26, 56, 99, 99, 99, 99, 99),
    (47, 66, 99, 99, 99, 99, 99, 99),
    *((99,) * 8,) * 4,
)
_TABLES: Final = (_LUMINANCE, _CHROMINANCE)
"""By the number under which a stream has them."""

_COARSER: Final = {8: 1, 12: 2}
"""By precision, how many times larger steps are than the tables say.

Nobody sees all of 12 bits at once.  Of real CT, XA and CR, what quality 90 does to 12 bits was
shown in 8 through the narrowest window in use (400 of 4,096 levels for soft tissue of a CT), and
held against quality 90 of the 8 bits that were shown.  With steps twice as large both have the
same signal to noise ratio within 1 dB; with 16 times, as ranges would have it, it is 8 to 15 dB
worse.  Those of libjpeg and DCMTK are not scaled: 3 to 5 dB better, and a third longer.
"""
_LARGEST: Final = 255
"""With 12 bits 65535 is allowed too (ISO 10918-1 B.2.4.1), and nobody writes it: beyond 255 only
high frequencies would be coarser, up to 2.3 dB worse at equal length (quality 10 of a CT)."""


def quantisation_steps(table: int, quality: int, precision: int) -> Steps:
    """The step of each frequency.

    Parameters
    ----------
    table
        0 for luminance, 1 for chrominance.
    quality
        1 to 100, as libjpeg scales: at 50 the tables are as printed, at 100 all steps are 1.
    precision
        8 or 12 bits.

    Returns
    -------
    NDArray[np.int64]
        ``(8, 8)`` of 1 to 255, vertical frequency first.

    Examples
    --------
    >>> [int(quantisation_steps(0, quality, 8)[0, 0]) for quality in (1, 25, 50, 90, 100)]
    [255, 32, 16, 3, 1]
    """
    percent = 5000 // quality if quality < 50 else 200 - 2 * quality
    scaled = (np.array(_TABLES[table]) * _COARSER[precision] * percent + 50) // 100
    return scaled.clip(1, _LARGEST)


def zigzag() -> NDArray[np.intp]:
    """Where in rows each coefficient of a scan lies, from the lowest frequencies to the highest.

    References
    ----------
    ISO 10918-1 Figure A.6

    Examples
    --------
    >>> zigzag()[:6].tolist(), zigzag()[-1].item()
    ([0, 1, 8, 16, 9, 2], 63)
    """
    down, right = np.divmod(np.arange(64), 8)
    diagonal = down + right
    along: NDArray[Any] = np.where(diagonal % 2, down, right)
    return np.lexsort((along, diagonal))
