"""How the samples of colour lie: by pixel or by plane, all of the chroma or half of it.

References
----------
PS3.3 C.7.6.3.1.2, C.7.6.3.1.3; PS3.5 8.2
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[Any]


def by_pixel(planes: Samples) -> Samples:
    """``(samples, rows, columns)`` made ``(rows, columns, samples)``, contiguous."""
    made = np.empty((*planes.shape[1:], planes.shape[0]), planes.dtype)
    for number, plane in enumerate(planes):
        made[..., number] = plane
    return made


def by_plane(pixels: Samples) -> Samples:
    """``(rows, columns, samples)`` made ``(samples, rows, columns)``, contiguous."""
    made = np.empty((pixels.shape[-1], *pixels.shape[:-1]), pixels.dtype)
    for number, plane in enumerate(made):
        plane[...] = pixels[..., number]
    return made


def chroma_spread(pairs: Samples) -> Samples:
    """Y Y Cb Cr of each two pixels made Y Cb Cr of each: both have the chroma of the pair.

    Parameters
    ----------
    pairs
        ``(..., 4)``

    Returns
    -------
    Samples
        ``(..., 2, 3)``, contiguous.

    >>> chroma_spread(np.array([[1, 2, 8, 9]])).tolist()
    [[[1, 8, 9], [2, 8, 9]]]
    """
    made = np.empty((*pairs.shape[:-1], 2, 3), pairs.dtype)
    for sample, place in enumerate((0, 2, 3)):
        made[..., 0, sample] = pairs[..., place]
    for sample, place in enumerate((1, 2, 3)):
        made[..., 1, sample] = pairs[..., place]
    return made


def chroma_halved(pixels: Samples) -> Samples:
    """Y Cb Cr of each pixel made Y Y Cb Cr of each two: the chroma is that of the first.

    The standard has Cb and Cr lie at the first of the two pixels, so nothing is averaged, and
    what :func:`chroma_spread` made comes back as it was.

    Parameters
    ----------
    pixels
        ``(..., 2, 3)``

    Returns
    -------
    Samples
        ``(..., 4)``, contiguous.
    """
    made = np.empty((*pixels.shape[:-2], 4), pixels.dtype)
    for place, (pixel, sample) in enumerate(((0, 0), (1, 0), (0, 1), (0, 2))):
        made[..., place] = pixels[..., pixel, sample]
    return made
