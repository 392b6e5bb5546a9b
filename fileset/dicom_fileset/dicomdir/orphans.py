"""Where records go that no offset leads to: below a parent, after a sibling, or to the root."""

from collections import Counter
from collections.abc import Callable
from typing import Final, NamedTuple

from .hierarchy import (
    NONE,
    UNKNOWN,
    ParentKeys,
    before_of,
    is_nested,
    parents_after,
)
from .links import BELOW, FOLLOWING, Links


class Placed(NamedTuple):
    """That a record goes ``FOLLOWING`` another, or first ``BELOW`` it; ``NONE``: to the root."""

    kind: int
    beside: int


AT_ROOT: Final = Placed(FOLLOWING, NONE)


def orphans_placed(links: Links, first_root: int) -> dict[int, Placed]:
    """Where each record goes to which no link leads; a wrong link that can only mean it is mended.

    Parameters
    ----------
    links
        Of all records.
    first_root
        The record that is stated to be the first of the root entity; it goes there.
    """
    heads = links.heads()
    waiting = [one for one in heads if links.ranks[one] and one != first_root]
    open_links = [place for place in range(len(links.wrong)) if links.is_open(place)]
    if len(waiting) == len(open_links) == 1:
        wrong = links.wrong[open_links[0]]
        if links.fits(wrong.source, wrong.kind, waiting[0]) and wrong.source != waiting[0]:
            links.join(open_links[0], waiting[0])
            heads.remove(waiting[0])
            waiting = []
    placed = dict.fromkeys(heads, AT_ROOT)
    if waiting:
        place = _how(links, waiting)
        placed.update((one, place(one)) for one in waiting)
    return placed


def _how(links: Links, waiting: list[int]) -> Callable[[int], Placed]:
    """The way that the order of the records allows."""
    keys = ParentKeys(links.items, links.ranks)
    by_order = _by_order(links, waiting)

    def place(one: int) -> Placed:
        parent = keys.parent_of(links.items[one], links.ranks[one])
        if parent not in {NONE, one}:
            return Placed(BELOW, parent)
        return by_order(one) if links.ranks[one] != UNKNOWN else AT_ROOT

    return place


def _by_order(links: Links, waiting: list[int]) -> Callable[[int], Placed]:
    ranks = links.ranks
    if is_nested(ranks, links.ahead[BELOW]):
        before = before_of(ranks)

        def nested(one: int) -> Placed:
            other = before[one]
            if other == NONE:
                return AT_ROOT
            return Placed(FOLLOWING if ranks[other] == ranks[one] else BELOW, other)

        return nested
    parents = parents_after(ranks)
    if parents is not None:
        return lambda one: Placed(BELOW, parents[one]) if parents[one] != NONE else AT_ROOT
    return _Unordered(links, waiting).place


class _Unordered:
    """Records of each level lie together, or anyhow: what can be told is told, and no more."""

    def __init__(self, links: Links, waiting: list[int]) -> None:
        ranks = self._ranks = links.ranks
        self._heads = Counter(ranks[one] for one in waiting)
        self._in_rank = [[i for i, rank in enumerate(ranks) if rank == one] for one in range(4)]
        self._childless = [
            [one for one in some if links.ahead[BELOW][one] == NONE] for some in self._in_rank
        ]
        self._before: dict[int, int] = {}
        for some in self._in_rank:
            self._before.update(zip(some[1:], some, strict=False))
        self._broken_off = {
            wrong.source
            for place, wrong in enumerate(links.wrong)
            if wrong.kind == FOLLOWING and links.is_open(place)
        }

    def place(self, one: int) -> Placed:
        """Where one record goes."""
        rank = self._ranks[one]
        above, childless = self._in_rank[rank - 1], self._childless[rank - 1]
        if len(above) == 1:
            return Placed(BELOW, above[0])
        before = self._before.get(one, NONE)
        if before in self._broken_off:
            return Placed(FOLLOWING, before)
        if len(childless) == 1 and self._heads[rank] == 1:
            return Placed(BELOW, childless[0])
        if before != NONE and not childless:
            return Placed(FOLLOWING, before)
        return AT_ROOT
