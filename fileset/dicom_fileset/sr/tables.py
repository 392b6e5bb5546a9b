"""What was extracted, as tables of texts."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple, TypeVar

from .cad_rows import ReportedFinding, ReportedImage, ReportedPlace
from .content import CodedEntry, ContentItem, MeasuredValue, SrDocument
from .details import Detail
from .echo import measurements
from .mammography import cad_findings
from .measurement import Measurement
from .showing import code_key, digits_of, shown_code, shown_geometry, shown_value

_BETWEEN = "; "
_NO_VALUE = MeasuredValue("")


class Table(NamedTuple):
    """Names of columns, and rows of as many texts."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table(document: SrDocument) -> Table:
    """What is extracted by a root template; of one that has no table, all content items."""
    of_template = _OF_TEMPLATE.get(document.template.tid)
    return of_template(document) if of_template else _table(_OF_ITEM, document.items)


Row = TypeVar("Row")


def _table(columns: Mapping[str, Callable[[Row], str]], rows: Iterable[Row]) -> Table:
    texts = (tuple(column(one) for column in columns.values()) for one in rows)
    return Table(tuple(columns), tuple(texts))


def _unit(unit: CodedEntry | None) -> str:
    """The UCUM code of a unit; with its scheme where it is of another (PS3.16 CID 82)."""
    if unit is None:
        return ""
    return unit.value if unit.scheme == "UCUM" else code_key(unit)


def _image(one: ReportedImage) -> str:
    frames = f" frames {', '.join(map(str, one.frames))}" if one.frames else ""
    return f"{one.sop_instance_uid}{frames}"


def _place(one: ReportedPlace) -> str:
    images = ((one.image,) if one.image else ()) + one.also_on
    on = f" on {' and '.join(map(_image, images))}" if images else ""
    return f"{shown_code(one.concept)}: {shown_geometry(one.geometry)}{on}"


def _once(texts: Iterable[str]) -> str:
    return _BETWEEN.join(dict.fromkeys(text for text in texts if text))


def _details(some: Iterable[Detail]) -> str:
    return _BETWEEN.join(map(_detail, some))


def _detail(one: Detail) -> str:
    value = one.value or (f"-> {one.refers_to}" if one.refers_to else "")
    named = shown_code(one.concept) or one.relationship
    return ": ".join(part for part in (named, value) if part)


def _item_value(one: ContentItem) -> str:
    """A number without its unit, which has a column; else all values."""
    return digits_of(one.measured[0]) if len(one.measured) == 1 else shown_value(one)


_OF_ITEM: Final[Mapping[str, Callable[[ContentItem], str]]] = {
    "position": lambda one: one.position,
    "level": lambda one: str(one.level),
    "relationship": lambda one: one.relationship,
    "value_type": lambda one: one.value_type,
    "concept": lambda one: shown_code(one.concept),
    "concept_code": lambda one: code_key(one.concept),
    "value": _item_value,
    "value_code": lambda one: _BETWEEN.join(map(code_key, one.codes)),
    "unit": lambda one: _unit(one.measured[0].unit) if one.measured else "",
    "qualifier": lambda one: shown_code(one.qualifier),
    "refers_to": lambda one: one.refers_to,
    "observed": lambda one: one.observed,
}

_OF_MEASUREMENT: Final[Mapping[str, Callable[[Measurement], str]]] = {
    "position": lambda one: one.position,
    "group": lambda one: " > ".join(one.group),
    "site": lambda one: shown_code(one.site),
    "site_code": lambda one: code_key(one.site),
    "mode": lambda one: shown_code(one.mode),
    "mode_code": lambda one: code_key(one.mode),
    "measurement": lambda one: shown_code(one.measurement),
    "measurement_code": lambda one: code_key(one.measurement),
    "value": lambda one: one.value,
    "unit": lambda one: _unit(one.unit),
    "qualifier": lambda one: shown_code(one.qualifier),
    "derivation": lambda one: shown_code(one.derivation),
    "method": lambda one: shown_code(one.method),
    "cardiac_cycle_point": lambda one: shown_code(one.cardiac_cycle_point),
    "flow_direction": lambda one: shown_code(one.flow_direction),
    "selection_status": lambda one: shown_code(one.selection_status),
    "relationship": lambda one: one.relationship,
    "belongs_to": lambda one: one.belongs_to,
    "details": lambda one: _details(one.details),
    "also_at": lambda one: _BETWEEN.join(one.also_at),
    "observed": lambda one: one.observed,
}

_OF_FINDING: Final[Mapping[str, Callable[[ReportedFinding], str]]] = {
    "position": lambda one: one.position,
    "kind": lambda one: shown_code(one.kind),
    "finding": lambda one: shown_code(one.finding),
    "finding_code": lambda one: code_key(one.finding),
    "rendering_intent": lambda one: shown_code(one.rendering_intent),
    "rendering_intent_code": lambda one: code_key(one.rendering_intent),
    "certainty": lambda one: digits_of(one.certainty or _NO_VALUE),
    "certainty_unit": lambda one: _unit((one.certainty or _NO_VALUE).unit),
    "probability": lambda one: digits_of(one.probability or _NO_VALUE),
    "probability_unit": lambda one: _unit((one.probability or _NO_VALUE).unit),
    "algorithm": lambda one: f"{one.algorithm.name} {one.algorithm.version}".strip(),
    "algorithm_parameters": lambda one: _BETWEEN.join(one.algorithm.parameters),
    "images": lambda one: _BETWEEN.join(map(_image, one.images)),
    "laterality": lambda one: _once(shown_code(image.laterality) for image in one.images),
    "view": lambda one: _once(shown_code(image.view) for image in one.images),
    "places": lambda one: _BETWEEN.join(map(_place, one.places)),
    "part_of": lambda one: one.part_of,
    "details": lambda one: _details(one.details),
}

_OF_TEMPLATE: Final[Mapping[str, Callable[[SrDocument], Table]]] = {
    "4000": lambda one: _table(_OF_FINDING, cad_findings(one)),
    "5200": lambda one: _table(_OF_MEASUREMENT, measurements(one)),
}
"""The table of a root template, by its TID."""
