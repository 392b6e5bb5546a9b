"""The records of a directory as a repair looks at them: what each is, and what it stands below."""

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from ..dicomdir.keys import RecordKeys, Reference, reference_of
from ..model import Record

GROUPS: Final = {"PATIENT": 0x0010_0020, "STUDY": 0x0020_000D, "SERIES": 0x0020_000E}
"""Record types that stand above instances, in their order, and the key that tells them apart."""

Kind = Literal["group", "filed", "other", "inactive"]
"""``inactive`` is also what stands below an inactive record; ``other`` refers to no file."""


class Before(NamedTuple):
    """A record as it was.

    ``number`` counts from 0; ``parent`` is that of the record above, -1 for one at the root.
    """

    number: int
    record: Record
    parent: int
    kind: Kind
    reference: Reference | None


def records_before(records: Sequence[Record]) -> list[Before]:
    """Each record with what it is, in the order of the tree."""
    path: list[Before] = []
    found = []
    for index, record in enumerate(records):
        del path[record.level :]
        above = path[-1] if path else None
        parent = above.number if above else -1
        reference = reference_of(RecordKeys(record.body))
        one = Before(index, record, parent, _kind(record, above, reference), reference)
        found.append(one)
        path.append(one)
    return found


def _kind(record: Record, above: Before | None, reference: Reference | None) -> Kind:
    if not record.in_use or (above is not None and above.kind == "inactive"):
        return "inactive"
    if record.record_type in GROUPS:
        return "group"
    return "filed" if reference is not None else "other"


def lineage(before: Sequence[Before], one: Before) -> tuple[int, ...]:
    """Indices of the records above one, from the root down."""
    above = []
    parent = one.parent
    while parent >= 0:
        above.append(parent)
        parent = before[parent].parent
    return tuple(reversed(above))
