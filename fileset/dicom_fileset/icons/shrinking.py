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
        ``(rows, columns)`` of any number type.
    rows, columns
        Of the result, at least 1.

    Returns
    -------
    NDArray[np.float32]
        ``(rows, columns)``.

    Examples
    --------
    >>> averaged(np.array([[0, 2], [4, 6]]), 1, 1).tolist()
    [[3.0]]
    """
    along_rows = _along_first(picture.astype(np.float64), rows)
    return _along_first(along_rows.T, columns).T.astype(np.float32)


def _along_first(values: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Means over ``count`` equal stretches of the first axis, by differences of running sums."""
    there = values.shape[0]
    sums = np.vstack([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    edges = np.arange(count + 1) * (there / count)
    whole = np.minimum(edges.astype(np.int64), there - 1)
    part = (edges - whole)[:, None]
    at_edges = sums[whole] + part * values[whole]
    means: NDArray[np.float64] = np.diff(at_edges, axis=0) * (count / there)
    return means


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
    rows, columns = side
    height, width = picture.shape[0] * aspect, float(picture.shape[1])
    scale = min(rows / height, columns / width)
    inner = max(1, min(rows, round(height * scale))), max(1, min(columns, round(width * scale)))
    result = np.full(side, background, np.float32)
    top, left = (rows - inner[0]) // 2, (columns - inner[1]) // 2
    result[top : top + inner[0], left : left + inner[1]] = averaged(picture, *inner)
    return result
