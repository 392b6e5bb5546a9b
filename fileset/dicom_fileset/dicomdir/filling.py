"""A table of records being filled: what is the same however they are encoded."""

from abc import ABC, abstractmethod
from typing import Final, Literal, NamedTuple

from ..elements import DELIMITERS
from ..findings import finding
from ..model import Finding, Where
from ..scan.failure import ScanFailure
from .items import ITEM_TAG, ITEM_TAG_BIG_ENDIAN, Item, has_record, item_of, next_item
from .parts import Manner
from .telling import Telling

_MOST_WALKS: Final = 64
"""How often, all in all, the bytes of a damaged sequence are walked in vain before it is left."""


_ITEM_END: Final = {False: b"\xfe\xff\x0d\xe0\0\0\0\0", True: b"\xff\xfe\xe0\x0d\0\0\0\0"}
_SEQUENCE_END: Final = {False: b"\xfe\xff\xdd\xe0\0\0\0\0", True: b"\xff\xfe\xe0\xdd\0\0\0\0"}
"""Delimiters (PS3.5 7.5), by whether the directory is big endian."""


class Run(NamedTuple):
    """Elements that go on in order, in Explicit VR Little Endian, and the position after them."""

    content: bytes
    past: int


class Filling(ABC):
    """A table of records being filled, past what is damaged where that is to be mended.

    Parameters
    ----------
    data
        The whole file.
    manner
        How it is read.
    big_endian
        Whether it is.
    """

    def __init__(self, data: bytes, manner: Manner, *, big_endian: bool = False) -> None:
        self._data = data
        self._manner = manner
        self._big_endian = big_endian
        self._item = ITEM_TAG_BIG_ENDIAN if big_endian else ITEM_TAG
        self._left = _MOST_WALKS * len(data)
        self.table: dict[int, Item] = {}
        self.holes: set[int] = set()
        """Where it goes on after what could not be understood: a record may be lost before it."""
        self.findings = Telling(manner.limits.findings)
        self.cut = False
        """Whether it may be that the file ends before the sequence does."""

    @abstractmethod
    def fill(self, start: int, end: int) -> int:
        """Fill it with what lies there; the position after the last record, or its delimiter."""

    @abstractmethod
    def one(self, position: int) -> tuple[int, bytes, int]:
        """Tag of the element there, its bytes in Explicit VR Little Endian, the position after it.

        Raises
        ------
        ScanFailure
            It is damaged.
        """

    def run(self, start: int, end: int) -> Run:
        """The elements of an item from there on, to ``end`` at most, and past its delimiter.

        They end where no greater tag follows, and before what is no element.
        """
        parts: list[bytes] = []
        position, last = start, 0
        try:
            while position + 8 <= end:
                tag, part, past = self.one(position)
                if tag <= last or tag >> 16 == DELIMITERS or past > end:
                    break
                parts.append(part)
                position, last = past, tag
        except ScanFailure:
            pass  # what is no element ends them, too
        self._left -= position - start
        if self._data.startswith(_ITEM_END[self._big_endian], position):
            position += 8
        return Run(b"".join(parts), position)

    @abstractmethod
    def salvaged(self, start: int, end: int) -> Item:
        """What is whole of the damaged item with that content."""

    def resumed(self, position: int, end: int, failure: ScanFailure) -> int:
        """Where reading goes on after an item that cannot be read; -1 where it does not."""
        at_item = self.is_record(position)
        broken = position if at_item else next(reversed(self.table), position)
        found = self._stated_end(position, end) if at_item else -1
        if found < 0:
            found = next_item(self._data, broken + 8, end, big_endian=self._big_endian)
        run = self.run(broken + 8, end if found < 0 else found)
        if found < 0:
            found = self._end_of_last(position, run.past, end, failure)
        self._left -= max((failure.offset or position) - position, 64)
        if found < 0 or self._left < 0:
            self._keep_last(position)
            return -1
        if at_item or broken in self.table:
            self._mend(broken, position, run, found)
        if run.past != found:
            self.holes.add(found)
        self._tell(broken, position, found, end, failure)
        return found

    def _mend(self, broken: int, position: int, run: Run, found: int) -> None:
        """Take a record anew, as long as it is; one before rubbish stays as it is."""
        if broken != position <= found and run.past <= position:
            return
        try:
            whole = item_of(run.content) if run.past == found else None
        except ScanFailure:
            whole = None  # a header without a VR misled it
        self.table[broken] = whole or self.salvaged(broken + 8, found)

    def _end_of_last(self, position: int, past: int, end: int, failure: ScanFailure) -> int:
        """Where the last record ends, of which the elements in order end at ``past``; else -1."""
        delimiter = _SEQUENCE_END[self._big_endian]
        if self._data.startswith(delimiter, past):
            return past
        if past == end and not self.cut and position not in self.table:
            return past
        cut = position in self.table or (self.cut and failure.code == "truncated")
        if cut or not self.is_record(position):
            return -1
        at = failure.offset or 0
        return at if self._data.startswith(delimiter, at) else end

    def _keep_last(self, position: int) -> None:
        """Show what is whole of a record that lies whole where its reader has to leave off."""
        past = self._past(position)
        if self.is_record(position) and past <= len(self._data):
            self.table[position] = self.salvaged(position + 8, past)

    def _stated_end(self, position: int, end: int) -> int:
        """Where an item says that it ends, where the sequence ends or goes on there; else -1."""
        past = self._past(position)
        goes_on = self.is_record(past) or self._data.startswith(
            _SEQUENCE_END[self._big_endian], past
        )
        return past if past == end or (past < end and goes_on) else -1

    def _past(self, position: int) -> int:
        """Where an item says that it ends."""
        return position + 8 + self.number(position + 4)

    def _tell(self, broken: int, position: int, found: int, end: int, failure: ScanFailure) -> None:
        record_type = self.table[broken].record_type if broken in self.table else None
        following = "the next record begins" if found < end else "the sequence ends"
        message = f"What lies at byte {broken} is not as long as it says ({failure.code})."
        where = Where(path="DICOMDIR", offset=broken, record=record_type)
        before, after = f"ends at byte {position}", f"{following} at byte {found}"
        self.findings.append(finding("record-damaged", message, where, before=before, after=after))

    def is_item(self, position: int) -> bool:
        """Whether an item begins there."""
        return self._data.startswith(self._item, position)

    def is_record(self, position: int) -> bool:
        """Whether a record begins there, be it that the header of its item is damaged."""
        return self.is_item(position) or has_record(
            self._data, position, big_endian=self._big_endian
        )

    def number(self, position: int) -> int:
        """The length of 32 bits there."""
        order: Literal["big", "little"] = "big" if self._big_endian else "little"
        return int.from_bytes(self._data[position : position + 4], order)

    def go_on(self, past: int) -> int:
        """Records after the stated end of the sequence are records, too."""
        most, size = self._manner.limits.records, len(self._data)
        while self.is_item(past) and past + 8 <= size:
            if len(self.table) > most:
                return size
            before, start = len(self.table), past
            past = self.fill(start, size)
            self.findings.append(_longer(len(self.table) - before, start, past))
        return past


def _longer(count: int, stated: int, end: int) -> Finding:
    """That the sequence of records is longer than it says."""
    message = f"{count} records lie past the stated end of the sequence."
    where = Where(path="DICOMDIR", offset=stated, tag="(0004,1220)")
    before, after = f"ends at byte {stated}", f"ends at byte {end}"
    return finding("sequence-length-wrong", message, where, before=before, after=after)
