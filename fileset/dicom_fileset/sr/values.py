"""Values of a content item, out of the bytes of its attributes."""

from collections.abc import Iterable
from math import isfinite
from struct import Struct, pack, unpack_from
from typing import Final, TypeVar

from ..elements import stripped
from ..text import decoded
from . import attributes as at
from .content import (
    CodedEntry,
    ContentItem,
    Geometry,
    InstanceReference,
    MeasuredValue,
    StatedTemplate,
    TemporalRange,
)
from .content_tree import Node, Place
from .faults import INTEGER, Fault, faults_of

_VALUE_OF: Final = {
    "TEXT": at.TEXT,
    "DATETIME": at.DATETIME,
    "DATE": at.DATE,
    "TIME": at.TIME,
    "PNAME": at.PERSON_NAME,
    "UIDREF": at.UID,
}
"""Where the value of an item lies, by its Value Type (PS3.3 Table C.17-5)."""

_GEOMETRY: Final = frozenset({at.GRAPHIC_TYPE, at.GRAPHIC_DATA})
_TEMPORAL: Final = frozenset(
    {at.TEMPORAL_RANGE_TYPE, at.SAMPLE_POSITIONS, at.TIME_OFFSETS, at.REFERENCED_DATETIME}
)


_Number = TypeVar("_Number", int, float | None)


class Values:
    """Makes content items of nodes, numbers being in one byte order.

    Parameters
    ----------
    big_endian
        Which.

    Attributes
    ----------
    faults
        What the nodes hold that no content item does.
    """

    def __init__(self, *, big_endian: bool) -> None:
        order = ">" if big_endian else "<"
        self._order = order
        self.faults: list[Fault] = []
        self._one_double = Struct(f"{order}d").unpack_from

    def content_item(self, node: Node, place: Place) -> ContentItem:
        """The content item that a node holds."""
        values = node.values
        self.faults += faults_of(node, place.position)
        value_type = plain(node, at.VALUE_TYPE)
        reference = self._numbers(values.get(at.REFERENCED_CONTENT_ITEM, b""), "L", 4)
        return ContentItem(
            position=place.position,
            level=place.level,
            parent=place.parent,
            relationship=plain(node, at.RELATIONSHIP_TYPE) if place.parent >= 0 else "",
            value_type=value_type,
            concept=coded_entry(node.first(at.CONCEPT_NAME)),
            value=_value(node, value_type),
            codes=coded_entries(node.items(at.CONCEPT_CODE)),
            measured=tuple(self._measured(one) for one in node.items(at.MEASURED_VALUE)),
            qualifier=coded_entry(node.first(at.QUALIFIER)),
            references=tuple(self._reference(one) for one in node.items(at.REFERENCED_SOP)),
            geometry=None if _GEOMETRY.isdisjoint(values) else self._geometry(node),
            temporal_range=None if _TEMPORAL.isdisjoint(values) else self._temporal_range(node),
            continuity=plain(node, at.CONTINUITY),
            observed=plain(node, at.OBSERVATION_DATETIME),
            observation_uid=plain(node, at.OBSERVATION_UID),
            template=_stated_template(node.first(at.CONTENT_TEMPLATE)),
            refers_to=".".join(map(str, reference)),
        )

    def _measured(self, node: Node) -> MeasuredValue:
        floating = node.values.get(at.FLOATING_POINT_VALUE, b"")
        number = self._one_double(floating)[0] if len(floating) == 8 else None
        numerator = self._numbers(node.values.get(at.NUMERATOR, b""), "l", 4)
        denominator = self._numbers(node.values.get(at.DENOMINATOR, b""), "L", 4)
        return MeasuredValue(
            value=plain(node, at.NUMERIC_VALUE),
            unit=coded_entry(node.first(at.UNITS)),
            floating_point=number if number is not None and isfinite(number) else None,
            numerator=next(iter(numerator), None),
            denominator=next(iter(denominator), None),
        )

    def _reference(self, node: Node) -> InstanceReference:
        return InstanceReference(
            sop_class_uid=plain(node, at.REFERENCED_SOP_CLASS),
            sop_instance_uid=plain(node, at.REFERENCED_SOP_INSTANCE),
            frames=tuple(_integers(plain(node, at.REFERENCED_FRAMES))),
            segments=self._numbers(node.values.get(at.REFERENCED_SEGMENTS, b""), "H", 2),
            channels=grouped(
                self._numbers(node.values.get(at.REFERENCED_CHANNELS, b""), "H", 2), 2
            ),
            presentation=_uids(node.first(at.REFERENCED_SOP)),
            value_mapping=_uids(node.first(at.REFERENCED_VALUE_MAPPING)),
        )

    def _geometry(self, node: Node) -> Geometry:
        data = node.values.get(at.GRAPHIC_DATA, b"")
        numbers = unpack_from(f"{self._order}{len(data) // 4}f", data)
        spatial = plain(node, at.VALUE_TYPE) == "SCOORD3D"
        return Geometry(
            graphic_type=plain(node, at.GRAPHIC_TYPE),
            points=grouped(tuple(shortest(one) for one in numbers), 3 if spatial else 2),
            frame_of_reference_uid=plain(node, at.FRAME_OF_REFERENCE),
            pixel_origin=plain(node, at.PIXEL_ORIGIN),
            fiducial_uid=plain(node, at.FIDUCIAL_UID),
        )

    def _temporal_range(self, node: Node) -> TemporalRange:
        return TemporalRange(
            range_type=plain(node, at.TEMPORAL_RANGE_TYPE),
            samples=self._numbers(node.values.get(at.SAMPLE_POSITIONS, b""), "L", 4),
            offsets=_parts(plain(node, at.TIME_OFFSETS)),
            datetimes=_parts(plain(node, at.REFERENCED_DATETIME)),
        )

    def _numbers(self, value: bytes, code: str, size: int) -> tuple[int, ...]:
        return unpack_from(f"{self._order}{len(value) // size}{code}", value) if value else ()


