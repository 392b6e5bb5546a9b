"""A statement as CSV (RFC 4180): its tables one below the other, then its evidence."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from ..document import document_of
from ..model import Statement
from ..parts import Cell, Table

_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_of(statement: Statement) -> str:
    """The statement as CSV; evidence stands in brackets behind what it is for.

    Each line begins with the name of its table, so that a spreadsheet can filter by it.
    """
    document = document_of(statement)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    for chapter in document.chapters:
        for table in chapter.tables:
            writer.writerow(_safe((table.caption, *_heads(table))))
            writer.writerows(_safe((table.caption, *map(_shown, row))) for row in table.rows)
    writer.writerow(("Evidence", "Number", "SOP Class", "Of"))
    writer.writerows(
        _safe(("Evidence", str(note.number), note.name, line))
        for note in document.notes
        for line in note.lines
    )
    return written.getvalue()


def _heads(table: Table) -> Sequence[str]:
    groups = [name for name, span in table.groups for _ in range(span)]
    if not groups:
        return table.columns
    return [f"{group}: {name}" for group, name in zip(groups, table.columns, strict=True)]


def _shown(cell: Cell) -> str:
    return cell.text + "".join(f" [{number}]" for number in cell.notes)


def _safe(texts: Iterable[str]) -> list[str]:
    """Text that no spreadsheet takes for a formula; a lone dash is none."""
    return [
        f"'{text}" if text.startswith(_STARTS_A_FORMULA) and text != "-" else text for text in texts
    ]
