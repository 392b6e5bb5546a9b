"""A statement as Markdown: pipe tables, and evidence as footnotes (GitHub's dialect)."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ..diff import Change, Difference
from ..document import document_of
from ..model import Statement
from ..parts import Cell, Note, Table, printed

_SPECIAL: Final = re.compile(
    r"([\\`*{}\[\]<>#|~$]|&(?=[#a-zA-Z])|(?<![a-zA-Z0-9])_|_(?![a-zA-Z0-9]))"
)


def markdown(statement: Statement) -> str:
    """The statement as Markdown."""
    document = document_of(statement)
    lines = [f"# {escaped(document.title)}", ""]
    lines += [line for text in document.about for line in (escaped(text), "")]
    for chapter in document.chapters:
        lines += [f"## {escaped(chapter.heading)}", ""]
        lines += [line for text in chapter.paragraphs for line in (escaped(text), "")]
        for table in chapter.tables:
            lines += [*_table(table), ""]
    if document.notes:
        lines += ["## Evidence", ""]
    for note in document.notes:
        lines += [*_note(note), ""]
    return "\n".join(lines).rstrip() + "\n"


def escaped(text: str) -> str:
    r"""Text that means itself inside of a line of Markdown, in a cell of a table, too.

    >>> escaped("a|b <c>\n_d_")
    'a\\|b \\<c\\> \\_d\\_'
    """
    return _SPECIAL.sub(r"\\\1", printed(text))


def _table(table: Table) -> Iterator[str]:
    yield f"**{escaped(table.caption)}**"
    yield ""
    yield _line(map(escaped, table.heads))
    yield _line("---" for _ in table.columns)
    for row in table.rows:
        yield _line(map(_cell, row))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    return escaped(cell.text) + "".join(f"[^{number}]" for number in cell.notes)


def _note(note: Note) -> Iterator[str]:
    yield f"[^{note.number}]: {escaped(note.name)}."
    for line in note.lines:
        yield f"    - {escaped(line)}"


def markdown_of_difference(found: Difference) -> str:
    """What a release gained and lost, as Markdown."""
    lines = [f"# {escaped(found.old_software)} to {escaped(found.new_software)}", ""]
    for heading, changes in (("Gained", found.gained), ("Lost", found.lost)):
        lines += [f"## {heading}", ""]
        lines += [_change(one) for one in changes] or ["Nothing."]
        lines += [""]
    return "\n".join(lines).rstrip() + "\n"


def _change(one: Change) -> str:
    named = f"{one.name} ({one.subject})" if one.name else one.subject
    return f"- {escaped(one.table)}: {escaped(named)}: {escaped(one.what)}"
