"""What a zip holds: by its central directory, and by local headers where that does not lead."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

from ...findings import finding
from ...model import Finding, Where
from .medium import Limits
from .zip_bytes import LOCAL, Bytes
from .zip_directory import Directory, own_directory
from .zip_headers import (
    DESCRIPTOR,
    LEAST_HEADER,
    LocalHeader,
    Member,
    is_described,
    local_header,
    nameless,
)
from .zip_unpacking import is_proven
from .zip_walk import Walk

_LOST: Final = "The central directory lists it, and no local header is there."
_READS: Final = 4
"""So many times its size is read, in all, to see which of two headers is right."""
_DESCRIPTORS: Final = (16, 12, 24, 20)
"""Bytes that a data descriptor may have: with a signature or without, of ZIP64 or not (4.3.9)."""
_BESIDE: Final = 96
"""Extra fields and a descriptor behind the name of an empty member; no instance is so small."""
_MATTERS: Final = 0x61
"""Flags of what is encrypted, or patched."""


class Listing(NamedTuple):
    """The members of a zip: as the central directory has them, or found; and what was damaged."""

    members: list[Member]
    damage: Finding | None = None


def listing(path: str, data: Bytes, limits: Limits) -> Listing:
    """All members of a zip.

    A central directory is believed where local headers agree with it, and for what it accounts
    for: where any other local header lies between its members, before or behind them, all such
    are members, too.

    Parameters
    ----------
    path, data
        Of the zip, and its bytes.
    limits
        Of entries, and of what is unpacked to see which header is right.
    """
    directory = own_directory(data.patchy())
    told = directory.members if directory is not None else []
    sound = list(_sound(directory, data, _Proofs(data, limits)))
    names = {one.position: one.name for one in told}
    found = [
        one._replace(name=names.get(one.position, one.name)) if _is_nameless(one) else one
        for start, end in _gaps(directory, sound, data.patchy())
        for one in Walk(data.until(end), limits, start).found()
    ]
    if directory is not None and directory.is_whole and len(sound) == len(told) and not found:
        return Listing(sound)
    damage = finding(
        "zip-list-damaged",
        "Its central directory is damaged or not of all; entries were found by their own headers.",
        Where(path=path),
        before=f"{len(sound)} entries that the central directory leads to",
        after=f"{len(sound) + len(found)} entries, {len(found)} of them by local headers",
    )
    return Listing([*sound, *found, *_lost(told, sound, found)], damage)


def _is_nameless(one: Member) -> bool:
    return one.name == nameless(one.position)


def _lost(told: list[Member], sound: list[Member], found: list[Member]) -> Iterator[Member]:
    """What the central directory lists and nobody finds."""
    places = {one.position for one in (*sound, *found)}
    names = {one.name for one in found}
    for one in told:
        if one.position not in places and one.name not in names:
            yield one._replace(obstacle=_LOST)


def _gaps(
    directory: Directory | None, sound: list[Member], data: Bytes
) -> Iterator[tuple[int, int]]:
    """The parts of a zip, of which no header tells what they are, that one may lie in."""
    if directory is None:
        yield 0, data.size
        return
    known = [(one.position, _after(one)) for one in sound]
    places = {start for start, _ in known}
    # Where a header is that is not believed one begins, whatever is told of that before it.
    known += [
        (one.position, one.position)
        for one in directory.members
        if one.position not in places and data.read(one.position, len(LOCAL)) == LOCAL
    ]
    at = directory.prefix
    for start, after in (*sorted(known), (directory.start, directory.after), (data.size,) * 2):
        if start - at >= LEAST_HEADER:
            yield at, start
        at = start if start == after else max(at, after)


def _after(one: Member) -> int:
    start = one.position + LEAST_HEADER if one.start is None else one.start
    return start + one.content.packed


class _Proofs:
    """Which description of a member is right, by reading it; bounded for all of them."""

    def __init__(self, data: Bytes, limits: Limits) -> None:
        self._data = data
        self._limits = limits
        self._left = _READS * data.size

    def holds(self, member: Member) -> bool:
        """Whether it can be read as it is described."""
        _, packed, size = member.content
        packed = min(packed, self._data.size)
        self._left -= max(packed, size // max(self._limits.most_ratio, 1))
        return self._left >= 0 and is_proven(self._data, member, self._limits)


def _sound(directory: Directory | None, data: Bytes, proofs: _Proofs) -> Iterator[Member]:
    """Members of a central directory that their local headers agree with, or that can be read."""
    if directory is None:
        return
    places = sorted({directory.start, *(one.position for one in directory.members)})
    for one in directory.members:
        end = places[min(bisect_right(places, one.position), len(places) - 1)]
        try:
            member = _where_it_is(one, end, data, proofs)
        except OSError:  # the medium does not give it now: that is told when its turn comes
            member = one
        if member is not None:
            yield member


def _where_it_is(one: Member, end: int, data: Bytes, proofs: _Proofs) -> Member | None:
    """A member with the start of its content; ``None`` where its local header tells it better.

    Its content begins behind the local header, and where lengths in that are damaged before the
    byte at which the next member begins, by so many as it has.
    """
    header = local_header(data, one.position, is_told=True)
    descriptions = []
    if header is not None and header.name == one.name:
        # Of nothing it does not matter where it begins.
        nowhere = one.position + LEAST_HEADER
        member = one._replace(start=header.start if one.content.size else nowhere)
        if header.is_whole and _agrees(one, header, data):
            return member
        descriptions.append(member)
        if header.content == one.content._replace(packed=header.content.packed):
            # What unpacks itself does so from too many bytes, too: these may be of other members.
            descriptions.insert(0, member._replace(content=header.content))
    for behind in _DESCRIPTORS if one.flags & DESCRIPTOR else (0,):
        start = end - behind - one.content.packed
        is_new = header is None or start != header.start
        # That of nothing is proven wherever it is looked for.
        if one.content.size and is_new and start >= one.position + LEAST_HEADER:
            descriptions.append(one._replace(start=start))
    if not one.content.size and end - one.position - LEAST_HEADER - len(one.name) > _BESIDE:
        return None  # its size is damaged: something lies there
    # What reaches beyond the next one would hide it, and what is not listed behind that.
    fitting = (each for each in descriptions if _after(each) <= end)
    return next((each for each in fitting if proofs.holds(each)), None)


def _agrees(one: Member, header: LocalHeader, data: Bytes) -> bool:
    differs = (header.flags ^ one.flags) & _MATTERS
    if differs or (header.name, header.method) != (one.name, one.method):
        return False
    if header.flags & DESCRIPTOR:
        return is_described(data, header.start, one.content)
    return header.content == one.content
