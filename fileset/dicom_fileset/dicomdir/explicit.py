"""A directory in Explicit VR Little Endian, as the standard asks for (PS3.10 8.6), taken apart."""

from typing import Final

from ..elements import UNDEFINED
from ..findings import finding
from ..model import Finding, Where
from ..scan.failure import ScanFailure
from ..scan.walk import Walk
from .filling import Filling
from .items import Item, fill_table, next_item, what_is_whole
from .parts import Elements, Manner, Parts, cut, gathered_parts, hiding

_SEQUENCE_TAG: Final = b"\x04\0\x20\x12"
_HEAD_SIZE: Final = 12
"""Of the Directory Record Sequence: tag, VR and a length of 32 bits (PS3.5 7.1.2)."""
_SEQUENCE_DELIMITER: Final = b"\xfe\xff\xdd\xe0\0\0\0\0"


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
                elements.table, walk.position, found = _sequence(data, walk, begin, manner)
                elements.findings += found
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
    elements.table, walk.position, found = _sequence(data, walk, first - _HEAD_SIZE, manner)
    elements.findings += [hiding(begin, end, first), *found]
    return True


def _sequence(
    data: bytes, walk: Walk, begin: int, manner: Manner
) -> tuple[dict[int, Item], int, list[Finding]]:
    """The records by offset, the position after the sequence, and what was wrong with it."""
    first = begin + _HEAD_SIZE
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
    return filling.table, past, filling.findings.all()


class _Explicit(Filling):
    def __init__(self, data: bytes, walk: Walk, manner: Manner) -> None:
        super().__init__(data, manner)
        self._window = walk.window
        self.failed = False

    def fill(self, start: int, end: int) -> int:
        position, most = start, self._manner.limits.records + 1
        while True:
            position, failure = fill_table(
                self.table, self._data, self._window, position, end, most
            )
            if failure is None:
                return position
            again = self._resumed(position, failure, end) if self._manner.mend else -1
            if again < 0:
                self.failed = True
                self.findings.append(cut(failure, start))
                return len(self._data)
            position = again

    def _resumed(self, position: int, failure: ScanFailure, end: int) -> int:
        """Where reading goes on after an item that cannot be read; -1 where it does not."""
        at_item = self.is_record(position)
        broken = position if at_item else next(reversed(self.table), position)
        found = self._stated_end(position, end) if at_item else -1
        if found < 0:
            found = next_item(self._data, broken + 8, end)
        cut = broken in self.table or (self.cut and failure.code == "truncated")
        if found < 0 and at_item and not cut:
            found = self._delimiter(failure, end)  # it is the last
        self._left -= max((failure.offset or position) - position, 64)
        if self._left < 0 or found < 0:
            if at_item and self._lies_whole(position):
                self.table[position] = what_is_whole(self._content(position))
            return -1
        if at_item or found < position:
            self.table[broken] = what_is_whole(self._data[broken + 8 : found])
        record_type = self.table[broken].record_type if broken in self.table else None
        following = "the next record begins" if found < end else "the sequence ends"
        message = f"What lies at byte {broken} is not as long as it says ({failure.code})."
        where = Where(path="DICOMDIR", offset=broken, record=record_type)
        before, after = f"ends at byte {position}", f"{following} at byte {found}"
        self.findings.append(finding("record-damaged", message, where, before=before, after=after))
        return found

    def _content(self, position: int) -> bytes:
        """Of an item, as long as it says."""
        return self._data[position + 8 : self._past(position)]

    def _lies_whole(self, position: int) -> bool:
        return self._past(position) <= len(self._data)

    def _past(self, position: int) -> int:
        """Where an item says that it ends."""
        return position + 8 + self.number(position + 4)

    def _delimiter(self, failure: ScanFailure, end: int) -> int:
        """The end of the sequence, where its delimiter stopped the walk before it."""
        at = failure.offset or 0
        return at if self._data[at : at + 8] == _SEQUENCE_DELIMITER else end

    def _stated_end(self, position: int, end: int) -> int:
        """Where an item says that it ends, where the sequence ends or goes on there; else -1."""
        past = self._past(position)
        goes_on = self.is_record(past) or self._data.startswith(_SEQUENCE_DELIMITER, past)
        return past if past == end or (past < end and goes_on) else -1
