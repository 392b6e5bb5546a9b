"""What is on a medium, and what was imported from it, as text or as JSON."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from ..executables.kind import KINDS
from ..gate.verdict import IDENTITY_HEADINGS, shown_date
from ..importing.contents import Patient, Study
from ..importing.model import Outcome, Row
from ..importing.report import ImportReport, Overview
from .output import counted, printable, show_findings, show_json, sized

_MOST_PATHS: Final = 20
"""Files of one outcome that are printed for a person; the manifest has all."""
_MOST_STUDIES: Final = 50

_HEADS: Final[dict[Outcome, str]] = {
    "unreadable": "cannot be read",
    "damaged": "cannot be understood",
    "missing": "listed by the directory, and not there",
    "refused": "refused",
    "skipped": "skipped, since the archive has another content of the same UID",
    "kept beside": "kept beside another content of the same UID",
    "planned": "would be imported",
    "unselected": "not asked for",
}
"""Outcomes that are told, in their order, and what is said of such files."""
_UNTOLD: Final[frozenset[Outcome]] = frozenset({"imported", "linked", "left"})
"""Outcomes of files of which only their Findings are told."""


def show_overview(overview: Overview) -> None:
    """What is on a medium, before anything is copied."""
    by = "its directory lists" if overview.listed else "without a directory,"
    listed = counted(overview.listed, "instance") if overview.listed else ""
    files = counted(overview.files, "file")
    print(
        printable(
            f"{overview.medium}: {files}, {sized(overview.size)}; {by} {listed}".rstrip(" ,;")
        )
    )
    for patient in overview.patients:
        _show_patient(patient)


def show_identities(overview: Overview) -> None:
    """Who is on a medium and what conflicts, before anything is copied."""
    if len(overview.identities) > 1 or overview.verdict:
        _show_table([IDENTITY_HEADINGS, *overview.identities])
    show_findings(overview.findings)
    if overview.verdict:
        print(f"the expected person: {overview.verdict}")


def _show_patient(patient: Patient) -> None:
    born = f", born {shown_date(patient.birth_date)}" if patient.birth_date else ""
    sex = f", {patient.sex}" if patient.sex else ""
    print(printable(f"  {patient.name or '(no name)'} [{patient.patient_id}]{born}{sex}"))
    for study in patient.studies[:_MOST_STUDIES]:
        print(printable(f"    {_study(study)}"))
    if len(patient.studies) > _MOST_STUDIES:
        print(f"    ... and {len(patient.studies) - _MOST_STUDIES} more studies")


def _study(study: Study) -> str:
    said = (shown_date(study.date), "/".join(study.modalities), study.description)
    counts = f"{study.series} series, {counted(study.instances, 'instance')}"
    return f"{' '.join(filter(None, said)) or study.study_instance_uid}: {counts}"


def _show_table(rows: Sequence[Sequence[str]]) -> None:
    """Rows in columns; those that are empty but for their heading are left out."""
    columns = [[printable(cell) for cell in column] for column in zip(*rows, strict=True)]
    columns = [column for column in columns if any(column[1:])]
    widths = [max(map(len, column)) for column in columns]
    for row in zip(*columns, strict=True):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print(f"  {'  '.join(cells).rstrip()}")


def show_import(report: ImportReport, *, as_json: bool) -> int:
    """Show what was imported; the exit status."""
    if as_json:
        show_json(report)
        return _status(report)
    by_outcome: defaultdict[Outcome, list[Row]] = defaultdict(list)
    for row in report.files:
        by_outcome[row.outcome].append(row)
    for outcome, said in _HEADS.items():
        if by_outcome[outcome]:
            _show_files(by_outcome[outcome], said)
    if linked := report.outcomes.get("linked", 0):
        print(f"not copied again, since the archive has them already: {counted(linked, 'file')}")
    if report.left:
        _show_left(report.left)
    show_findings(one for row in report.files for one in row.findings if row.outcome in _UNTOLD)
    told = frozenset(report.overview.findings if report.overview else ())
    show_findings(one for one in report.findings if one not in told)
    if report.manifest:
        print(printable(f"manifest: {report.manifest}"))
    print(report.sentence)
    return _status(report)


def _show_left(left: dict[str, int]) -> None:
    """What was left on the medium, by kind; what could be run is named first."""
    print("left on the medium:")
    for kind in sorted(left, key=lambda one: (not KINDS[one].executable, one)):
        executable, words = KINDS[kind]
        print(f"  {words}: {left[kind]}{', not copied, not run' if executable else ''}")


def _show_files(rows: Sequence[Row], said: str) -> None:
    print(f"{said} ({counted(len(rows), 'file')}):")
    for row in rows[:_MOST_PATHS]:
        print(printable(f"  {row.path}{_why(row)}"))
    if len(rows) > _MOST_PATHS:
        print(f"  ... and {len(rows) - _MOST_PATHS} more; the manifest lists them all")


def _why(row: Row) -> str:
    where = f" -> {row.archived}" if row.archived else ""
    kind = f" ({row.kind})" if row.kind else ""
    words = " ".join(f"{one.message} [{one.code}]" for one in row.findings)
    return f"{where}{kind}{': ' if words else ''}{words}"


def _status(report: ImportReport) -> int:
    """0 all done, 1 done with problems that were listed, 4 stopped part-way."""
    if not report.complete:
        return 4
    told = (*report.findings, *(one for row in report.files for one in row.findings))
    return int(any(one.severity != "note" for one in told))
