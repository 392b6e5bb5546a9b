"""The tile-parts of a codestream (ISO 15444-1 A.4.2): all there, each within the stream."""

import struct
from collections import Counter
from typing import Final

from ..errors import DamagedPixelData
from .bounds import check_demand, demand_of
from .coding import Coding, read_coding
from .segments import segments
from .size import Size

SOT: Final = b"\xff\x90"
EOC: Final = b"\xff\xd9"
_SOD: Final = b"\xff\x93"
_START: Final = struct.Struct(">HHHIBB")


def walk_tile_parts(stream: bytes, at: int, end: int, size: Size, coding: Coding) -> int:
    """Where the last tile-part ends.

    Parameters
    ----------
    stream
        What the codestream is in.
    at, end
        Where the first tile-part begins, and where the codestream ends at the latest.
    size, coding
        What the main header says.

    Raises
    ------
    DamagedPixelData
        A tile-part cannot be, or one is missing.
    """
    seen: Counter[int] = Counter()
    announced: dict[int, int] = {}
    tiles: dict[int, Coding] = {}
    while stream.startswith(SOT, at, end):
        tile, count, after = _tile_part(stream, at, end, size)
        header = list(segments(stream, at + _START.size, after, _SOD))
        before = tiles.get(tile, coding)
        tiles[tile] = read_coding(header, size, before)
        if tiles[tile] is not before:
            check_demand(demand_of(size, tiles[tile].styles), end, at)
        seen[tile] += 1
        announced[tile] = max(count, announced.get(tile, 0))
        at = after
    if len(seen) < size.tiles:
        raise DamagedPixelData(f"{len(seen)} of {size.tiles} tiles are there", at)
    for tile, count in announced.items():
        if seen[tile] < count:
            reason = f"{seen[tile]} of {count} parts of tile {tile} are there"
            raise DamagedPixelData(reason, at)
    return at


def _tile_part(stream: bytes, at: int, end: int, size: Size) -> tuple[int, int, int]:
    """The tile, how many parts it has (0 for not told), and where this one ends."""
    if at + _START.size > end:
        raise DamagedPixelData("the stream ends in a start of tile-part (SOT)", at)
    _, length, tile, part_bytes, _, count = _START.unpack_from(stream, at)
    if length != 10 or tile >= size.tiles:
        raise DamagedPixelData(f"SOT of {length} bytes for tile {tile} of {size.tiles}", at)
    if not part_bytes:
        return tile, count, _end_of_last(stream, at, end)
    if part_bytes < _START.size + 2 or at + part_bytes > end:
        raise DamagedPixelData(f"a tile-part of {part_bytes} bytes where {end - at} are left", at)
    return tile, count, at + part_bytes


def _end_of_last(stream: bytes, at: int, end: int) -> int:
    """Where the last tile-part ends that does not say it: at EOC."""
    found = stream.rfind(EOC, at, end)
    return found if found >= 0 else end
