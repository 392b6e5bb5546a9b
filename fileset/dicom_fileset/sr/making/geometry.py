"""Where a finding lies in its image (PS3.16 TID 4021, PS3.3 C.18.6)."""

import math
from array import array
from collections.abc import Sequence
from typing import Final

from pydicom.dataset import Dataset

from . import checks, concepts
from .cad_values import CadFinding, Point
from .content_items import PROPERTIES, item, with_children
from .values import CodedConcept

_LEAST_CORNERS: Final = 4
"""Of a closed POLYLINE: three, and the first of them again."""


def places(finding: CadFinding, size: tuple[int, int], selected: Dataset) -> list[Dataset]:
    """Center and outline of a finding.

    Parameters
    ----------
    finding
        That is shown.
    size
        Rows and columns of its image.
    selected
        The relationship to that image.

    Raises
    ------
    UsageError
        A point lies outside the image, or the outline is not closed.
    """
    found = [_spatial(concepts.CENTER, "POINT", [finding.center], size)]
    if finding.outline:
        _see_closed(finding.outline)
        found.append(_spatial(concepts.OUTLINE, "POLYLINE", finding.outline, size))
    return [with_children(one, [selected]) for one in found]


def _spatial(
    concept: CodedConcept, graphic_type: str, points: Sequence[Point], size: tuple[int, int]
) -> Dataset:
    """An SCOORD whose points lie within ``size`` rows and columns."""
    rows, columns = size
    for column, row in points:
        inside = 0 <= column <= columns and 0 <= row <= rows
        if not (inside and math.isfinite(column) and math.isfinite(row)):
            message = f"{concept.meaning} lies at ({column}, {row}), outside {columns} x {rows}."
            raise checks.refused("report-place", message)
    ds = item(PROPERTIES, "SCOORD", concept)
    ds.GraphicType = graphic_type
    flat = [value for point in points for value in point]
    ds.GraphicData = array("f", flat).tolist()  # as FL holds them
    return ds


def _see_closed(outline: Sequence[Point]) -> None:
    if len(outline) < _LEAST_CORNERS or outline[0] != outline[-1]:
        message = "An outline has three corners at least, and ends where it begins."
        raise checks.refused("report-place", message)
