"""Measurements of an SR document as a table (PS3.16 TID 5200 and the like)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from .content import ContentItem, MeasuredValue, SrDocument
from .descent import children_of
from .details import details
from .doubling import Found, without_doubles
from .inheritance import Context, contexts_of, is_measurement, said_of
from .measurement import Measurement
from .showing import digits_of, shown_value


def measurements(document: SrDocument) -> tuple[Measurement, ...]:
    """Every measurement of a document, in order; a value that was written twice, once."""
    items = document.items
    children = children_of(items)
    contexts = contexts_of(items, children)
    rows = [
        row
        for index, one in enumerate(items)
        if is_measurement(one)
        for row in _rows(items, children, index, contexts[index])
    ]
    return tuple(without_doubles(rows))


def _rows(
    items: Sequence[ContentItem], children: Mapping[int, list[int]], index: int, context: Context
) -> Iterator[Found]:
    """The measurement of a NUM item; more where it has more values than it may."""
    item = items[index]
    columns, others = said_of(items, children, index)
    said = {**context.columns, **columns}
    parent = items[item.parent] if item.parent >= 0 else item
    shown_by = frozenset(_shown_by(items, others))
    for measured in item.measured or (MeasuredValue(""),):
        row = Measurement(
            position=item.position,
            measurement=item.concept,
            value=digits_of(measured),
            unit=measured.unit,
            qualifier=item.qualifier,
            group=context.path,
            observed=item.observed,
            relationship=item.relationship,
            belongs_to=parent.position if is_measurement(parent) and parent is not item else "",
            details=(*context.details, *details(items, others)),
            site=said.get("site"),
            mode=said.get("mode"),
            derivation=said.get("derivation"),
            method=said.get("method"),
            cardiac_cycle_point=said.get("cardiac_cycle_point"),
            flow_direction=said.get("flow_direction"),
            selection_status=said.get("selection_status"),
        )
        yield Found(row, shown_by)


_SHOWS: Final = frozenset({"IMAGE", "WAVEFORM", "COMPOSITE", "SCOORD", "SCOORD3D", "TCOORD"})
"""Value Types of what a measurement is made on (PS3.3 Table C.17.3-7)."""


def _shown_by(items: Sequence[ContentItem], indices: Iterable[int]) -> Iterator[str]:
    """Images, waveforms and places among items, those that they refer to, too."""
    for index in indices:
        one = items[index]
        if one.target >= 0 and items[one.target].value_type in _SHOWS:
            yield one.refers_to
        elif one.value_type in _SHOWS:
            yield shown_value(one)
