"""A statement as CSV (RFC 4180): its tables one below the other, then its evidence."""

import csv
import io

from ...spreadsheet import as_cell
from ..document import document_of
from ..model import Statement
from ..parts import Cell


def csv_of(statement: Statement) -> str:
    """The statement as CSV; evidence stands in brackets behind what it is for.

    Each line begins with the name of its table, so that a spreadsheet can filter by it.
    """
    document = document_of(statement)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    for chapter in document.chapters:
        for table in chapter.tables:
            writer.writerow(map(as_cell, (table.caption, *table.heads)))
            writer.writerows(map(as_cell, (table.caption, *map(_shown, row))) for row in table.rows)
    writer.writerow(("Evidence", "Number", "SOP Class", "Of"))
    writer.writerows(
        map(as_cell, ("Evidence", str(note.number), note.name, line))
        for note in document.notes
        for line in note.lines
    )
    return written.getvalue()


def _shown(cell: Cell) -> str:
    return cell.text + "".join(f" [{number}]" for number in cell.notes)
