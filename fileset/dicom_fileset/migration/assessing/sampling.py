"""Few files that stand for many: which are drawn, and what they tell of all.  Pure.

Files are drawn by a number that is made of theirs, so that a journal gives the same sample again
and each further draw goes on with the one before.  Totals are told by the ratio to what is known of
every file (its size), stratum by stratum; draws go where they make the total most certain.
"""

import heapq
import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Final, Generic, NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)

_MASK: Final = (1 << 64) - 1
_PRIOR: Final = 2
"""How many files the spread of all strata counts for, beside those that a stratum has shown."""


def turn(number: int) -> int:
    """In which turn a file is drawn: numbers side by side have turns far apart (splitmix64)."""
    mixed = (number * 0x9E37_79B9_7F4A_7C15) & _MASK
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9) & _MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB) & _MASK
    return mixed ^ (mixed >> 31)


class Drawn(NamedTuple):
    """A file that may be drawn: its turn, its number, its size."""

    turn: int
    number: int
    size: int


class Stratum(NamedTuple):
    """Files that are much alike.

    Attributes
    ----------
    files, size
        How many there are, and their bytes.
    first
        Those whose turn comes first, in order.
    """

    files: int
    size: int
    first: tuple[Drawn, ...]


class Strata(Generic[Key]):
    """Files sorted into strata as they pass; of each the first of its turns are held.

    Parameters
    ----------
    most
        Files of a stratum that are held.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._counts: dict[Key, list[int]] = {}
        self._held: dict[Key, list[tuple[int, int, int]]] = {}

    def add(self, key: Key, number: int, size: int) -> None:
        """A file of a stratum."""
        counts = self._counts.setdefault(key, [0, 0])
        counts[0] += 1
        counts[1] += size
        held = self._held.setdefault(key, [])
        entry = (-turn(number), number, size)
        if len(held) < self._most:
            heapq.heappush(held, entry)
        elif entry > held[0]:
            heapq.heapreplace(held, entry)

    def all(self) -> dict[Key, Stratum]:
        """What has passed."""
        return {
            key: Stratum(files, size, _in_turn(self._held[key]))
            for key, (files, size) in self._counts.items()
        }


def _in_turn(held: Iterable[tuple[int, int, int]]) -> tuple[Drawn, ...]:
    return tuple(sorted(Drawn(-negative, number, size) for negative, number, size in held))


def joined(strata: Iterable[Stratum], most: int) -> Stratum:
    """Several strata as one; its sample is even too, since turns are of the files alone."""
    some = list(strata)
    first = heapq.merge(*(one.first for one in some))
    return Stratum(
        sum(one.files for one in some),
        sum(one.size for one in some),
        tuple(one for one, _ in zip(first, range(most), strict=False)),
    )


class Seen(NamedTuple):
    """What a sample of a stratum has shown of one quantity.

    Attributes
    ----------
    files, known
        Of the whole stratum: how many, and the sum of what is known of each.
    pairs
        Of each file of the sample what is known, and what was measured.
    """

    files: int
    known: float
    pairs: Sequence[tuple[float, float]]

    @property
    def ratio(self) -> float:
        """What was measured by what is known."""
        known = sum(x for x, _ in self.pairs)
        return sum(y for _, y in self.pairs) / known if known else 0.0

    @property
    def total(self) -> float:
        """Of the whole stratum."""
        if len(self.pairs) == self.files:
            return sum(y for _, y in self.pairs)
        return self.known * self.ratio

    @property
    def residuals(self) -> float:
        """Sum of squares of what files differ from their share."""
        ratio = self.ratio
        return sum((y - ratio * x) ** 2 for x, y in self.pairs)


class Estimate(NamedTuple):
    """A total, and how far off it is likely to be (one standard error)."""

    total: float
    error: float

    @property
    def share(self) -> float:
        """The error by the total; 0 for nothing, which is certain."""
        return self.error / self.total if self.total else 0.0


def spreads(strata: Sequence[Seen]) -> list[float]:
    """How much files of each stratum differ, per file: standard deviations.

    One that has shown few files is taken for as even as all are, in part: files that happen to be
    alike make nothing certain.
    """
    means = [_mean(one) for one in strata]
    freedom = sum(max(len(one.pairs) - 1, 0) for one in strata)
    relative = sum(
        one.residuals / mean**2 for one, mean in zip(strata, means, strict=True) if mean**2 > 0
    )
    pooled = relative / freedom if freedom else 1.0
    return [
        math.sqrt(
            (one.residuals + _PRIOR * pooled * mean**2) / (max(len(one.pairs) - 1, 0) + _PRIOR)
        )
        for one, mean in zip(strata, means, strict=True)
    ]


def _mean(one: Seen) -> float:
    return sum(y for _, y in one.pairs) / len(one.pairs) if one.pairs else 0.0


def estimate(strata: Sequence[Seen]) -> Estimate:
    """The total of all strata, each of which has shown a file."""
    variance = 0.0
    for one, spread in zip(strata, spreads(strata), strict=True):
        shown = len(one.pairs)
        if shown:
            variance += one.files * (one.files - shown) / shown * spread**2
    return Estimate(sum(one.total for one in strata), math.sqrt(variance))


def allotted(strata: Mapping[Key, Seen], left: Mapping[Key, int], files: int) -> dict[Key, int]:
    """How many files more to draw of each stratum, so that the total becomes most certain.

    Parameters
    ----------
    strata
        What they have shown.
    left
        How many may still be drawn.
    files
        How many are to be drawn in all, about.
    """
    wanted = {
        key: one.files * spread
        for (key, one), spread in zip(strata.items(), spreads(list(strata.values())), strict=True)
    }
    if not any(wanted.values()):
        wanted = {key: float(one.files) for key, one in strata.items()}
    sum_wanted = sum(wanted.values())
    shown = sum(len(one.pairs) for one in strata.values())
    shares = {key: (shown + files) * one / sum_wanted for key, one in wanted.items()}
    further = {
        key: min(math.ceil(share - len(strata[key].pairs)), left[key])
        for key, share in shares.items()
    }
    return {key: number for key, number in further.items() if number > 0}
