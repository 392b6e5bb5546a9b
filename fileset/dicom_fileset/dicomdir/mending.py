"""A directory whose offsets do not hold: every record that is there, once, where it belongs.

First it is asked whether all offsets are off alike; then each is held against the records, and
what no offset leads to goes where types and order say.  What cannot be told stands at the root.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from ..findings import finding
from ..limits import Limits
from ..model import Finding, Record
from .follow import FIRST_ROOT, LAST_ROOT, Table, at, followed, number_findings
from .hierarchy import NONE, is_nested
from .holes import Holes, outside
from .links import AT_ROOT, BELOW, Links, Placed
from .orphans import orphans_placed
from .shifts import Alignment, Shift, aligned
from .telling import Telling
from .tree import Tree

_GROUPING: Final = frozenset({0, 1, 2})


def mended(
    table: Table, numbers: Mapping[int, int], holes: AbstractSet[int], limits: Limits
) -> tuple[list[Record], list[Finding]]:
    """All records of a table in the order of the tree, and what was mended for it.

    Parameters
    ----------
    table
        Records by offset, ascending.
    numbers
        The offsets of the root entity, as stated.
    holes
        Offsets of records before which bytes lie that could not be understood.
    limits
        How deep records stand, and how much is told, at most.
    """
    alignment = aligned(outside(holes, _stated(table, numbers), list(table)), list(table))
    findings = [_shifted(one, alignment) for one in alignment.shifts]
    whole = _whole_by_shift(table, numbers, alignment, limits)
    if whole is not None:
        records, last_root = whole
    else:
        links = Links(table, alignment.real)
        mending = _Mending(links, numbers, alignment, holes, Telling(limits.findings))
        records = mending.records(limits.levels)
        findings += mending.findings()
        last_root = mending.last_root
    stated = numbers.get(LAST_ROOT, 0)
    meant = alignment.real.get(stated, stated) if alignment.shifts else stated
    return records, findings + number_findings({**numbers, LAST_ROOT: meant}, last_root)


def _stated(table: Table, numbers: Mapping[int, int]) -> list[int]:
    stated = {item.following for item in table.values()}
    stated.update([item.below for item in table.values()])
    stated.add(numbers.get(FIRST_ROOT, 0))
    stated.discard(0)
    return sorted(stated)


def _whole_by_shift(
    table: Table, numbers: Mapping[int, int], alignment: Alignment, limits: Limits
) -> tuple[list[Record], int] | None:
    """The records, and the offset of the last at the root, where shifts explain everything."""
    if not alignment.shifts or len(alignment.real) != len(table):
        return None
    by_stated = {stated: table[real] for stated, real in alignment.real.items()}
    found = followed(by_stated, numbers, limits)
    if not found.holds or len(found.reached) != len(table):
        return None
    return found.records, alignment.real.get(found.last_root, 0)


def _shifted(shift: Shift, alignment: Alignment) -> Finding:
    message = (
        f"{shift.number} offsets from {shift.start} on are off by up to {-shift.delta:+} bytes."
    )
    before, after = str(shift.start), str(alignment.real[shift.start])
    return finding("offsets-shifted", message, at(shift.start), before=before, after=after)


class _Mending:
    """One directory being mended.

    Attributes
    ----------
    last_root
        Offset of the last record of the root entity.
    """

    def __init__(
        self,
        links: Links,
        numbers: Mapping[int, int],
        alignment: Alignment,
        holes: AbstractSet[int],
        told: Telling,
    ) -> None:
        self._told = told
        self.last_root = 0
        self._links = links
        self._stated = numbers.get(FIRST_ROOT)
        self._first = links.index_at(alignment.real.get(self._stated or 0, 0))
        self._holes = Holes(links, holes, self._first, exact=not alignment.shifts)
        below = self._holes.below
        several = len(set(links.ranks)) > 1 and not _GROUPING.isdisjoint(links.ranks)
        self._flat = several and max(below) == NONE and is_nested(links.ranks, below)
        if self._flat:
            links.forget()
            self._holes = Holes(links, holes, NONE, exact=False)

    def findings(self) -> list[Finding]:
        """What was done."""
        return self._told.all()

    def records(self, deepest: int) -> list[Record]:
        """Every record once, in the order of the tree."""
        links, first = self._links, self._first
        placed = orphans_placed(links, self._holes, NONE if self._flat else first)
        tree = Tree(links, placed)
        roots = [one for one, where in placed.items() if where == AT_ROOT]
        for one in sorted(roots, key=lambda one: one != first):
            tree.grow(one)
        self._grow_cut(tree, placed, [first] if first != NONE else ())
        self._grow_cut(tree, placed, range(len(links.items)))
        self._tell_root(tree.order[0][0])
        self._tell_links()
        self._tell_orphans(placed, tree.order[0][0])
        if tree.deepest > deepest:
            message = f"Records are nested {tree.deepest} levels deep."
            before, after = f"level {tree.deepest}", f"level {deepest}"
            told = finding("nested-too-deep", message, at(None), before=before, after=after)
            self._told.append(told)
        last = next(index for index, level in reversed(tree.order) if not level)
        self.last_root = links.offsets[last]
        return [links.items[one].record(min(level, deepest)) for one, level in tree.order]

    def _grow_cut(self, tree: Tree, placed: dict[int, Placed], some: Iterable[int]) -> None:
        """Records that only refer to each other, in circles: each circle is cut, at the root."""
        for one in some:
            if one not in tree.grown:
                if self._links.referring[one] != NONE:
                    self._links.cut(one)
                placed[one] = AT_ROOT
                tree.grow(one)

    def _tell_root(self, first: int) -> None:
        if first == self._first and self._stated is not None:
            return
        stated, offset = self._stated, self._links.offsets[first]
        said = "No offset of the first root record" if stated is None else f"It is said at {stated}"
        message = f"{said}: the record at byte {offset} is taken for the first of the root."
        where = at(offset, "(0004,1200)")
        before = "" if stated is None else str(stated)
        told = finding("root-offset-wrong", message, where, before=before, after=str(offset))
        self._told.append(told)

    def _tell_links(self) -> None:
        links = self._links
        for one in links.wrong:
            target = links.ahead[one.kind][one.source]
            after = "none" if target == NONE else str(links.offsets[target])
            message = _SENTENCES[one.code].format(_OFFSETS[one.kind], one.stated)
            where = at(links.offsets[one.source], _TAGS[one.kind], self._type(one.source))
            told = finding(one.code, message, where, before=str(one.stated), after=after)
            self._told.append(told)

    def _tell_orphans(self, placed: Mapping[int, Placed], first: int) -> None:
        if self._flat:
            message = "All records stand at the root; types and order tell what is below what."
            before, after = "all at the root", "below the record before it of the level above"
            told = finding("hierarchy-inferred", message, at(None), before=before, after=after)
            self._told.append(told)
            if not self._holes:
                return
        for one, where in placed.items():
            if one != first and (where == AT_ROOT or not self._flat):
                message = f"A record of type {self._type(one)} is reached by no offset."
                place = at(self._links.offsets[one], record=self._type(one))
                after = self._shown(where)
                told = finding("record-unreachable", message, place, before="none", after=after)
                self._told.append(told)

    def _shown(self, placed: Placed) -> str:
        if placed == AT_ROOT:
            return "at the root"
        how = "below" if placed.kind == BELOW else "after"
        beside = self._type(placed.beside)
        return f"{how} the {beside} record at byte {self._links.offsets[placed.beside]}"

    def _type(self, index: int) -> str:
        return self._links.items[index].record_type or "unnamed"


_TAGS: Final = ("(0004,1400)", "(0004,1420)")
_OFFSETS: Final = ("next record", "first record below")
_SENTENCES: Final = {
    "offset-dangling": "The offset of the {} says {}, where no record is.",
    "record-referenced-twice": "The offset of the {} says {}, where another leads already.",
}
