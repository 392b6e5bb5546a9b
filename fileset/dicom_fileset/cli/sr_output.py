"""An SR document as text for people, as lines for spreadsheets, and as JSON."""

import csv
import io
import sys
from collections.abc import Sequence
from typing import Final

from ..sr import SrDocument, rendered
from ..sr.report import sr_report
from ..sr.tables import Table, table
from .output import counted, printable, show_findings, show_json

_SHOWN: Final = {
    "4000": ("position", "finding", "certainty", "certainty_unit", "laterality", "view", "places"),
    "5200": (
        "position",
        "site",
        "mode",
        "measurement",
        "value",
        "unit",
        "derivation",
        "method",
        "selection_status",
    ),
}
"""Columns of a root template's table that a person is shown; --csv has them all."""

_WIDEST: Final = 56


def show_text(document: SrDocument) -> None:
    """The document as text, its table, and what is amiss."""
    for line in rendered(document).splitlines():
        print(printable(line))
    shown = _SHOWN.get(document.template.tid)
    if shown:
        _show_table(table(document), shown)
    show_findings(document.findings)


def _show_table(whole: Table, shown: Sequence[str]) -> None:
    columns = [whole.names.index(name) for name in shown]
    heads = [name.replace("_", " ") for name in shown]
    lines = [heads, *([printable(row[at]) for at in columns] for row in whole.rows)]
    widths = [min(max(map(len, column)), _WIDEST) for column in zip(*lines, strict=True)]
    print(f"{counted(len(whole.rows), 'row')}; --csv has more columns:")
    for line in lines:
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        print("  ".join(padded).rstrip())
    print()


def show_csv(document: SrDocument) -> None:
    """One line a row, after a line of names."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # a spreadsheet must not lose letters
    names, rows = table(document)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)


def show_report(document: SrDocument) -> None:
    """The whole of it as one JSON document."""
    show_json(sr_report(document))
