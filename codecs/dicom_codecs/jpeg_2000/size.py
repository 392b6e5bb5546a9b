"""The SIZ marker segment (ISO 15444-1 A.5.1): size, tiles and samples of an image."""

import struct
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ..errors import DamagedPixelData

_FIXED: Final = struct.Struct(">H8IH")
_FIRST_SAMPLE: Final = 42
"""Byte of a codestream where Ssiz of the first component lies: SOC, SIZ and Lsiz, 36 bytes."""
_DEEPEST: Final = 38
"""Bits of a sample that the standard allows (Table A.11)."""


@dataclass(frozen=True)
class Component:
    """One component: precision in bits, sign, and every how many-th column and row it has."""

    precision: int
    signed: bool
    step_x: int
    step_y: int


@dataclass(frozen=True)
class Size:
    """What SIZ says.

    Attributes
    ----------
    components
        At least one.
    right, bottom, left, top
        The image area on the reference grid: Xsiz, Ysiz, XOsiz, YOsiz.
    tile_columns, tile_rows
        XTsiz, YTsiz.
    tile_left, tile_top
        XTOsiz, YTOsiz.
    """

    components: tuple[Component, ...]
    right: int
    bottom: int
    left: int
    top: int
    tile_columns: int
    tile_rows: int
    tile_left: int
    tile_top: int

    def shape(self, component: Component) -> tuple[int, int]:
        """Rows and columns of a component (ISO 15444-1 B.2)."""
        return (
            _ceil(self.bottom, component.step_y) - _ceil(self.top, component.step_y),
            _ceil(self.right, component.step_x) - _ceil(self.left, component.step_x),
        )

    @property
    def sub_sampled(self) -> bool:
        """Whether some component lacks columns or rows that others have."""
        return any((one.step_x, one.step_y) != (1, 1) for one in self.components)

    @cached_property
    def tiles(self) -> int:
        """How many tiles there are (ISO 15444-1 B.3)."""
        return _ceil(self.right - self.tile_left, self.tile_columns) * _ceil(
            self.bottom - self.tile_top, self.tile_rows
        )


def read_size(body: bytes, offset: int) -> Size:
    """What a SIZ marker segment says.

    Parameters
    ----------
    body
        What follows Lsiz.
    offset
        Of the segment, for errors.

    Raises
    ------
    DamagedPixelData
        No image can be so.
    """
    if len(body) < _FIXED.size:
        raise DamagedPixelData(f"SIZ of {len(body)} bytes", offset)
    *grid, count = _FIXED.unpack_from(body)[1:]
    if not count or len(body) != _FIXED.size + 3 * count:
        raise DamagedPixelData(f"SIZ of {len(body)} bytes for {count} components", offset)
    triples = (body[at : at + 3] for at in range(_FIXED.size, len(body), 3))
    components = tuple(_component(*triple) for triple in triples)
    size = Size(components, *grid)
    reason = _impossible(size)
    if reason:
        raise DamagedPixelData(f"SIZ: {reason}", offset)
    return size


def with_samples(codestream: bytes, precision: int, *, signed: bool) -> bytes:
    """The codestream with another precision and sign of all its components in SIZ."""
    (count,) = struct.unpack_from(">H", codestream, _FIRST_SAMPLE - 2)
    end = _FIRST_SAMPLE + 3 * count
    header = bytearray(codestream[:end])
    header[_FIRST_SAMPLE:end:3] = bytes([(precision - 1) | (signed << 7)]) * count
    return b"".join((header, memoryview(codestream)[end:]))


def _component(sample: int, step_x: int, step_y: int) -> Component:
    return Component((sample & 0x7F) + 1, bool(sample & 0x80), step_x, step_y)


def _impossible(size: Size) -> str:
    """Why there can be no such image; empty if there can."""
    if size.right <= size.left or size.bottom <= size.top:
        return f"an image from {size.left}, {size.top} to {size.right}, {size.bottom}"
    if not size.tile_columns or not size.tile_rows:
        return f"tiles of {size.tile_columns} x {size.tile_rows}"
    if not 0 <= size.left - size.tile_left < size.tile_columns:
        return f"a first tile from column {size.tile_left}"
    if not 0 <= size.top - size.tile_top < size.tile_rows:
        return f"a first tile from row {size.tile_top}"
    if any(not component.step_x or not component.step_y for component in size.components):
        return "a component without samples"
    deepest = max(component.precision for component in size.components)
    return f"{deepest} bits a sample, where {_DEEPEST} are allowed" if deepest > _DEEPEST else ""


def _ceil(value: int, by: int) -> int:
    return -(-value // by)
