"""Entries of a zip by their local headers, where no central directory leads to them."""

import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED

from .medium import Limits
from .zip_bytes import DESCRIPTION, END, LOCAL, Bytes
from .zip_headers import (
    DESCRIPTOR,
    ENCRYPTED,
    Content,
    LocalHeader,
    Member,
    descriptors,
    local_header,
)

_STEP: Final = 1 << 16
_LOOKS: Final = 4
"""So many times its size is looked at, in all, for ends of entries that are not found."""
_DESCRIPTOR_BYTES: Final = 16
_CUT: Final = "The zip ends within it."
_BROKEN: Final = "Its local header is damaged."
_ENDLESS: Final = "Where it ends cannot be found."
_WRONG: Final = "Its checksum is wrong."


class _End(NamedTuple):
    """Where the search goes on behind a content, and what is wrong with that.

    `after` is ``None`` where it leads nowhere: the search goes on right behind the signature.
    """

    content: Content
    after: int | None = None
    obstacle: str = ""


class Walk:
    """Finds the entries in a part of a zip, in the order in which they lie.

    What lies in an entry that is itself a zip is none of them (4.1.3: entries may be of any kind):
    one whose end is known is passed by; one that is stored, and leads nowhere, is entered, and
    left at its end record, or at the end of all.

    Parameters
    ----------
    data
        The zip, up to where that part ends.
    limits
        Of what may be inflated to see where it ends, and of the entries.
    start
        The first byte of that part.
    """

    def __init__(self, data: Bytes, limits: Limits, start: int = 0) -> None:
        self._data = data.patchy()
        self._limits = limits
        self._start = start
        self._left = _LOOKS * (data.size - start)

    def found(self) -> Iterator[Member]:
        """Every entry; folders, too."""
        position, inside = self._start, 0
        for _ in range(self._limits.most_entries + 1):
            header, ends = self._next(position)
            if header is None:
                return
            inside = max(0, inside - ends)
            end = self._end(header)
            if not inside:
                yield _member(header, end)
            position = header.position + len(LOCAL) if end.after is None else end.after
            if end.after is None and self._holds_zip(header):
                inside, position = inside + 1, header.start

    def _next(self, position: int) -> tuple[LocalHeader | None, int]:
        """The next local header, and how many end records lie before it."""
        ends = 0
        for place, mark in self._data.marks(position):
            if mark == LOCAL:
                return local_header(self._data, place), ends
            ends += mark == END
        return None, ends

    def _holds_zip(self, header: LocalHeader) -> bool:
        """Whether a stored content begins as a zip does.

        Behind the header of an empty one lies the next, which is none of its content; nor is it
        where a descriptor was to tell whether there is any.
        """
        is_told = header.content.crc and header.content.size and not header.flags & DESCRIPTOR
        if not (header.is_whole and header.method == ZIP_STORED and is_told):
            return False
        return self._data.read(header.start, len(LOCAL)) == LOCAL

    def _end(self, header: LocalHeader) -> _End:
        content, after = header.content, header.start + header.content.packed
        is_open = bool(header.flags & DESCRIPTOR)
        if not header.is_whole:
            is_cut = header.start > self._data.size
            return _End(content, None, _CUT if is_cut else _BROKEN)
        if self._data.is_marked(after) and (content.packed or not is_open):
            return _End(content, after)
        if is_open or not content.packed:
            end = self._by_descriptor(header) or self._by_stream(header)
        else:
            end = self._by_checksum(header)
        is_cut = after > self._data.size
        return end or _End(content, None, _ENDLESS if is_open else _CUT if is_cut else "")

    def _by_checksum(self, header: LocalHeader) -> _End | None:
        """The end of a content behind which nothing begins, by its checksum."""
        content, end = header.content, header.start + header.content.packed
        if self._left <= 0 or header.flags & ENCRYPTED:
            return None
        if header.method == ZIP_STORED and end <= self._data.size:
            self._left -= content.packed
            crc, _ = self._checksum(0, header.start, end)
            return _End(content, end) if crc == content.crc else None
        proven = self._inflated(header.start) if header.method == ZIP_DEFLATED else None
        if proven is None or proven.crc != content.crc:
            return None
        return _End(proven, header.start + proven.packed)

    def _by_descriptor(self, header: LocalHeader) -> _End | None:
        """The end that a data descriptor tells; that of a stored content by its checksum, too."""
        if self._left <= 0:
            return None
        crc, at = 0, header.start
        for content, after, looked in descriptors(self._data, header.start):
            if not after:
                self._left -= looked - header.start
            elif header.method != ZIP_STORED or header.flags & ENCRYPTED:
                return _End(content, after)
            elif content.size == content.packed and header.start + content.packed >= at:
                crc, at = self._checksum(crc, at, header.start + content.packed)
                if crc == content.crc:
                    return _End(content, after)
        return None

    def _checksum(self, crc: int, at: int, end: int) -> tuple[int, int]:
        """The CRC-32 carried on to a byte, and as far as it could be."""
        while at < end and (piece := self._data.read(at, min(_STEP, end - at))):
            crc = zlib.crc32(piece, crc)
            at += len(piece)
        return crc, at

    def _by_stream(self, header: LocalHeader) -> _End | None:
        """The end that a deflated content tells itself, where its descriptor is wrong or cut off.

        Where neither follows, it has taken in what is none of it.
        """
        content = None
        if header.method == ZIP_DEFLATED and not header.flags & ENCRYPTED and self._left > 0:
            content = self._inflated(header.start)
        if content is None:
            return None
        after = header.start + content.packed
        tail = self._data.read(after, _DESCRIPTOR_BYTES)
        if tail[:4] == DESCRIPTION and len(tail) >= 8:
            told = int.from_bytes(tail[4:8], "little")
            return _End(content, after, "" if told == content.crc else _WRONG)
        return _End(content, after) if len(tail) < _DESCRIPTOR_BYTES else None

    def _inflated(self, start: int) -> Content | None:
        inflater = zlib.decompressobj(-15)
        at, crc, size = start, 0, 0
        try:
            while not inflater.eof:
                piece = inflater.unconsumed_tail
                if not piece:
                    piece = self._data.read(at, _STEP)
                    at += len(piece)
                out = inflater.decompress(piece, _STEP)
                crc = zlib.crc32(out, crc)
                size += len(out)
                if not (piece or out) or self._is_too_much(at - start, size):
                    return None
        except zlib.error:
            return None
        finally:
            self._left -= max(at - start, size // max(self._limits.most_ratio, 1))
        return Content(crc, at - len(inflater.unused_data) - start, size)

    def _is_too_much(self, packed: int, size: int) -> bool:
        return size > max(self._limits.free_of_ratio, packed * self._limits.most_ratio)


def _member(header: LocalHeader, end: _End) -> Member:
    return Member(
        header.position,
        header.name,
        header.flags,
        header.method,
        end.content,
        header.start,
        obstacle=end.obstacle,
    )
