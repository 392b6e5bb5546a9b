"""The account of a migration as one HTML page, for screens and for paper: Jinja2, and no script."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from dicom_profiles.names import syntax_name

from ...page_templates import page_template
from ...version import __version__
from ..policies.told import told
from ..terms import FILE_SETS, TREE, Terms
from .account import Account
from .figures import FILTERS, OUTCOMES_TOLD, TEMPLATES, count_shown, size_shown, time_shown
from .plots import STYLE, Line, Shown, bars, lines, pairs
from .verdict import verdict_of

_MOST_BARS: Final = 12
"""Bars of a plot; all rows stand in the table beside it."""
_MOST_ROWS: Final = 200
"""Rows of a table; the journal has all."""


def page_of(account: Account) -> str:
    """The account as a page (HTML Living Standard)."""
    from markupsafe import Markup  # noqa: PLC0415 - who asks for no page does not wait for it

    template = page_template(TEMPLATES, "report.html", FILTERS | {"moment": moment_told})
    drawn = _plots(account).items()
    plots = {name: Markup(plot) for name, plot in drawn}  # noqa: S704 - they escape
    page: str = template.render(
        it=account,
        status=account.status,
        report=account.report,
        verdict=verdict_of(account),
        saved=_saved(account),
        style=Markup(STYLE),  # noqa: S704 - ours
        plots=plots,
        policy=_terms_told(account.terms),
        outcomes=OUTCOMES_TOLD,
        most=_MOST_ROWS,
        made=moment_told(datetime.now(UTC).timestamp()),
        software=f"dicom-fileset {__version__}",
    )
    return page


def moment_told(seconds: float) -> str:
    """A moment, by the clock and in the time zone of this machine.

    >>> moment_told(1e30)
    'at no time of a calendar'
    """
    try:
        moment = datetime.fromtimestamp(seconds).astimezone()
    except (OverflowError, ValueError, OSError):
        return "at no time of a calendar"
    return f"{moment:%Y-%m-%d %H:%M:%S} {moment:%z}"


def _saved(account: Account) -> tuple[int, int]:
    """Bytes of what has a file at the destination, before and after."""
    kinds = account.kinds.modalities
    return sum(one.bytes_in for one in kinds), sum(one.bytes_out for one in kinds)


def _terms_told(terms: Terms | None) -> tuple[str, ...]:
    if terms is None:
        return ()
    layout = f"Files get their names by the template {terms.layout}."
    if terms.layout == TREE:
        layout = "Files keep their names and folders."
    elif terms.layout == FILE_SETS:
        layout = f"Files go onto volumes of {count_shown(terms.volume_size)} bytes, as file-sets."
    refused = "is carried byte for byte" if terms.carry else "is left, and counts as failed"
    return (*told(terms.policy), f"What cannot be done as the policy says {refused}.", layout)


def _plots(account: Account) -> dict[str, str]:
    outcomes: dict[str, int] = {}
    for one in account.report.outcomes:
        outcomes[one.outcome] = outcomes.get(one.outcome, 0) + one.files
    syntaxes = [
        (f"{_short(one.syntax_in)} → {_short(one.syntax_out)}", one.bytes_in, one.bytes_out)
        for one in account.kinds.syntaxes
    ]
    modalities = [
        (one.modality or "none told", one.bytes_in, one.bytes_out)
        for one in account.kinds.modalities
    ]
    return {
        "outcomes": bars(
            "Files by outcome",
            "How many files had each outcome; the table below has the figures.",
            [(name, outcomes[name]) for name in OUTCOMES_TOLD if name in outcomes],
            count_shown,
        ),
        "syntaxes": _before_and_after("Bytes by transfer syntax", syntaxes),
        "modalities": _before_and_after("Bytes by modality", modalities),
        "files": _rate(
            "Files a second",
            [[(one.at, one.files) for one in some] for some in account.rates],
            _files_shown,
        ),
        "bytes": _rate(
            "Bytes of sources a second",
            [[(one.at, one.bytes) for one in some] for some in account.rates],
            size_shown,
        ),
    }


def _short(uid: str) -> str:
    """The keyword of a transfer syntax, short enough for two of them beside each other."""
    name = syntax_name(uid)
    for long, short in _SHORT:
        name = name.replace(long, short)
    return name


_SHORT: Final = (
    ("ExplicitVRLittleEndian", "ExplicitLE"),
    ("ImplicitVRLittleEndian", "ImplicitLE"),
    ("ExplicitVRBigEndian", "ExplicitBE"),
    ("Lossless", "LL"),
)


def _before_and_after(title: str, rows: Sequence[tuple[str, int, int]]) -> str:
    some = sorted(rows, key=lambda row: -row[1])
    if len(some) > _MOST_BARS:
        rest = some[_MOST_BARS - 1 :]
        sums = sum(row[1] for row in rest), sum(row[2] for row in rest)
        some = [*some[: _MOST_BARS - 1], (f"{len(rest)} others", *sums)]
    what = "Bytes of sources, and of what was written for them; the table below has the figures."
    return pairs(title, what, ("before", "after"), some, size_shown)


def _rate(title: str, rates: Sequence[Sequence[tuple[float, float]]], shown: Shown) -> str:
    """One line, broken between sessions."""
    points: list[tuple[float, float]] = []
    for some in rates:
        points += [*some, (math.nan, math.nan)]
    what = (
        "Over the time that was worked, session behind session, with a break between two; where "
        "it touches the ground nothing was settled. The table of sessions has the figures."
    )
    return lines(title, what, [Line(title, tuple(points))], time_shown, shown)


def _files_shown(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 or number == round(number) else f"{number:.2g}"
