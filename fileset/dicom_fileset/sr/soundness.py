"""Whether a document is as the standard says: what is not, as Findings; nothing is left out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ..elements import tag_name
from ..findings import finding
from ..model import Finding, Where
from . import attributes as at
from .by_reference import looping
from .content import DEEPEST_POSITION, ContentItem, Template
from .descent import children_of
from .faults import Fault
from .inheritance import MOST_HELD, contexts_of

RELATIONSHIPS: Final = frozenset(
    {
        "CONTAINS",
        "HAS OBS CONTEXT",
        "HAS ACQ CONTEXT",
        "HAS CONCEPT MOD",
        "HAS PROPERTIES",
        "INFERRED FROM",
        "SELECTED FROM",
    }
)
"""PS3.3 Table C.17.3-8."""

_VALUE_OF: Final[dict[str, str]] = {
    **dict.fromkeys(("TEXT", "DATETIME", "DATE", "TIME", "UIDREF", "PNAME"), "value"),
    "CODE": "codes",
    **dict.fromkeys(("IMAGE", "WAVEFORM", "COMPOSITE"), "references"),
    **dict.fromkeys(("SCOORD", "SCOORD3D"), "geometry"),
    "TCOORD": "temporal_range",
    **dict.fromkeys(("NUM", "CONTAINER", "TABLE"), ""),
}
"""Where the value of a Value Type stands (PS3.3 Table C.17.3-7); empty where it may lack one."""

_NAMED: Final = frozenset({"TEXT", "NUM", "CODE", "DATETIME", "DATE", "TIME", "UIDREF", "PNAME"})
"""Value Types whose Concept Name Code Sequence is never left out (PS3.3 Table C.17-5)."""

_SHOWN: Final = 40
"""Letters of a wrong value that a message has."""

DECIMAL: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
"""A Decimal String (PS3.5 Table 6.2-1)."""


def item_findings(items: Sequence[ContentItem], path: str) -> Iterator[Finding]:
    """What is amiss with content items, one by one and in their relationships."""
    for one in items:
        for code, message, tag in _of_item(one):
            where = Where(path=path, tag=tag_name(tag))
            yield finding(code, f"Content item {one.position}: {message}", where)
    where = Where(path=path, tag=tag_name(at.REFERENCED_CONTENT_ITEM))
    for index in looping(items):
        one = items[index]
        message = (
            f"Content item {one.position}: it refers to {one.refers_to}, which leads back to it."
        )
        yield finding("sr-reference-loop", message, where)
    deepest = max(items, key=lambda one: one.level)
    if deepest.level > DEEPEST_POSITION:
        message = f"Content items are nested {deepest.level} levels deep."
        yield finding("sr-nested-deep", message, Where(path, tag=tag_name(at.CONTENT_SEQUENCE)))


def _of_item(one: ContentItem) -> Iterator[tuple[str, str, int]]:
    """Code, message and tag of each thing that is amiss."""
    if one.parent >= 0:
        yield from _of_relationship(one)
    if one.refers_to:
        if one.target < 0:
            message = f"it refers to {one.refers_to}, where there is none."
            yield "sr-reference-dangling", message, at.REFERENCED_CONTENT_ITEM
        return
    yield from _of_value_type(one)
    if one.concept is None and (one.parent < 0 or one.value_type in _NAMED):
        yield "sr-concept-missing", "it has no Concept Name.", at.CONCEPT_NAME
    yield from _of_values(one)


def _of_value_type(one: ContentItem) -> Iterator[tuple[str, str, int]]:
    if not one.value_type:
        yield "sr-value-type-missing", "it has no Value Type.", at.VALUE_TYPE
    elif one.value_type not in _VALUE_OF:
        message = f"{one.value_type[:_SHOWN]!r} is no Value Type."
        yield "sr-value-type-unknown", message, at.VALUE_TYPE
    elif one.value_type == "TABLE":
        yield "sr-table-not-read", "what its table holds is not read.", at.VALUE_TYPE
    elif (name := _VALUE_OF[one.value_type]) and not getattr(one, name):
        yield "sr-value-missing", f"it is {one.value_type} and has no such value.", at.VALUE_TYPE


def _of_relationship(one: ContentItem) -> Iterator[tuple[str, str, int]]:
    if not one.relationship:
        yield "sr-relationship-missing", "it has no Relationship Type.", at.RELATIONSHIP_TYPE
    elif one.relationship not in RELATIONSHIPS:
        message = f"{one.relationship[:_SHOWN]!r} is no Relationship Type."
        yield "sr-relationship-unknown", message, at.RELATIONSHIP_TYPE


def _of_values(one: ContentItem) -> Iterator[tuple[str, str, int]]:
    if len(one.codes) > 1 or len(one.measured) > 1:
        count = max(len(one.codes), len(one.measured))
        yield "sr-values-several", f"it has {count} values instead of one.", at.VALUE_TYPE
    for measured in one.measured:
        if not DECIMAL.fullmatch(measured.value):
            message = f"its Numeric Value {measured.value[:_SHOWN]!r} is no decimal number."
            yield "sr-number-invalid", message, at.NUMERIC_VALUE
    points = one.geometry.points if one.geometry else ()
    if points and (len(points[-1]) != len(points[0]) or None in _flat(points)):
        yield "sr-points-incomplete", "its Graphic Data are no whole points.", at.GRAPHIC_DATA


def _flat(points: Iterable[tuple[float | None, ...]]) -> Iterator[float | None]:
    return (number for point in points for number in point)


def fault_findings(faults: Iterable[Fault], path: str) -> Iterator[Finding]:
    """What content items hold beside their values."""
    for one in faults:
        where = Where(path=path, tag=tag_name(one.tag))
        yield finding(one.code, f"Content item {one.position}: {one.message}", where)


def context_findings(items: Sequence[ContentItem], path: str) -> Iterator[Finding]:
    """What rows of measurements do not hold of that which containers say of them."""
    contexts = contexts_of(items, children_of(items))
    first = next((index for index, one in enumerate(contexts) if one.cut), None)
    if first is not None:
        message = (
            f"Content item {items[first].position}: more than {MOST_HELD} headings or modifiers of "
            "containers hold in it."
        )
        where = Where(path=path, tag=tag_name(at.CONTENT_SEQUENCE))
        yield finding("sr-context-cut", message, where)


def document_findings(
    template: Template, completion: str, verification: str, path: str
) -> Iterator[Finding]:
    """What a person should know of a document before reading it."""
    where = Where(path=path, tag=tag_name(at.CONTENT_TEMPLATE))
    if not template.tid:
        yield finding("sr-template-unknown", "Nothing tells which template it follows.", where)
    elif not template.stated:
        message = f"TID {template.tid} is not stated: told by its {template.recognised_by}."
        yield finding("sr-template-not-stated", message, where)
    elif template.stated != template.tid:
        message = (
            f"It says that it follows TID {template.stated}, and begins as TID {template.tid}."
        )
        yield finding("sr-template-differs", message, where)
    if completion == "PARTIAL":
        where = Where(path=path, tag=tag_name(at.COMPLETION_FLAG))
        yield finding("sr-not-complete", "The document is partial.", where)
    if verification == "UNVERIFIED":
        where = Where(path=path, tag=tag_name(at.VERIFICATION_FLAG))
        yield finding("sr-not-verified", "The document is not verified.", where)
