"""Differences in pairs, as the bits that stand for both in a scan: most come out of one table.

An entry is a number of 64 bits: above, how many bits there are; below, right-aligned, these bits.
"""

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..bit_packing import Strip
from ..huffman import HuffmanTable
from ..magnitudes import categories, extra_bits
from ..scratch import scratch
from .differences import Differences, Numbers

Entries = NDArray[np.uint64]
Coder = Callable[[Numbers], Strip]

_STRIP: Final = 1 << 17
_SHORT_STRIP: Final = 15_000
"""Where room is not kept: the system gives longer arrays anew, and clears them, each time."""
_LENGTH_AT: Final = np.uint64(56)
_BITS: Final = np.uint64((1 << 56) - 1)
_FAR: Final = 8
"""The first category with numbers that are no signed byte."""
_MANY_FAR: Final = 0.2
"""Share of far numbers from which on it is faster to look each number up by itself."""
_FEW: Final = 1 << 15
"""Numbers for which it takes longer to make a table of pairs than to do without."""


def strips(found: Differences, table: HuffmanTable) -> Iterator[Strip]:
    """The scan of differences; each strip is overwritten by the next.

    References
    ----------
    ISO 10918-1 H.1.2.2
    """
    numbers, by_category = found.numbers, _by_category(table)
    code, strip = _coder(found, by_category)
    paired = numbers.size & ~1
    for start in range(0, paired, strip):
        yield code(numbers[start : min(start + strip, paired)])
    if paired < numbers.size:
        yield _split(_entries(numbers[paired:], by_category))


def _coder(found: Differences, by_category: Entries) -> tuple[Coder, int]:
    """How to code these differences, and how many at once."""
    far = found.frequencies[_FAR:].sum()
    if found.numbers.size >= _FEW and far < found.numbers.size * _MANY_FAR:
        return _NearPairs(by_category), _STRIP
    return lambda numbers: _one_by_one(_entries(numbers, by_category)), _SHORT_STRIP


class _NearPairs:
    """Codes pairs of signed bytes by one look into a table, and mends the few others.

    Parameters
    ----------
    by_category
        As :func:`_by_category` has it.
    """

    def __init__(self, by_category: Entries) -> None:
        self._by_category = by_category
        self._table = _table_of_pairs(by_category)

    def __call__(self, numbers: Numbers) -> Strip:
        pairs = numbers.size // 2
        low = scratch("low bytes", numbers.size, np.uint8)
        np.copyto(low, numbers, casting="unsafe")
        index = scratch("indices", pairs, np.intp)
        np.copyto(index, low.view("<u2"))
        entries = scratch("entries", pairs, np.uint64)
        self._table.take(index, mode="clip", out=entries)
        lengths = scratch("lengths", pairs, np.uint64)
        np.right_shift(entries, _LENGTH_AT, out=lengths)
        strip = Strip(np.bitwise_and(entries, _BITS, out=entries), lengths.view(np.int64))
        self._mend(strip, numbers)
        return strip

    def _mend(self, strip: Strip, numbers: Numbers) -> None:
        shifted = scratch("shifted", numbers.size, np.uint16)
        np.add(numbers, np.uint16(128), out=shifted)
        far = np.greater(shifted, np.uint16(255), out=scratch("far", numbers.size, np.bool))
        pairs = np.flatnonzero(far.view(np.uint16) != 0)
        if pairs.size:
            both = numbers.reshape(-1, 2)[pairs].reshape(-1)
            mended = _one_by_one(_entries(both, self._by_category))
            strip.values[pairs], strip.lengths[pairs] = mended


def _by_category(table: HuffmanTable) -> Entries:
    """The entry of each category, its extra bits 0."""
    lengths = np.arange(table.codes.size, dtype=np.uint64) % np.uint64(16)
    return (table.lengths.view(np.uint64) + lengths) << _LENGTH_AT | table.codes << lengths


def _entries(numbers: Numbers, by_category: Entries) -> Entries:
    return by_category.take(categories().take(numbers), mode="clip") | extra_bits().take(numbers)


def _table_of_pairs(by_category: Entries) -> Entries:
    """By the low bytes of a pair, the first in the lower half of the index."""
    near = np.arange(256, dtype=np.uint8).view(np.int8).astype(np.int16).view(np.uint16)
    entries = _entries(near, by_category)
    values, lengths = _split(entries)
    table = scratch("pairs", near.size * near.size, np.uint64).reshape(near.size, near.size)
    np.left_shift(values, lengths.view(np.uint64)[:, np.newaxis], out=table)
    table += entries[:, np.newaxis]
    table += entries - values
    return table.reshape(-1)


def _one_by_one(entries: Entries) -> Strip:
    """Pairs of entries that stand side by side: 62 bits at most."""
    first, second = _split(entries[0::2]), _split(entries[1::2])
    values = first.values << second.lengths.view(np.uint64) | second.values
    return Strip(values, first.lengths + second.lengths)


def _split(entries: Entries) -> Strip:
    return Strip(entries & _BITS, (entries >> _LENGTH_AT).view(np.int64))
