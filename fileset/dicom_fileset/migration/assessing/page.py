"""An assessment as one HTML page, for screens and for paper: a Jinja2 template, and no script."""

from collections.abc import Iterable, Sequence
from typing import Final

from ...findings import CODES
from ...page_templates import page_template
from ..account.figures import FILTERS, TEMPLATES, count_shown, moment_shown, size_shown
from ..account.plots import STYLE, Bar, bars, stacked_bars
from ..policies.told import told
from .assessment import Assessment, Part, Planned

_MOST: Final = 16
"""Bars of a plot; all rows stand in the table beside it."""
_ACTIONS: Final = ("transcoded", "re-encoded", "kept", "refused")


def assessment_html(assessment: Assessment) -> str:
    """The assessment as a page (HTML Living Standard)."""
    template = page_template(TEMPLATES, "assessment.html", FILTERS | {"moment": moment_shown})
    drawn = _plots(assessment)  # these have escaped what stands in them
    page: str = template.render(
        it=assessment,
        forecast=assessment.forecast,
        style=STYLE,
        plots=drawn,
        policy=told(assessment.policy),
        remedies={code: row.remedy for code, row in CODES.items()},
    )
    return page


def _plots(assessment: Assessment) -> dict[str, str]:
    return {
        "modalities": _sizes("Bytes by modality", assessment.modalities),
        "syntaxes": _sizes("Bytes by transfer syntax", assessment.transfer_syntaxes),
        "years": _sizes("Bytes by year of study", assessment.years[-40:]),
        "sizes": bars(
            "Files by their size",
            "How many files there are of each class of sizes.",
            [(one.name, one.files) for one in assessment.sizes],
            count_shown,
        ),
        "planned": _planned(assessment.planned),
        "bytes": bars(
            "Bytes before and after",
            "What is to be migrated, and what that will be at the destination.",
            [
                ("now", assessment.forecast.bytes_in),
                ("after", assessment.forecast.bytes_out),
            ],
            size_shown,
        ),
    }


def _sizes(title: str, parts: Sequence[Part]) -> str:
    some = list(parts)
    if len(some) > _MOST and title != "Bytes by year of study":
        rest = some[_MOST - 1 :]
        others = Part(
            f"{len(rest)} others", sum(one.files for one in rest), sum(one.bytes for one in rest)
        )
        some = [*some[: _MOST - 1], others]
    rows = [(one.name, one.bytes) for one in some]
    return bars(title, "How many bytes of files there are of each.", rows, size_shown)


def _planned(planned: Iterable[Planned]) -> str:
    """By transfer syntax of the sources, what becomes of their bytes."""
    sums: dict[str, dict[str, int]] = {}
    for one in planned:
        row = sums.setdefault(one.source, dict.fromkeys(_ACTIONS, 0))
        row[one.action] += one.bytes
    there = [action for action in _ACTIONS if any(row[action] for row in sums.values())]
    rows = [
        Bar(source, tuple(row[action] for action in there))
        for source, row in list(sums.items())[:_MOST]
    ]
    what = "How many bytes of each transfer syntax will be transcoded, and how many kept."
    return stacked_bars("What becomes of each transfer syntax", what, there, rows, size_shown)
