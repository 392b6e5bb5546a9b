"""A picture made smaller or larger: every pixel of the result is the mean of the area it covers."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]


def averaged(picture: NDArray[Any], rows: int, columns: int) -> Picture:
    """The mean over the area of each pixel of a grid of another size.

    Parameters
    ----------
    picture
        ``(rows, columns)`` or ``(rows, columns, samples)`` of any number type.
    rows, columns
        Of the result, at least 1.

    Returns
    -------
    NDArray[np.float32]
        ``(rows, columns)`` or ``(rows, columns, samples)``.

    Examples
    --------
    >>> averaged(np.array([[0, 2], [4, 6]]), 1, 1).tolist()
    [[3.0]]
    """
    flat = _along_first(picture.astype(np.float32, copy=False), rows)
    return _along_first(flat.swapaxes(0, 1), columns).swapaxes(0, 1)


def _along_first(values: Picture, count: int) -> Picture:
    """Means over ``count`` equal stretches of the first axis.

    Edges are counted in parts of a pixel of the result, so that they are exact.
    """
    there = values.shape[0]
    if there == count:
        return values
    sums = np.empty((count, *values.shape[1:]), np.float32)
    for number in range(count):
        first, before = divmod(number * there, count)
        last, within = divmod((number + 1) * there, count)
        np.add.reduce(values[first:last], axis=0, out=sums[number])
        if before:
            sums[number] -= values[first] * np.float32(before / count)
        if within:
            sums[number] += values[last] * np.float32(within / count)
    sums *= np.float32(count / there)
    return sums


def fitted(
    picture: NDArray[Any], side: tuple[int, int], aspect: float, background: float
) -> Picture:
    """A picture fitted into a rectangle, its shape kept, the rest background.

    Parameters
    ----------
    picture
        ``(rows, columns)``.
    side
        Rows and columns of the result.
    aspect
        Height of a pixel divided by its width.
    background
        The value where the picture does not reach.
    """
    inner = fitting((picture.shape[0], picture.shape[1]), side, aspect)
    return placed(averaged(picture, *inner), side, background)


def fitting(size: tuple[int, int], side: tuple[int, int], aspect: float) -> tuple[int, int]:
    """Rows and columns that a picture of a size takes in a rectangle when its shape is kept.

    >>> fitting((100, 400), (64, 64), 1.0), fitting((100, 400), (64, 64), 4.0)
    ((16, 64), (64, 64))
    """
    rows, columns = side
    height, width = size[0] * aspect, float(size[1])
    scale = min(rows / height, columns / width)
    return (
        max(1, min(rows, round(height * scale))),
        max(1, min(columns, round(width * scale))),
    )


def placed(picture: Picture, side: tuple[int, int], background: float) -> Picture:
    """A picture in the middle of a rectangle that is as large or larger."""
    height, width = picture.shape
    result = np.full(side, background, np.float32)
    top, left = (side[0] - height) // 2, (side[1] - width) // 2
    result[top : top + height, left : left + width] = picture
    return result
