"""The central directory of a zip, where it is that of the whole file (APPNOTE 4.3.12, 4.3.16)."""

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from .zip_bytes import CENTRAL, END, LOCAL, Bytes
from .zip_headers import Member, central_header, first_header

_END: Final = struct.Struct("<4s4H2LH")
_END64: Final = struct.Struct("<4sQ2H2L4Q")
_LOCATOR: Final = struct.Struct("<4sLQL")
_LONGEST_COMMENT: Final = 0xFFFF
_FULL: Final = 0xFFFF


class Directory(NamedTuple):
    """What a central directory lists.

    Attributes
    ----------
    members
        In its order; as far as it can be read.
    is_whole
        All that its end record counts are there.
    prefix
        Bytes before the zip.
    start, after
        The first byte of it, and the first one behind the end record and its comment.
    """

    members: list[Member]
    is_whole: bool
    prefix: int
    start: int
    after: int


class _End(NamedTuple):
    """What an end record says; `position` is where the central directory ends."""

    position: int
    number: int
    is_exact: bool
    size: int
    offset: int
    after: int

    @property
    def start(self) -> int:
        return self.position - self.size

    @property
    def prefix(self) -> int:
        return self.start - self.offset

    def counts(self, number: int) -> bool:
        """Whether it says so many entries, as far as it can."""
        if self.is_exact:
            return self.number == number
        return self.number in {number & _FULL, _FULL}


def own_directory(data: Bytes) -> Directory | None:
    """The central directory of a zip; ``None`` where none is that of all of it.

    The last end record is not always the zip's own: it may stand in the comment, in a zip that is
    stored in one that is cut, or behind another zip. One is believed where its central directory
    lies right before it, and no local header before what it takes for the first byte of the zip.
    """
    first: int | None = None
    for end in _ends(data):
        first = first_header(data) if first is None else first
        if end.prefix <= first:
            directory = _directory(data.until(end.position), end)
            return _moved(directory, first, data)
    return None


def _moved(directory: Directory, first: int, data: Bytes) -> Directory:
    """A directory whose offsets lead to local headers: those of a damaged end record may not."""
    lowest = min((one.position for one in directory.members), default=first)
    by = first - lowest
    if not by or data.read(lowest, len(LOCAL)) == LOCAL:
        return directory
    moved = [one._replace(position=one.position + by) for one in directory.members]
    if not all(data.read(one.position, len(LOCAL)) == LOCAL for one in moved):
        return directory
    return directory._replace(members=moved, is_whole=False, prefix=directory.prefix + by)


def _directory(data: Bytes, end: _End) -> Directory:
    """What lies before an end record, as far as one header leads to the next."""
    members, position = [], end.start
    while one := central_header(data, position, end.prefix):
        member, position = one
        members.append(member)
    is_whole = position == end.position and end.counts(len(members))
    return Directory(members, is_whole, end.prefix, end.start, end.after)


def has_end(data: Bytes) -> bool:
    """Whether there is anything like an end record where one may be."""
    return any(True for _ in _places(data))


def _places(data: Bytes) -> Iterator[tuple[int, bytes]]:
    """Where an end record may begin, the last first, with its bytes."""
    begin = max(0, data.size - _END.size - _LONGEST_COMMENT)
    tail = data.read(begin, data.size - begin)
    at = len(tail)
    while (at := tail.rfind(END, 0, at)) >= 0:
        if len(record := tail[at : at + _END.size]) == _END.size:
            yield begin + at, record


def _ends(data: Bytes) -> Iterator[_End]:
    """End records whose central directory may lie before them, the last first."""
    for place, record in _places(data):
        *_, number, size, offset, comment = _END.unpack(record)
        end = _End(place, number, False, size, offset, place + _END.size + comment)
        end = _long(data, end)
        if end.prefix < 0 or end.start < 0:
            continue
        if not end.size or data.read(end.start, 4) == CENTRAL:
            yield end


def _long(data: Bytes, end: _End) -> _End:
    """The end record by that of ZIP64, where one lies before it (4.3.14, 4.3.15)."""
    place = end.position - _LOCATOR.size - _END64.size
    if place < 0:
        return end
    both = data.read(place, _END64.size + _LOCATOR.size)
    if both[:4] != b"PK\6\6" or both[_END64.size : _END64.size + 4] != b"PK\6\7":
        return end
    *_, number, size, offset = _END64.unpack_from(both)
    return end._replace(position=place, number=number, is_exact=True, size=size, offset=offset)
