"""Bodies of many records taken apart at once: those of one form, an element of all at a time.

Nearly all records of a directory have the same elements in the same order.  Such are walked beside
each other, in arrays; what is like too few others, or damaged, is left to be taken apart by itself.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..elements import BINARY_VRS, LONG_VRS, SHORT_VRS
from ..model import Record

AT_ONCE: Final = 4096
"""Records that are looked at together: what that takes stays near the processor."""
FEW: Final = 32
"""So many that are alike are as soon taken apart one by one."""

_HEAD: Final = np.uint64(0xFFFF_FFFF_FFFF)
_LENGTH: Final = np.uint64(48)
_LONG_LENGTH: Final = np.uint64(0xFFFF_FFFF)
"""Of eight bytes as a number: tag and VR; where the length behind them begins; a long one."""
_BEYOND: Final = bytes(16)
"""After the last body, so that a header can be read wherever one begins."""
_PADDED_VRS: Final = (SHORT_VRS | LONG_VRS) - {vr.encode() for vr in BINARY_VRS}
_NO_TAGS: Final[frozenset[int]] = frozenset()

Numbers = NDArray[np.int64]


class Alike(NamedTuple):
    """What records of one form have in common beside their elements, by tag.

    Attributes
    ----------
    values
        Elements of which the value is the same in all of them, to the byte.
    filled
        Elements that have a value in all of them, or in none.
    """

    values: frozenset[int] = _NO_TAGS
    filled: frozenset[int] = _NO_TAGS


NOT_ALIKE: Final = Alike()
"""In their elements alone."""


class Form(NamedTuple):
    """Records that have the same elements, by tag and VR, in the same order.

    Attributes
    ----------
    places
        Of the records among those that were looked at together.
    columns
        By tag, where in the bytes its values begin and end; of an element that comes again, the
        last.
    """

    places: Numbers
    columns: dict[int, tuple[Numbers, Numbers]]


class Formed(NamedTuple):
    """Records that were looked at together.

    Attributes
    ----------
    first
        The index of the first of them.
    records
        All of them.
    bodies
        Theirs, one after another.
    forms
        Of most.
    others
        Places of those that have no form.
    """

    first: int
    records: Sequence[Record]
    bodies: bytes
    forms: list[Form]
    others: list[int]

    def numbers(self) -> Numbers:
        """For each record a number that those of its form share, and none before."""
        numbers = self.first + np.arange(len(self.records))
        for form in self.forms:
            numbers[form.places] = numbers[form.places[0]]
        return numbers

    def values(self, form: Form, tag: int) -> list[bytes]:
        """The values of an element, as they lie there; one for each record of the form."""
        starts, ends = form.columns[tag]
        spans = zip(starts.tolist(), ends.tolist(), strict=True)
        return [self.bodies[start:end] for start, end in spans]


def forms_of(records: Sequence[Record], alike: Alike = NOT_ALIKE) -> Iterator[Formed]:
    """Records by their forms, :data:`AT_ONCE` of them at a time; each is there once.

    Parameters
    ----------
    alike
        What they have in common besides.
    """
    for first in range(0, len(records), AT_ONCE):
        yield _Sorting(first, records[first : first + AT_ONCE], alike).formed()


class _Group(NamedTuple):
    """Records that are of one form as far as they were walked."""

    places: Numbers
    at: Numbers
    """Where the next element begins."""
    ends: Numbers
    """Where the bodies end."""
    columns: dict[int, tuple[Numbers, Numbers]]

    def some(self, which: NDArray[Any]) -> "_Group":
        columns = {tag: (one[which], end[which]) for tag, (one, end) in self.columns.items()}
        return _Group(self.places[which], self.at[which], self.ends[which], columns)

    def by(self, keys: NDArray[Any]) -> list["_Group"]:
        """Those of each key by themselves; nothing where all have the same."""
        if (keys == keys[0]).all():
            return []
        _, key_of, counts = np.unique(keys, return_inverse=True, return_counts=True)
        order = np.argsort(key_of, kind="stable")
        return [self.some(which) for which in np.split(order, np.cumsum(counts)[:-1])]


class _Sorting:
    """Records being sorted by their forms."""

    def __init__(self, first: int, records: Sequence[Record], alike: Alike) -> None:
        bodies = [record.body for record in records]
        lengths = np.fromiter(map(len, bodies), np.int64, len(bodies))
        self._data = b"".join((*bodies, _BEYOND))
        self._words = np.ndarray((len(self._data) - 7,), "<u8", self._data, strides=(1,))
        self._bytes = np.frombuffer(self._data, np.uint8)
        self._same = alike.values
        self._filled = alike.filled - alike.values
        self._formed = Formed(first, records, self._data, [], [])
        ends = np.cumsum(lengths)
        self._everything = _Group(np.arange(len(ends)), ends - lengths, ends, {})

    def formed(self) -> Formed:
        waiting = [self._everything]
        while waiting:
            group = waiting.pop()
            if len(group.places) <= FEW:
                self._formed.others.extend(group.places.tolist())
                continue
            over = group.at == group.ends
            if not over.any():
                waiting += self._further(group)
            elif over.all():
                self._formed.forms.append(Form(group.places, group.columns))
            else:
                waiting += group.by(over)
        return self._formed

    def _further(self, group: _Group) -> list[_Group]:
        """The same group past one more element; or in parts, where that is not alike in all."""
        words = self._words[group.at]
        parts = group.by(words & _HEAD)
        if parts:
            return parts
        head = int(words[0]).to_bytes(8, "little")
        tag = int.from_bytes(head[:2], "little") << 16 | int.from_bytes(head[2:4], "little")
        vr = head[4:6]
        if vr in SHORT_VRS:
            start, length = group.at + 8, (words >> _LENGTH).astype(np.int64)
        elif vr in LONG_VRS:
            length = (self._words[group.at + 8] & _LONG_LENGTH).astype(np.int64)
            start = group.at + 12
        else:
            return self._without(group, np.ones(len(words), np.bool_))
        end = start + length
        odd = end > group.ends
        if tag in self._filled and vr in _PADDED_VRS:
            begun = self._bytes[start]
            odd |= (length > 0) & ((begun == 0x00) | (begun == 0x20))
        if odd.any():
            return self._without(group, odd)
        parts = self._unlike(group, tag, start, length)
        if not parts:
            group.columns[tag] = start, end
        return parts or [group._replace(at=end)]

    def _unlike(self, group: _Group, tag: int, start: Numbers, length: Numbers) -> list[_Group]:
        """In parts, where an element is not alike in all of what has to be; else nothing."""
        if tag in self._same:
            size = int(length[0])
            parts = group.by(length)
            if parts or not size:
                return parts
            # Of one length, values are the same if they are but for zeros at their ends.
            values = np.ndarray((len(self._data) - size + 1,), f"S{size}", self._data, strides=(1,))
            return group.by(values[start])
        return group.by(length > 0) if tag in self._filled else []

    def _without(self, group: _Group, odd: NDArray[np.bool_]) -> list[_Group]:
        """Those that are not odd; the others are left to be taken apart one by one."""
        self._formed.others.extend(group.places[odd].tolist())
        return [group.some(~odd)]
