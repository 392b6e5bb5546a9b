"""A directory in Explicit VR Little Endian, as the standard asks for (PS3.10 8.6), taken apart."""

from typing import Final

from ..elements import UNDEFINED
from ..scan.failure import ScanFailure
from ..scan.walk import Walk
from .filling import Filling
from .items import Item, fill_table, next_item, what_is_whole
from .parts import Elements, Manner, Parts, cut, gathered_parts, hiding, no_sequence

_SEQUENCE_TAG: Final = b"\x04\0\x20\x12"
_HEAD_SIZE: Final = 12
"""Of the Directory Record Sequence: tag, VR and a length of 32 bits (PS3.5 7.1.2)."""


def explicit_parts(data: bytes, walk: Walk, uid: str, manner: Manner) -> Parts:
    """The parts of a directory in Explicit VR Little Endian.

    Parameters
    ----------
    data
        The whole file.
    walk
        That stands at its first element after the meta information.
    uid
        The File-set UID.
    """
    elements = Elements()
    while walk.position + 8 <= len(data):
        begin = walk.position
        if data[begin : begin + 8] == bytes(8) and not any(data[begin:]):
            return gathered_parts(uid, elements)  # zeros to the end of a sector
        try:
            if data[begin : begin + 4] == _SEQUENCE_TAG and elements.table is None:
                _sequence(elements, data, walk, begin, manner)
                continue
            tag, value = walk.one()
        except ScanFailure as failure:
            if _dug_out(elements, data, walk, (begin, len(data)), manner):
                continue
            elements.findings.append(cut(failure, begin))
            break
        if not _dug_out(elements, data, walk, (begin, walk.position), manner):
            elements.take(tag, value, data[begin : walk.position])
    left = len(data) - walk.position
    if 0 < left < 8 and any(data[walk.position :]):
        elements.findings.append(cut(ScanFailure("truncated", len(data)), walk.position))
    return gathered_parts(uid, elements)


def _dug_out(
    elements: Elements, data: bytes, walk: Walk, span: tuple[int, int], manner: Manner
) -> bool:
    """Whether an element before the records had swallowed them; they are taken from it."""
    if not manner.mend or elements.table is not None:
        return False
    begin, end = span
    first = next_item(data, begin, end + 3)  # it may end in the midst of an item's tag
    if first < 0:
        return False
    elements.findings.append(hiding(begin, end, first))
    _sequence(elements, data, walk, first - _HEAD_SIZE, manner)
    return True


def _sequence(elements: Elements, data: bytes, walk: Walk, begin: int, manner: Manner) -> None:
    """Take the records by offset, and what is wrong with them; walk past the sequence."""
    first = begin + _HEAD_SIZE
    elements.findings += no_sequence(data, begin, _SEQUENCE_TAG)
    length = int.from_bytes(data[first - 4 : first], "little")
    stated = len(data) if length == UNDEFINED else first + length
    end = min(stated, len(data))
    filling = _Explicit(data, walk, manner)
    filling.cut = length == UNDEFINED or stated > len(data)
    past = filling.fill(first, end)
    if manner.mend:
        past = filling.go_on(past)
    if len(filling.table) > manner.limits.records:
        past = len(data)  # what is beyond the limit is not read, as elements neither
    elif length != UNDEFINED:
        past = max(past, end)
    if stated > len(data) and not filling.failed:
        filling.findings.append(cut(ScanFailure("truncated", len(data)), begin))
    elements.table, elements.holes = filling.table, filling.holes
    elements.findings += filling.findings.all()
    walk.position = past


class _Explicit(Filling):
    def __init__(self, data: bytes, walk: Walk, manner: Manner) -> None:
        super().__init__(data, manner)
        self._window = walk.window
        self._walk = Walk(walk.window, 0, implicit=False)
        self.failed = False

    def fill(self, start: int, end: int) -> int:
        position, most = start, self._manner.limits.records + 1
        while True:
            position, failure = fill_table(
                self.table, self._data, self._window, position, end, most
            )
            if failure is None:
                return position
            again = self.resumed(position, end, failure) if self._manner.mend else -1
            if again < 0:
                self.failed = True
                self.findings.append(cut(failure, start))
                return len(self._data)
            position = again

    def one(self, position: int) -> tuple[int, bytes, int]:
        self._walk.position = position
        tag, _ = self._walk.one()
        return tag, self._data[position : self._walk.position], self._walk.position

    def salvaged(self, start: int, end: int) -> Item:
        return what_is_whole(self._data[start:end])
