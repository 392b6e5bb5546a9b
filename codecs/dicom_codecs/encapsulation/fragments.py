"""Encapsulated Pixel Data walked through: where its fragments lie, and its Basic Offset Table.

::

    FE FF 00 E0  length   Basic Offset Table, perhaps empty    the first item, always there
    FE FF 00 E0  length   fragment                             offsets count from this tag
    FE FF 00 E0  length   fragment
    ...
    FE FF DD E0  00000000                                      Sequence Delimitation Item

References
----------
PS3.5 A.4
"""

from array import array
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..deviation import Deviation
from ..errors import DamagedPixelData
from .headers import DELIMITER, HEADER_BYTES, ITEM, ITEM_END, UNDEFINED, Headers
from .marks import any_stream_begins
from .source import Source

Offsets = NDArray[np.int64]

_PIXEL_DATA: Final = (0x7FE0, 0x0010)
_LONGEST_MARK: Final = 64


@dataclass(frozen=True, slots=True, eq=False)
class Fragments:
    """Items of encapsulated Pixel Data.

    Attributes
    ----------
    basic_offsets
        Values of the Basic Offset Table, at most one more than there are fragments; empty if it
        is.
    first
        Byte of the tag of the first item after the table, which offsets count from.
    offsets, lengths
        Of the value of each fragment, as bytes of the source; those of length 0 are among them.
    after
        The byte behind the delimiter, or where the walk ended.
    deviations
        What was met on the way.
    damage
        What ended the walk before its time.
    """

    basic_offsets: Offsets
    first: int
    offsets: Offsets
    lengths: Offsets
    after: int
    deviations: tuple[Deviation, ...] = ()
    damage: DamagedPixelData | None = None


def read_fragments(source: Source, start: int, end: int | None = None) -> Fragments:
    """Find all fragments; no byte of theirs is read but what lies around short ones.

    Parameters
    ----------
    source
        The file.
    start
        The byte after the header of the Pixel Data element.
    end
        Where what holds the element ends; by default the source.

    Raises
    ------
    DamagedPixelData
        An item runs past the end, is of undefined length, or something else stands where an item
        should.  :func:`salvage_fragments` gives what stands before it.
    """
    found = salvage_fragments(source, start, end)
    if found.damage is not None:
        raise found.damage
    return found


def salvage_fragments(source: Source, start: int, end: int | None = None) -> Fragments:
    """Find the fragments before the end or the first damage, which is told in the result."""
    end = source.size if end is None else min(end, source.size)
    walk = _Walk(Headers(source, end), start, end)
    walk.run()
    offsets, lengths = _numbers(walk.offsets), _numbers(walk.lengths)
    table = _Table(source, offsets, lengths)
    after_table = int(table.lies)
    fragments = offsets[after_table:]
    deviations = (*table.deviations, *walk.deviations())
    return Fragments(
        table.values(),
        int(fragments[0]) - HEADER_BYTES if fragments.size else walk.position,
        fragments,
        lengths[after_table:],
        walk.position,
        deviations,
        walk.damage,
    )


@dataclass(slots=True)
class _Walk:
    """From item to item."""

    headers: Headers
    position: int
    end: int
    offsets: "array[int]" = field(default_factory=lambda: array("q"))
    lengths: "array[int]" = field(default_factory=lambda: array("q"))
    delimited: bool = True
    damage: DamagedPixelData | None = None

    def run(self) -> None:
        """Walk to the delimiter or whatever ends it."""
        at, room = self.headers.at, self.end - HEADER_BYTES
        add_offset, add_length = self.offsets.append, self.lengths.append
        while True:
            header = at(self.position)
            if header is None or header[0] != ITEM:
                if self._goes_on(header):
                    continue
                return
            length = header[1]
            if length > room - self.position:
                self.damage = self._too_long(length)
                return
            self.position += HEADER_BYTES
            add_offset(self.position)
            add_length(length)
            self.position += length

    def _goes_on(self, header: tuple[int, int] | None) -> bool:
        """What to do where no item is; whether one is a byte further on."""
        if header is not None and header[0] == DELIMITER:
            self.position += HEADER_BYTES
            return False
        if self._padded_unsaid():
            self.position += 1
            return True
        self.delimited = False
        if header is not None and not self._may_follow(header):
            tag = f"({header[0] & 0xFFFF:04X},{header[0] >> 16:04X})"
            reason = f"{tag} stands where an item or a delimiter should"
            self.damage = DamagedPixelData(reason, self.position)
        return False

    def _padded_unsaid(self) -> bool:
        """Whether the last item is padded to even length, and its length does not count that."""
        if not self.lengths or not self.lengths[-1] & 1:
            return False
        if self.position != self.offsets[-1] + self.lengths[-1]:
            return False
        following = self.headers.at(self.position + 1)
        return following is not None and following[0] in {ITEM, DELIMITER}

    def _may_follow(self, header: tuple[int, int]) -> bool:
        """Whether it is the next element, or the end of an item that holds Pixel Data."""
        tag, rest = header
        if tag == ITEM_END:
            return True
        letters = rest.to_bytes(4, "little")[:2]
        return (tag & 0xFFFF, tag >> 16) > _PIXEL_DATA and letters.isalpha() and letters.isupper()

    def _too_long(self, length: int) -> DamagedPixelData:
        there = self.end - HEADER_BYTES - self.position
        said = "of undefined length" if length == UNDEFINED else f"of {length} bytes"
        reason = f"an item {said}, {there} bytes before the end"
        return DamagedPixelData(reason, self.position)

    def deviations(self) -> list[Deviation]:
        """What was met on the way."""
        told = []
        odd = np.flatnonzero(_numbers(self.lengths) & 1)
        if odd.size:
            reason = f"{odd.size} of {len(self.lengths)} items are of odd length"
            told.append(Deviation("fragment-odd", reason, self.offsets[int(odd[0])] - HEADER_BYTES))
        if not self.delimited and self.damage is None:
            reason = "no Sequence Delimitation Item ends the fragments"
            told.append(Deviation("fragments-without-delimiter", reason, self.position))
        return told


class _Table:
    """The first item, which is the Basic Offset Table unless a stream begins in it."""

    def __init__(self, source: Source, offsets: Offsets, lengths: Offsets) -> None:
        self._source = source
        self._offset = int(offsets[0]) if offsets.size else 0
        self._length = int(lengths[0]) if lengths.size else 0
        self._most = offsets.size
        head = source.read(self._offset, min(self._length, _LONGEST_MARK)) if self._length else b""
        self.lies = bool(offsets.size) and not any_stream_begins(head)

    @property
    def deviations(self) -> list[Deviation]:
        if self._most and not self.lies:
            told = "no Basic Offset Table: the first item holds pixels"
            return [Deviation("offset-table-missing", told, self._offset - HEADER_BYTES)]
        if self._length % 4:
            told = f"a Basic Offset Table of {self._length} bytes"
            return [Deviation("offset-table-wrong", told, self._offset - HEADER_BYTES)]
        return []

    def values(self) -> Offsets:
        """Entries, no more than could be of any use."""
        entries = min(self._length // 4, self._most) if self.lies else 0
        value = self._source.read(self._offset, entries * 4) if entries else b""
        return np.frombuffer(value, "<u4").astype(np.int64)


def _numbers(values: "array[int]") -> Offsets:
    return np.frombuffer(values, np.int64) if values else np.empty(0, np.int64)
