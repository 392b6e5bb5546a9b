"""What is known of where frames begin: tables, marks of streams, the number of fragments."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from .fragments import Fragments
from .marks import HEAD_BYTES, TAIL_BYTES, Marks
from .offset_tables import Begins, ExtendedTable, begins_of
from .source import Source
from .walk import Offsets


@dataclass(frozen=True, eq=False)
class Evidence:
    """All that speaks for one layout or another; what has to be read is read when asked for.

    Attributes
    ----------
    fragments
        What was walked through.
    declared
        Number of Frames; ``None`` if nobody says.
    table
        The Extended Offset Table.
    marks, source
        How frames begin and end, and where to look; ``None`` if it cannot be told.
    """

    fragments: Fragments
    declared: int | None
    table: ExtendedTable | None
    marks: Marks | None
    source: Source | None

    @cached_property
    def extended(self) -> Begins | None:
        """What the Extended Offset Table says, if it is sound."""
        return begins_of(self.table.offsets, self.fragments) if self.table else None

    @cached_property
    def basic(self) -> Begins | None:
        """What the Basic Offset Table says, if it is sound."""
        return begins_of(self.fragments.basic_offsets, self.fragments)

    @cached_property
    def basic_without_last(self) -> Begins | None:
        """What it says without its last entry: an end was counted as a beginning."""
        return begins_of(self.fragments.basic_offsets[:-1], self.fragments)

    @cached_property
    def basic_from_elsewhere(self) -> Begins | None:
        """What it says if its first entry is the tag of the first item."""
        values = self.fragments.basic_offsets
        return begins_of(values - values[0], self.fragments) if values.size else None

    @property
    def has_table(self) -> bool:
        """Whether there is a table with entries, sound or not."""
        return bool(self.fragments.basic_offsets.size or (self.table and self.table.offsets.size))

    @cached_property
    def each(self) -> Offsets:
        """Every fragment as a frame of its own."""
        return np.arange(self.fragments.lengths.size)

    @cached_property
    def filled(self) -> Offsets:
        """The fragments that are not empty, which is legal and says nothing."""
        return np.flatnonzero(self.fragments.lengths)

    @cached_property
    def marked(self) -> Offsets | None:
        """The fragments in which streams begin; ``None`` if none is known to.

        Where their number is not what was declared, one that begins although the stream before
        has not ended is taken for part of it, and else one after an end for a beginning.
        """
        if self.marks is None or self.source is None:
            return None
        begun = np.fromiter(self._begun(self.marks, self.source), np.int64)
        for candidate in self._candidates(begun, self.marks, self.source):
            if candidate.size == self.declared:
                return candidate
        return self._from_first(begun) if begun.size else None

    def _candidates(self, begun: Offsets, marks: Marks, source: Source) -> Iterator[Offsets]:
        if begun.size:
            yield self._from_first(begun)
        ended = np.fromiter(self._after_end(marks, source), np.int64)
        if ended.size:
            yield self._from_first(np.intersect1d(begun, ended))
            yield self._from_first(ended)

    def _from_first(self, begins: Offsets) -> Offsets:
        """Nothing stands before the first frame."""
        return np.union1d(self.filled[:1], begins)

    def _begun(self, marks: Marks, source: Source) -> Iterator[int]:
        for item in self.filled.tolist():
            offset, length = self._place(item)
            if marks.begins(source.read(offset, min(length, HEAD_BYTES))):
                yield item

    def _after_end(self, marks: Marks, source: Source) -> Iterator[int]:
        items = self.filled.tolist()
        if marks.ends is None:
            return
        for item, following in pairwise(items):
            offset, length = self._place(item)
            tail = min(length, TAIL_BYTES)
            if marks.ends(source.read(offset + length - tail, tail)):
                yield following

    def _place(self, item: int) -> tuple[int, int]:
        return int(self.fragments.offsets[item]), int(self.fragments.lengths[item])
