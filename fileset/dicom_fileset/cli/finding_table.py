"""Codes of Findings and exit statuses, as a table made of the code itself."""

from collections.abc import Sequence

from ..errors import UsageError
from ..exit_statuses import EXIT_STATUSES
from ..findings import CODES, finding
from ..report import CodeRow, ExitStatusRow, FindingsReport
from .output import show_json


def codes_report(codes: Sequence[str]) -> FindingsReport:
    """All codes, or some, and the exit statuses.

    Raises
    ------
    UsageError
        A code is none of ours.
    """
    unknown = [code for code in codes if code not in CODES]
    if unknown:
        message = f"There is no code {unknown[0]!r}."
        raise UsageError(finding("bad-call", message))
    return FindingsReport(
        tuple(CodeRow(code, *CODES[code]) for code in codes or sorted(CODES)),
        tuple(ExitStatusRow(number, text) for number, text in EXIT_STATUSES.items()),
    )


def show_codes(report: FindingsReport, *, statuses: bool, as_json: bool) -> int:
    """Show codes, and exit statuses where these are asked for; the exit status."""
    if as_json:
        show_json(report)
        return 0
    _show(report.codes)
    if statuses:
        print("\nexit status")
        for one in report.exit_statuses:
            print(f"{one.status}  {one.meaning}")
    return 0


def _show(rows: Sequence[CodeRow]) -> None:
    heads = ("code", "severity", "clause", "remedy")
    cells = [heads, *((one.code, one.severity, one.clause, one.remedy) for one in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(3)]
    for line in cells:
        fixed = (f"{cell:<{width}}" for cell, width in zip(line, widths, strict=False))
        print("  ".join((*fixed, line[-1])))
