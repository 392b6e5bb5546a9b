"""What a few bytes may ask a decoder to make room for."""

from typing import Final

from ..errors import DamagedPixelData
from ..room import check_room
from .coding_style import CodingStyle
from .size import Component, Size

_FREE_PACKETS: Final = 1 << 16
_FREE_BLOCKS: Final = 1 << 18
_BLOCKS_PER_BYTE: Final = 64
_TILE_BYTES: Final = 14
"""The shortest tile: SOT and SOD (ISO 15444-1 A.4.2, A.4.3)."""


def check_size(size: Size, stream_bytes: int, offset: int) -> None:
    """See that a stream is long enough to hold an image of such a size.

    Raises
    ------
    DamagedPixelData
        It is not.
    """
    samples = sum(rows * columns for rows, columns in map(size.shape, size.components))
    check_room(samples, stream_bytes, offset)
    if size.tiles * _TILE_BYTES > stream_bytes:
        raise DamagedPixelData(f"{size.tiles} tiles in a stream of {stream_bytes} bytes", offset)


def check_style(size: Size, style: CodingStyle, stream_bytes: int, offset: int) -> None:
    """See that a stream is long enough for the packets and code-blocks it announces.

    A packet has at least one byte (ISO 15444-1 B.9); code-blocks may be coded by less than a bit
    each where all are empty, as in black images.

    Raises
    ------
    DamagedPixelData
        It is not.
    """
    packets = blocks = 0
    for component in size.components:
        more_packets, more_blocks = _counts(size, component, style)
        packets += more_packets
        blocks += more_blocks
    if packets > max(_FREE_PACKETS, stream_bytes):
        raise DamagedPixelData(f"{packets} packets in a stream of {stream_bytes} bytes", offset)
    if blocks > max(_FREE_BLOCKS, stream_bytes * _BLOCKS_PER_BYTE):
        raise DamagedPixelData(f"{blocks} code-blocks in a stream of {stream_bytes} bytes", offset)


def _counts(size: Size, component: Component, style: CodingStyle) -> tuple[int, int]:
    """Packets and code-blocks of a component, tile borders not counted (ISO 15444-1 B.6, B.7)."""
    rows, columns = size.shape(component)
    packets = blocks = 0
    for resolution, (wide, high) in enumerate(style.precincts):
        across = max(1, columns >> (style.levels - resolution))
        down = max(1, rows >> (style.levels - resolution))
        inner = min(resolution, 1)
        block_wide = min(style.block_columns, wide - inner)
        block_high = min(style.block_rows, high - inner)
        packets += max(size.tiles, _ceil(across, wide) * _ceil(down, high))
        blocks += max(size.tiles, _ceil(across, block_wide) * _ceil(down, block_high))
    return packets * style.layers, blocks


def _ceil(value: int, exponent: int) -> int:
    return -((-value) >> exponent)