def text(node: Node, tag: int) -> str:
    """A text in the character set of its node; its leading spaces belong to it."""
    value = node.values.get(tag)
    return decoded(stripped(value), node.character_set) if value else ""


def plain(node: Node, tag: int) -> str:
    """A value of the default repertoire: a code string, a number, a UID, a date."""
    value = node.values.get(tag)
    return value.strip(b" \0").decode("latin-1") if value else ""


def coded_entry(node: Node | None) -> CodedEntry | None:
    """A coded entry; ``None`` where none of its attributes is there (PS3.3 8.8)."""
    if node is None or not node.values:
        return None
    code = next(
        (
            value
            for tag in (at.CODE_VALUE, at.LONG_CODE_VALUE, at.URN_CODE_VALUE)
            if (value := text(node, tag).strip())
        ),
        "",
    )
    scheme = text(node, at.SCHEME).strip()
    version = text(node, at.SCHEME_VERSION).strip()
    return CodedEntry(code, scheme, text(node, at.CODE_MEANING).strip(), version)


def coded_entries(nodes: Iterable[Node]) -> tuple[CodedEntry, ...]:
    """Those of the nodes that are one."""
    return tuple(one for node in nodes if (one := coded_entry(node)) is not None)


def _value(node: Node, value_type: str) -> str:
    """The value by Value Type; where that has none, whichever is there is not dropped."""
    own = _VALUE_OF.get(value_type)
    tags = _VALUE_OF.values() if own not in node.values else (own,)
    return next((found for tag in tags if tag is not None and (found := text(node, tag))), "")


def _uids(node: Node | None) -> tuple[str, ...]:
    """SOP Class UID and SOP Instance UID of what is referred to."""
    if node is None:
        return ()
    return plain(node, at.REFERENCED_SOP_CLASS), plain(node, at.REFERENCED_SOP_INSTANCE)


def _stated_template(node: Node | None) -> StatedTemplate | None:
    if node is None:
        return None
    tid = plain(node, at.TEMPLATE_IDENTIFIER)
    return StatedTemplate(tid, plain(node, at.MAPPING_RESOURCE)) if tid else None


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split("\\")) if value else ()


def _integers(value: str) -> list[int]:
    """Numbers of an Integer String; what is none is told among the faults."""
    return [int(part) for part in _parts(value) if INTEGER.fullmatch(part)]


def grouped(numbers: tuple[_Number, ...], size: int) -> tuple[tuple[_Number, ...], ...]:
    """Numbers in groups; the last one short where they do not go round.

    >>> grouped((1, 2, 3, 4, 5), 2)
    ((1, 2), (3, 4), (5,))
    """
    return tuple(numbers[at : at + size] for at in range(0, len(numbers), size))


def shortest(number: float) -> float | None:
    """The decimal number with fewest digits that is this one in 32 bits; ``None`` for no number.

    >>> shortest(70.0999984741211), shortest(58.0), shortest(float("nan"))
    (70.1, 58.0, None)
    """
    if not isfinite(number):
        return None
    if number.is_integer():
        return number
    digits = (float(f"{number:.{count}g}") for count in (6, 7, 8))
    return next((one for one in digits if _in_32_bits(one) == _in_32_bits(number)), number)


def _in_32_bits(number: float) -> bytes:
    try:
        return pack("<f", number)
    except OverflowError:
        return b""
