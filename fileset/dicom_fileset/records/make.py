"""Values made into the body of a directory record: one way for every record type."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final, NamedTuple

from dicom_profiles import KeyTable

from ..elements import TEXT_VRS, element, item
from ..model import Instance
from .types import RECORD_TYPES, Key, KeyType

_RECORD_TYPE: Final = 0x0004_1430
_REFERENCE_END: Final = 0x0004_FFFF
_CHARACTER_SET: Final = 0x0008_0005
_ESCAPE: Final = b"\x1b"
_NO_TABLE: Final = KeyTable()


class Place(NamedTuple):
    """A key as it is written: its place among the values; ``optional``: left out where empty."""

    at: int
    tag: int
    vr: str
    optional: bool


class Shape(NamedTuple):
    """A record type as it is written.

    ``before`` and ``after`` are the keys on either side of the reference to the file, each with
    its place among the values, in order of tag.
    """

    head: bytes
    before: tuple["Place", ...]
    after: tuple["Place", ...]
    text: tuple[int, ...]


def raised(record_type: str, table: KeyTable) -> tuple[Key, ...]:
    """The keys of a record type with the Types that a profile gives them (PS3.3 F.5).

    Type 1C of a profile is met by what stands there whenever the instance has a value.
    """
    rows: dict[str, KeyType] = {
        row.keyword: row.type
        for row in table.rows
        if record_type in row.record_types and row.type in {"1", "2"}
    }
    keys = RECORD_TYPES[record_type].keys
    return tuple(Key(key.keyword, rows.get(key.keyword, key.type)) for key in keys)


@cache
def shape_of(record_type: str, table: KeyTable) -> Shape:
    """How records of a type are written."""
    places = sorted(
        (
            Place(index, key.tag, key.vr, key.type in {"1C", "3"})
            for index, key in enumerate(raised(record_type, table))
        ),
        key=lambda one: one.tag,
    )
    governed = TEXT_VRS | {"SQ"}
    return Shape(
        element(_RECORD_TYPE, "CS", record_type.encode()),
        tuple(one for one in places if one.tag <= _REFERENCE_END),
        tuple(one for one in places if one.tag > _REFERENCE_END),
        tuple(one.at for one in places if one.vr in governed),
    )


def record_body(
    record_type: str,
    values: tuple[bytes, ...],
    character_set: bytes,
    reference: bytes = b"",
    table: KeyTable = _NO_TABLE,
) -> bytes:
    """The elements of a record, but for its links, in Explicit VR Little Endian.

    Parameters
    ----------
    record_type
        A row of :data:`~dicom_fileset.records.types.RECORD_TYPES`.
    values
        One for each key of the row, in its order; Type 1C and 3 are left out where empty.
    character_set
        What the instance declares; written where a key of this record needs it (PS3.3 F.5).
    reference
        From :func:`file_reference`, for a record that refers to a file.
    table
        Of a profile that raises the Types of keys.
    """
    shape = shape_of(record_type, table)
    parts = [shape.head]
    parts += _elements(shape.before, values)
    parts.append(reference)
    if character_set and needs_character_set(values[at] for at in shape.text):
        parts.append(element(_CHARACTER_SET, "CS", character_set))
    parts += _elements(shape.after, values)
    return b"".join(parts)


def _elements(places: tuple[Place, ...], values: tuple[bytes, ...]) -> list[bytes]:
    return [
        _element(tag, vr, values[at])
        for at, tag, vr, optional in places
        if not optional or values[at]
    ]


@lru_cache(maxsize=4096)
def _element(tag: int, vr: str, value: bytes) -> bytes:
    """An element; most are the same in all records of a series."""
    return element(tag, vr, value)


def needs_character_set(values: Iterable[bytes]) -> bool:
    """Whether text goes beyond ISO-IR 6, by its bytes or by escapes (PS3.5 6.1.2.5)."""
    return any(not value.isascii() or _ESCAPE in value for value in values)


def file_reference(instance: Instance, file_id: tuple[str, ...], transfer_syntax_uid: str) -> bytes:
    """The elements by which a record refers to the file of an instance (PS3.3 Table F.3-3)."""
    parts = (
        element(0x0004_1500, "CS", "\\".join(file_id).encode()),
        _uid_element(0x0004_1510, instance.sop_class_uid),
        element(0x0004_1511, "UI", instance.sop_instance_uid.encode("ascii", "replace")),
        _uid_element(0x0004_1512, transfer_syntax_uid),
    )
    general = instance.related_general_sop_class_uid
    return b"".join(parts) + (element(0x0004_151A, "UI", general) if general else b"")


@lru_cache(maxsize=1024)
def _uid_element(tag: int, uid: str) -> bytes:
    """An element with one of the few UIDs that most records share."""
    return element(tag, "UI", uid.encode("ascii", "replace"))


def unknown_code_item() -> bytes:
    """A code that says nothing, where a record must have one and the instance has none."""
    return item(
        element(0x0008_0100, "SH", b"UNKNOWN")
        + element(0x0008_0102, "SH", b"99DFS")
        + element(0x0008_0104, "LO", b"Unknown")
    )
