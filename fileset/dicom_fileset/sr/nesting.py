"""Elements of a data set one after another, sequences entered, without recursion.

Neither depth nor number of items is bounded: a stack of levels stands for the calls that other
parsers make.  Where the data are cut, what was open is known to whoever reads the steps.
"""

from collections.abc import Iterator
from enum import IntEnum
from struct import Struct
from typing import Final, NamedTuple

from ..elements import ITEM, ITEM_END, LONG_VRS, SEQUENCE_END, SHORT_VRS, UNDEFINED
from ..scan.encoding import Encoding
from ..scan.failure import ScanFailure
from .attributes import ENTERED, KEPT


class Kind(IntEnum):
    """What a step tells."""

    VALUE = 0
    SEQUENCE = 1
    ITEM = 2
    ITEM_END = 3
    SEQUENCE_END = 4


Step = tuple[Kind, int, bytes]
"""Kind; tag of the element or of the sequence; value."""

_SEQUENCE_DELIMITERS: Final = {
    False: b"\xfe\xff\xdd\xe0\0\0\0\0",
    True: b"\xff\xfe\xe0\xdd\0\0\0\0",
}


class _Level(NamedTuple):
    """A sequence or an item that is open.

    ``end`` is where it ends at the latest; ``delimited`` says that something else than its length
    is to end it, so that reaching ``end`` means that the data are cut.
    """

    tag: int
    of_items: bool
    end: int
    delimited: bool
    implicit: bool
    kept: bool


class _Header(NamedTuple):
    tag: int
    start: int
    length: int
    implicit: bool
    """Whether what stands in the value has no VRs (PS3.5 6.2.2)."""


class Nesting:
    """The steps through one data set.

    Parameters
    ----------
    data
        The bytes that hold it.
    encoding
        How it lies.
    """

    def __init__(self, data: bytes, encoding: Encoding) -> None:
        self._data = data
        self._encoding = encoding
        order = ">" if encoding.big_endian else "<"
        self._explicit = Struct(f"{order}HH2sH").unpack_from
        self._plain = Struct(f"{order}HHL").unpack_from
        self._length = Struct(f"{order}L").unpack_from
        self._levels: list[_Level] = []
        self._position = 0

    def steps(self, start: int) -> Iterator[Step]:
        """Every value that is kept and every sequence that is entered, from ``start`` on.

        Raises
        ------
        ScanFailure
            Where the data are cut or no elements; what was before was given.
        """
        self._position = start
        levels = self._levels = [
            _Level(ITEM, False, len(self._data), False, self._encoding.implicit, True)
        ]
        while True:
            level = levels[-1]
            if self._position >= level.end:
                if level.delimited:
                    raise ScanFailure("truncated", self._position)
                if len(levels) == 1:
                    return
                yield from self._leave(level)
            elif level.of_items:
                yield from self._items(level)
            else:
                yield from self._elements(level)

    def _leave(self, level: _Level) -> Iterator[Step]:
        self._levels.pop()
        if level.kept:
            yield (Kind.SEQUENCE_END if level.of_items else Kind.ITEM_END), level.tag, b""

    def _elements(self, level: _Level) -> Iterator[Step]:
        """Elements of an item, up to its end or to a sequence in it."""
        data, end = self._data, level.end
        while self._position < end:
            at = self._position
            if end - at < 8:
                self._pass_padding(at, end)
                return
            header = self._header(at, level.implicit)
            tag, start, length, _ = header
            if tag >> 16 == 0xFFFE:
                yield from self._delimiter(tag, at, level)
                return
            if length == UNDEFINED or (level.kept and tag in ENTERED):
                yield from self._enter(header, level)
                return
            past = start + length
            if past > end:
                raise ScanFailure("truncated" if past > len(data) else "damaged", at)
            if level.kept and tag in KEPT:
                yield Kind.VALUE, tag, data[start:past]
            self._position = past

    def _delimiter(self, tag: int, at: int, level: _Level) -> Iterator[Step]:
        """The end of an item; one that nothing asked for is passed over."""
        if tag != ITEM_END:
            raise ScanFailure("damaged", at)
        self._position = at + 8
        if level.delimited:
            yield from self._leave(level)

    def _pass_padding(self, at: int, end: int) -> None:
        if any(self._data[at:end]):
            raise ScanFailure("truncated", at)
        self._position = end  # a few zeros of padding after the data set are met in the wild

    def _enter(self, header: _Header, level: _Level) -> Iterator[Step]:
        """Open a sequence; where the data end before it, it is read as far as they go."""
        self._position = header.start
        kept = level.kept and header.tag in ENTERED
        implicit = level.implicit or header.implicit
        end, delimited = self._end(header.length, level)
        self._levels.append(_Level(header.tag, True, end, delimited, implicit, kept))
        if kept:
            yield Kind.SEQUENCE, header.tag, b""

    def _end(self, length: int, level: _Level) -> tuple[int, bool]:
        """Where what begins here ends at the latest, and whether something else is to end it."""
        if length == UNDEFINED:
            return level.end, True
        end = self._position + length
        if end > level.end and level.end < len(self._data):
            raise ScanFailure("damaged", self._position)
        return min(end, level.end), end > level.end

    def _items(self, level: _Level) -> Iterator[Step]:
        """The next item of a sequence, or its end."""
        at = self._position
        if level.end - at < 8:
            raise ScanFailure("truncated", at)
        group, number, length = self._plain(self._data, at)
        tag = group << 16 | number
        self._position = at + 8
        if tag == SEQUENCE_END:
            if level.delimited:
                yield from self._leave(level)
            return
        if tag != ITEM:
            self._pass_no_items(level, at)
            return
        if not level.kept and length != UNDEFINED:
            self._position += length
            return
        implicit = level.implicit or self._looks_implicit(self._position)
        end, delimited = self._end(length, level)
        self._levels.append(_Level(level.tag, False, end, delimited, implicit, level.kept))
        if level.kept:
            yield Kind.ITEM, level.tag, b""

    def _pass_no_items(self, level: _Level, at: int) -> None:
        """A value of undefined length that is not made of items, met in private data."""
        delimiter = _SEQUENCE_DELIMITERS[self._encoding.big_endian]
        found = -1 if level.kept else self._data.find(delimiter, at, level.end)
        if found < 0:
            raise ScanFailure("not-a-sequence", at)
        self._position = found + len(delimiter)
        self._levels.pop()

    def _looks_implicit(self, at: int) -> bool:
        """Items of an explicit data set are met in Implicit VR too; their first header tells."""
        head = self._data[at : at + 6]
        delimiter = head[:2] in {b"\xfe\xff", b"\xff\xfe"}
        return len(head) == 6 and not (delimiter or head[4:].isalpha())

    def _header(self, at: int, implicit: bool) -> _Header:
        if not implicit:
            group, number, vr, length = self._explicit(self._data, at)
            if vr in SHORT_VRS:
                return _Header(group << 16 | number, at + 8, length, False)
            if vr in LONG_VRS:
                if at + 12 > len(self._data):
                    raise ScanFailure("truncated", at)
                (length,) = self._length(self._data, at + 8)
                return _Header(group << 16 | number, at + 12, length, vr == b"UN")
            if group != 0xFFFE and b"AA" <= vr <= b"ZZ":
                return _Header(group << 16 | number, at + 8, length, False)
        group, number, length = self._plain(self._data, at)
        return _Header(group << 16 | number, at + 8, length, True)
