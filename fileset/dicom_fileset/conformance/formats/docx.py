"""A statement as a document of Word (ISO/IEC 29500), which is what vendors edit.

The only file that knows python-docx, of the extra ``docx``.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from ...errors import UsageError
from ...findings import finding
from ..document import Document, document_of
from ..model import Statement
from ..parts import Cell, Note, Table, printed

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.shared import Length
    from docx.table import Table as WordTable
    from docx.table import _Cell as WordCell
    from docx.text.paragraph import Paragraph

_POINTS: Final = 8
_FONT: Final = "Arial"
_MARGIN_MM: Final = 15
_A4_MM: Final = (297, 210)
_MOST: Final = 40
"""Letters that a column is made for, of a text that has several words."""
_ROOM, _EDGES = 1.1, 6
"""Of a word that must not be broken, in letters, and of the edges of a cell."""
_FIRST_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
"""Of ZIP files, and of documents without evidence."""


def docx_of(statement: Statement) -> bytes:
    """The statement as a document, A4 on its side.

    Raises
    ------
    UsageError
        python-docx is not installed.
    """
    try:
        import docx  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        message = 'It needs python-docx: pip install "dicom-fileset[docx]".'
        raise UsageError(finding("statement-docx", message)) from error
    word = docx.Document()
    document = document_of(statement)
    _lay_out(word, document, statement)
    _write(word, document)
    saved = io.BytesIO()
    word.save(saved)
    return _undated(saved.getvalue())


def _lay_out(word: "Word", document: Document, statement: Statement) -> None:
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415
    from docx.styles.style import ParagraphStyle  # noqa: PLC0415

    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Mm(side) for side in _A4_MM)
    section.left_margin = section.right_margin = Mm(_MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)
    normal = word.styles["Normal"]
    if isinstance(normal, ParagraphStyle):
        normal.font.name = _FONT
        normal.font.size = Pt(_POINTS + 2)
    properties = word.core_properties
    properties.title = printed(document.title)[:255]
    properties.author = printed(statement.vendor or statement.software)[:255]
    properties.comments = ""
    properties.created = properties.modified = _day(statement.last)


def _day(text: str) -> datetime:
    """The day of the last evidence: a document has no other, and no ledger is taken at its word."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return datetime(*_FIRST_MOMENT, tzinfo=UTC)


def _write(word: "Word", document: Document) -> None:
    word.add_heading(printed(document.title), level=0)
    for text in document.about:
        word.add_paragraph(printed(text))
    for chapter in document.chapters:
        word.add_heading(printed(chapter.heading), level=1)
        for text in chapter.paragraphs:
            word.add_paragraph(printed(text))
        for table in chapter.tables:
            _add_table(word, table)
    if document.notes:
        word.add_heading("Evidence", level=1)
    for note in document.notes:
        _add_note(word, note)


def _add_table(word: "Word", table: Table) -> None:
    caption = word.add_paragraph()
    caption.add_run(printed(table.caption)).bold = True
    caption.paragraph_format.keep_with_next = True
    heads = 1 + bool(table.groups)
    made = word.add_table(rows=heads + len(table.rows), cols=len(table.columns))
    made.style = "Table Grid"
    lines = [row.cells for row in made.rows]
    _widen(made, lines, _widths(table))
    if table.groups:
        _add_groups(lines[0], table.groups)
    names = tuple(Cell(name) for name in table.columns)
    for line, row in zip(lines[heads - 1 :], (names, *table.rows), strict=True):
        for cell, content in zip(line, row, strict=True):
            _fill(cell, content, bold=row is names)
    for number, one in enumerate(made.rows):
        properties = one._tr.get_or_add_trPr()  # noqa: SLF001 - it has no other name
        _mark(properties, "w:cantSplit")
        if number < heads:
            _mark(properties, "w:tblHeader")
    word.add_paragraph()


def _widen(
    made: "WordTable", lines: Sequence[Sequence["WordCell"]], widths: Sequence["Length"]
) -> None:
    made.autofit = False
    for place, width in enumerate(widths):
        made.columns[place].width = width  # what LibreOffice reads
        for line in lines:
            line[place].width = width  # what Word reads


def _widths(table: Table) -> list["Length"]:
    """Widths of the columns: a word is never broken, and a long text takes lines."""
    from docx.shared import Mm  # noqa: PLC0415

    weights = [
        max(map(_weight, (name, *(line[place].text for line in table.rows))))
        for place, name in enumerate(table.columns)
    ]
    return [Mm((_A4_MM[0] - 2 * _MARGIN_MM) * one / sum(weights)) for one in weights]


def _weight(text: str) -> float:
    return max(min(len(text), _MOST), _ROOM * max(map(len, text.split()), default=0)) + _EDGES


def _add_groups(line: Sequence["WordCell"], groups: Sequence[tuple[str, int]]) -> None:
    at = 0
    for name, span in groups:
        first, last = line[at], line[at + span - 1]
        at += span
        _fill(first.merge(last) if span > 1 else first, Cell(name), bold=True)


def _fill(cell: "WordCell", content: Cell, *, bold: bool = False) -> None:
    from docx.shared import Pt  # noqa: PLC0415

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(printed(content.text))
    run.font.size = Pt(_POINTS)
    run.bold = bold or None
    for number in content.notes:
        _link(paragraph, number)


def _link(paragraph: "Paragraph", number: int) -> None:
    """A raised number that leads to its evidence."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    run = paragraph.add_run(f"[{number}]")
    run.font.superscript = True
    run.font.size = Pt(_POINTS)
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), f"evidence_{number}")
    link.append(run._r)  # noqa: SLF001 - python-docx makes no links of its own
    paragraph._p.append(link)  # noqa: SLF001


def _add_note(word: "Word", note: Note) -> None:
    from docx.shared import Pt  # noqa: PLC0415

    head = word.add_paragraph()
    start, end = (_mark(head._p, f"w:bookmark{edge}") for edge in ("Start", "End"))  # noqa: SLF001
    for edge in (start, end):
        edge.set(_qualified("w:id"), str(note.number))
    start.set(_qualified("w:name"), f"evidence_{note.number}")
    head.add_run(printed(f"[{note.number}] {note.name}")).bold = True
    head.paragraph_format.keep_with_next = True
    head.paragraph_format.space_after = Pt(0)
    for line in note.lines:
        item = word.add_paragraph(style="List Bullet")
        item.add_run(printed(line)).font.size = Pt(_POINTS)
        item.paragraph_format.space_after = Pt(0)


def _mark(parent: "BaseOxmlElement", name: str) -> "BaseOxmlElement":
    """A new element of WordprocessingML as the last child of another."""
    from docx.oxml import OxmlElement  # noqa: PLC0415

    made = OxmlElement(name)
    parent.append(made)
    return made


def _qualified(name: str) -> str:
    from docx.oxml.ns import qn  # noqa: PLC0415

    return qn(name)


def _undated(document: bytes) -> bytes:
    """The same parts with one date, so that the same statement gives the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _FIRST_MOMENT)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return made.getvalue()
