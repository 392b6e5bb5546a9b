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
from .differences import Differences, Numbers

Entries = NDArray[np.uint64]
Coder = Callable[[Numbers], Strip]

_STRIP: Final = 1 << 17
_LENGTH_AT: Final = np.uint64(56)
_BITS: Final = np.uint64((1 << 56) - 1)
_FAR: Final = 8
"""The first category with numbers that are no signed byte."""
_MANY_FAR: Final = 0.1
"""Share of far numbers from which on it is faster to look each number up by itself."""
_FEW: Final = 1 << 17
"""Numbers for which it takes longer to make a table of pairs than to do without."""


def strips(found: Differences, table: HuffmanTable) -> Iterator[Strip]:
    """The scan of differences; each strip is overwritten by the next.

    References
    ----------
    ISO 10918-1 H.1.2.2
    """
    numbers = found.numbers
    by_category = _by_category(table)
    code = _coder(found, by_category)
    paired = numbers.size & ~1
    for start in range(0, paired, _STRIP):
        yield code(numbers[start : min(start + _STRIP, paired)])
    if paired < numbers.size:
        yield _split(_entries(numbers[paired:], by_category))


def _coder(found: Differences, by_category: Entries) -> Coder:
    far = found.frequencies[_FAR:].sum()
    if found.numbers.size >= _FEW and far < found.numbers.size * _MANY_FAR:
        return _NearPairs(by_category)
    return lambda numbers: _one_by_one(_entries(numbers, by_category))


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
        self._bytes = np.empty(_STRIP, np.uint8)
        self._wide = np.empty(_STRIP, np.uint16)
        self._far = np.empty(_STRIP, np.bool)
        self._index = np.empty(_STRIP // 2, np.intp)
        self._entries = np.empty(_STRIP // 2, np.uint64)
        self._lengths = np.empty(_STRIP // 2, np.uint64)

    def __call__(self, numbers: Numbers) -> Strip:
        pairs = numbers.size // 2
        low, index, entries = (
            self._bytes[: numbers.size],
            self._index[:pairs],
            self._entries[:pairs],
        )
        np.copyto(low, numbers, casting="unsafe")
        np.copyto(index, low.view("<u2"))
        self._table.take(index, mode="clip", out=entries)
        lengths = np.right_shift(entries, _LENGTH_AT, out=self._lengths[:pairs])
        strip = Strip(np.bitwise_and(entries, _BITS, out=entries), lengths.view(np.int64))
        self._mend(strip, numbers)
        return strip

    def _mend(self, strip: Strip, numbers: Numbers) -> None:
        shifted = np.add(numbers, np.uint16(128), out=self._wide[: numbers.size])
        far = np.greater(shifted, np.uint16(255), out=self._far[: numbers.size])
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
    table = values << lengths.view(np.uint64)[:, np.newaxis]
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
