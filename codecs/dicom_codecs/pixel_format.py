"""What one needs to know of a frame to make an array of its bytes, and bytes of its array."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

_MOST: Final = 65535
ALLOCATED: Final = (1, 8, 16, 32, 64)
"""Bits Allocated that a cell of an array can have (PS3.5 8.1.1: 1 or a multiple of 8)."""


@dataclass(frozen=True)
class PixelFormat:
    """The Image Pixel Module of a frame (PS3.3 C.7.6.3), as far as pixels are concerned.

    An array of this format is C-contiguous and native-endian, of shape ``(rows, columns)`` or
    ``(rows, columns, samples)`` and of :attr:`dtype`.  A cell holds all Bits Allocated as they
    lie, so that what stands beyond Bits Stored (overlays of old, PS3.5 8.1.2) is kept; one bit
    is a cell of 0 or 1.

    Attributes
    ----------
    rows, columns
        1 to 65535.
    samples
        Samples per Pixel.
    bits_allocated, bits_stored
        Bits Allocated, Bits Stored.
    signed
        Pixel Representation.
    planar
        Planar Configuration: whether native samples lie plane by plane.
    photometric
        Photometric Interpretation.

    Raises
    ------
    ValueError
        No image has such values.
    """

    rows: int
    columns: int
    samples: int = 1
    bits_allocated: int = 8
    bits_stored: int = 8
    signed: bool = False
    planar: bool = False
    photometric: str = "MONOCHROME2"

    def __post_init__(self) -> None:
        for name, value in (("rows", self.rows), ("columns", self.columns)):
            if not 1 <= value <= _MOST:
                raise ValueError(f"{name} is {value}, not 1 to {_MOST}")
        if not 1 <= self.samples <= _MOST:
            raise ValueError(f"Samples per Pixel is {self.samples}")
        if self.bits_allocated not in ALLOCATED:
            raise ValueError(f"Bits Allocated is {self.bits_allocated}, not one of {ALLOCATED}")
        if not 1 <= self.bits_stored <= self.bits_allocated:
            raise ValueError(f"Bits Stored is {self.bits_stored} of {self.bits_allocated}")

    @cached_property
    def dtype(self) -> np.dtype[Any]:
        """Of a cell: ``uint8`` ... ``int64``, native-endian."""
        kind = "i" if self.signed and self.bits_allocated > 1 else "u"
        return np.dtype(f"{kind}{max(self.bits_allocated, 8) // 8}")

    @property
    def shape(self) -> tuple[int, ...]:
        """Of an array."""
        cells = (self.rows, self.columns)
        return cells if self.samples == 1 else (*cells, self.samples)

    @property
    def cells(self) -> int:
        """How many cells an array has."""
        return self.rows * self.columns * self.samples

    @property
    def array_bytes(self) -> int:
        """Length of an array in bytes."""
        return self.cells * self.dtype.itemsize

    @property
    def frame_bits(self) -> int:
        """Length of a native frame in bits; chroma of YBR_FULL_422 is there for every other pixel.

        PS3.3 C.7.6.3.1.2: two samples a pixel.
        """
        if self.halved_chroma:
            return self.rows * self.columns * 2 * self.bits_allocated
        return self.cells * self.bits_allocated

    @property
    def halved_chroma(self) -> bool:
        """Whether a native frame lies as Y Y Cb Cr for each pair of pixels of a row."""
        return self.photometric == "YBR_FULL_422" and self.samples == 3
