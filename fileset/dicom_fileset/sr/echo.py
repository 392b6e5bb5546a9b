"""Measurements of an SR document as a table (PS3.16 TID 5200 and the like)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

import msgspec

from .content import CodedEntry, ContentItem, MeasuredValue, SrDocument
from .descent import children_of, descendants
from .details import Detail, details
from .equivalence import CodeKey, canonical
from .inheritance import Context, column_of, contexts_of


class Measurement(msgspec.Struct, frozen=True, omit_defaults=True):
    """A value, with all that the document says of it.

    Attributes
    ----------
    position
        Of its NUM item.
    group
        Headings of the containers that it stands in, from below the root on.
    site, mode, derivation, method, cardiac_cycle_point, flow_direction, selection_status
        Said of the measurement itself, or else of the nearest container that says it.
    value
        Digit by digit as in the file; empty where ``qualifier`` says why there is none.
    belongs_to
        Position of the NUM item that this one is said of.
    details
        Everything else that is said of it.
    also_at
        Positions where the file has it once more without Selection Status.
    """

    position: str
    measurement: CodedEntry | None = None
    value: str = ""
    unit: CodedEntry | None = None
    qualifier: CodedEntry | None = None
    site: CodedEntry | None = None
    mode: CodedEntry | None = None
    derivation: CodedEntry | None = None
    method: CodedEntry | None = None
    cardiac_cycle_point: CodedEntry | None = None
    flow_direction: CodedEntry | None = None
    selection_status: CodedEntry | None = None
    group: tuple[str, ...] = ()
    relationship: str = ""
    belongs_to: str = ""
    details: tuple[Detail, ...] = ()
    also_at: tuple[str, ...] = ()


def measurements(document: SrDocument) -> tuple[Measurement, ...]:
    """Every measurement of a document, in order; a value that was written twice, once."""
    items = document.items
    children = children_of(items)
    contexts = contexts_of(items, children)
    rows = [
        row
        for index, one in enumerate(items)
        if _is_measurement(one)
        for row in _rows(items, children, index, contexts[index])
    ]
    return tuple(_resolved(rows))


def _is_measurement(item: ContentItem) -> bool:
    return item.value_type == "NUM" or bool(item.measured)


def _rows(
    items: Sequence[ContentItem], children: Mapping[int, list[int]], index: int, context: Context
) -> Iterator[Measurement]:
    """The measurement of a NUM item; more where it has more values than it may."""
    item = items[index]
    columns, others = _said_of(items, children, index)
    said = {**context.columns, **columns}
    parent = items[item.parent] if item.parent >= 0 else item
    for measured in item.measured or (MeasuredValue(""),):
        yield Measurement(
            position=item.position,
            measurement=item.concept,
            value=measured.value or _other_form(measured),
            unit=measured.unit,
            qualifier=item.qualifier,
            group=context.path,
            relationship=item.relationship,
            belongs_to=parent.position if _is_measurement(parent) and parent is not item else "",
            details=(*context.details, *details(items, others)),
            site=said.get("site"),
            mode=said.get("mode"),
            derivation=said.get("derivation"),
            method=said.get("method"),
            cardiac_cycle_point=said.get("cardiac_cycle_point"),
            flow_direction=said.get("flow_direction"),
            selection_status=said.get("selection_status"),
        )


def _said_of(
    items: Sequence[ContentItem], children: Mapping[int, list[int]], index: int
) -> tuple[dict[str, CodedEntry], list[int]]:
    """What is said of a NUM item that has a column, and the indices of all else below it."""
    columns: dict[str, CodedEntry] = {}
    others: list[int] = []
    for below in descendants(children, index, lambda one: not _is_measurement(items[one])):
        one = items[below]
        name = column_of(one) if one.parent == index and len(one.codes) == 1 else None
        if name is None or name in columns:
            others.append(below)
        else:
            columns[name] = one.codes[0]
    return columns, others


def _other_form(measured: MeasuredValue) -> str:
    if measured.floating_point is not None:
        return repr(measured.floating_point)
    return f"{measured.numerator}/{measured.denominator}" if measured.numerator is not None else ""


_MODIFIES: Final = frozenset({"HAS CONCEPT MOD", "HAS ACQ CONTEXT", "HAS OBS CONTEXT"})


def _resolved(rows: Sequence[Measurement]) -> Iterator[Measurement]:
    """The rows without those that another has again with a Selection Status.

    Some scanners write each value twice, as it was measured and as it was selected; then each
    selected value takes the place of one measured one, and no more.
    """
    twins: defaultdict[object, list[Measurement]] = defaultdict(list)
    for one in rows:
        if one.selection_status is None and one.value:
            twins[_sameness(one)].append(one)
    replaced: dict[int, Measurement] = {}
    dropped: set[int] = set()
    for one in rows:
        waiting = twins.get(_sameness(one), []) if one.selection_status and one.value else []
        if waiting:
            twin = waiting.pop(0)
            dropped.add(id(twin))
            replaced[id(one)] = _joined(one, twin)
    return (replaced.get(id(one), one) for one in rows if id(one) not in dropped)


def _joined(kept: Measurement, twin: Measurement) -> Measurement:
    known = {_said(one) for one in kept.details}
    more = tuple(one for one in twin.details if _said(one) not in known)
    return msgspec.structs.replace(
        kept, details=(*kept.details, *more), also_at=(*kept.also_at, twin.position)
    )


def _sameness(one: Measurement) -> object:
    """What two rows have in common that are one measurement."""
    codes = (
        one.measurement,
        one.unit,
        one.site,
        one.mode,
        one.derivation,
        one.method,
        one.cardiac_cycle_point,
        one.flow_direction,
        one.qualifier,
    )
    modifiers = frozenset(_said(each) for each in one.details if each.relationship in _MODIFIES)
    return tuple(map(_key, codes)), _number(one.value), one.belongs_to, modifiers


def _said(one: Detail) -> tuple[CodeKey | None, CodeKey | str]:
    return _key(one.concept), _key(one.code) or one.refers_to or one.value


def _key(code: CodedEntry | None) -> CodeKey | None:
    return canonical(code) if code else None


def _number(value: str) -> str:
    """A number that is the same for 5, 5.0 and 0.5E1."""
    try:
        return str(Decimal(value).normalize())
    except InvalidOperation:
        return value
