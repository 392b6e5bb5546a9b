"""What an archive was found to be before it is migrated, as text, as JSON or as a page."""

from ..errors import UsageError
from ..findings import finding
from ..migration.account.figures import moment_shown, share_shown, size_shown, time_shown
from ..migration.assessing.assessment import Assessment, Part
from ..migration.assessing.page import assessment_html
from ..model import Where
from .output import printable, show_json


def write_page(assessment: Assessment, path: str) -> None:
    """Write the assessment as a page.

    Raises
    ------
    UsageError
        There is no writing there.
    """
    try:
        with open(path, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(assessment_html(assessment))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        where = Where(path=path)
        raise UsageError(finding("bad-call", f"It cannot be written: {reason}.", where)) from error


def show_assessment(assessment: Assessment, *, as_json: bool) -> int:
    """Show an assessment; its exit status: 1 where something needs care."""
    care = bool(assessment.damaged or assessment.not_listed or assessment.conflicts)
    if as_json:
        show_json(assessment)
        return int(care)
    print(
        f"{assessment.files:,} files ({size_shown(assessment.bytes)}): {assessment.instances:,} "
        f"instances, {assessment.series:,} series, {assessment.studies:,} studies, "
        f"{assessment.patients:,} patients"
    )
    _show_parts("by modality", assessment.modalities)
    _show_parts("by transfer syntax", assessment.transfer_syntaxes)
    _show_parts("damaged", assessment.damaged)
    _show_parts("no instances", assessment.left)
    _show_parts("could not be taken stock of", assessment.not_listed)
    _show_care(assessment)
    _show_plan(assessment)
    _show_forecast(assessment)
    return int(care)


def _show_parts(what: str, parts: tuple[Part, ...]) -> None:
    if parts:
        print(f"{what}:")
    for one in parts:
        print(printable(f"  {one.files:>9,}  {one.name} ({size_shown(one.bytes)})"))


def _show_care(assessment: Assessment) -> None:
    if repeats := assessment.repeats.files:
        others = assessment.repeats.other_size
        print(f"{repeats:,} files repeat a SOP Instance UID, {others:,} of another size")
    for one in assessment.conflicts:
        print(printable(f"{one.what}: {one.number:,} ({one.files:,} files)"))
        for uid in one.examples:
            print(printable(f"  {uid}"))


def _show_plan(assessment: Assessment) -> None:
    print("what the policy does:")
    for one in assessment.planned:
        way = one.source if one.action in {"kept", "refused"} else f"{one.source} -> {one.target}"
        why = f": {one.reason}" if one.reason else ""
        print(printable(f"  {one.files:>9,}  {one.action} {way}{why} ({size_shown(one.bytes)})"))
    for trouble in assessment.forecast.trouble:
        print(f"  about {trouble.files:,} of them {trouble.outcome} [{trouble.code}]")


def _show_forecast(assessment: Assessment) -> None:
    it = assessment.forecast
    print(
        f"bytes: {size_shown(it.bytes_in)} now, {size_shown(it.bytes_out)} after, give or take "
        f"{share_shown(2 * it.bytes_error)}"
    )
    hours = f", working {it.window} only" if it.window else ""
    print(
        f"time: {time_shown(it.seconds)} of work by {it.jobs} processes, give or take "
        f"{share_shown(2 * it.seconds_error)}; begun now it ends {moment_shown(it.end)}{hours}"
    )
    print(f"told by {it.files_tried:,} files that were migrated for a trial, and removed again")
