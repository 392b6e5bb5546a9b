"""The first item of encapsulated Pixel Data (PS3.5 A.4)."""

from typing import Final

import numpy as np

from ..deviation import Deviation
from .headers import HEADER_BYTES
from .marks import any_stream_begins
from .source import Source
from .walk import Offsets

_LONGEST_MARK: Final = 64


class BasicTable:
    """The first item, which is the Basic Offset Table unless a stream begins in it.

    Attributes
    ----------
    lies
        Whether it is there.
    end
        The byte behind it.
    """

    def __init__(self, source: Source, start: int, offsets: Offsets, lengths: Offsets) -> None:
        self._source = source
        self._offset = int(offsets[0]) if offsets.size else start
        self._length = int(lengths[0]) if lengths.size else 0
        self._most = offsets.size
        self.end = self._offset + self._length
        head = source.read(self._offset, min(self._length, _LONGEST_MARK)) if self._length else b""
        self.lies = bool(offsets.size) and not any_stream_begins(head)

    @property
    def deviations(self) -> list[Deviation]:
        """What is wrong with it by itself."""
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
