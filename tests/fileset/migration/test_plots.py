"""Plots are documents of XML, as wide as their figures say, and tell them to who sees nothing."""

import math
from xml.etree import ElementTree as ET

import pytest
from dicom_fileset.migration.account.plots import STYLE, Bar, Line, bars, lines, stacked_bars, steps
from hypothesis import given, settings
from hypothesis import strategies as st

SVG = "{http://www.w3.org/2000/svg}"
LABELS = st.text(max_size=60)
VALUES = st.floats(0, 1e15, allow_nan=False)


def drawn_of(plot: str) -> ET.Element:
    return ET.fromstring(plot)  # noqa: S314 - we have made it


def marks(drawn: ET.Element, kind: str) -> list[ET.Element]:
    """Marks that stand for figures: those that have a title."""
    return [one for one in drawn.iter(f"{SVG}{kind}") if one.find(f"{SVG}title") is not None]


@settings(deadline=None)
@given(LABELS, LABELS, st.lists(st.tuples(LABELS, VALUES), max_size=12))
def test_bars_are_as_long_as_they_say(
    title: str, description: str, rows: list[tuple[str, float]]
) -> None:
    drawn = drawn_of(bars(title, description, rows))
    assert drawn.get("role") == "img"
    assert drawn.find(f"{SVG}title") is not None
    assert drawn.find(f"{SVG}desc") is not None
    most = max((value for _, value in rows), default=0)
    widths = [float(one.get("width", "")) for one in marks(drawn, "rect")]
    seen = [value for _, value in rows if value > 0 and value / most * 390 > 0]
    assert len(widths) == len(seen)
    for width, value in zip(widths, seen, strict=True):
        assert width == pytest.approx(max(390 * value / most, 0.5), abs=0.06)


@given(st.lists(st.lists(VALUES, min_size=3, max_size=3), max_size=8))
def test_parts_lie_end_to_end(parts: list[list[float]]) -> None:
    rows = [Bar(str(number), tuple(some)) for number, some in enumerate(parts)]
    drawn = drawn_of(stacked_bars("t", "d", ("a", "b", "c"), rows))
    for one in marks(drawn, "rect"):
        assert 210 <= float(one.get("x", "")) <= 600.1
        assert float(one.get("x", "")) + float(one.get("width", "")) <= 600.7


@settings(deadline=None)
@given(st.lists(st.lists(st.tuples(VALUES, VALUES), max_size=9), max_size=4))
def test_lines_stay_in_their_frame(some: list[list[tuple[float, float]]]) -> None:
    rows = [Line(str(number), tuple(sorted(points))) for number, points in enumerate(some)]
    drawn = drawn_of(lines("t", "d", rows))
    for one in marks(drawn, "polyline"):
        for corner in one.get("points", "").split():
            x, y = map(float, corner.split(","))
            assert 90 <= x <= 690
            assert 34 <= y <= 250
    assert len(marks(drawn, "polyline")) + len(marks(drawn, "circle")) == sum(map(bool, some))


@given(st.floats(1e-12, 1e15))
def test_steps_are_round_and_not_too_many(most: float) -> None:
    found = steps(most)
    assert 4 <= len(found) <= 11
    assert found[0] == 0
    assert found[-1] <= most * (1 + 1e-9) < found[-1] + 1.001 * found[1]
    assert f"{found[1]:.0e}"[0] in "125"
    assert math.isclose(found[1], float(f"{found[1]:.0e}"))


def test_there_is_a_colour_for_light_dark_and_paper() -> None:
    for number in range(1, 7):
        assert STYLE.count(f"--plot-{number}:") == 3
