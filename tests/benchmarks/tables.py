"""What a benchmark found: figures side by side, as values, as Markdown and as JSON."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One side of a comparison; ``instances`` is how many it dealt with."""

    who: str
    value: float
    unit: str
    instances: int

    def __str__(self) -> str:
        return f"{rounded(self.value)} {self.unit}"


@dataclass(frozen=True)
class Row:
    """Two figures and their ratio.

    Attributes
    ----------
    peer
        ``None`` where the peer was not run.
    ratio
        Of the two values, the way that ``words`` reads.
    headline
        Whether the row belongs into the summary.
    """

    what: str
    ours: Figure
    peer: Figure | None = None
    ratio: float | None = None
    words: str = ""
    headline: bool = False


@dataclass(frozen=True)
class Table:
    """All that one benchmark found."""

    name: str
    title: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def faster(what: str, ours: Figure, peer: Figure | None, *, headline: bool = False) -> Row:
    """A row whose ratio says how many times as fast we are."""
    ratio = peer.value / ours.value if peer else None
    return Row(what, ours, peer, ratio, "as fast", headline)


def share(what: str, ours: Figure, base: Figure, words: str, *, headline: bool = False) -> Row:
    """A row whose ratio says how much of a base our figure is."""
    return Row(what, ours, base, ours.value / base.value, words, headline)


def rounded(value: float) -> str:
    """Three figures, which is more than any of these measurements is worth.

    >>> rounded(0.012345), rounded(1.0), rounded(12.345), rounded(51234.5)
    ('0.0123', '1.00', '12.3', '51,234')
    """
    if value >= 100:
        return f"{value:,.0f}"
    shown = f"{value:#.3g}"
    return shown if "e" not in shown else f"{value:.6f}"


def markdown(table: Table) -> str:
    """One table, with its title and notes."""
    notes = "\n".join(f"- {note}" for note in table.notes)
    lines = [f"### {table.title}", "", _grid(table.rows)]
    return "\n".join(lines + (["", notes] if notes else []))


def summary(tables: Sequence[Table], machine: str) -> str:
    """The headlines of all benchmarks, for a README."""
    rows = [row for table in tables for row in table.rows if row.headline]
    return "\n".join([_grid(rows), "", machine])


def _grid(rows: Iterable[Row]) -> str:
    cells = [("what", "ours", "peer", "ratio")]
    cells += [_cells(row) for row in rows]
    widths = [max(len(line[column]) for line in cells) for column in range(4)]
    lines = [_line(line, widths) for line in cells]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "| " + " | ".join(padded) + " |"


def _cells(row: Row) -> tuple[str, str, str, str]:
    peer = f"{row.peer} ({row.peer.who})" if row.peer else "not run"
    if row.peer is None and row.words == "":
        peer = ""
    ratio = f"{rounded(row.ratio)} x {row.words}" if row.ratio is not None else ""
    return row.what, str(row.ours), peer, ratio
