"""Follows the offsets of a directory from the root, and says where they do not hold.

One goes with a record of where one has been: a cycle ends, a dangling offset ends its chain, and
no depth of nesting costs more than a place in a list (PS3.3 F.3.2.2).
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from ..findings import finding
from ..limits import LIMITS, Limits
from ..model import IN_USE, Finding, Record, Where
from ..records.types import RECORD_TYPES, RETIRED_RECORD_TYPES, ROOT
from .items import Item
from .telling import Telling

FIRST_ROOT: Final = 0x0004_1200
LAST_ROOT: Final = 0x0004_1202
CONSISTENCY: Final = 0x0004_1212

Table = Mapping[int, Item]


class Followed(NamedTuple):
    """What following the offsets gave.

    Attributes
    ----------
    records
        In the order of the tree.
    reached
        Their offsets.
    last_root
        Offset of the last record of the root entity; 0 where there is none.
    findings
        Where the offsets do not hold.
    flat
        Whether records that belong below others stand beside them, all in the root entity.
    """

    records: list[Record]
    reached: set[int]
    last_root: int
    findings: list[Finding]
    flat: bool

    @property
    def holds(self) -> bool:
        """Whether every offset led to a record of its own."""
        return not (self.findings or self.flat)


def followed(table: Table, numbers: Mapping[int, int], limits: Limits = LIMITS) -> Followed:
    """Follow the offsets from the first root record on (PS3.3 F.3.2.2)."""
    findings, deepest = Telling(limits.findings), limits.levels
    first = _first_root(table, numbers, findings)
    records: list[Record] = []
    reached: set[int] = set()
    last_root = 0
    nested = False
    open_entities = [(first, 0)]
    while open_entities:
        offset, level = open_entities.pop()
        while offset:
            item = table.get(offset)
            if item is None or offset in reached or level > deepest:
                findings.append(_broken_link(offset, item, level, deepest))
                break
            reached.add(offset)
            records.append(item.record(level))
            last_root = last_root if level else offset
            if item.below:
                nested = True
                if item.following:
                    open_entities.append((item.following, level))
                offset, level = item.below, level + 1
            else:
                offset = item.following
    flat = not nested and _are_of_several_levels({one.record_type for one in records})
    return Followed(records, reached, last_root, findings.all(), flat)


def _are_of_several_levels(types: set[str]) -> bool:
    """Whether there are records for others to stand below, and others that cannot but do so."""
    below = (RECORD_TYPES[one] for one in types if one in RECORD_TYPES)
    return not types.isdisjoint(_GROUPING) and any(ROOT not in row.parents for row in below)


_GROUPING: Final = frozenset({"PATIENT", "STUDY", "SERIES"})


def _first_root(table: Table, numbers: Mapping[int, int], findings: Telling) -> int:
    first = numbers.get(FIRST_ROOT)
    if first is None and table:
        first = min(table)
        message = f"No offset of the first root record: the first record at byte {first} is taken."
        findings.append(
            finding("root-offset-wrong", message, at(first, "(0004,1200)"), after=str(first))
        )
    return first or 0


def number_findings(numbers: Mapping[int, int], last_root: int) -> list[Finding]:
    """What is wrong with the offset of the last root record, and the consistency flag."""
    findings = []
    stated = numbers.get(LAST_ROOT, 0)
    if stated != last_root:
        message = f"The last root record is stated at byte {stated}, and is at {last_root}."
        where = at(stated, "(0004,1202)")
        found = finding(
            "last-root-offset-wrong", message, where, before=str(stated), after=str(last_root)
        )
        findings.append(found)
    if numbers.get(CONSISTENCY, 0):
        message = f"File-set Consistency Flag is {numbers[CONSISTENCY]:04X}H."
        findings.append(finding("consistency-flag", message, at(None, "(0004,1212)")))
    return findings


def at(offset: int | None, tag: str | None = None, record: str | None = None) -> Where:
    """Where in a DICOMDIR."""
    return Where(path="DICOMDIR", offset=offset, record=record, tag=tag)


def _broken_link(offset: int, item: Item | None, level: int, deepest: int) -> Finding:
    if item is None:
        message = f"An offset says {offset}, where no record is; its chain ends there."
        return finding("offset-dangling", message, at(offset))
    if level > deepest:
        message = f"Records are nested deeper than {deepest} levels at byte {offset}."
        return finding("nested-too-deep", message, at(offset))
    message = f"The record at byte {offset} is reached a second time; the chain ends there."
    return finding("record-referenced-twice", message, at(offset, record=item.record_type))


def about_record(code: str, offset: int, item: Item) -> Finding:
    """A Finding about one record, with the sentence that belongs to its code."""
    message = _SENTENCES[code].format(type=item.record_type or "unnamed", flag=item.in_use)
    return finding(code, message, at(offset, record=item.record_type))


_SENTENCES: Final = {
    "record-unreachable": "A record of type {type} is reached by no offset.",
    "record-inactive": "A record of type {type} is marked inactive.",
    "record-in-use-flag": "A record of type {type} has an in-use flag of {flag:04X}H.",
    "record-type-unknown": "A record has the type {type}, which no edition defines.",
    "record-type-retired": "A record has the retired type {type}.",
}


def item_findings(offset: int, item: Item) -> list[Finding]:
    """What is wrong with one record by itself."""
    findings = [
        finding(
            "record-element-missing", f"{name} is missing.", at(offset, record=item.record_type)
        )
        for name in item.missing
    ]
    if item.in_use == 0:
        findings.append(about_record("record-inactive", offset, item))
    elif item.in_use != IN_USE:
        findings.append(about_record("record-in-use-flag", offset, item))
    if item.record_type in RETIRED_RECORD_TYPES:
        findings.append(about_record("record-type-retired", offset, item))
    elif item.record_type not in RECORD_TYPES:
        findings.append(about_record("record-type-unknown", offset, item))
    return findings
