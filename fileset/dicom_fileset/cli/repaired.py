"""What a repair did, as text or as JSON."""

from collections import Counter

from ..report import RepairReport
from .output import counted, counted_actions, printable, show_findings, show_json, shown_path

_MOST_ROWS = 50


def show_repair(report: RepairReport, *, dry_run: bool, as_json: bool) -> int:
    """Show a report; its exit status."""
    if as_json:
        show_json(report)
        return report.exit_status
    if not report.changed:
        print(f"{report.root}: nothing to repair in {counted(len(report.records), 'record')}")
        show_findings(report.findings)
        return report.exit_status
    _show_records(report)
    show_findings((*report.mended, *report.findings))
    place = report.output or report.root
    would = "would be " if dry_run else ""
    actions = counted_actions(one.action for one in report.records) or "no records"
    print(f"{place}: records {would}{actions}")
    if report.backup:
        print(f"{place}: the old DICOMDIR is {report.backup}")
    return report.exit_status


def _show_records(report: RepairReport) -> None:
    """A line for each record that is not as it was."""
    shown: Counter[str] = Counter()
    for one in report.records:
        if one.action == "kept":
            continue
        shown[one.action] += 1
        if shown[one.action] > _MOST_ROWS:
            continue
        line = f"{one.action:<10} {one.record_type:<12} {shown_path(one.file_id):<35} {one.reason}"
        print(printable(line.rstrip()))
    for action, number in shown.items():
        if number > _MOST_ROWS:
            print(f"{action:<10} ... and {number - _MOST_ROWS} more; --json lists them all")
