"""Codes of Findings and exit statuses, as a table made of the code itself."""

from collections.abc import Sequence

from ..errors import UsageError
from ..exit_statuses import EXIT_STATUSES
from ..findings import CODES, finding
from ..report import CodeRow, ExitStatusRow, FindingsReport
from .output import show_json


def show_codes(codes: Sequence[str], *, as_json: bool) -> int:
    """Show all codes, or some; the exit status.

    Raises
    ------
    UsageError
        A code is none of ours.
    """
    unknown = [code for code in codes if code not in CODES]
    if unknown:
        message = f"There is no code {unknown[0]!r}."
        raise UsageError(finding("bad-call", message))
    rows = tuple(CodeRow(code, *CODES[code]) for code in codes or sorted(CODES))
    statuses = tuple(ExitStatusRow(number, text) for number, text in EXIT_STATUSES.items())
    if as_json:
        show_json(FindingsReport(rows, statuses))
        return 0
    _show(rows)
    if not codes:
        print("\nexit status")
        for one in statuses:
            print(f"{one.status}  {one.meaning}")
    return 0


def _show(rows: Sequence[CodeRow]) -> None:
    heads = ("code", "severity", "clause", "remedy")
    cells = [heads, *((one.code, one.severity, one.clause, one.remedy) for one in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(3)]
    for line in cells:
        fixed = (f"{cell:<{width}}" for cell, width in zip(line, widths, strict=False))
        print("  ".join((*fixed, line[-1])))
