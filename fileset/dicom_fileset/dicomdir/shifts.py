"""Offsets that are all off by the same number of bytes, from some place on or everywhere.

A writer that forgets the meta information, or counts letters for bytes, is wrong by a constant,
or by one that grows at each name with such letters.  In order, stated offsets and real ones then
run beside each other: where the one has stepped, so has the other.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

_LOOK_AHEAD: Final = 8
_LEAST_RUN: Final = 3
_SAMPLES: Final = 16
_SCORED: Final = 512
_MOST_TOLD: Final = 8
"""More shifts than these are told as one that grows."""


class Shift(NamedTuple):
    """``number`` offsets from ``start`` on are off: each plus ``delta`` is one that holds.

    Of one that grows ``delta`` is the most.
    """

    start: int
    delta: int
    number: int


class Alignment(NamedTuple):
    """Real offsets by the stated ones, of those that hold or are off by a shift; and the shifts."""

    real: dict[int, int]
    shifts: tuple[Shift, ...]


def aligned(stated: Sequence[int], real: Sequence[int]) -> Alignment:
    """Stated offsets brought to real ones.

    Parameters
    ----------
    stated, real
        Each ascending, without doubles.

    Returns
    -------
    Alignment
        A stated offset that fits no shift, as a single wrong one does, is not in it.
    """
    return _Aligner(stated, real).alignment()


class _Aligner:
    def __init__(self, stated: Sequence[int], real: Sequence[int]) -> None:
        self._stated = stated
        self._real = real
        self._there = frozenset(real)
        self._hits = self._sampled = 0
        self._common = self._most_common()

    def _most_common(self) -> int:
        """The shift of which most offsets hold; no shift where as many hold as they are."""
        stated, real = self._stated, self._real
        if not stated or not real:
            return 0
        step = -(-len(stated) // _SCORED)
        sample = stated[::step]
        votes: Counter[int] = Counter({0: 1, real[0] - stated[0]: 1, real[-1] - stated[-1]: 1})
        for value in stated[:: max(1, len(stated) // _SAMPLES)]:
            votes.update(near - value for near in self._near(value))
        scored = (
            (sum(value + delta in self._there for value in sample), -abs(delta), delta)
            for delta in votes
        )
        self._hits, _, common = max(scored)
        self._sampled = len(sample)
        return common

    def _near(self, value: int) -> Sequence[int]:
        """The real offsets about a value: two before, two from it on."""
        at = bisect_left(self._real, value)
        return self._real[max(0, at - 2) : at + 2]

    def alignment(self) -> Alignment:
        """One pass over the stated offsets; where one shift explains all, none is needed."""
        stated, common = self._stated, self._common
        meant = [value + common for value in stated]
        if common and self._there.issuperset(meant):
            whole = Shift(stated[0], common, len(stated))
            return Alignment(dict(zip(stated, meant, strict=True)), (whole,))
        if (grown := self._grown()) is not None:
            return grown
        real: dict[int, int] = {}
        shifts: list[Shift] = []
        delta, start, count = 0, 0, 0
        for index, value in enumerate(stated):
            if value + delta not in self._there:
                other = self._other(index, delta)
                if other is None:
                    continue
                if delta:
                    shifts.append(Shift(start, delta, count))
                delta, start, count = other, value, 0
            real[value] = value + delta
            count += 1
        if delta:
            shifts.append(Shift(start, delta, count))
        return Alignment(real, tuple(shifts))

    def _grown(self) -> Alignment | None:
        """Where no one shift holds for most, each record is referred to, and shifts only grow."""
        stated, real = self._stated, self._real
        if len(stated) != len(real) or 2 * self._hits > self._sampled:
            return None
        deltas = [there - said for said, there in zip(stated, real, strict=True)]
        ordered = sorted(deltas)
        monotone = deltas in (ordered, ordered[::-1])
        if not monotone or len(deltas) - deltas.count(0) < _LEAST_RUN:
            return None
        starts = [
            place
            for place, delta in enumerate(deltas)
            if delta and (not place or deltas[place - 1] != delta)
        ]
        if len(starts) > _MOST_TOLD:
            shifts = [Shift(stated[starts[0]], max(deltas, key=abs), len(deltas))]
        else:
            shifts = [Shift(stated[at], deltas[at], deltas.count(deltas[at])) for at in starts]
        return Alignment(dict(zip(stated, real, strict=True)), tuple(shifts))

    def _other(self, index: int, delta: int) -> int | None:
        """The shift that holds from here on, where one holds longer than the present does."""
        best, longest = None, max(self._run(index + 1, delta), _LEAST_RUN - 1)
        for candidate in self._candidates(index, delta):
            run = self._run(index, candidate)
            if run > longest:
                best, longest = candidate, run
        return best

    def _candidates(self, index: int, delta: int) -> Iterator[int]:
        value = self._stated[index]
        yield 0
        yield self._common
        if index:
            after = bisect_left(self._real, self._stated[index - 1] + delta + 1)
            if after < len(self._real):
                yield self._real[after] - value
        else:
            yield self._real[0] - value if self._real else 0
        for near in self._near(value + delta):
            yield near - value

    def _run(self, index: int, delta: int) -> int:
        """How many offsets from here on hold with a shift; no more are looked at than ahead."""
        run = 0
        for value in self._stated[index : index + _LOOK_AHEAD]:
            if value + delta not in self._there:
                break
            run += 1
        return run
