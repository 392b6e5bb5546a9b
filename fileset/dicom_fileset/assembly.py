"""Decisions made into records of a directory."""

from collections.abc import Iterable

from .directory import Directory
from .model import Decision, Finding
from .records.complete import completed, leaf_stand_ins, stands_as_it_is
from .records.make import file_reference, record_body
from .records.values import UNKNOWN_DATE


def add_records(directory: Directory, decisions: Iterable[Decision]) -> list[Finding]:
    """Put the record of each instance where it goes; what had to be made up for it."""
    findings: list[Finding] = []
    for decision in decisions:
        findings += _add_record(directory, decision)
    return findings


def _add_record(directory: Directory, decision: Decision) -> tuple[Finding, ...]:
    body, findings = body_of(directory, decision)
    directory.add(decision.branch, decision.record_type, body)
    return findings


def body_of(directory: Directory, decision: Decision) -> tuple[bytes, tuple[Finding, ...]]:
    """The body of an instance's record, and what had to be made up for it."""
    instance, branch, record_type = decision.instance, decision.branch, decision.record_type
    values: tuple[bytes, ...] = instance.keys
    findings: tuple[Finding, ...] = ()
    if not stands_as_it_is(record_type, values):
        ordinal = directory.count_in_series(branch) + 1 if branch else 1
        date = branch.study_date if branch else UNKNOWN_DATE
        stand_ins = leaf_stand_ins(instance, ordinal, date)
        values, findings = completed(record_type, values, stand_ins, instance.path)
    reference = file_reference(instance, decision.file_id, decision.transfer_syntax_uid)
    character_set = instance.parents.character_set
    body = record_body(record_type, values, character_set, reference, directory.table)
    return body, findings
