"""What a zip holds: by its central directory, and by local headers where that is damaged."""

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from ...findings import finding
from ...model import Finding, Where
from .medium import Limits
from .zip_headers import DESCRIPTOR, Bytes, Content, LocalHeader, is_described, local_header
from .zip_walk import Found, Walk

DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises for members that are damaged, or packed as nobody knows."""

_LOST: Final = "The central directory lists it, and no local header is there."
_STEP: Final = 1 << 16
_READS: Final = 4
"""So many times its size is read, in all, to see which of two headers is right."""
_MATTERS: Final = 0x61
"""Flags of what is encrypted, or patched."""
_LONGEST_END: Final = 22 + 0xFFFF


class Listing(NamedTuple):
    """The members of a zip: as the central directory has them, or found; and what was damaged."""

    members: list[zipfile.ZipInfo | Found]
    damage: Finding | None = None


def listing(path: str, archive: zipfile.ZipFile | None, data: Bytes, limits: Limits) -> Listing:
    """All members of a zip.

    Parameters
    ----------
    path, data
        Of the zip, and its bytes.
    archive
        The zip as the standard library reads it; ``None`` where it does not.
    """
    told = archive.infolist() if archive is not None else []
    sound = list(_sound(archive, told, data, limits)) if archive is not None else []
    number = _told_number(data.patchy())
    if archive is not None and len(sound) == len(told) and number in {None, len(told) & 0xFFFF}:
        return Listing([*sound])
    found = list(Walk(data, limits).found())
    # Others, that lead astray, would have the standard library take these for overlapped.
    starts = {one.info.header_offset: one.start for one in found}
    kept = [
        Found(one, starts[one.header_offset]) if one.header_offset in starts else one
        for one in sound
    ]
    places = {one.header_offset for one in sound}
    more = [one for one in found if one.info.header_offset not in places]
    places |= {one.info.header_offset for one in more}
    names = {one.info.orig_filename for one in more}
    lost = [
        Found(one, 0, _LOST)
        for one in told
        if one.header_offset not in places and one.orig_filename not in names
    ]
    damage = finding(
        "zip-list-damaged",
        "Its central directory is damaged; entries were found by their own headers.",
        Where(path=path),
        before=f"{len(sound)} entries that the central directory leads to",
        after=f"{len(sound) + len(more)} entries, {len(more)} of them by local headers",
    )
    return Listing([*kept, *more, *lost], damage)


def _sound(
    archive: zipfile.ZipFile, told: list[zipfile.ZipInfo], data: Bytes, limits: Limits
) -> Iterator[zipfile.ZipInfo]:
    """Members of a central directory that their local headers agree with, or that can be read."""
    left = _READS * data.size
    for member in told:
        try:
            header = local_header(data, member.header_offset)
            if header is not None and not _agrees(member, header, data):
                left -= max(member.compress_size, member.file_size // max(limits.most_ratio, 1))
                header = header if left >= 0 and _can_be_read(archive, member) else None
        except OSError:  # the medium does not give it now: that is told when its turn comes
            yield member
            continue
        if header is not None:
            yield member


def _agrees(member: zipfile.ZipInfo, header: LocalHeader, data: Bytes) -> bool:
    differs = (header.flags ^ member.flag_bits) & _MATTERS
    if differs or (header.name, header.method) != (member.orig_filename, member.compress_type):
        return False
    said = Content(member.CRC, member.compress_size, member.file_size)
    if header.flags & DESCRIPTOR:
        return is_described(data, header.start, said)
    return header.content == said


def _can_be_read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    try:
        with archive.open(member) as stream:
            while stream.read(_STEP):
                pass
    except DAMAGE:
        return False
    return True


def _told_number(data: Bytes) -> int | None:
    """How many entries the end record says, modulo 65536; ``None`` where it does not."""
    tail = data.read(max(0, data.size - _LONGEST_END), _LONGEST_END)
    at = tail.rfind(b"PK\5\6")
    number = int.from_bytes(tail[at + 10 : at + 12], "little")
    return None if at < 0 or number == 0xFFFF else number
