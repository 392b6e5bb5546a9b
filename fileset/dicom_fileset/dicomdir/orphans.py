"""Where records go that no offset leads to: below a parent, after a sibling, or to the root."""

from collections import Counter

from .hierarchy import (
    NONE,
    UNKNOWN,
    ParentKeys,
    before_of,
    is_nested,
    parents_after,
)
from .holes import Holes
from .links import AT_ROOT, BELOW, FOLLOWING, Links, Placed


def orphans_placed(links: Links, holes: Holes, first_root: int) -> dict[int, Placed]:
    """Where each record goes to which no link leads; a wrong link that can only mean it is mended.

    Parameters
    ----------
    links
        Of all records.
    holes
        Over which their order tells nothing.
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
    by_keys = _by_keys(links, waiting)
    left = [one for one in waiting if one not in by_keys and links.ranks[one] != UNKNOWN]
    placed.update(by_keys)
    if left:
        placed.update(_by_order(links, holes, left))
    return placed


def _by_keys(links: Links, waiting: list[int]) -> dict[int, Placed]:
    """Records that name their parents."""
    keys = ParentKeys(links.items, links.ranks)
    found = ((one, keys.parent_of(links.items[one], links.ranks[one])) for one in waiting)
    return {one: Placed(BELOW, parent) for one, parent in found if parent not in {NONE, one}}


def _by_order(links: Links, holes: Holes, waiting: list[int]) -> dict[int, Placed]:
    """Records of known rank, as the order of all allows to tell."""
    ranks = links.ranks
    if is_nested(ranks, holes.below):
        before = before_of(ranks)
        nested = ((one, before[one]) for one in waiting if before[one] != NONE)
        return {one: _after(links, holes, one, before) for one, before in nested}
    parents = parents_after(ranks)
    if parents is not None:
        known = ((one, Placed(BELOW, parents[one])) for one in waiting if parents[one] != NONE)
        return {
            one: where
            for one, where in known
            if not (holes.parts(one, where.beside) or holes.deny(where))
        }
    return {} if holes else _Unordered(links).placed(waiting)


def _after(links: Links, holes: Holes, one: int, before: int) -> Placed:
    """Where a record goes by the one of its rank or a lower one that is the last before it."""
    if holes.parts(before, one):
        return holes.placed(one, before)
    same = links.ranks[before] == links.ranks[one]
    where = Placed(FOLLOWING if same else BELOW, before)
    return AT_ROOT if holes.deny(where) else where


class _Unordered:
    """Records of each level lie together, or anyhow: what can be told is told, and no more."""

    def __init__(self, links: Links) -> None:
        ranks = self._ranks = links.ranks
        self._in_rank = [[i for i, rank in enumerate(ranks) if rank == one] for one in range(4)]
        below = links.ahead[BELOW]
        self._childless = [
            {one for one in some if below[one] == NONE or not links.fits(one, BELOW, below[one])}
            for some in self._in_rank
        ]
        self._before: dict[int, int] = {}
        for some in self._in_rank:
            self._before.update(zip(some[1:], some, strict=False))
        self._broken_off = {
            wrong.source
            for place, wrong in enumerate(links.wrong)
            if wrong.kind == FOLLOWING and links.is_open(place)
        }

    def placed(self, waiting: list[int]) -> dict[int, Placed]:
        """Where records go of which that can be told: what the one leaves may tell of the other."""
        placed: dict[int, Placed] = {}
        for tell in (self._only_parent, self._only_childless, self._broken_link) * 2:
            heads = Counter(self._ranks[one] for one in waiting)
            for one in waiting:
                where = tell(one, heads[self._ranks[one]])
                if where.beside != NONE:
                    placed[one] = where
                    self._childless[self._ranks[one] - 1].discard(where.beside)
            waiting = [one for one in waiting if one not in placed]
        placed.update((one, self._beside_another(one)) for one in waiting)
        return placed

    def _only_parent(self, one: int, _: int) -> Placed:
        above = self._in_rank[self._ranks[one] - 1]
        return Placed(BELOW, above[0]) if len(above) == 1 else AT_ROOT

    def _only_childless(self, one: int, heads: int) -> Placed:
        childless = self._childless[self._ranks[one] - 1]
        only = heads == len(childless) == 1
        return Placed(BELOW, next(iter(childless))) if only else AT_ROOT

    def _broken_link(self, one: int, _: int) -> Placed:
        before = self._before.get(one, NONE)
        return Placed(FOLLOWING, before) if before in self._broken_off else AT_ROOT

    def _beside_another(self, one: int) -> Placed:
        """After the one before it: where every parent has its children, it is no first of any."""
        before = self._before.get(one, NONE)
        return AT_ROOT if self._childless[self._ranks[one] - 1] else Placed(FOLLOWING, before)
