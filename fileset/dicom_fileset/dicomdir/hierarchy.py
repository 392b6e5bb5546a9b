"""Where records belong by their types and their order: what is left where no offset tells it.

Ranks are the levels of PS3.3 Figure F.4-1: a patient 0, a study 1, a series 2, what a series holds
3; what has its place at the root alone has 0, too.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from ..records.types import RECORD_TYPES, ROOT, RecordType
from .items import Item
from .keys import RecordKeys

UNKNOWN: Final = -1
NONE: Final = -1
"""No record, where the index of one is asked."""
_LEAF: Final = 3
_OF_GROUPING: Final = {"PATIENT": 0, "STUDY": 1, "SERIES": 2}
_FILE_ID: Final = b"\x04\0\x00\x15"
_DEEPEST: Final = 3


def _rank_of(row: RecordType) -> int:
    if row.name in _OF_GROUPING:
        return _OF_GROUPING[row.name]
    if "SERIES" in row.parents:
        return _LEAF
    return 0 if row.parents == (ROOT,) else UNKNOWN


_RANKS: Final = {name: _rank_of(row) for name, row in RECORD_TYPES.items() if name != "PRIVATE"}


def ranks_of(items: Sequence[Item], below: Sequence[int]) -> list[int]:
    """The rank of each record: by its type, by what stands below it, by whether it has a file."""
    known = _RANKS.get
    ranks = [known(item.record_type, UNKNOWN) for item in items]
    for index, rank in enumerate(ranks):
        if rank == UNKNOWN:
            ranks[index] = _rank_by_content(index, items, below, ranks)
    return ranks


def _rank_by_content(
    index: int, items: Sequence[Item], below: Sequence[int], ranks: Sequence[int]
) -> int:
    one = index
    for steps in range(1, _DEEPEST + 1):
        one = below[one]
        if one == NONE:
            break
        if ranks[one] != UNKNOWN:
            return max(ranks[one] - steps, UNKNOWN)
    has_file = _FILE_ID in items[index].body and below[index] == NONE
    return _LEAF if has_file and items[index].record_type != "PRIVATE" else UNKNOWN


def is_nested(ranks: Sequence[int], below: Sequence[int]) -> bool:
    """Whether records lie in the order of the tree: each before what stands below it.

    Offsets that hold say so; where none does, it is so when each patient, study and series is
    followed by what belongs below it, be it that a level is missing.
    """
    confirmed = against = 0
    for index, rank in enumerate(ranks):
        if not 0 <= rank < _LEAF:
            continue
        followed = _is_above(ranks, index)
        if below[index] == index + 1:
            confirmed += 1
        elif below[index] != NONE:
            against += 1 if followed else _BELONGS_ELSEWHERE
        elif rank:
            against += not followed
    return confirmed > against or not against


_BELONGS_ELSEWHERE: Final = 3
"""What one weighs that has something below it, and nothing of that after it: a patient and a study
are before what is below them in other orders, too."""


def _is_above(ranks: Sequence[int], index: int) -> bool:
    return index + 1 < len(ranks) and ranks[index + 1] > ranks[index]


def before_of(ranks: Sequence[int]) -> list[int]:
    """For each record the nearest before it of the same rank or a lower one: sibling or parent."""
    return _nearest_before(ranks, 1)


def parents_after(ranks: Sequence[int]) -> list[int] | None:
    """The parent of each record where children lie before it; ``None`` where they do not."""
    mirrored = ranks[::-1]
    if len(set(ranks)) == 1 or not is_nested(mirrored, [NONE] * len(ranks)):
        return None
    last = len(ranks) - 1
    return [NONE if one == NONE else last - one for one in _nearest_before(mirrored, 0)][::-1]


def _nearest_before(ranks: Sequence[int], same: int) -> list[int]:
    """For each record the nearest before it of a lower rank, or with ``same`` of its own."""
    latest = [NONE] * (_LEAF + 1)
    nearest = []
    for index, rank in enumerate(ranks):
        nearest.append(max(latest[: rank + same], default=NONE) if rank > 0 else NONE)
        if rank >= 0:
            latest[rank] = index
    return nearest


class ParentKeys:
    """Parents by what identifies them, for records that name theirs."""

    def __init__(self, items: Sequence[Item], ranks: Sequence[int]) -> None:
        self._known: dict[tuple[int, bytes], int] = {}
        for index, item in enumerate(items):
            if 0 <= ranks[index] < _LEAF:
                value = RecordKeys(item.body).value(_IDENTIFYING[ranks[index]])
                key = ranks[index], value
                self._known[key] = NONE if key in self._known else index

    def parent_of(self, item: Item, rank: int) -> int:
        """The one parent whose identifier stands in this record, too."""
        if rank < 1:
            return NONE
        value = RecordKeys(item.body).value(_IDENTIFYING[rank - 1])
        return self._known.get((rank - 1, value), NONE) if value else NONE


_IDENTIFYING: Final[Mapping[int, int]] = {0: 0x0010_0020, 1: 0x0020_000D, 2: 0x0020_000E}
