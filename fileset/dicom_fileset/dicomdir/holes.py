"""Places where records were lost: over such a place their order tells nothing.

What lay there may have been a record of any level, and what follows may belong below it.  All that
is known of it is which offsets lead there: each names the level of what was lost.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from ..records.types import RECORD_TYPES
from .hierarchy import NONE, UNKNOWN
from .links import AT_ROOT, BELOW, FOLLOWING, Links, Placed


def outside(after: AbstractSet[int], stated: list[int], offsets: Sequence[int]) -> list[int]:
    """Offsets without those that lead into a hole: what was there is lost, no offset is off.

    Parameters
    ----------
    after
        Offsets of records before which bytes lie that could not be understood.
    stated, offsets
        What is said, and where records are; ascending.
    """
    if not after:
        return stated
    ahead = [*offsets, max(after)]
    places = ((one, bisect_left(offsets, one)) for one in stated)
    return [one for one, place in places if ahead[place] == one or ahead[place] not in after]


class _Led(NamedTuple):
    """An offset that leads to what was lost: where, of which level, and what goes on after it."""

    offset: int
    rank: int
    onwards: Placed


class Holes:
    """The holes of one directory.

    Parameters
    ----------
    links
        Of all records.
    after
        Offsets of records before which bytes lie that could not be understood.
    first
        The first record of the root; ``NONE`` where that was lost, or is not told.
    exact
        Whether offsets that lead to no record are to be taken as they are: none is off by a shift.

    Attributes
    ----------
    below
        The first record below each, by index; where that was lost, the one after its hole.
    """

    def __init__(self, links: Links, after: AbstractSet[int], first: int, *, exact: bool) -> None:
        self._links = links
        self._nameless = [
            rank == UNKNOWN and item.record_type not in RECORD_TYPES
            for rank, item in zip(links.ranks, links.items, strict=True)
        ]
        self._count: list[int] = []
        count = 0
        for offset, nameless in zip(links.offsets, self._nameless, strict=True):
            count += offset in after
            self._count.append(count)
            count += nameless
        self._any = count > 0
        self._telling = any(one != NONE for one in links.referring)
        self.below = list(links.ahead[BELOW])
        self._led: defaultdict[int, list[_Led]] = defaultdict(list)
        self._broken_off: set[Placed] = set()
        self._lost = {0} if first == NONE else set[int]()
        if self._any and exact:
            self._take_led(after)

    def _take_led(self, after: AbstractSet[int]) -> None:
        """Note what leads to what was lost, and of which ranks that was."""
        ahead = [*self._links.offsets, -1]
        for led in sorted(self._leading()):
            self._lost.add(led.rank)
            place = bisect_left(ahead, led.offset, hi=len(ahead) - 1)
            if ahead[place] in after or ahead[place] == led.offset:
                self._led[led.rank].append(led)
                self._broken_off.add(led.onwards)
                if led.onwards.kind == BELOW:
                    self.below[led.onwards.beside] = place

    def __bool__(self) -> bool:
        """Whether there is any."""
        return self._any

    def parts(self, one: int, other: int) -> bool:
        """Whether one lies between two records."""
        return self._count[one] != self._count[other]

    def deny(self, where: Placed) -> bool:
        """Whether the record beside which an orphan would go says that it belongs elsewhere.

        It does where its offset leads to another or to what was lost; with an offset of zero, too,
        unless none leads anywhere.
        """
        if not self._any:
            return False
        links, (kind, beside) = self._links, where
        if links.ahead[kind][beside] != NONE or where in self._broken_off:
            return True
        return self._telling and not links.said(beside, kind)

    def placed(self, one: int, before: int) -> Placed:
        """Where a record goes that a hole parts from the one before it.

        Where one offset leads into the hole to a record of its level, and none to a higher one,
        all that was lost there followed that record or stood below it: so does this one.  Where
        nothing says so it stands at the root.
        """
        rank, offsets = self._links.ranks[one], self._links.offsets
        if any(lost < rank for lost in self._lost):
            return AT_ROOT
        here = self._led[rank]
        start = bisect_right(here, offsets[before], key=lambda led: led.offset)
        end = bisect_right(here, offsets[one], key=lambda led: led.offset)
        return here[start].onwards if end - start == 1 else AT_ROOT

    def _leading(self) -> Iterator[_Led]:
        links = self._links
        for place, wrong in enumerate(links.wrong):
            if links.is_open(place) and wrong.code == "offset-dangling":
                rank = self._rank_ahead(wrong.source, wrong.kind)
                yield _Led(wrong.stated, rank, Placed(wrong.kind, wrong.source))
        for one, nameless in enumerate(self._nameless):
            if nameless and links.referring[one] >= 0:
                rank = self._rank_ahead(*divmod(links.referring[one], 2))
                yield _Led(links.offsets[one], rank, Placed(FOLLOWING, one))

    def _rank_ahead(self, source: int, kind: int) -> int:
        """The rank of what the link of a record leads to."""
        rank = self._links.ranks[source]
        return rank if rank == UNKNOWN else rank + kind
