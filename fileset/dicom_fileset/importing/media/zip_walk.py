"""Entries of a zip by their local headers, where its central directory does not lead to them."""

import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

from .medium import Limits
from .zip_headers import (
    DESCRIPTOR,
    ENCRYPTED,
    LOCAL,
    Bytes,
    Content,
    LocalHeader,
    descriptors,
    local_header,
)

_STEP: Final = 1 << 16
_LOOKS: Final = 4
"""So many times its size is looked at, in all, for ends of entries that are not found."""
_CUT: Final = "The zip ends within it."
_ENDLESS: Final = "Where it ends cannot be found."
_WRONG: Final = "Its checksum is wrong."


class Found(NamedTuple):
    """An entry that was found by its local header.

    Attributes
    ----------
    info
        As a central directory would have it.
    start
        The first byte of its content.
    obstacle
        Why it cannot be read; empty where it can.
    """

    info: ZipInfo
    start: int
    obstacle: str = ""


class _End(NamedTuple):
    """Where the search goes on behind a content, and what is wrong with that."""

    content: Content
    after: int
    obstacle: str = ""


class Walk:
    """Finds the entries of a zip in the order in which they lie.

    Parameters
    ----------
    data
        The zip.
    limits
        Of what may be inflated to see where it ends, and of the entries.
    """

    def __init__(self, data: Bytes, limits: Limits) -> None:
        self._data = data.patchy()
        self._limits = limits
        self._left = _LOOKS * data.size

    def found(self) -> Iterator[Found]:
        """Every entry; folders, too."""
        position = 0
        for _ in range(self._limits.most_entries + 1):
            marks = self._data.marks(position)
            at = next((place for place, mark in marks if mark == LOCAL), None)
            header = None if at is None else local_header(self._data, at)
            if header is None:
                return
            end = self._end(header)
            yield Found(_info(header, end.content), header.start, end.obstacle)
            position = end.after

    def _end(self, header: LocalHeader) -> _End:
        content, start = header.content, header.start
        if not header.is_whole:
            return _End(content, self._data.size, _CUT)
        after = start + content.packed
        marked = self._data.is_marked(after)
        is_open = bool(header.flags & DESCRIPTOR)
        if marked and (content.packed or not is_open):
            return _End(content, after)
        if is_open:
            return self._by_descriptor(header) or self._by_stream(header)
        if after > self._data.size:
            return _End(content, start, _CUT)
        return _End(content, start)

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

    def _by_stream(self, header: LocalHeader) -> _End:
        """The end that a deflated content tells itself."""
        content = None
        if header.method == ZIP_DEFLATED and not header.flags & ENCRYPTED and self._left > 0:
            content = self._inflated(header.start)
        if content is None:
            return _End(header.content, header.start, _ENDLESS)
        after = header.start + content.packed
        tail = self._data.read(after, 8)
        told = int.from_bytes(tail[4:], "little")
        wrong = tail[:4] == b"PK\7\x08" and len(tail) == 8 and told != content.crc
        return _End(content, after, _WRONG if wrong else "")

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


def _info(header: LocalHeader, content: Content) -> ZipInfo:
    info = ZipInfo(header.name)
    info.header_offset = header.position
    info.flag_bits = header.flags
    info.compress_type = header.method
    info.CRC, info.compress_size, info.file_size = content
    return info
