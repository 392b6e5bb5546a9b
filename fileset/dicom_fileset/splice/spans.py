"""Where the elements of a data set lie: its top level walked, and no value read."""

from collections.abc import Set as AbstractSet
from struct import Struct
from typing import Final, NamedTuple

from ..elements import LONG_VRS, SHORT_VRS, UNDEFINED
from ..scan.failure import ScanFailure
from ..scan.walk import Header, Walk

_EXPLICIT: Final = Struct("<HH2sH").unpack_from
_EXPLICIT_BIG: Final = Struct(">HH2sH").unpack_from
_PLAIN_BIG: Final = Struct(">HHL").unpack_from
_LENGTH_BIG: Final = Struct(">L").unpack_from
PIXEL_DATA: Final = 0x7FE0_0010
FLOAT_PIXEL_DATA: Final = 0x7FE0_0008
DOUBLE_FLOAT_PIXEL_DATA: Final = 0x7FE0_0009
PIXELS: Final = frozenset({PIXEL_DATA, FLOAT_PIXEL_DATA, DOUBLE_FLOAT_PIXEL_DATA})
_MOST_ELEMENTS: Final = 200_000
"""What a hostile file can make us hold: more than that no top level has."""


class Span(NamedTuple):
    """An element of the top level.

    Attributes
    ----------
    tag, vr
        The VR is empty where none is written.
    start, value, end
        Bytes where its header, its value and the next element begin.
    length
        Of the value as its header has it: perhaps undefined.
    """

    tag: int
    vr: bytes
    start: int
    value: int
    length: int
    end: int


class SpanWalk(Walk):
    """A walk that notes where elements lie."""

    __slots__ = ()

    def note(self, found: list[Span], stop: AbstractSet[int]) -> None:
        """Note elements from here on to the first whose tag is in ``stop``, or to the end.

        Raises
        ------
        ScanFailure
            The data end inside an element, or are not made of elements.
        """
        while self.position + 8 <= self.window.size:
            self._short_elements(stop, found)
            if self.position + 8 > self.window.size:
                break
            span = self.here()
            if span.tag in stop:
                break
            found.append(self._passed(span))
            if len(found) > _MOST_ELEMENTS:
                raise ScanFailure("header-too-long", self.position)

    def here(self) -> Span:
        """The element at this position; its end is not looked for where its length is undefined.

        Raises
        ------
        ScanFailure
            There is no room for one.
        """
        header = self._header(self.position, self.implicit)
        vr = b""
        if header.start - self.position == 12 or not (header.implicit or header.tag >= 0xFFFE_0000):
            at = self.position - self.window.base + 4
            vr = self.window.buffer[at : at + 2]
        end = header.start + (0 if header.length == UNDEFINED else header.length)
        return Span(header.tag, vr, self.position, header.start, header.length, end)

    def _passed(self, span: Span) -> Span:
        """Step over an element; its span, with its end."""
        implicit = span.vr == b"UN" and span.length == UNDEFINED
        header = Header(span.tag, span.value, span.length, implicit=implicit or not span.vr)
        self.position = self._pass(header, frozenset())
        self.trace.clear()
        return span._replace(end=self.position)

    def _short_elements(self, stop: AbstractSet[int], found: list[Span]) -> None:
        """The common case of :meth:`note`, kept tight: short explicit VRs inside the window."""
        if self.implicit:
            return
        buffer, base = self.window.buffer, self.window.base
        at, furthest = self.position - base, len(buffer) - 12
        append = found.append
        while 0 <= at <= furthest:
            group, number, vr, length = _EXPLICIT(buffer, at)
            end = at + 8 + length
            tag = group << 16 | number
            if vr not in SHORT_VRS or end > len(buffer) or tag in stop:
                break
            append(Span(tag, vr, base + at, base + at + 8, length, base + end))
            at = end
        self.position = base + at


class BigEndianSpans(SpanWalk):
    """The same where numbers lie most significant byte first (PS3.5-2016b A.3)."""

    __slots__ = ()

    def _short_elements(self, stop: AbstractSet[int], found: list[Span]) -> None:
        """Met in old archives only."""

    def _header(self, position: int, implicit: bool) -> Header:
        at = position - self.window.base
        buffer = self.window.buffer
        if at < 0 or at + 12 > len(buffer):
            buffer, at = self.window.slide(position), 0
            if len(buffer) < 8:
                raise ScanFailure("truncated", position)
        group, number, vr, length = _EXPLICIT_BIG(buffer, at)
        tag = group << 16 | number
        if not implicit and vr in LONG_VRS and at + 12 <= len(buffer):
            (length,) = _LENGTH_BIG(buffer, at + 8)
            inner = vr == b"UN" and length == UNDEFINED
            return Header(tag, position + 12, length, implicit=inner)
        if not implicit and (vr in SHORT_VRS or b"AA" <= vr <= b"ZZ"):
            return Header(tag, position + 8, length, implicit=False)
        (length,) = _PLAIN_BIG(buffer, at)[2:]
        return Header(tag, position + 8, length, implicit=group != 0xFFFE)

    def _end_of_undefined(self, sequence: Header, depth: int) -> int:
        if sequence.implicit:
            # UN holds Implicit VR Little Endian by rule (PS3.5 6.2.2), whatever lies around it.
            return Walk(self.window, sequence.start, implicit=True).past_value(sequence)
        return super()._end_of_undefined(sequence, depth)
