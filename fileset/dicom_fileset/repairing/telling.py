"""What a repair did with each record, as rows and as Findings."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from ..findings import finding
from ..model import Finding, Where
from ..report import RepairAction, RepairedRecord
from .before import Before
from .planning import Planned
from .renewal import before_and_after
from .tree import Stood, Tree

_NOTHING_LOST: Final = frozenset({"file-id-shared", "duplicate"})
"""Why a record is left out, where another says the same."""


class Told(NamedTuple):
    """A row of the report for each record, what was mended, and what remains to be done."""

    records: tuple[RepairedRecord, ...]
    mended: tuple[Finding, ...]
    left: tuple[Finding, ...]


def told(planned: Planned, tree: Tree) -> Told:
    """Every record of the new directory, and every one of the old that is not in it."""
    rows: list[RepairedRecord] = []
    mended: list[Finding] = []
    left: list[Finding] = []
    stood: set[int] = set()
    for one in tree.stood():
        row, found = _of_stood(one, planned, tree)
        rows.append(row)
        mended += found
        stood.add(one.number)
    for index in sorted(planned.staying & stood):
        message = f"It stays, and has no instance: {planned.claims.unmet[index].message}"
        where = Where("DICOMDIR", record=planned.before[index].record.record_type)
        left.append(finding("record-kept-without-file", message, where))
    for old in planned.before:
        if old.number not in stood:
            found_out, lost = _of_left_out(old, planned)
            rows.append(_row("left out", old, found_out.message))
            (left if lost else mended).append(found_out)
    return Told(tuple(rows), tuple(mended), tuple(left))


def _of_stood(one: Stood, planned: Planned, tree: Tree) -> tuple[RepairedRecord, list[Finding]]:
    name = one.node.record_type
    decision = one.decision
    where = Where(decision.instance.path if decision else "DICOMDIR", record=name)
    file_id = decision.file_id if decision else ()
    uid = decision.instance.sop_instance_uid if decision else ""
    if one.number < 0:
        message = "The file had no record." if decision else "Its instances need it."
        found = [finding("record-added", message, where)] if decision else []
        return RepairedRecord("added", name, file_id, uid, message), found
    old = planned.before[one.number]
    if one.reasons:
        first, *others = one.reasons
        message = f"{first} (and {len(others)} more)" if others else first
        before, after = before_and_after(name, old.record.body, one.node.body)
        found = [finding("record-made-anew", message, where, before=before, after=after)]
        row = RepairedRecord("made anew", name, file_id, uid, message, before, after)
        return row, found
    if one.above is not tree.node_of(old.parent):
        message = "It stood elsewhere than its file says."
        return _row("moved", old, message), [finding("record-moved", message, where)]
    return _row("kept", old, ""), []


def _of_left_out(old: Before, planned: Planned) -> tuple[Finding, bool]:
    """Why a record is left out, and whether that is a loss."""
    name = old.record.record_type
    why = next(_reasons(old, planned), None)
    if why is not None:
        code = "record-superseded" if why.code in _NOTHING_LOST else "record-dropped"
        where = Where(why.where.path, record=name, tag=why.where.tag)
        return finding(code, why.message, where), code == "record-dropped"
    where = Where("DICOMDIR", record=name)
    if old.kind == "group":
        message = "No file belongs below it, or another record has its key."
        return finding("record-superseded", message, where), False
    message = "Its file could not be copied." if old.reference else "It refers to no file."
    return finding("record-dropped", message, where), True


def _reasons(old: Before, planned: Planned) -> Iterator[Finding]:
    if old.number in planned.claims.unmet:
        yield planned.claims.unmet[old.number]
    instance = planned.claims.instance_of.get(old.number)
    if instance is not None:
        yield from planned.excluded.get(instance.path, ())


def _row(action: RepairAction, old: Before, reason: str) -> RepairedRecord:
    reference = old.reference
    file_id = reference.file_id if reference else ()
    uid = reference.sop_instance_uid if reference else ""
    return RepairedRecord(action, old.record.record_type, file_id, uid, reason)
