"""Headers that lie like the one before: read without walking them.

The files of a series differ in values, seldom in how their elements lie.  When every element
header of a file stands where it stood in a file walked before, byte for byte, a walk would pass
the same way: so one comparison replaces it, and the values are cut out where they lay then.
"""

from collections.abc import Iterable
from struct import Struct
from typing import Final, Generic, TypeVar

from .walk import Walk
from .wanted import META_GROUP_LENGTH, SOP_CLASS, TRANSFER_SYNTAX

_KEPT: Final = 24
"""Layouts remembered: odd and even lengths of a few values make that many in one series."""

Span = tuple[int, int]
Payload = TypeVar("Payload")


def _struct_of(spans: Iterable[Span]) -> Struct:
    """Reads spans ``(position, length)``, in order of position, as bytes."""
    form, at = ["<"], 0
    for position, length in spans:
        form.append(f"{position - at}x{length}s")
        at = position + length
    return Struct("".join(form))


class Layout:
    """How the header of one file lies.

    Attributes
    ----------
    tags
        The tags of the values that :meth:`read` gives, in order of position.
    """

    __slots__ = ("_end", "_headers", "_read_headers", "_read_values", "sop_class_uid", "tags")

    def __init__(self, buffer: bytes, walks: tuple[Walk, ...], stop: int) -> None:
        values = sorted(
            (position, length, tag)
            for walk in walks
            for tag, (position, length, _) in walk.values.items()
        )
        decisive = [(at, length) for at, length, tag in values if tag in _DECISIVE]
        headers = [(128, 4), *(span for walk in walks for span in walk.trace), (stop, 4)]
        self._read_headers = _struct_of(sorted(headers + decisive))
        self._read_values = _struct_of((at, length) for at, length, _ in values)
        self._headers = self._read_headers.unpack_from(buffer)
        self._end = self._read_headers.size
        self.tags = tuple(tag for _, _, tag in values)
        self.sop_class_uid = next(
            value.rstrip(b" \0").decode()
            for walk in walks
            for tag, (_, _, value) in walk.values.items()
            if tag == SOP_CLASS
        )

    def read(self, buffer: bytes) -> tuple[bytes, ...] | None:
        """The values in ``buffer``; ``None`` when it lies otherwise."""
        if len(buffer) < self._end or self._read_headers.unpack_from(buffer) != self._headers:
            return None
        values: tuple[bytes, ...] = self._read_values.unpack_from(buffer)
        return values


_DECISIVE: Final = frozenset({META_GROUP_LENGTH, TRANSFER_SYNTAX, SOP_CLASS})
"""Values that decide how the rest is read: they must be the same too."""


class Layouts(Generic[Payload]):
    """The layouts met last, the most useful first, each with what its owner keeps beside it."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: list[tuple[Layout, Payload]] = []

    def read(self, buffer: bytes) -> tuple[Payload, tuple[bytes, ...]] | None:
        """What stands beside the first layout that fits, and the values in ``buffer``."""
        for rank, (layout, payload) in enumerate(self._kept):
            values = layout.read(buffer)
            if values is not None:
                if rank:
                    self._kept.insert(0, self._kept.pop(rank))
                return payload, values
        return None

    def learn(self, layout: Layout, payload: Payload) -> None:
        """Remember a layout, and forget the one that was of no use for longest."""
        self._kept.insert(0, (layout, payload))
        del self._kept[_KEPT:]
