"""The items of a Directory Record Sequence as they lie in the file: a flat table by offset."""

import re
from functools import lru_cache
from struct import Struct
from typing import Final, NamedTuple

import msgspec

from ..elements import ITEM, SEQUENCE_END, UNDEFINED
from ..model import Record
from ..scan.encoding import IMPLICIT
from ..scan.failure import ScanFailure
from ..scan.walk import Walk, elements_of
from ..scan.window import Window
from .salvage import salvaged

_LINKS: Final = Struct("<8sL8sH8sL6sH").unpack_from
_LINK_HEADERS: Final = (
    b"\x04\0\x00\x14UL\x04\0",
    b"\x04\0\x10\x14US\x02\0",
    b"\x04\0\x20\x14UL\x04\0",
    b"\x04\0\x30\x14CS",
)
_TAG_AND_LENGTH: Final = Struct("<HHL").unpack_from
_LINKS_SIZE: Final = 34
_LINK_TAGS: Final = frozenset({0x0004_1400, 0x0004_1410, 0x0004_1420})
_RECORD_TYPE: Final = 0x0004_1430
_GROUP_LENGTH: Final = 0x0004_0000
_PADDING: Final = frozenset({0xFFFC_FFFC})
"""Data Set Trailing Padding (PS3.10 7.2): it says nothing."""


_Beginnings = tuple[tuple[int, re.Pattern[bytes]], ...]


class Item(msgspec.Struct, frozen=True, gc=False):
    """One directory record with its links, as they are."""

    following: int
    below: int
    record_type: str
    body: bytes
    in_use: int
    missing: tuple[str, ...] = ()
    """Which of its Type 1 elements were not there."""

    def record(self, level: int) -> Record:
        """The record without its links, at the level where it was reached."""
        return Record(self.record_type, level, self.body, self.in_use)


class Filled(NamedTuple):
    """How far a table was filled: the position after the last item, and what stopped it there."""

    position: int
    failure: ScanFailure | None = None


def fill_table(
    table: dict[int, Item], data: bytes, window: Window, start: int, end: int, most: int
) -> Filled:
    """Put every record in ``data[start:end]`` into ``table``, by offset (PS3.5 7.5).

    It ends after the delimiter of the sequence where there is one, and at the first item that
    cannot be read; those before it are in the table.  It ends with ``most`` records, too.
    """
    position = start
    try:
        while position + 8 <= end and len(table) < most:
            group, number, length = _TAG_AND_LENGTH(data, position)
            tag = group << 16 | number
            if tag == SEQUENCE_END:
                return Filled(position + 8)
            if tag != ITEM:
                return Filled(position, ScanFailure("not-a-sequence", position))
            begin = position + 8
            if length == UNDEFINED:
                past = Walk(window, begin, implicit=False).past_item(begin)
                content = data[begin : past - 8]
            else:
                past = begin + length
                content = data[begin:past]
            if past > len(data):
                # Met with an item that says more than it has: all its elements may still be whole.
                last = _item_element_by_element(content)
                if last.record_type:
                    table[position] = last
                return Filled(position, ScanFailure("truncated", len(data)))
            table[position] = item_of(content)
            position = past
    except ScanFailure as failure:
        return Filled(position, failure)
    return Filled(position)


def what_is_whole(content: bytes) -> Item:
    """The item with this content as far as its elements are whole."""
    return _item_element_by_element(content, mend=True)


def next_item(data: bytes, start: int, end: int, *, big_endian: bool = False) -> int:
    """Where, from ``start`` on, the next directory record begins; -1 where none does.

    The items of an icon or of content begin alike; only a record's first element is of its group.
    One whose own header is damaged is known by its first elements.  What is looked through is in
    proportion to how far away it is.
    """
    past = start
    while past < end:
        past = min(end, start + max(_NEAR, 2 * (past - start)))
        found = _next_within(data, start, past, big_endian=big_endian)
        if found >= 0:
            return found
    return -1


def _next_within(data: bytes, start: int, end: int, *, big_endian: bool) -> int:
    item = ITEM_TAG_BIG_ENDIAN if big_endian else ITEM_TAG
    at = data.find(item, start, end)
    while at >= 0 and not _is_of_a_record(data[at + 8 : at + 12], big_endian=big_endian):
        at = data.find(item, at + 1, end)
    begins = [at] if at >= 0 else []
    for distance, beginning in _BEGINNINGS[big_endian]:
        past = min(begins, default=end - distance) + distance
        found = beginning.search(data, start + distance, past)
        if found:
            begins.append(found.start() - distance)
    return min(begins, default=-1)


def next_known(data: bytes, start: int, end: int, *, big_endian: bool = False) -> int:
    """Where, from ``start`` on, an element lies of those with which a record begins; else -1."""
    found = (one.search(data, start, end) for _, one in _BEGINNINGS[big_endian])
    return min((one.start() for one in found if one), default=-1)


def has_record(data: bytes, position: int, *, big_endian: bool = False) -> bool:
    """Whether an item there, whatever is left of its own header, holds a record."""
    return any(
        beginning.match(data, position + distance)
        for distance, beginning in _BEGINNINGS[big_endian]
    )


