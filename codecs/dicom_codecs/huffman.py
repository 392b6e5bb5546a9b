"""Huffman tables for JPEG that are the best for what they are to code."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

_LONGEST: Final = 16


@dataclass(frozen=True, eq=False)
class HuffmanTable:
    """A code for each symbol that occurs.

    Attributes
    ----------
    counts
        BITS: how many codes have 1, 2, ... 16 bits.
    symbols
        HUFFVAL: the symbols in the order of their codes.
    codes
        By symbol, right-aligned; ``uint64``.
    lengths
        By symbol, in bits; ``int64``, 0 for a symbol without a code.

    References
    ----------
    ISO 10918-1 C.1
    """

    counts: tuple[int, ...]
    symbols: tuple[int, ...]
    codes: NDArray[np.uint64]
    lengths: NDArray[np.int64]

    def segment(self, table_class: Literal[0, 1] = 0, destination: int = 0) -> bytes:
        """The table as one DHT marker segment (ISO 10918-1 B.2.4.2).

        Parameters
        ----------
        table_class
            0 for DC coefficients and lossless differences, 1 for AC coefficients.
        destination
            0 to 3.
        """
        body = bytes([table_class << 4 | destination, *self.counts, *self.symbols])
        return b"\xff\xc4" + (len(body) + 2).to_bytes(2, "big") + body


def optimal_table(frequencies: Sequence[int] | NDArray[np.integer[Any]]) -> HuffmanTable:
    """The table that codes symbols of these frequencies in the fewest bits.

    No code has more than 16 bits, and none is all ones.

    Parameters
    ----------
    frequencies
        How often each symbol occurs, by symbol; at most 256.

    Raises
    ------
    ValueError
        No symbol occurs.

    References
    ----------
    ISO 10918-1 K.2

    Examples
    --------
    >>> table = optimal_table([90, 0, 5, 5])
    >>> table.counts[:3], table.symbols, table.lengths.tolist(), table.codes.tolist()
    ((1, 1, 1), (0, 2, 3), [1, 0, 2, 3], [0, 0, 2, 6])
    """
    found = {symbol: int(times) for symbol, times in enumerate(frequencies) if times}
    if not found:
        raise ValueError("no symbol occurs: there is nothing to code")
    depths = _depths(found)
    symbols = sorted(found, key=lambda symbol: (depths[symbol], -found[symbol], symbol))
    counts = _counts(list(depths.values()))
    return _table(counts, symbols, len(frequencies))


def _depths(found: dict[int, int]) -> dict[int, int]:
    """How deep each symbol lies in the tree; one more of frequency 1 takes the code of all ones.

    Of equal frequencies the greatest symbol goes down first, and the extra one before all.

    References
    ----------
    ISO 10918-1 Figure K.1
    """
    extra = max(found) + 1
    heap = [(times, -symbol, [symbol]) for symbol, times in found.items()]
    heap.append((1, -extra, [extra]))
    heapq.heapify(heap)
    depths = dict.fromkeys([*found, extra], 0)
    while len(heap) > 1:
        times, symbol, members = heapq.heappop(heap)
        others = heapq.heappop(heap)
        members = members + others[2]
        for member in members:
            depths[member] += 1
        heapq.heappush(heap, (times + others[0], symbol, members))
    return depths


def _counts(depths: list[int]) -> list[int]:
    """BITS of codes as deep as this, cut at 16, the code of all ones taken out.

    References
    ----------
    ISO 10918-1 Figure K.3: pairs of the deepest move up, and a shallower leaf becomes two
    """
    counts = [0] * (max(_LONGEST, *depths) + 1)
    for depth in depths:
        counts[depth] += 1
    for depth in range(len(counts) - 1, _LONGEST, -1):
        while counts[depth]:
            leaf = max(one for one in range(1, depth - 1) if counts[one])
            counts[depth] -= 2
            counts[depth - 1] += 1
            counts[leaf + 1] += 2
            counts[leaf] -= 1
    counts[max(length for length, count in enumerate(counts) if count)] -= 1
    return counts[1 : _LONGEST + 1]


def _table(counts: list[int], symbols: list[int], size: int) -> HuffmanTable:
    """Codes given out in order (ISO 10918-1 C.2)."""
    codes, lengths = np.zeros(size, np.uint64), np.zeros(size, np.int64)
    code = 0
    in_order = iter(symbols)
    for length, count in enumerate(counts, 1):
        for _ in range(count):
            symbol = next(in_order)
            codes[symbol], lengths[symbol] = code, length
            code += 1
        code <<= 1
    codes.flags.writeable = lengths.flags.writeable = False
    return HuffmanTable(tuple(counts), tuple(symbols), codes, lengths)
