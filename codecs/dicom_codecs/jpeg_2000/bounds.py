"""What a few bytes may ask a decoder to make room for."""

from typing import Final, NamedTuple

from ..errors import DamagedPixelData
from ..room import check_room
from .coding_style import CodingStyle
from .size import Size

_FREE_PACKETS: Final = 1 << 16
_FREE_BLOCKS: Final = 1 << 18
_BLOCKS_PER_BYTE: Final = 64
_TILE_BYTES: Final = 14
"""The shortest tile: SOT and SOD (ISO 15444-1 A.4.2, A.4.3)."""


class Demand(NamedTuple):
    """What a header makes a decoder ready for."""

    samples: int
    tiles: int
    packets: int
    blocks: int


def demand_of(size: Size, styles: tuple[CodingStyle, ...]) -> Demand:
    """Samples, tiles, packets and code-blocks, tile borders not counted (ISO 15444-1 B.3 to B.7).

    Parameters
    ----------
    size
        What SIZ says.
    styles
        Of each component.
    """
    packets = blocks = 0
    for component, style in zip(size.components, styles, strict=True):
        rows, columns = size.shape(component)
        for resolution, (wide, high) in enumerate(style.precincts):
            across = max(1, columns >> (style.levels - resolution))
            down = max(1, rows >> (style.levels - resolution))
            inner = min(resolution, 1)
            block_wide = min(style.block_columns, wide - inner)
            block_high = min(style.block_rows, high - inner)
            precincts = max(size.tiles, _ceil(across, wide) * _ceil(down, high))
            packets += precincts * style.layers
            blocks += max(size.tiles, _ceil(across, block_wide) * _ceil(down, block_high))
    # pylibjpeg-openjpeg makes room from 0, 0 of the grid, wherever the image begins.
    samples = size.right * size.bottom * len(size.components)
    return Demand(samples, size.tiles, packets, blocks)


def check_demand(demand: Demand, stream_bytes: int, offset: int) -> None:
    """See that a stream is long enough for what it makes a decoder ready for.

    A packet has at least one byte (ISO 15444-1 B.9); code-blocks may be coded by less than a bit
    each where all are empty, as in black images.

    Raises
    ------
    DamagedPixelData
        It is not.
    """
    check_room(demand.samples, stream_bytes, offset)
    for count, most, what in (
        (demand.tiles, stream_bytes // _TILE_BYTES, "tiles"),
        (demand.packets, max(_FREE_PACKETS, stream_bytes), "packets"),
        (demand.blocks, max(_FREE_BLOCKS, stream_bytes * _BLOCKS_PER_BYTE), "code-blocks"),
    ):
        if count > most:
            raise DamagedPixelData(f"{count} {what} in a stream of {stream_bytes} bytes", offset)


def _ceil(value: int, exponent: int) -> int:
    return -((-value) >> exponent)
