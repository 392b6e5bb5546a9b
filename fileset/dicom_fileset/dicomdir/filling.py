"""A table of records being filled: what is the same however they are encoded."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Final, Literal

from ..findings import finding
from ..model import Finding, Where
from .items import ITEM_TAG, ITEM_TAG_BIG_ENDIAN, has_record
from .parts import Manner
from .telling import Telling

if TYPE_CHECKING:
    from .items import Item

_MOST_WALKS: Final = 64
"""How often, all in all, the bytes of a damaged sequence are walked in vain before it is left."""


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
        self.findings = Telling(manner.limits.findings)
        self.cut = False
        """Whether it may be that the file ends before the sequence does."""

    @abstractmethod
    def fill(self, start: int, end: int) -> int:
        """Fill it with what lies there; the position after the last record, or its delimiter."""

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
