"""What a migration came to, as text or as JSON."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from dicom_codecs.registry import TRANSFER_SYNTAXES

from ..migration.account.figures import OUTCOMES_TOLD
from ..migration.report import Listed, MigrationReport, OutcomeCount
from .output import counted, printable, show_findings, show_json, sized

_MOST_OF_A_REASON: Final = 20


def show_migration(report: MigrationReport, *, as_json: bool) -> int:
    """Show what a migration came to; its exit status."""
    if as_json:
        show_json(report)
        return report.exit_status
    for listed in _by_reason(report.listed).values():
        _show_listed(listed)
    if report.more:
        print(f"... and {report.more} more files; --report lists them all")
    _show_outcomes(report)
    show_findings(report.findings)
    print(printable(f"journal: {report.journal}"))
    print(_sentence(report))
    return report.exit_status


def _show_outcomes(report: MigrationReport) -> None:
    for line in outcome_lines(report.outcomes):
        print(line)
    for pair in report.syntaxes:
        if pair.syntax_in != pair.syntax_out:
            print(
                f"  {pair.files:>9,}  {_name(pair.syntax_in)} -> {_name(pair.syntax_out)}: "
                f"{sized(pair.bytes_in)} before, {sized(pair.bytes_out)} after"
            )


def outcome_lines(outcomes: Iterable[OutcomeCount], *, by_reason: bool = False) -> list[str]:
    """What came of how many files, in the order in which a person reads it."""
    rows: defaultdict[str, list[OutcomeCount]] = defaultdict(list)
    for one in outcomes:
        rows[one.outcome].append(one)
    lines = []
    for outcome in (*OUTCOMES_TOLD, *sorted(rows.keys() - OUTCOMES_TOLD.keys())):
        if some := rows.get(outcome):
            files, size = sum(one.files for one in some), sum(one.bytes_in for one in some)
            lines.append(f"  {files:>9,}  {OUTCOMES_TOLD.get(outcome, outcome)} ({sized(size)})")
            reasons = [one for one in some if one.code] if by_reason else []
            lines += [f"  {'':>9}    {one.files:,} {one.code}" for one in reasons]
    return lines


def _name(uid: str) -> str:
    row = TRANSFER_SYNTAXES.get(uid)
    return row.keyword if row else printable(uid)


def _by_reason(listed: tuple[Listed, ...]) -> dict[tuple[str, str], list[Listed]]:
    by_reason: defaultdict[tuple[str, str], list[Listed]] = defaultdict(list)
    for one in listed:
        by_reason[one.outcome, one.code].append(one)
    return by_reason


def _show_listed(listed: list[Listed]) -> None:
    first = listed[0]
    print(f"{first.outcome} [{first.code}] ({counted(len(listed), 'file')}):")
    for one in listed[:_MOST_OF_A_REASON]:
        print(printable(f"  {one.path}: {one.reason}"))
    if len(listed) > _MOST_OF_A_REASON:
        print(f"  ... and {len(listed) - _MOST_OF_A_REASON} more")


def _sentence(report: MigrationReport) -> str:
    if report.dry_run:
        return "Nothing was written."
    before, after = report.before, report.after
    counts = (
        f"{after.patients:,} of {before.patients:,} patients, {after.studies:,} of "
        f"{before.studies:,} studies, {after.series:,} of {before.series:,} series, "
        f"{after.instances:,} of {before.instances:,} instances are at {report.destination}."
    )
    if report.stopped:
        counts += " It is not done: run the same command with --resume to go on."
    return printable(counts)
