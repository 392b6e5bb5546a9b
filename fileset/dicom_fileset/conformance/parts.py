"""Parts of a document: every text in them is plain, and each format makes it harmless."""

import re
from typing import Final, NamedTuple


class Cell(NamedTuple):
    """What stands in a cell, and the numbers of the evidence for it."""

    text: str
    notes: tuple[int, ...] = ()


class Table(NamedTuple):
    """A table with a line of heads, and above it one of groups where there are any.

    Attributes
    ----------
    groups
        Each with the number of columns it stands over.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    groups: tuple[tuple[str, int], ...] = ()

    @property
    def heads(self) -> tuple[str, ...]:
        """One line of heads, where a format has no more: groups before what is below them."""
        over = [name for name, span in self.groups for _ in range(span)]
        pairs = zip(over or [""] * len(self.columns), self.columns, strict=True)
        return tuple(f"{group}: {name}" if group else name for group, name in pairs)


class Chapter(NamedTuple):
    """A heading with what stands below it."""

    heading: str
    paragraphs: tuple[str, ...]
    tables: tuple[Table, ...]


class Note(NamedTuple):
    """Evidence of one SOP Class: its number, its name, and a line a cell."""

    number: int
    name: str
    lines: tuple[str, ...]


_NOT_PRINTED: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+"
)


def printed(text: str) -> str:
    r"""Text without characters that no page, no XML 1.0 and no line of text can hold.

    >>> printed("a\x1b[2J\ufffeb")
    'a [2J b'
    """
    return _NOT_PRINTED.sub(" ", text)


def plain(*texts: str) -> tuple[Cell, ...]:
    """Cells without evidence of their own."""
    return tuple(Cell(text) for text in texts)


def instances(number: int) -> str:
    """A number of instances.

    >>> instances(1), instances(2)
    ('1 instance', '2 instances')
    """
    return f"{number} instance{'' if number == 1 else 's'}"


def span(first: str, last: str) -> str:
    """Days.

    >>> span("2026-11-30", "2026-11-30"), span("2026-11-30", "2026-12-01")
    ('2026-11-30', '2026-11-30 to 2026-12-01')
    """
    return first if first == last else f"{first} to {last}"
