"""Rows of bytes packed as PS3.5 Annex G has it."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from .pieces import Equal, Offsets, Pieces, cut, equal_bytes

Bytes = NDArray[np.uint8]

_SMALL: Final = 12
"""Mean size of pieces, in bytes, up to which single bytes are gathered faster than stretches."""


def pack(lines: Bytes) -> bytes:
    """Pack rows, each for itself.

    Parameters
    ----------
    lines
        ``(rows, columns)``, C-contiguous.

    Returns
    -------
    bytes
        Never more than an encoder makes that takes rows byte by byte, and pairs for runs.

    References
    ----------
    PS3.5 G.3.1, G.4.1

    Examples
    --------
    >>> pack(np.array([[7, 7, 7, 7], [7, 8, 8, 9]], np.uint8)).hex(" ")
    'fd 07 03 07 08 08 09'
    """
    data = lines.reshape(-1)
    equal = equal_bytes(lines)
    pieces = cut(equal, lines.shape[1])
    sizes = np.where(pieces.runs, 2, pieces.lengths + 1)
    ends = np.cumsum(sizes)
    places = ends - sizes
    if int(ends[-1]) < _SMALL * sizes.size:
        packed = data.take(_sources(pieces, places, sizes), mode="clip")
    else:
        packed = _spread(data[_written(equal, pieces)], places)
    packed[places] = np.where(pieces.runs, 257 - pieces.lengths, pieces.lengths - 1)
    return packed.tobytes()


def _sources(pieces: Pieces, places: Offsets, sizes: Offsets) -> Offsets:
    """Where each byte comes from; for the head of a piece, from one before it."""
    found = np.repeat(pieces.starts - places - 1, sizes)
    found += np.arange(found.size)
    return found


def _spread(data: Bytes, heads: Offsets) -> Bytes:
    """Bytes with a gap at each place of a head."""
    room = np.empty(data.size + heads.size, np.uint8)
    body = np.ones(room.size, np.bool)
    body[heads] = False
    room[body] = data
    return room


def _written(equal: Equal, pieces: Pieces) -> NDArray[np.bool]:
    """Which bytes are written: all that are copied, and the first of each run."""
    left_out = equal.second | equal.third
    left_out[pieces.starts[pieces.runs] + 1] = True
    left_out[pieces.starts] = False
    return np.logical_not(left_out, out=left_out)
