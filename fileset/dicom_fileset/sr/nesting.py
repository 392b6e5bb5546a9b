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
        data, end, kept = self._data, level.end, level.kept
        while self._position < end:
            at = self._position
            if end - at < 8:
                self._pass_padding(at, end)
                return
            tag, start, length, implicit = self._header(at, level.implicit)
            if tag == ITEM_END:
                self._position = at + 8
                if level.delimited:
                    yield from self._leave(level)
                    return
                continue
            if tag >> 16 == 0xFFFE:
                raise ScanFailure("damaged", at)
            entered = kept and tag in ENTERED
            if length == UNDEFINED or entered:
                self._enter(_Header(tag, start, length, implicit), level, kept=entered)
                if entered:
                    yield Kind.SEQUENCE, tag, b""
                return
            past = start + length
            if past > end:
                raise ScanFailure("truncated" if past > len(data) else "damaged", at)
            if kept and tag in KEPT:
                yield Kind.VALUE, tag, data[start:past]
            self._position = past

    def _pass_padding(self, at: int, end: int) -> None:
        if any(self._data[at:end]):
            raise ScanFailure("truncated", at)
        self._position = end  # a few zeros of padding after the data set are met in the wild

    def _enter(self, header: _Header, level: _Level, *, kept: bool) -> None:
        """Open a sequence; where the data end before it, it is read as far as they go."""
        undefined = header.length == UNDEFINED
        end = level.end if undefined else header.start + header.length
        cut = end > level.end
        if cut and level.end < len(self._data):
            raise ScanFailure("damaged", header.start)
        self._position = header.start
        self._levels.append(
            _Level(
                header.tag,
                True,
                min(end, level.end),
                undefined or cut,
                header.implicit or level.implicit,
                kept,
            )
        )

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
        self._enter_item(level, length)
        if level.kept:
            yield Kind.ITEM, level.tag, b""

    def _enter_item(self, level: _Level, length: int) -> None:
        start = self._position
        undefined = length == UNDEFINED
        end = level.end if undefined else start + length
        cut = end > level.end
        if cut and level.end < len(self._data):
            raise ScanFailure("damaged", start)
        implicit = level.implicit or self._looks_implicit(start)
        self._levels.append(
            _Level(level.tag, False, min(end, level.end), undefined or cut, implicit, level.kept)
        )

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

    def _header(self, at: int, implicit: bool) -> tuple[int, int, int, bool]:
        if not implicit:
            group, number, vr, length = self._explicit(self._data, at)
            if vr in SHORT_VRS:
                return group << 16 | number, at + 8, length, False
            if vr in LONG_VRS:
                if at + 12 > len(self._data):
                    raise ScanFailure("truncated", at)
                (length,) = self._length(self._data, at + 8)
                return group << 16 | number, at + 12, length, vr == b"UN"
            if group != 0xFFFE and b"AA" <= vr <= b"ZZ":
                return group << 16 | number, at + 8, length, False
        group, number, length = self._plain(self._data, at)
        return group << 16 | number, at + 8, length, True
