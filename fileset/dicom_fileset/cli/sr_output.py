"""An SR document as text for people, as lines for spreadsheets, and as JSON."""

import csv
import io
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from ..spreadsheet import as_cell
from ..sr import SrDocument
from ..sr.performing import reported, shown, taken_out
from ..sr.tables import Table
from .output import counted, printable, show_findings, show_json
from .saying import say

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


Print = Callable[[], None]


def as_text(document: SrDocument) -> Print:
    """What prints the document as text, its table, and what is amiss."""
    text, told = shown(document)
    whole, more = taken_out(document)
    columns = _SHOWN.get(document.template.tid)

    def show() -> None:
        for line in text.splitlines():
            print(printable(line))
        if columns:
            _show_table(whole, columns)
        show_findings((*document.findings, *told, *more))

    return show


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


def as_csv(document: SrDocument) -> Print:
    """What prints one line a row, after a line of names."""
    whole, told = taken_out(document)

    def show() -> None:
        _show_csv(whole)
        for one in told:
            say(f"dicom-fileset: {one.message}")

    return show


def _show_csv(whole: Table) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # a spreadsheet must not lose letters
    names, rows = whole
    cell = _printable_cell if sys.stdout.isatty() else as_cell
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(map(cell, row) for row in rows)


def _printable_cell(text: str) -> str:
    return printable(as_cell(text))


def as_report(document: SrDocument) -> Print:
    """What prints the whole of it as one JSON document."""
    return partial(show_json, reported(document))
