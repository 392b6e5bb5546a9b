"""Overlays of old that lie in bits of pixel cells which Bits Stored leaves free.

Overlay Bits Allocated (60xx,0100) is Bits Allocated of the image, Overlay Bit Position (60xx,0102)
the bit, and there is no Overlay Data (60xx,3000).  Retired in 2004, on media all the same.

References
----------
PS3.3 C.9.2; PS3.5 8.1.2
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .bits import pack_bits, unpack_bits

Cells = NDArray[Any]
Plane = NDArray[np.uint8]
"""``(rows, columns)`` of 0 and 1."""


def overlay_plane(cells: Cells, bit: int) -> Plane:
    """The overlay at one bit of every cell.

    Parameters
    ----------
    cells
        ``(rows, columns)``, all Bits Allocated in them.
    bit
        Overlay Bit Position, 0 the least significant.

    >>> overlay_plane(np.array([[0x8001, 0x0FFF]], np.uint16), 15).tolist()
    [[1, 0]]
    """
    unsigned: Cells = cells.view(f"u{cells.dtype.itemsize}")
    shifted = np.right_shift(unsigned, _checked(cells, bit))
    return np.bitwise_and(shifted, 1).astype(np.uint8)


def with_overlay_plane(cells: Cells, plane: Plane, bit: int) -> Cells:
    """Cells that have an overlay at one bit, and all other bits as they were."""
    unsigned: Cells = cells.view(f"u{cells.dtype.itemsize}")
    one = unsigned.dtype.type(1 << _checked(cells, bit))
    changed: Cells = np.where(plane != 0, unsigned | one, unsigned & ~one)
    return changed.view(cells.dtype)


def overlay_data(plane: Plane) -> bytes:
    """The value of Overlay Data (60xx,3000): bits packed, padded to even length.

    References
    ----------
    PS3.5 8.1.2, Table C.9-2 of PS3.3
    """
    packed = pack_bits(plane)
    return packed + b"\0" * (len(packed) & 1)


def overlay_of_data(value: bytes, rows: int, columns: int) -> Plane:
    """The overlay that a value of Overlay Data (60xx,3000) holds."""
    return unpack_bits(value, rows * columns).reshape(rows, columns)


def _checked(cells: Cells, bit: int) -> int:
    if not 0 <= bit < cells.dtype.itemsize * 8:
        raise ValueError(f"Overlay Bit Position {bit} in cells of {cells.dtype.itemsize * 8} bits")
    return bit
