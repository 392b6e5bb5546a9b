"""The walk from item header to item header (PS3.5 A.4, 7.5)."""

from array import array
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..deviation import Deviation
from ..errors import DamagedPixelData
from .headers import DELIMITER, HEADER_BYTES, ITEM, ITEM_END, UNDEFINED, Headers

Offsets = NDArray[np.int64]

_PIXEL_DATA: Final = (0x7FE0, 0x0010)


@dataclass(slots=True)
class Walk:
    """From item to item, up to the delimiter or what stands in its place.

    Attributes
    ----------
    headers
        Where to look.
    position
        Where the next item should be; at the end, the byte behind the last thing understood.
    end
        Where what holds the element ends.
    offsets, lengths
        Of the values of items so far.
    delimited
        Whether a delimiter ended the walk.
    damage
        What ended it instead, if that may not be.
    """

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
        """Whether it is the next element, the end of an item that holds Pixel Data, or nothing.

        Zeros fill files up to the end of a sector; what else is in them is for who reads on.
        """
        tag, rest = header
        if tag == ITEM_END or header == (0, 0):
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
        odd = np.flatnonzero(numbers(self.lengths) & 1)
        if odd.size:
            reason = f"{odd.size} of {len(self.lengths)} items are of odd length"
            told.append(Deviation("fragment-odd", reason, self.offsets[int(odd[0])] - HEADER_BYTES))
        if not self.delimited and self.damage is None:
            reason = "no Sequence Delimitation Item ends the fragments"
            told.append(Deviation("fragments-without-delimiter", reason, self.position))
        return told


def numbers(values: "array[int]") -> Offsets:
    """The same numbers, not copied."""
    return np.frombuffer(values, np.int64) if values else np.empty(0, np.int64)
