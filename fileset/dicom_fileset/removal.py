"""Records taken out of a directory, with what is below them and what is empty without them."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from .dicomdir.keys import RecordKeys, reference_of
from .errors import UsageError
from .file_ids import FileID
from .findings import finding
from .model import FileSet, Record
from .records.keys import KEYS
from .report import Removal
from .text import decoded, fitting

_OTHER_NAMES: Final = {
    "SOPClassUID": 0x0004_1510,
    "SOPInstanceUID": 0x0004_1511,
    "TransferSyntaxUID": 0x0004_1512,
    "ReferencedFileID": 0x0004_1500,
    "DirectoryRecordType": 0x0004_1430,
}
_GROUPING: Final = frozenset({"PATIENT", "STUDY", "SERIES"})


class Criterion(NamedTuple):
    """A key that a record must have, with a value, to be removed."""

    tag: int
    value: str


class Pruned(NamedTuple):
    """What is left of a directory, and what is gone."""

    records: tuple[Record, ...]
    removals: tuple[Removal, ...]
    files: tuple[FileID, ...]
    """File IDs of what is gone."""
    unmet: tuple[Criterion, ...]
    """Criteria that no record met."""
    inactive: int = 0
    """How many of the records that are gone were inactive, or below one that was."""


def criterion(keyword: str, value: str) -> Criterion:
    """A criterion out of a keyword and a value.

    Raises
    ------
    UsageError
        No directory record has a key of this name.
    """
    if not value:
        message = f"{keyword} is named without a value."
        raise UsageError(finding("bad-criterion", message))
    if keyword in _OTHER_NAMES:
        return Criterion(_OTHER_NAMES[keyword], value.replace("/", "\\"))
    if keyword not in KEYS or KEYS[keyword][1] == "SQ":
        message = f"{keyword!r} is no key by which records can be named."
        raise UsageError(finding("bad-criterion", message))
    return Criterion(KEYS[keyword][0], value)


def pruned(file_set: FileSet, criteria: Sequence[Criterion], *, compact: bool = False) -> Pruned:
    """A directory without the records that meet any of the criteria.

    A PATIENT, STUDY or SERIES record that has nothing below it afterwards goes too.

    Parameters
    ----------
    compact
        Whether inactive records go, with all below them, and grouping records that had nothing
        below them before.
    """
    records = file_set.records
    if not (criteria or compact):
        return Pruned(records, (), (), ())
    inactive = _matching(records, lambda record: compact and not record.in_use)
    gone = _matching(records, lambda record: _meets(record, criteria))
    gone = [one or other for one, other in zip(gone, inactive, strict=True)]
    _add_emptied(records, gone, childless=compact)
    kept = tuple(record for record, away in zip(records, gone, strict=True) if not away)
    removals = []
    for record, away in zip(records, gone, strict=True):
        reference = reference_of(RecordKeys(record.body)) if away else None
        if reference is not None:
            removals.append(Removal(reference.file_id, reference.sop_instance_uid))
    files = {one.file_id for one in removals}
    unmet = tuple(one for one in criteria if not any(_meets(record, (one,)) for record in records))
    return Pruned(kept, tuple(removals), tuple(sorted(files)), unmet, sum(inactive))


def _matching(records: Sequence[Record], meets: Callable[[Record], bool]) -> list[bool]:
    """Which records meet something, or are below one that does."""
    gone = []
    below: int | None = None
    for record in records:
        if below is not None and record.level <= below:
            below = None
        if below is None and meets(record):
            below = record.level
        gone.append(below is not None)
    return gone


def _meets(record: Record, criteria: Sequence[Criterion]) -> bool:
    """Whether a record meets any of them."""
    if not criteria:
        return False
    keys = RecordKeys(record.body)
    return any(_is_met(one, keys) for one in criteria)


def meets_all(record: Record, criteria: Sequence[Criterion]) -> bool:
    """Whether a record meets each of them."""
    keys = RecordKeys(record.body)
    return all(_is_met(one, keys) for one in criteria)


def _is_met(one: Criterion, keys: RecordKeys) -> bool:
    """By the text as a reader shows it, or as it is declared."""
    if not keys.has(one.tag):
        return False
    value, declared = keys.value(one.tag), keys.value(0x0008_0005)
    return one.value in {fitting(value, declared).text, decoded(value, declared)}


def _add_emptied(records: Sequence[Record], gone: list[bool], *, childless: bool) -> None:
    """Mark grouping records that lost all that was below them, from the deepest up.

    With ``childless`` those that had nothing below them, too.
    """
    levels = max((record.level for record in records), default=0) + 2
    had, has = [False] * levels, [False] * levels
    for index in range(len(records) - 1, -1, -1):
        record = records[index]
        level = record.level
        emptied = (had[level + 1] or childless) and not has[level + 1]
        if emptied and record.record_type in _GROUPING:
            gone[index] = True
        had[level + 1] = has[level + 1] = False
        had[level] = True
        has[level] = has[level] or not gone[index]
