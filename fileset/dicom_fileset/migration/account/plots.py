"""Plots of a report, as SVG text that stands in a page: pure, no script, for light and for dark.

A page that shows them takes :data:`STYLE` into its style sheet.  Each plot has a title and a
description for those who do not see it, and each mark a title with its figure.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

STYLE: Final = """\
:root { --plot-ink: #1a1a1a; --plot-grid: #d0d4da; --plot-1: #00589b; --plot-2: #c45500;
  --plot-3: #00796b; --plot-4: #a3317f; --plot-5: #7a6a00; --plot-6: #5b6470; }
@media (prefers-color-scheme: dark) { :root { --plot-ink: #e8e8e8; --plot-grid: #454b54;
  --plot-1: #6db3f2; --plot-2: #ff9d57; --plot-3: #4fc3b0; --plot-4: #e58cc8; --plot-5: #d4c24a;
  --plot-6: #aab2bd; } }
@media print { :root { --plot-ink: #000; --plot-grid: #bbb; --plot-1: #00589b; --plot-2: #c45500;
  --plot-3: #00796b; --plot-4: #a3317f; --plot-5: #7a6a00; --plot-6: #5b6470; }
  .plot { break-inside: avoid; print-color-adjust: exact; } }
.plot { display: block; width: 100%; max-width: 46rem; height: auto; margin: .8rem 0; }
.plot text { fill: var(--plot-ink); font: 13px sans-serif; }
"""
"""What a page that shows plots needs once."""

_COLOURS: Final = 6
_WIDTH: Final = 720
_LABELS: Final = 210
"""Width of the column of labels of bars."""
_FIGURES: Final = 120
"""Width that is left for a figure behind the longest bar."""
_ROOM: Final = _WIDTH - _LABELS - _FIGURES
_BAR: Final = 18
_STEP: Final = 26
_LETTERS: Final = 30
"""Letters of a label that its column has room for."""

Shown = Callable[[float], str]
"""A number as a person reads it."""


class Bar(NamedTuple):
    """One bar: what it is of, and its parts from left to right."""

    label: str
    parts: tuple[float, ...]


class Line(NamedTuple):
    """One line: what it is of, and its points in order of the first number.

    Where the second number of a point is NaN, the line is broken.
    """

    label: str
    points: tuple[tuple[float, float], ...]


def plain(value: float) -> str:
    """A number as it is, thousands apart.

    >>> plain(12345.0), plain(0.25)
    ('12,345', '0.25')
    """
    return f"{value:,.0f}" if value == round(value) else f"{value:,.3g}"


def bars(
    title: str, description: str, rows: Sequence[tuple[str, float]], shown: Shown = plain
) -> str:
    """Horizontal bars, one for each row, with its figure behind it.

    Parameters
    ----------
    title, description
        For those who cannot see the plot.
    rows
        Label and value, which is not negative.
    shown
        Writes a figure.
    """
    stacked = [Bar(label, (value,)) for label, value in rows]
    return stacked_bars(title, description, (), stacked, shown)


def stacked_bars(
    title: str,
    description: str,
    names: Sequence[str],
    rows: Sequence[Bar],
    shown: Shown = plain,
) -> str:
    """Horizontal bars of several parts, with a legend, and the sum behind each.

    Parameters
    ----------
    title, description
        For those who cannot see the plot.
    names
        Of the parts, as many as each bar has.
    rows
        The bars.
    shown
        Writes a figure.
    """
    most = max((sum(row.parts) for row in rows), default=0.0)
    head = _legend(names)
    top = _STEP if names else 4
    body = [
        part
        for number, row in enumerate(rows)
        for part in _bar(row, names, top + number * _STEP, most, shown)
    ]
    return _svg(title, description, top + len(rows) * _STEP + 4, [*head, *body])


def _bar(row: Bar, names: Sequence[str], top: int, most: float, shown: Shown) -> Iterator[str]:
    middle = top + _BAR - 4
    label = _cut(row.label)
    yield (
        f'<text x="{_LABELS - 8}" y="{middle}" text-anchor="end">{_written(label)}'
        f"{_title(row.label) if label != row.label else ''}</text>"
    )
    left = float(_LABELS)
    for number, value in enumerate(row.parts):
        width = value / most * _ROOM if value > 0 else 0.0
        name = f"{row.label}, {names[number]}" if names else row.label
        if width > 0:
            yield (
                f'<rect x="{left:.1f}" y="{top}" width="{max(width, 0.5):.1f}" height="{_BAR}" '
                f'fill="{_colour(number)}">{_title(f"{name}: {shown(value)}")}</rect>'
            )
        left += width
    yield f'<text x="{left + 6:.1f}" y="{middle}">{_written(shown(sum(row.parts)))}</text>'


def pairs(
    title: str,
    description: str,
    names: tuple[str, str],
    rows: Sequence[tuple[str, float, float]],
    shown: Shown = plain,
) -> str:
    """Two horizontal bars for each row, one below the other, with a legend.

    Parameters
    ----------
    title, description
        For those who cannot see the plot.
    names
        What the upper bars are of, and the lower ones.
    rows
        Label, and the values of its two bars.
    shown
        Writes a figure.
    """
    most = max((max(row[1:]) for row in rows), default=0.0) or 1.0
    scale = (_WIDTH - _LABELS - _FIGURES) / most
    body = [
        part
        for number, row in enumerate(rows)
        for part in _pair(row, names, _STEP + number * 2 * _STEP, scale, shown)
    ]
    return _svg(title, description, _STEP * (1 + 2 * len(rows)) + 4, [*_legend(names), *body])


def _pair(
    row: tuple[str, float, float], names: tuple[str, str], top: int, scale: float, shown: Shown
) -> Iterator[str]:
    label = _cut(row[0])
    yield (
        f'<text x="{_LABELS - 8}" y="{top + _BAR + 5}" text-anchor="end">{_written(label)}'
        f"{_title(row[0]) if label != row[0] else ''}</text>"
    )
    for number, value in enumerate(row[1:]):
        y, width = top + number * (_BAR + 1), max(value, 0.0) * scale
        if width > 0:
            yield (
                f'<rect x="{_LABELS}" y="{y}" width="{max(width, 0.5):.1f}" height="{_BAR}" '
                f'fill="{_colour(number)}">{_title(f"{row[0]}, {names[number]}: {shown(value)}")}'
                "</rect>"
            )
        yield (
            f'<text x="{_LABELS + width + 6:.1f}" y="{y + _BAR - 4}">'
            f"{_written(shown(value))}</text>"
        )


def lines(
    title: str,
    description: str,
    rows: Sequence[Line],
    across: Shown = plain,
    up: Shown = plain,
) -> str:
    """Lines over time, or over anything else that grows.

    Parameters
    ----------
    title, description
        For those who cannot see the plot.
    rows
        The lines; the first colour is the first one's.
    across, up
        Write figures of the first number and of the second one.
    """
    points = [point for row in rows for point in row.points if not math.isnan(point[1])]
    frame = _Frame.around(points)
    head = _legend([row.label for row in rows]) if len(rows) > 1 else []
    grid = [*_across(frame, across), *_up(frame, up)]
    drawn = [
        _path(part, number, frame) for number, row in enumerate(rows) for part in _unbroken(row)
    ]
    return _svg(title, description, _BOTTOM + 30, [*head, *grid, *drawn])


_TOP: Final = 34
_BOTTOM: Final = 250
_LEFT: Final = 90
_RIGHT: Final = _WIDTH - 30


class _Frame(NamedTuple):
    """What the corners of a plot of lines stand for."""

    first: float
    last: float
    most: float

    @classmethod
    def around(cls, points: Sequence[tuple[float, float]]) -> "_Frame":
        across = [x for x, _ in points] or [0.0]
        most = max((y for _, y in points), default=0.0)
        last = max(across)
        return cls(min(across), last if last > min(across) else min(across) + 1, most or 1.0)

    def x(self, value: float) -> float:
        return _LEFT + (value - self.first) / (self.last - self.first) * (_RIGHT - _LEFT)

    def y(self, value: float) -> float:
        return _BOTTOM - max(value, 0.0) / self.most * (_BOTTOM - _TOP)


def _unbroken(row: Line) -> Iterator[Line]:
    """The parts of a line between its breaks."""
    part: list[tuple[float, float]] = []
    for point in (*row.points, (math.nan, math.nan)):
        if not math.isnan(point[1]):
            part.append(point)
        elif part:
            yield Line(row.label, tuple(part))
            part = []


def _path(row: Line, number: int, frame: _Frame) -> str:
    corners = " ".join(f"{frame.x(x):.1f},{frame.y(y):.1f}" for x, y in row.points)
    if len(row.points) == 1:
        x, y = row.points[0]
        return (
            f'<circle cx="{frame.x(x):.1f}" cy="{frame.y(y):.1f}" r="3" '
            f'fill="{_colour(number)}">{_title(row.label)}</circle>'
        )
    return (
        f'<polyline points="{corners}" fill="none" stroke="{_colour(number)}" stroke-width="2" '
        f'stroke-linejoin="round">{_title(row.label)}</polyline>'
    )


def _across(frame: _Frame, shown: Shown) -> Iterator[str]:
    for number in range(5):
        value = frame.first + (frame.last - frame.first) * number / 4
        anchor = ("start", "middle", "middle", "middle", "end")[number]
        yield (
            f'<text x="{frame.x(value):.1f}" y="{_BOTTOM + 20}" text-anchor="{anchor}">'
            f"{_written(shown(value))}</text>"
        )


def _up(frame: _Frame, shown: Shown) -> Iterator[str]:
    for value in steps(frame.most):
        y = frame.y(value)
        yield (
            f'<line x1="{_LEFT}" x2="{_RIGHT}" y1="{y:.1f}" y2="{y:.1f}" '
            'stroke="var(--plot-grid)"/>'
        )
        yield (
            f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">'
            f"{_written(shown(value))}</text>"
        )


def steps(most: float) -> tuple[float, ...]:
    """Round numbers from 0 up to the largest, four to ten of them.

    >>> steps(93.0)
    (0.0, 20.0, 40.0, 60.0, 80.0)
    """
    if not 0 < most < math.inf:
        return (0.0,)
    power = math.floor(math.log10(most / 4))
    step = next(
        digit * 10.0**power for digit in (5, 2, 1) if digit * 10.0**power <= most / 4 or digit == 1
    )
    return tuple(number * step for number in range(int(most / step) + 1))


def _legend(names: Sequence[str]) -> list[str]:
    """Swatches in a row, with what they stand for."""
    drawn, left = [], 8
    for number, name in enumerate(names):
        drawn.append(
            f'<rect x="{left}" y="4" width="12" height="12" fill="{_colour(number)}"/>'
            f'<text x="{left + 18}" y="15">{_written(name)}</text>'
        )
        left += 36 + 8 * len(name)
    return drawn


def _colour(number: int) -> str:
    return f"var(--plot-{number % _COLOURS + 1})"


def _cut(label: str) -> str:
    return label if len(label) <= _LETTERS else f"{label[: _LETTERS - 1]}…"


def _title(text: str) -> str:
    return f"<title>{_written(text)}</title>"


def _written(text: str) -> str:
    """Text as a document of XML holds it, which may have no control characters (XML 1.0, 2.2)."""
    return escape("".join(letter if letter.isprintable() else " " for letter in text))


def _svg(title: str, description: str, height: float, parts: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plot" role="img" '
        f'viewBox="0 0 {_WIDTH} {height:g}">{_title(title)}'
        f"<desc>{_written(description)}</desc>{''.join(parts)}</svg>"
    )
