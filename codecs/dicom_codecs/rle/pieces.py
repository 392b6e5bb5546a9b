"""Rows of bytes cut into runs and what is copied (PS3.5 G.3.1), all rows of a strip at once.

Three equal bytes or more in a row make a run.  What lies between runs is copied; of that, two
equal bytes are a pair, which as a run of its own takes as much room as it does when copied.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool]
Offsets = NDArray[np.intp]

_MOST: Final = 128
"""Bytes of a run, and of a piece that is copied (PS3.5 G.3.1)."""


class Equal(NamedTuple):
    """Which bytes are equal to their neighbours in a row; each ``(bytes,)``.

    Attributes
    ----------
    first, second, third
        Of three equal bytes it is this one; in a run, a byte may be all of these.
    pair
        A pair begins here.
    single
        It is like neither the byte before it nor the one after it.
    """

    first: Flags
    second: Flags
    third: Flags
    pair: Flags
    single: Flags


class Pieces(NamedTuple):
    """How bytes are cut up, from the first to the last; each ``(pieces,)``.

    Attributes
    ----------
    starts, lengths
        In bytes; 128 bytes are the most.
    runs
        Whether it is a run, of two bytes at least, and not copied.
    """

    starts: Offsets
    lengths: Offsets
    runs: Flags


def equal_bytes(lines: NDArray[np.uint8]) -> Equal:
    """Compare bytes with their neighbours in a row of ``(rows, columns)``, C-contiguous."""
    data, columns = lines.reshape(-1), lines.shape[1]
    sames = np.zeros(data.size + 1, np.bool)
    same, before = sames[1:], sames[:-1]
    np.equal(data[:-1], data[1:], out=same[:-1])
    same[columns - 1 :: columns] = False
    threes = np.zeros(data.size + 2, np.bool)
    first, second, third = threes[2:], threes[1:-1], threes[:-2]
    np.logical_and(same[:-1], same[1:], out=first[:-1])
    return Equal(first, second, third, same > (first | second), ~(same | before))


def cut(equal: Equal, columns: int) -> Pieces:
    """Cut rows at their runs, at pairs where that saves a byte, and after 128 bytes."""
    begins, runs = _at_rows_and_runs(equal, columns), equal.first.copy()
    starts, lengths = _spans(begins)
    pairs = _pairs_apart(equal, begins, starts, lengths)
    if pairs.size:
        begins[pairs] = runs[pairs] = True
        after = pairs + 2
        begins[after[after < begins.size]] = True
        starts, lengths = _spans(begins)
    long = np.flatnonzero(lengths > _MOST)
    if long.size:
        more = _heads(lengths[long]) - 1
        places = _ranges(starts[long] + _MOST, more, _MOST)
        runs[places] = np.repeat(runs[starts[long]], more)
        starts = np.insert(starts, np.repeat(long + 1, more), places)
        lengths = np.diff(starts, append=begins.size)
    return Pieces(starts, lengths, runs[starts] & (lengths > 1))


def _at_rows_and_runs(equal: Equal, columns: int) -> Flags:
    begins = equal.first > equal.second
    begins[1:] |= equal.third[:-1] > equal.third[1:]
    begins[::columns] = True
    return begins


def _spans(begins: Flags) -> tuple[Offsets, Offsets]:
    starts = np.flatnonzero(begins)
    return starts, np.diff(starts, append=begins.size)


def _heads(lengths: Offsets) -> Offsets:
    return (lengths + (_MOST - 1)) >> 7


def _pairs_apart(equal: Equal, begins: Flags, starts: Offsets, lengths: Offsets) -> Offsets:
    """The pairs of pieces that need fewer heads when their pairs are runs.

    Then each group of single bytes needs a head at least, and otherwise each 128 bytes do.
    Between two runs only pairs may stand, and no group at all.
    """
    only_pairs = equal.pair[starts] & (lengths & 1 == 0)
    doubtful = np.flatnonzero(only_pairs | ((lengths > _MOST) & ~equal.first[starts]))
    starts, lengths = starts[doubtful], lengths[doubtful]
    groups = equal.single.copy()
    groups[1:] &= ~equal.single[:-1] | begins[1:]
    count = _set_before(groups, np.stack([starts, starts + lengths]))
    few = count[1] - count[0] < _heads(lengths)
    places = _ranges(starts[few], lengths[few], 1)
    return places[equal.pair[places]]


def _set_before(flags: Flags, places: Offsets) -> Offsets:
    """How many flags are set before each place: counted by word, and within one."""
    words = np.zeros(flags.size // 64 + 1, "<u8")
    bits = np.packbits(flags, bitorder="little")
    words.view(np.uint8)[: bits.size] = bits
    counts = np.bitwise_count(words)
    found: Offsets = (np.cumsum(counts, dtype=np.intp) - counts)[places >> 6]
    below = (np.uint64(1) << (places & 63).astype(np.uint64)) - np.uint64(1)
    found += np.bitwise_count(words[places >> 6] & below)
    return found


def _ranges(starts: Offsets, counts: Offsets, step: int) -> Offsets:
    """Ranges on end: ``counts`` numbers from each start on.

    >>> _ranges(np.array([5, 300]), np.array([2, 3]), 10).tolist()
    [5, 15, 300, 310, 320]
    """
    before = np.cumsum(counts) - counts
    return np.repeat(starts - before * step, counts) + np.arange(int(counts.sum())) * step
