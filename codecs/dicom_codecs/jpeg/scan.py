"""The scan: symbols counted, the best codes given to them, and written one after the other."""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..bit_packing import Strip, entropy_coded
from ..huffman import HuffmanTable, optimal_table
from .symbols import AC_TABLE, DC, DC_TABLE, ENDED, EXTRA, SYMBOL_AT, SYMBOLS, Items

Entries = NDArray[np.uint64]
"""Of a symbol: how many bits in all above, code and room for extra bits below; 0 for no entry."""

_LENGTH_AT: Final = np.uint64(56)
_BITS: Final = (1 << 56) - 1
_SIXTEEN_ZEROS: Final = 0xF0
_SIXTEENS_AT: Final = 24
"""Where in an item it stands how often 16 zeros come before its number, in two bits."""


class Scan(NamedTuple):
    """A scan as it stands in a stream.

    Attributes
    ----------
    dc, ac
        Huffman tables by number.
    data
        Entropy-coded segment.
    """

    dc: tuple[HuffmanTable, ...]
    ac: tuple[HuffmanTable, ...]
    data: bytes


def coded_scan(strips: Iterable[Items], tables: int) -> Scan:
    """The scan of items, in the fewest bits that Huffman codes can do it.

    Items are held until all are counted: 4 bytes for each coefficient that is not 0.

    Parameters
    ----------
    strips
        Items of the scan.
    tables
        How many of each kind: 1, or 2 where there is chroma.

    References
    ----------
    ISO 10918-1 F.1.2, K.2
    """
    counted = np.zeros(SYMBOLS, np.int64)
    kept = deque[Items]()
    for items in strips:
        counted += np.bincount(items >> SYMBOL_AT, minlength=SYMBOLS)
        kept.append(items)
    dc = tuple(optimal_table(_of_dc(counted, table)) for table in range(tables))
    ac = tuple(optimal_table(_of_ac(counted, table)) for table in range(tables))
    entries = _entries(dc, ac)
    return Scan(dc, ac, entropy_coded(_coded(items, entries) for items in _given_up(kept)))


def _given_up(kept: deque[Items]) -> Iterator[Items]:
    """Each strip, which is held no longer: room for the stream that it becomes."""
    while kept:
        yield kept.popleft()


def _of_dc(counted: NDArray[np.int64], table: int) -> NDArray[np.int64]:
    """How often each category of DC differences comes."""
    start = DC + DC_TABLE * table
    found: NDArray[np.int64] = counted[start : start + DC_TABLE].reshape(-1, ENDED).sum(axis=0)
    return found


def _of_ac(counted: NDArray[np.int64], table: int) -> NDArray[np.int64]:
    """How often each RRRRSSSS comes, 16 zeros and the end of a block among them."""
    runs = counted[AC_TABLE * table : AC_TABLE * (table + 1)].reshape(4, -1)
    found: NDArray[np.int64] = runs.sum(axis=0)
    found[_SIXTEEN_ZEROS] += runs.sum(axis=1) @ np.arange(4)
    ended = counted[DC:].reshape(-1, DC_TABLE // ENDED, ENDED)
    found[0] += ended[:, table + 1].sum()
    return found


def _entries(dc: tuple[HuffmanTable, ...], ac: tuple[HuffmanTable, ...]) -> Entries:
    """The entry of every symbol; one of more than 56 bits has none."""
    entries = np.zeros(SYMBOLS, np.uint64)
    for table, (of_dc, of_ac) in enumerate(zip(dc, ac, strict=True)):
        start = DC + DC_TABLE * table
        entries[start : start + ENDED] = _joined([], of_dc)
        for before, other in enumerate(ac, 1):
            at = start + ENDED * before
            entries[at : at + ENDED] = _joined([(other, 0)], of_dc)
        for sixteens in range(4):
            at = AC_TABLE * table + 256 * sixteens
            entries[at : at + 256] = _joined([(of_ac, _SIXTEEN_ZEROS)] * sixteens, of_ac)
    return entries


def _joined(prefix: list[tuple[HuffmanTable, int]], table: HuffmanTable) -> Entries:
    """Entries of all symbols of a table, with the codes of some others before."""
    before = length = 0
    for other, symbol in prefix:
        before = before << int(other.lengths[symbol]) | int(other.codes[symbol])
        length += int(other.lengths[symbol])
    extra = np.arange(table.codes.size, dtype=np.int64) & 15
    room = table.lengths + extra
    lengths = room + length
    if before >> 56:
        return np.zeros(table.codes.size, np.uint64)
    bits = np.uint64(before) << room.view(np.uint64) | table.codes << extra.view(np.uint64)
    entries = lengths.view(np.uint64) << _LENGTH_AT | bits
    return np.where((table.lengths > 0) & (lengths <= 56), entries, np.uint64(0))


def _coded(items: Items, entries: Entries) -> Strip:
    """Codes and extra bits of items, up to four items together."""
    values = entries.take(items >> SYMBOL_AT)
    if not values.all():
        items = _apart(items, np.flatnonzero(values == 0))
        values = entries.take(items >> SYMBOL_AT)
    lengths = values >> _LENGTH_AT
    values &= np.uint64(_BITS)
    values |= items & np.uint32(EXTRA)
    return _merged(_merged(Strip(values, lengths.view(np.int64))))


def _apart(items: Items, places: NDArray[np.intp]) -> Items:
    """Items with 16 zeros at some places as items of their own."""
    sixteens = items[places] >> _SIXTEENS_AT & 3
    table = items[places] & np.uint32(AC_TABLE << SYMBOL_AT)
    zeros = np.repeat(table | np.uint32(_SIXTEEN_ZEROS << SYMBOL_AT), sixteens)
    items = items.copy()
    items[places] &= np.uint32(~(3 << _SIXTEENS_AT) & 0xFFFFFFFF)
    return np.insert(items, np.repeat(places, sixteens), zeros)


def _merged(strip: Strip) -> Strip:
    """Two numbers as one, where both have 64 bits at most."""
    values, lengths = strip
    if values.size & 1:
        values, lengths = np.append(values, np.uint64(0)), np.append(lengths, 0)
    first, second = (Strip(values[one::2], lengths[one::2]) for one in range(2))
    both = first.lengths + second.lengths
    merged = first.values << second.lengths.view(np.uint64) | second.values
    over = np.flatnonzero(both > 64)
    if not over.size:
        return Strip(merged, both)
    merged[over], both[over] = second.values[over], second.lengths[over]
    return Strip(
        np.insert(merged, over, first.values[over]), np.insert(both, over, first.lengths[over])
    )
