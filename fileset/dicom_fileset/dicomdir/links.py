"""The offsets of all records as a graph in which each record is referred to at most once."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from .hierarchy import NONE, UNKNOWN, is_nested, ranks_of
from .items import Item

FOLLOWING: Final = 0
BELOW: Final = 1
_NEAR: Final = 32
"""How far a wrong offset may be from a record to mean it: less than the smallest record."""


class Placed(NamedTuple):
    """That a record goes ``FOLLOWING`` another, or first ``BELOW`` it; ``NONE``: to the root."""

    kind: int
    beside: int


AT_ROOT: Final = Placed(FOLLOWING, NONE)


class Wrong(NamedTuple):
    """An offset that does not hold: of which record, which of its two, what it says, and why."""

    source: int
    kind: int
    stated: int
    code: str


class Links:
    """Records by index in file order, each with the next of its entity and the first below it.

    Attributes
    ----------
    offsets, items
        Where the records lie, and what they are.
    ahead
        The two links of each record: ``ahead[FOLLOWING]`` and ``ahead[BELOW]``, by index; each
        :data:`~.hierarchy.NONE` where it has none.
    ranks
        See :mod:`.hierarchy`.
    nested
        Whether the records lie in the order of the tree.
    referring
        By record the one link that leads to it, as ``2 * source + kind``; ``NONE`` where none does.
    wrong
        The links that were taken away.
    """

    def __init__(self, table: Mapping[int, Item], real: Mapping[int, int]) -> None:
        self.offsets = list(table)
        self.items = list(table.values())
        index_of = {offset: index for index, offset in enumerate(self.offsets)}
        self._index_of = index_of
        place = {stated: index_of[offset] for stated, offset in real.items()}
        none = NONE
        get = place.get
        self.ahead = (
            [get(item.following, none) for item in self.items],
            [get(item.below, none) for item in self.items],
        )
        self.ranks = ranks_of(self.items, self.ahead[BELOW])
        self.nested = is_nested(self.ranks, self.ahead[BELOW])
        self.referring = [NONE] * len(self.items)
        self.wrong: list[Wrong] = []
        self._claim()
        self._take_nearest()

    def index_at(self, offset: int) -> int:
        """The record at a real offset; ``NONE`` where there is none."""
        return self._index_of.get(offset, NONE)

    def _stated(self) -> Iterator[tuple[int, int, int]]:
        for source, item in enumerate(self.items):
            if item.following:
                yield source, FOLLOWING, item.following
            if item.below:
                yield source, BELOW, item.below

    def _claim(self) -> None:
        """Let each record be referred to once: by that of two links which fits, if one does."""
        contested: set[int] = set()
        for source, kind, stated in self._stated():
            target, link = self.ahead[kind][source], 2 * source + kind
            if target == NONE:
                self._take_away(Wrong(source, kind, stated, "offset-dangling"))
            elif target == source or target in contested:
                self._take_away(self._second(link))
            elif self.referring[target] == NONE:
                self.referring[target] = link
            else:
                better = self._decided(link, target)
                self.referring[target] = better
                if better == NONE:
                    contested.add(target)

    def _decided(self, link: int, target: int) -> int:
        """Of two links to one record that which fits; ``NONE`` where that cannot be told."""
        other = self.referring[target]
        fit, other_fits = self._fit(link, target), self._fit(other, target)
        if fit >= other_fits:
            self._take_away(self._second(other))
        if fit <= other_fits:
            self._take_away(self._second(link))
        if fit == other_fits:
            return NONE
        return max((fit, link), (other_fits, other))[1]

    def _fit(self, link: int, target: int) -> tuple[bool, bool]:
        """Whether a link fits by the ranks, and whether it does by the order of the tree."""
        source, kind = divmod(link, 2)
        next_below = self.nested and kind == BELOW and target == source + 1
        return self.fits(source, kind, target), next_below

    def _second(self, link: int) -> Wrong:
        """A link that leads where another does."""
        source, kind = divmod(link, 2)
        return Wrong(source, kind, self.said(source, kind), "record-referenced-twice")

    def said(self, source: int, kind: int) -> int:
        """What an offset of a record says."""
        item = self.items[source]
        return item.below if kind == BELOW else item.following

    def fits(self, source: int, kind: int, target: int) -> bool:
        """Whether a record may be where a link of another leads, by their ranks."""
        rank, wanted = self.ranks[target], self.ranks[source]
        return UNKNOWN in {rank, wanted} or rank == wanted + kind

    def _take_away(self, wrong: Wrong) -> None:
        self.ahead[wrong.kind][wrong.source] = NONE
        self.wrong.append(wrong)

    def _take_nearest(self) -> None:
        """Offsets that miss a record by a few bytes mean it, where nothing else refers to it."""
        for place, wrong in enumerate(self.wrong):
            target = self._nearest(wrong.stated) if wrong.code == "offset-dangling" else NONE
            if target in {NONE, wrong.source} or self.referring[target] != NONE:
                continue
            if self.fits(wrong.source, wrong.kind, target):
                self.join(place, target)

    def _nearest(self, stated: int) -> int:
        """The record that an offset misses by a few bytes only."""
        at = bisect_left(self.offsets, stated)
        near = [one for one in (at - 1, at) if 0 <= one < len(self.offsets)]
        found = min(near, key=lambda one: abs(self.offsets[one] - stated), default=NONE)
        close = found != NONE and abs(self.offsets[found] - stated) <= _NEAR
        return found if close else NONE

    def join(self, place: int, target: int) -> None:
        """Let a wrong link lead to a record to which nothing else refers."""
        wrong = self.wrong[place]
        self.ahead[wrong.kind][wrong.source] = target
        self.referring[target] = 2 * wrong.source + wrong.kind

    def is_open(self, place: int) -> bool:
        """Whether a wrong link leads nowhere yet."""
        wrong = self.wrong[place]
        return self.ahead[wrong.kind][wrong.source] == NONE

    def forget(self) -> None:
        """Take it that no link says anything."""
        count = len(self.items)
        self.ahead = ([NONE] * count, [NONE] * count)
        self.referring = [NONE] * count
        self.wrong = []

    def cut(self, target: int) -> None:
        """Take away the link that leads to a record."""
        self._take_away(self._second(self.referring[target]))
        self.referring[target] = NONE

    def heads(self) -> list[int]:
        """Records to which no link leads, in file order."""
        return [index for index, link in enumerate(self.referring) if link == NONE]
