"""A DICOMDIR taken apart so far that it can be put together again with any lie in it.

Links are held as the records that they lead to; an offset is made of them when bytes are, so that
records can be moved, dropped and doubled and the directory still hold, but for what is a lie.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, NamedTuple

from checks import (
    FIRST_ROOT,
    LAST_ROOT,
    LONG,
    LOWER,
    NEXT,
    SEQUENCE,
    UNDEFINED,
    Element,
    parsed,
)

Encoding = Literal["explicit", "implicit", "big"]
TRANSFER_SYNTAX: Final = 0x00020010
FILE_SET_UID: Final = 0x00020003
SYNTAXES: Final[dict[Encoding, bytes]] = {
    "explicit": b"1.2.840.10008.1.2.1\0",
    "implicit": b"1.2.840.10008.1.2\0",
    "big": b"1.2.840.10008.1.2.2\0",
}
DEFLATED: Final = b"1.2.840.10008.1.2.1.99"
_WIDTHS: Final = {b"US": 2, b"SS": 2, b"OW": 2, b"AT": 2, b"UL": 4, b"SL": 4, b"FL": 4, b"FD": 8}
_NOWHERE: Final = 0x7FFFFFFE


class Part(NamedTuple):
    """An element; ``said`` is the length that is written, where it is not that of the value."""

    tag: int
    vr: bytes
    value: bytes
    said: int | None = None


@dataclass(eq=False)
class Drafted:
    """A record: its elements in their order, and where its links lead; a number is a lie."""

    parts: list[Part]
    following: "Link" = None
    below: "Link" = None

    def value(self, tag: int) -> bytes:
        """A value without padding; empty where there is none."""
        found = (part.value for part in self.parts if part.tag == tag)
        return next(found, b"").rstrip(b" \0")


Link = Drafted | int | None


@dataclass
class Draft:
    """A directory: meta information, what stands before the records, those, and what after."""

    meta: list[Part]
    head: list[Part]
    records: list[Drafted]
    first: "Link"
    last: "Link"
    tail: list[Part] = field(default_factory=list)
    encoding: Encoding = "explicit"
    open_sequence: bool = False
    open_items: bool = False
    delimited: bool = True
    shift: int = 0

    def copied(self) -> "Draft":
        """Another that can be changed."""
        twins = {id(one): Drafted(list(one.parts)) for one in self.records}
        for one in self.records:
            twin = twins[id(one)]
            twin.following, twin.below = _twin(one.following, twins), _twin(one.below, twins)
        records = [twins[id(one)] for one in self.records]
        first, last = _twin(self.first, twins), _twin(self.last, twins)
        lists = {"meta": list(self.meta), "head": list(self.head), "tail": list(self.tail)}
        return replace(self, records=records, first=first, last=last, **lists)

    def labelled(self, uid: bytes) -> None:
        """State a transfer syntax, true or not."""
        self.meta = [p._replace(value=uid) if p.tag == TRANSFER_SYNTAX else p for p in self.meta]

    def start(self) -> bytes:
        """Preamble and file meta information."""
        rest = b"".join(encoded(part, "explicit") for part in self.meta if part.tag != 0x00020000)
        stated = [encoded(part, "explicit") for part in self.meta if part.tag == 0x00020000]
        length = struct.pack("<HH2sHL", 2, 0, b"UL", 4, len(rest))
        return bytes(128) + b"DICM" + (length if stated else b"") + rest

    def data_set(self, begin: int) -> bytes:
        """What follows the file meta information, which ends at ``begin``."""
        places: dict[int, int] = {}
        for _ in range(2):  # first to see where records lie, then to say it
            head = b"".join(encoded(self._linked(p, places), self.encoding) for p in self.head)
            items, at = [], begin + len(head) + (8 if self.encoding == "implicit" else 12)
            found: dict[int, int] = {}
            for record in self.records:
                item = self._item(record, places)
                found.setdefault(id(record), at)
                items.append(item)
                at += len(item)
            places = found
        content = b"".join(items)
        if self.open_sequence and self.delimited:
            content += _mark(0xE0DD, 0, self.encoding)
        said = UNDEFINED if self.open_sequence else None
        sequence = encoded(Part(SEQUENCE, b"SQ", content, said), self.encoding)
        return head + sequence + b"".join(encoded(part, self.encoding) for part in self.tail)

    def data(self) -> bytes:
        """The bytes of the file."""
        start = self.start()
        return start + self.data_set(len(start))

    def _item(self, record: Drafted, places: dict[int, int]) -> bytes:
        parts = (self._linked(part, places, record) for part in record.parts)
        content = b"".join(encoded(part, self.encoding) for part in parts)
        if not self.open_items:
            return _mark(0xE000, len(content), self.encoding) + content
        end = _mark(0xE00D, 0, self.encoding) if self.delimited else b""
        return _mark(0xE000, UNDEFINED, self.encoding) + content + end

    def _linked(self, part: Part, places: dict[int, int], record: Drafted | None = None) -> Part:
        target = self._target(part.tag, record)
        if target is None:
            return part
        number = target if isinstance(target, int) else places.get(id(target), _NOWHERE)
        shifted = number + self.shift if number else 0
        return part._replace(value=struct.pack("<L", shifted & 0xFFFFFFFF))

    def _target(self, tag: int, record: Drafted | None) -> "Link":
        if record is None:
            targets = {FIRST_ROOT: self.first, LAST_ROOT: self.last}
        else:
            targets = {NEXT: record.following, LOWER: record.below}
        if tag not in targets:
            return None
        found = targets[tag]
        return 0 if found is None else found


def draft_of(data: bytes) -> Draft:
    """A sound DICOMDIR in Explicit VR Little Endian, taken apart."""
    found = parsed(data)
    by_offset = {one.offset: Drafted(_parts(one.elements)) for one in found.records}
    for one in found.records:
        record = by_offset[one.offset]
        record.following = by_offset.get(one.number(NEXT))
        record.below = by_offset.get(one.number(LOWER))
    head = {tag: one for tag, one in found.elements.items() if tag < SEQUENCE}
    tail = {tag: one for tag, one in found.elements.items() if tag > SEQUENCE}
    first, last = (by_offset.get(found.number(tag)) for tag in (FIRST_ROOT, LAST_ROOT))
    return Draft(_parts(found.meta), _parts(head), [*by_offset.values()], first, last, _parts(tail))


def _parts(elements: Mapping[int, Element]) -> list[Part]:
    return [Part(one.tag, one.vr, one.value) for one in elements.values()]


def _twin(link: "Link", twins: Mapping[int, Drafted]) -> "Link":
    return twins.get(id(link)) if isinstance(link, Drafted) else link


def encoded(part: Part, encoding: Encoding) -> bytes:
    """The bytes of an element."""
    group, number = part.tag >> 16, part.tag & 0xFFFF
    value = part.value
    length = len(value) if part.said is None else part.said
    if encoding == "implicit":
        return struct.pack("<HHL", group, number, length & UNDEFINED) + value
    order = "<"
    if encoding == "big":
        order, value = ">", _turned(value, _WIDTHS.get(part.vr, 1))
    head = struct.pack(order + "HH2s", group, number, part.vr)
    if part.vr in LONG:
        return head + b"\0\0" + struct.pack(order + "L", length & UNDEFINED) + value
    return head + struct.pack(order + "H", length & 0xFFFF) + value


def _turned(value: bytes, width: int) -> bytes:
    words = [value[at : at + width][::-1] for at in range(0, len(value), width)]
    return b"".join(words)


def _mark(number: int, length: int, encoding: Encoding) -> bytes:
    order = ">" if encoding == "big" else "<"
    return struct.pack(order + "HHL", 0xFFFE, number, length)
