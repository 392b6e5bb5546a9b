"""What creating or updating did, as text or as JSON."""

from ..outcome import Outcome
from .output import counted, counted_actions, show_findings, show_json, show_skipped, shown_path


def show_change(outcome: Outcome, *, dry_run: bool, as_json: bool) -> int:
    """Show an outcome; its exit status."""
    if as_json:
        show_json(outcome.report())
        return outcome.exit_status
    if dry_run:
        _show_plan(outcome)
    _show_totals(outcome, dry_run=dry_run)
    skipped = outcome.skipped
    show_skipped(skipped)
    shown = {(one.source, one.code) for one in skipped}
    show_findings(one for one in outcome.findings if (one.where.path or "", one.code) not in shown)
    return outcome.exit_status


def _show_plan(outcome: Outcome) -> None:
    for removal in outcome.removed:
        print(f"{'removed':<11} {shown_path(removal.file_id)}")
    for one in outcome.placed:
        print(f"{one.action:<11} {shown_path(one.file_id):<35} {one.instance.path}")


def _show_totals(outcome: Outcome, *, dry_run: bool) -> None:
    if outcome.removed:
        print(f"{outcome.root}: {_are(len(outcome.removed), dry_run=dry_run)} removed")
    if outcome.removed and not outcome.placed:
        return
    branches = {id(one.branch): one.branch for one in outcome.placed if one.branch}.values()
    print(
        f"{outcome.root}: {_are(len(outcome.placed), dry_run=dry_run)} placed"
        f" ({counted(len({one.patient_id for one in branches}), 'patient')},"
        f" {counted(len({one.study_instance_uid for one in branches}), 'study', 'studies')},"
        f" {counted(len({one.series_instance_uid for one in branches}), 'series', 'series')})"
    )
    if outcome.placed:
        print(f"  {counted_actions(one.action for one in outcome.placed)}")


def _are(number: int, *, dry_run: bool) -> str:
    verb = "would be" if dry_run else "is" if number == 1 else "are"
    return f"{counted(number, 'instance')} {verb}"
