"""What creating or updating did, as text or as JSON."""

from collections import defaultdict
from typing import TYPE_CHECKING

from dicom_profiles.names import sop_class_name, syntax_name

from ..outcome import Outcome
from .output import (
    counted,
    counted_actions,
    show_findings,
    show_json,
    show_skipped,
    shown_path,
    sized,
)

if TYPE_CHECKING:
    from ..model import Decision

_MOST_NAMES = 6


def show_change(outcome: Outcome, *, dry_run: bool, as_json: bool) -> int:
    """Show an outcome; its exit status."""
    if as_json:
        show_json(outcome.report())
        return outcome.exit_status
    if dry_run:
        _show_files(outcome)
        show_plan(outcome)
    _show_totals(outcome, dry_run=dry_run)
    if outcome.pages:
        print(f"  with {' and '.join(outcome.pages)} (IHE PDI)")
    _show_naming(outcome)
    skipped = outcome.skipped
    show_skipped(skipped)
    shown = {(one.source, one.code) for one in skipped}
    show_findings(one for one in outcome.findings if (one.where.path or "", one.code) not in shown)
    return outcome.exit_status


def show_plan(outcome: Outcome) -> None:
    """What is to be done, by kinds: SOP Class, from, to, how many, how large before and after."""
    if outcome.terms.profile is None:
        return
    groups: defaultdict[tuple[str, str, str, str, str], list[Decision]] = defaultdict(list)
    for one in outcome.placed:
        key = (
            sop_class_name(one.instance.sop_class_uid),
            syntax_name(one.instance.transfer_syntax_uid),
            syntax_name(one.transfer_syntax_uid),
            one.action,
            one.why,
        )
        groups[key].append(one)
    print(f"plan for {outcome.terms.profile.name}:")
    for (sop_class, before, after, action, why), some in groups.items():
        sizes = f"{sized(sum(x.instance.size for x in some))} -> {sized(sum(x.size for x in some))}"
        how = before if before == after else f"{before} -> {after}"
        print(f"  {len(some):>6} {action:<11} {sop_class}, {how}, {sizes}{why and f': {why}'}")


def _show_naming(outcome: Outcome) -> None:
    """The Standard profiles that the result conforms to, or what stands in the way."""
    named = outcome.naming
    names = named.conforms_to
    if names:
        more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
        print(f"  conforms to {', '.join(names[:_MOST_NAMES])}{more}")
    if named.nearest:
        print(f"  nearest: {named.nearest}; in its way:")
        for one in named.obstacles[:_MOST_NAMES]:
            print(f"  {one.instances:>6} {one.message} [{one.clause}]")


def _show_files(outcome: Outcome) -> None:
    for removal in outcome.removed:
        print(f"{'removed':<11} {shown_path(removal.file_id)}")
    for correction in outcome.corrected:
        keywords = ", ".join(one.keyword for one in correction.changed) or "nothing"
        places = f"{shown_path(correction.was)} -> {shown_path(correction.file_id)}"
        print(f"{'corrected':<11} {places}: {keywords}")
    for one in outcome.placed:
        print(f"{one.action:<11} {shown_path(one.file_id):<35} {one.instance.path}")


def _show_totals(outcome: Outcome, *, dry_run: bool) -> None:
    if outcome.removed:
        print(f"{outcome.root}: {_are(len(outcome.removed), dry_run=dry_run)} removed")
    if outcome.corrected:
        some = counted(len(outcome.corrected), "file")
        verb = "would be" if dry_run else "is" if len(outcome.corrected) == 1 else "are"
        print(f"{outcome.root}: {some} {verb} corrected")
    if (outcome.removed or outcome.corrected) and not outcome.placed:
        return
    if not (outcome.placed or outcome.skipped):
        _show_directory_alone(outcome, dry_run=dry_run)
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


def _show_directory_alone(outcome: Outcome, *, dry_run: bool) -> None:
    """What becomes of the directory, where no file was added or left out."""
    if outcome.changed:
        print(f"{outcome.root}: the directory {'would be' if dry_run else 'is'} written anew")
    else:
        print(f"{outcome.root}: nothing is to be changed")


def _are(number: int, *, dry_run: bool) -> str:
    verb = "would be" if dry_run else "is" if number == 1 else "are"
    return f"{counted(number, 'instance')} {verb}"
