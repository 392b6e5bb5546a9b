"""Values of a directory record by tag, read out of its body when they are asked for."""

from collections.abc import Iterable, Iterator, KeysView, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby
from operator import attrgetter
from struct import Struct
from typing import Final, NamedTuple

from ..elements import BINARY_VRS, SHORT_VRS, cleaned
from ..model import Record
from ..scan.failure import ScanFailure
from ..scan.walk import elements_of

_FILE_ID = 0x0004_1500


_HEADER: Final = Struct("<6sH").unpack_from
_FIXED_VRS: Final = SHORT_VRS & {vr.encode() for vr in BINARY_VRS}


class _Heads(dict[bytes, tuple[int, bool] | None]):
    """By tag and VR as they lie: the tag, and whether values are padded; of short elements only."""

    def __missing__(self, head: bytes) -> tuple[int, bool] | None:
        tag = int.from_bytes(head[:2], "little") << 16 | int.from_bytes(head[2:4], "little")
        known = (tag, head[4:] not in _FIXED_VRS) if head[4:] in SHORT_VRS else None
        if len(self) < _MOST_HEADS:
            self[head] = known
        return known


_MOST_HEADS: Final = 1024
_HEADS: Final = _Heads()


def _values_of(body: bytes) -> tuple[dict[int, bytes], bool]:
    """Values by tag, and whether that is all; kept tight for the short elements of records."""
    values: dict[int, bytes] = {}
    at, end = 0, len(body)
    while at + 8 <= end:
        head, length = _HEADER(body, at)
        known = _HEADS[head]
        past = at + 8 + length
        if known is None or past > end:
            break
        tag, padded = known
        values[tag] = body[at + 8 : past].rstrip(b" \0") if padded else body[at + 8 : past]
        at = past
    if at < end:
        try:
            for tag, value, whole in elements_of(body[at:]):
                values[tag] = cleaned(value, whole[4:6].decode("latin-1"))
                at += len(whole)
        except ScanFailure:
            from .salvage import salvaged  # noqa: PLC0415 - few records are damaged

            for tag, value, whole in salvaged(body[at:]):
                values.setdefault(tag, cleaned(value, whole[4:6].decode("latin-1")))
    return values, at == end


class RecordKeys:
    """The elements of one record.

    Parameters
    ----------
    body
        Of a :class:`~dicom_fileset.model.Record`.

    Attributes
    ----------
    is_whole
        Whether all of the body could be read.
    """

    __slots__ = ("_values", "is_whole")

    def __init__(self, body: bytes) -> None:
        self._values, self.is_whole = _values_of(body)

    def value(self, tag: int) -> bytes:
        """A value without padding; empty when it is absent."""
        return self._values.get(tag, b"")

    def tags(self) -> KeysView[int]:
        """The tags of all elements that are there."""
        return self._values.keys()

    def has(self, tag: int) -> bool:
        """Whether the element is there, with or without a value."""
        return tag in self._values

    def have_values(self, tags: Iterable[int]) -> bool:
        """Whether all of some elements are there with a value."""
        return all(map(self._values.get, tags))

    def are_there(self, tags: AbstractSet[int]) -> bool:
        """Whether all of some elements are there, with or without values."""
        return tags <= self._values.keys()

    def have_all_of(self, pairs: Iterable[tuple[int, bytes]]) -> bool:
        """Whether each of some elements, but those without a value, has a value here."""
        get = self._values.get
        for tag, value in pairs:  # noqa: SIM110 - asked for each instance, and all() takes longer
            if value and not get(tag):
                return False
        return True

    def contradict(self, pairs: Iterable[tuple[int, bytes]]) -> bool:
        """Whether one of some elements, but those without a value, has another value here."""
        get = self._values.get
        for tag, value in pairs:  # noqa: SIM110 - asked for each instance, and any() takes longer
            if value and get(tag, value) != value:
                return True
        return False


class Reference(NamedTuple):
    """What a record says of the file it refers to (PS3.3 Table F.3-3)."""

    file_id: tuple[str, ...]
    sop_class_uid: str
    sop_instance_uid: str
    transfer_syntax_uid: str


def reference_of(keys: RecordKeys) -> Reference | None:
    """The file that a record refers to; ``None`` for one that refers to none."""
    file_id = keys.value(_FILE_ID)
    if not file_id:
        return None
    return Reference(
        file_id_of(file_id),
        keys.value(0x0004_1510).decode("ascii", "replace"),
        keys.value(0x0004_1511).decode("ascii", "replace"),
        keys.value(0x0004_1512).decode("ascii", "replace"),
    )


def file_id_of(value: bytes) -> tuple[str, ...]:
    """The components of a Referenced File ID (0004,1500)."""
    return tuple([part.strip() for part in value.decode("ascii", "replace").split("\\")])


def with_path(records: Sequence[Record]) -> Iterator[tuple[Record, tuple[Record, ...]]]:
    """Each record with those above it, from the root down; siblings share the same tuple."""
    path: list[Record] = []
    above: tuple[Record, ...] = ()
    for record in records:
        if record.level != len(above) or len(path) > len(above) + 1:
            del path[record.level :]
            above = tuple(path)
        else:
            del path[record.level :]
        yield record, above
        path.append(record)


def siblings(records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    """Where records of one type and flag begin and end that follow each other below one other."""
    start = 0
    for _, some in groupby(records, attrgetter("level", "record_type", "in_use")):
        end = start + len(list(some))
        yield start, end
        start = end


def active(records: Iterable[Record]) -> Iterator[Record]:
    """Records that are in use, and below none that is inactive (PS3.3 F.3.2.2)."""
    retired: int | None = None
    for record in records:
        if retired is not None and record.level > retired:
            continue
        retired = None if record.in_use else record.level
        if record.in_use:
            yield record