def _is_of_a_record(tag: bytes, *, big_endian: bool) -> bool:
    group, number = (tag[1::-1], tag[2:3]) if big_endian else (tag[:2], tag[3:])
    return group == b"\x04\0" and number in {b"\0", b"\x14", b"\x15"}


_NEAR: Final = 4096
"""Most records are smaller."""
_NEXT: Final = rb"\x04\0\0\x14(?:UL\x04\0|\x04\0\0\0)"
_IN_USE: Final = rb"\x04\0\x10\x14(?:US\x02\0|\x02\0\0\0).."
_LOWER: Final = rb"\x04\0\x20\x14(?:UL\x04\0|\x04\0\0\0)"
_TYPE: Final = rb"....\x04\0\x30\x14"
_NEXT_BIG: Final = rb"\0\x04\x14\0UL\0\x04"
_IN_USE_BIG: Final = rb"\0\x04\x14\x10US\0\x02.."
_LOWER_BIG: Final = rb"\0\x04\x14\x20UL\0\x04"
_TYPE_BIG: Final = rb"....\0\x04\x14\x30"


def _beginnings(following: bytes, in_use: bytes, below: bytes, record_type: bytes) -> _Beginnings:
    known = ((8, following), (20, in_use + below), (30, below + record_type))
    return tuple((distance, re.compile(one, re.DOTALL)) for distance, one in known)


_BEGINNINGS: Final = {
    False: _beginnings(_NEXT, _IN_USE, _LOWER, _TYPE),
    True: _beginnings(_NEXT_BIG, _IN_USE_BIG, _LOWER_BIG, _TYPE_BIG),
}
"""How far into a record, and how, its first elements lie (PS3.3 Table F.3-3): the first alone, for
nearly all begin with it, or two of them; by whether the directory is big endian."""
ITEM_TAG: Final = b"\xfe\xff\0\xe0"
ITEM_TAG_BIG_ENDIAN: Final = b"\xff\xfe\xe0\0"


def item_of(content: bytes) -> Item:
    """The item with this content; the layout that nearly all have is read in one step."""
    if len(content) >= _LINKS_SIZE + 8:
        one, following, two, in_use, three, below, four, length = _LINKS(content)
        if (one, two, three, four) == _LINK_HEADERS:
            body, past = content[_LINKS_SIZE:], 42 + length
            record_type = _type_name(content[42:past]) if past <= len(content) else ""
            record_type = record_type or _type_name(_type_in(body))
            return Item(following, below, record_type, body, in_use)
    return _item_element_by_element(content)


def _explicit(content: bytes, *, mend: bool) -> bytes:
    """An item in Explicit VR, where it lay in Implicit VR among others; as far as it is whole."""
    if len(content) < 8 or content[4:6].isalpha() or content[:2] == b"\xfe\xff":
        return content
    if mend and content[12:14] == b"\x04\0" and content[16:18].isalpha():
        return content  # what is next to its first element is in Explicit VR
    from ..scan.re_encode import ReEncoder  # noqa: PLC0415 - few directories need it

    encoder, position = ReEncoder(content, IMPLICIT), 0
    parts: list[bytes] = []
    try:
        while position + 8 <= len(content):
            part, position = encoder.one(position)
            parts.append(part)
    except ScanFailure:
        if not mend:
            raise
    return b"".join(parts)


def _type_in(body: bytes) -> bytes:
    """The record type of a body that is damaged or empty there; the body stays as it is."""
    types = (value for tag, value, _ in salvaged(body) if tag == _RECORD_TYPE)
    return next((value for value in types if _type_name(value)), b"")


@lru_cache(maxsize=256)
def _type_name(value: bytes) -> str:
    """A Directory Record Type; one string serves all records of a type."""
    return value.decode("ascii", "replace").rstrip(" \0")


def _item_element_by_element(content: bytes, *, mend: bool = False) -> Item:
    links: dict[int, int] = {}
    kept: list[bytes] = []
    record_type = ""
    elements = salvaged if mend else elements_of
    for tag, value, whole in elements(_explicit(content, mend=mend)):
        if tag in _LINK_TAGS:
            links[tag] = number_of(value)
        elif tag != _GROUP_LENGTH and tag not in _PADDING:
            kept.append(whole)
        if tag == _RECORD_TYPE and not record_type:
            record_type = _type_name(value)
    missing = tuple(_LINK_NAMES[tag] for tag in sorted(_LINK_TAGS - links.keys()))
    if not record_type:
        missing += ("Directory Record Type (0004,1430)",)
    return Item(
        links.get(0x0004_1400, 0),
        links.get(0x0004_1420, 0),
        record_type,
        b"".join(kept),
        links.get(0x0004_1410, 0xFFFF) & 0xFFFF,
        missing,
    )


_LINK_NAMES: Final = {
    0x0004_1400: "Offset of the Next Directory Record (0004,1400)",
    0x0004_1410: "Record In-use Flag (0004,1410)",
    0x0004_1420: "Offset of Referenced Lower-Level Directory Entity (0004,1420)",
}


def number_of(value: bytes) -> int:
    """An offset or a flag; what is too long for one is no number."""
    return int.from_bytes(value, "little") if len(value) <= 4 else 0
