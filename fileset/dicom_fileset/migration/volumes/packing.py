"""Series packed onto volumes of one size: pure, and the same for the same series in one order.

Studies are taken in the order that they come in, so that those of a patient stay near each other.
Where the next one does not fit, the largest that does is taken out of a window of those to come;
only where none fills the volume well is one divided, between two of its series.  Each step looks
at the window and no further: the whole takes n log n.
"""

import sys
from bisect import bisect_right, insort
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

WINDOW: Final = 128
"""Studies to come that are looked at."""
_WELL_FILLED: Final = 0.97
"""Share of a volume from which on no study is divided to fill it further."""
_FULL: Final = 0.995
"""Share of a volume from which on no study is taken before its turn."""

Claims = Mapping[Hashable, Hashable]


class Item(NamedTuple):
    """A series, or a part of one, which is not divided.

    Attributes
    ----------
    study
        Which study it is of.
    size
        Bytes that it takes on a medium.
    claims
        What it says of things that others say otherwise, as pairs: items with the same first and
        another second of a pair never meet on a volume.
    follows
        Index of the part of the series that comes before this one, which makes the same claims:
        it is on the same volume, or on one before; -1 where there is none.
    """

    study: Hashable
    size: int
    claims: tuple[tuple[Hashable, Hashable], ...] = ()
    follows: int = -1


def packed(items: Sequence[Item], room: int, window: int = WINDOW) -> list[list[int]]:
    """For each volume the indices of what is on it, in their order.

    Parameters
    ----------
    items
        In the order in which they are wished, those of a study beside each other.
    room
        Bytes of a volume.
    window
        Studies to come that are looked at.

    Raises
    ------
    ValueError
        An item is larger than a volume.
    """
    if any(one.size > room for one in items):
        message = "an item is larger than a volume"
        raise ValueError(message)
    waiting = _Waiting(_studies(items), window)
    volumes = []
    while waiting.are_some():
        volumes.append(_Filling(items, room, waiting).filled())
    return volumes


class _Study:
    """What goes together as long as it can: items of one study that may meet."""

    __slots__ = ("claims", "indices", "order", "size", "smallest")

    def __init__(self, order: int) -> None:
        self.order = order
        self.indices: list[int] = []
        self.claims: dict[Hashable, Hashable] = {}
        self.size = 0
        self.smallest = 0

    def add(self, index: int, item: Item) -> None:
        self.indices.append(index)
        self.claims.update(item.claims)
        self.size += item.size
        self.smallest = min(self.smallest, item.size) if len(self.indices) > 1 else item.size


def _agree(claims: Claims, others: Claims) -> bool:
    """Whether nothing is said otherwise."""
    return not others or all(others.get(name, value) == value for name, value in claims.items())


def _studies(items: Sequence[Item]) -> Iterator[_Study]:
    """Items by study; those that may not meet apart from each other."""
    layers: list[_Study] = []
    study: Hashable = None
    order = 0
    for index, item in enumerate(items):
        if item.study != study:
            yield from layers
            layers, study = [], item.study
        claims = dict(item.claims)
        place = next((one for one in layers if _agree(claims, one.claims)), None)
        if place is None:
            place = _Study(order)
            order += 1
            layers.append(place)
        place.add(index, item)
    yield from layers


class _Waiting:
    """The window: studies that are next, by their order and by size."""

    def __init__(self, studies: Iterator[_Study], most: int) -> None:
        self._further = studies
        self._most = most
        self._by_order: dict[int, _Study] = {}
        self._by_size: list[tuple[int, int]] = []

    def are_some(self) -> bool:
        """Whether any are left."""
        for study in islice(self._further, self._most - len(self._by_order)):
            self._by_order[study.order] = study
            insort(self._by_size, (study.size, study.order))
        return bool(self._by_order)

    def first(self) -> _Study:
        """The one whose turn it is."""
        return next(iter(self._by_order.values()))

    def in_turn(self) -> Iterable[_Study]:
        """All of the window, in their order."""
        return self._by_order.values()

    def largest_first(self, most: int) -> Iterator[_Study]:
        """Those of at most a size."""
        place = bisect_right(self._by_size, (most, sys.maxsize))
        for _, order in reversed(self._by_size[:place]):
            yield self._by_order[order]

    def remove(self, study: _Study) -> None:
        """It is on a volume."""
        del self._by_order[study.order]
        self._by_size.remove((study.size, study.order))

    def leave(self, study: _Study, rest: _Study) -> None:
        """A part of it is on a volume; the rest keeps its turn."""
        self._by_size.remove((study.size, study.order))
        self._by_order[study.order] = rest
        insort(self._by_size, (rest.size, rest.order))


class _Filling:
    """One volume while it is being filled."""

    def __init__(self, items: Sequence[Item], room: int, waiting: _Waiting) -> None:
        self._items = items
        self._room = room
        self._waiting = waiting
        self._left = room
        self._claims: dict[Hashable, Hashable] = {}
        self._on_it: list[int] = []

    def filled(self) -> list[int]:
        """Fill it; what is on it then."""
        first = self._waiting.first()
        if not self._fits(first):
            self._take_part(first, self._part_of(first))
        while self._waiting.are_some():
            study = self._next()
            if study is None:
                break
            self._waiting.remove(study)
            self._take(study.indices)
        if self._left > self._room * (1 - _WELL_FILLED):
            self._divide()
        return sorted(self._on_it)

    def _fits(self, study: _Study) -> bool:
        return study.size <= self._left and _agree(study.claims, self._claims)

    def _next(self) -> _Study | None:
        """The study whose turn it is; where it does not fit, the largest that does."""
        first = self._waiting.first()
        if self._fits(first):
            return first
        if self._left <= self._room * (1 - _FULL):
            return None
        fitting = self._waiting.largest_first(self._left)
        return next((one for one in fitting if _agree(one.claims, self._claims)), None)

    def _take(self, indices: Iterable[int]) -> None:
        for index in indices:
            self._on_it.append(index)
            self._left -= self._items[index].size
            self._claims.update(self._items[index].claims)

    def _take_part(self, study: _Study, part: Sequence[int]) -> None:
        self._take(part)
        rest, taken = _Study(study.order), set(part)
        for index in study.indices:
            if index not in taken:
                rest.add(index, self._items[index])
        self._waiting.leave(study, rest)

    def _divide(self) -> None:
        """Take some series of the first study that fills the volume well, or of the best."""
        best: tuple[_Study, list[int]] | None = None
        largest = 0
        for study in self._waiting.in_turn():
            if study.smallest > self._left:
                continue
            part = self._part_of(study)
            size = sum(self._items[index].size for index in part)
            if size > largest:
                best, largest = (study, part), size
            if self._left - size <= self._room * (1 - _WELL_FILLED):
                break
        if best is not None:
            self._take_part(*best)

    def _part_of(self, study: _Study) -> list[int]:
        """As much of a study as there is room for: the largest series first."""
        items, left, claims = self._items, self._left, dict(self._claims)
        absent = set(study.indices)
        for index in sorted(study.indices, key=lambda one: (-items[one].size, one)):
            item = items[index]
            if item.size > left or item.follows in absent or not _agree(dict(item.claims), claims):
                continue
            absent.remove(index)
            left -= item.size
            claims.update(item.claims)
        return [index for index in study.indices if index not in absent]
