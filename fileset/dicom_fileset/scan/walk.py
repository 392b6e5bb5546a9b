"""Walks little endian data elements, header by header, and keeps the values that are wanted.

Values that are not wanted are stepped over, sequences of defined length too; those of undefined
length are followed to their end, since nothing else tells where it is (PS3.5 7.5.2).
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from struct import Struct
from typing import Final, NamedTuple

from ..elements import ITEM, ITEM_END, LONG_VRS, SEQUENCE_END, SHORT_VRS, UNDEFINED
from .failure import ScanFailure
from .window import Window, window_of_bytes

_EXPLICIT: Final = Struct("<HH2sH").unpack_from
_IMPLICIT: Final = Struct("<HHL").unpack_from
_LENGTH: Final = Struct("<L").unpack_from
_DEEPEST: Final = 64
_SEQUENCE_DELIMITER: Final = b"\xfe\xff\xdd\xe0\0\0\0\0"

Value = tuple[int, int, bytes]
"""Position, length and bytes of a value."""


class Header(NamedTuple):
    """An element's header: its tag, where the value starts, and how long that is."""

    tag: int
    start: int
    length: int
    implicit: bool
    """Whether what stands in the value is Implicit VR (PS3.5 6.2.2: UN of undefined length)."""


class Walk:
    """One pass over a data set.

    Attributes
    ----------
    values
        What was found of what was wanted: tag to (position, length, bytes); a sequence of
        undefined length without its delimiter.
    trace
        ``(position, length)`` of every header passed, in order.
    """

    __slots__ = ("implicit", "position", "trace", "values", "window")

    def __init__(self, window: Window, position: int, *, implicit: bool) -> None:
        self.window = window
        self.position = position
        self.implicit = implicit
        self.values: dict[int, Value] = {}
        self.trace: list[tuple[int, int]] = []

    def until(self, last_tag: int, wanted: AbstractSet[int]) -> None:
        """Go on to the first element past ``last_tag``, or the end of the data.

        Raises
        ------
        ScanFailure
            The data ends inside an element, or is not made of elements.
        """
        while self.position + 8 <= self.window.size:
            if not self.implicit:
                self._step_over_short_elements(last_tag, wanted)
            if self.position + 8 > self.window.size or self._ended():
                return
            header = self._header(self.position, self.implicit)
            if header.tag > last_tag:
                return
            self.position = self._pass(header, wanted)

    def _ended(self) -> bool:
        """Whether nothing follows: what is inflated shows its end only when one looks there."""
        at = self.position - self.window.base
        if at >= 0 and at + 12 <= len(self.window.buffer):
            return False
        return not self.window.slide(self.position)

    def one(self) -> tuple[int, bytes]:
        """Pass one element of any kind; its tag and its value.

        Raises
        ------
        ScanFailure
            The data ends inside it.
        """
        header = self._header(self.position, self.implicit)
        self.position = self._pass(header, frozenset((header.tag,)))
        return header.tag, self.values.pop(header.tag)[2]

    def past_item(self, position: int) -> int:
        """The position after the delimiter of an item of undefined length."""
        return self._end_of_item(position, self.implicit, 0)

    def past_value(self, header: Header) -> int:
        """The position after the delimiter of a value of undefined length."""
        return self._end_of_undefined(header, 0)

    def check_end(self) -> None:
        """See that the data, where they ended, did not end inside an element's header.

        Raises
        ------
        ScanFailure
            They did.
        """
        left = self.window.size - self.position
        if 0 < left < 8 and any(self.window.value(self.position, left)):
            raise ScanFailure("truncated", self.position)

    def _step_over_short_elements(self, last_tag: int, wanted: AbstractSet[int]) -> None:
        """The common case of :meth:`until`, kept tight: short explicit VRs inside the window."""
        buffer, base, values, trace = self.window.buffer, self.window.base, self.values, self.trace
        at, furthest = self.position - base, len(buffer) - 12
        while 0 <= at <= furthest:
            group, number, vr, length = _EXPLICIT(buffer, at)
            tag = group << 16 | number
            if vr not in SHORT_VRS or tag > last_tag or at + 8 + length > len(buffer):
                break
            trace.append((base + at, 8))
            start = at + 8
            at = start + length
            if tag in wanted:
                values[tag] = (base + start, length, buffer[start:at])
        self.position = base + at
        self._check_headers()

    def _pass(self, header: Header, wanted: AbstractSet[int]) -> int:
        """The position after an element of any kind."""
        self.trace.append((self.position, header.start - self.position))
        self._check_headers()
        if header.length == UNDEFINED:
            end = self._end_of_undefined(header, 0)
            length = end - 8 - header.start
        else:
            length = header.length
            end = header.start + length
            if end > self.window.size:
                raise ScanFailure("truncated", self.position)
        if header.tag in wanted:
            value = self.window.value(header.start, length)
            self.values[header.tag] = (header.start, length, value)
        return end

    def _header(self, position: int, implicit: bool) -> Header:
        at = position - self.window.base
        buffer = self.window.buffer
        if at < 0 or at + 12 > len(buffer):
            buffer, at = self.window.slide(position), 0
            if len(buffer) < 8:
                raise ScanFailure("truncated", position)
        if implicit:
            group, number, length = _IMPLICIT(buffer, at)
            return Header(group << 16 | number, position + 8, length, implicit=True)
        group, number, vr, length = _EXPLICIT(buffer, at)
        tag = group << 16 | number
        if vr in LONG_VRS:
            if at + 12 > len(buffer):
                raise ScanFailure("truncated", position)
            (length,) = _LENGTH(buffer, at + 8)
            inner = vr == b"UN" and length == UNDEFINED
            return Header(tag, position + 12, length, implicit=inner)
        if vr in SHORT_VRS or b"AA" <= vr <= b"ZZ":
            # A VR that no edition knows is taken to have a short length, as pydicom takes it.
            return Header(tag, position + 8, length, implicit=False)
        (length,) = _LENGTH(buffer, at + 4)
        if group == 0xFFFE:
            return Header(tag, position + 8, length, implicit=False)
        return self._without_known_vr(buffer, at, Header(tag, position + 8, length, implicit=True))

    def _without_known_vr(self, buffer: bytes, at: int, implicit: Header) -> Header:
        """An explicit element whose VR is none: the reading after which the data go on.

        Some writers fall back to Implicit VR for an element or two; others write ``??``, with a
        short or with a long length.
        """
        tag, start, _, _ = implicit
        short = Header(
            tag, start, int.from_bytes(buffer[at + 6 : at + 8], "little"), implicit=False
        )
        long = Header(
            tag, start + 4, int.from_bytes(buffer[at + 8 : at + 12], "little"), implicit=False
        )
        return next((one for one in (implicit, long, short) if self._goes_on(one)), implicit)

    def _goes_on(self, header: Header) -> bool:
        if header.length == UNDEFINED:
            return True
        end = header.start + header.length
        if end + 8 > self.window.size:
            return end == self.window.size
        words = self.window.value(end, 4)
        group, number = int.from_bytes(words[:2], "little"), int.from_bytes(words[2:], "little")
        return (group << 16 | number) > header.tag

    def _end_of_undefined(self, sequence: Header, depth: int) -> int:
        """The byte after the delimiter of a value of undefined length."""
        if depth > _DEEPEST:
            raise ScanFailure("nested-too-deep", sequence.start)
        position = sequence.start
        while True:
            item = self._inner_header(position, implicit=True)
            if item.tag == SEQUENCE_END:
                return item.start
            if item.tag != ITEM and position == sequence.start:
                return self._past_delimiter(position)
            if item.tag != ITEM:
                raise ScanFailure("not-a-sequence", position)
            if item.length == UNDEFINED:
                position = self._end_of_item(item.start, sequence.implicit, depth)
            else:
                position = item.start + item.length

    def _past_delimiter(self, position: int) -> int:
        """The end of a value of undefined length that is not made of items, met in private data."""
        window, at = self.window, position
        while at < min(window.size, position + window.limits.value_bytes):
            end = window.base + len(window.buffer)
            if window.base <= at < end:
                found = window.buffer.find(_SEQUENCE_DELIMITER, at - window.base)
                if found >= 0:
                    return window.base + found + len(_SEQUENCE_DELIMITER)
                at = max(at, end - len(_SEQUENCE_DELIMITER) + 1)
            if len(window.slide(at)) < len(_SEQUENCE_DELIMITER):
                break
        raise ScanFailure("not-a-sequence", position)

    def _check_headers(self) -> None:
        """See that no more headers are held than any real header has.

        Raises
        ------
        ScanFailure
            There are, and it is a header that is read.
        """
        if len(self.trace) > self.window.limits.headers:
            if not self.window.goes_to_the_end:
                raise ScanFailure("header-too-long", self.position)
            self.trace.clear()

    def _end_of_item(self, position: int, implicit: bool, depth: int) -> int:
        implicit = implicit or self._looks_implicit(position)
        while True:
            inner = self._inner_header(position, implicit)
            if inner.tag == ITEM_END:
                return inner.start
            if inner.tag in {ITEM, SEQUENCE_END}:
                raise ScanFailure("not-a-sequence", position)  # what ends it is missing
            if inner.length == UNDEFINED:
                position = self._end_of_undefined(inner, depth + 1)
            else:
                position = inner.start + inner.length

    def _inner_header(self, position: int, implicit: bool) -> Header:
        if position + 8 > self.window.size:
            raise ScanFailure("truncated", min(position, self.window.size))
        header = self._header(position, implicit)
        self.trace.append((position, header.start - position))
        self._check_headers()
        return header

    def _looks_implicit(self, position: int) -> bool:
        """Items of an explicit data set are met in Implicit VR too; their first header tells."""
        if position + 8 > self.window.size:
            return False
        vr = self.window.value(position + 4, 2)
        delimiter = self.window.value(position, 2) == b"\xfe\xff"
        return not (delimiter or vr.isalpha())


def looks_implicit(window: Window, position: int) -> bool | None:
    """Whether the element at ``position`` has no VR; ``None`` where there is no element."""
    if position + 8 > window.size:
        return None
    vr = window.value(position + 4, 2)
    return not (0x40 < vr[0] < 0x5B and 0x40 < vr[1] < 0x5B)


Element = tuple[int, bytes, bytes]
"""Tag, value and whole bytes."""


def elements_of(content: bytes) -> Iterator[Element]:
    """The elements of an explicit little endian item.

    Raises
    ------
    ScanFailure
        At the first that is not whole; those before it were given.
    """
    walk = Walk(window_of_bytes(content), 0, implicit=False)
    while walk.position + 8 <= len(content):
        start = walk.position
        tag, value = walk.one()
        yield tag, value, content[start : walk.position]
