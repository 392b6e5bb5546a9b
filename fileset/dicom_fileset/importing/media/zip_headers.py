"""Headers and data descriptors of the entries of a zip (APPNOTE 4.3.7, 4.3.9, 4.5.3)."""

import re
import struct
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, Final, NamedTuple

LOCAL: Final = b"PK\3\4"
ENCRYPTED: Final = 0x1
DESCRIPTOR: Final = 0x8
_UTF8: Final = 0x800
_LEAST: Final = 64
_MOST: Final = 1 << 20
_FULL: Final = 0xFFFF_FFFF
_HEADER: Final = struct.Struct("<4s5H3L2H")
_MARK: Final = re.compile(rb"PK(?:\x03\x04|\x01\x02|\x05\x06|\x06[\x06-\x08]|\x07\x08)")
_DESCRIPTION: Final = b"PK\7\x08"
_SHORT: Final = struct.Struct("<3L")
_LONG: Final = struct.Struct("<LQQ")


class Bytes:
    """The bytes of a file.

    Attributes
    ----------
    size
        Of the file.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.size = stream.seek(0, 2)

    def read(self, position: int, size: int) -> bytes:
        """As many as there are.

        Raises
        ------
        OSError
            They cannot be read.
        """
        if not 0 <= position < self.size:
            return b""
        self._stream.seek(position)
        return self._stream.read(size)

    def patchy(self) -> "Bytes":
        """The same, with nothing where it cannot be read."""
        return _Patchy(self._stream)

    def marks(self, position: int) -> Iterator[tuple[int, bytes]]:
        """Every signature from a byte on, with its place; each byte is looked at once."""
        step = _LEAST
        while position < self.size:
            data = self.read(position, step)
            for match in _MARK.finditer(data):
                yield position + match.start(), match[0]
            if position + step >= self.size:
                return
            # What cannot be read is passed by; a signature may lie across two pieces.
            position += step - 3
            step = min(step * 2, _MOST)

    def is_marked(self, position: int) -> bool:
        """Whether there is a signature, or the end of the file."""
        return position == self.size or _MARK.match(self.read(position, 4)) is not None


class _Patchy(Bytes):
    def read(self, position: int, size: int) -> bytes:
        try:
            return super().read(position, size)
        except OSError:
            return b""


class Content(NamedTuple):
    """What is told of the content of an entry: its CRC-32, its bytes packed and unpacked."""

    crc: int
    packed: int
    size: int


class LocalHeader(NamedTuple):
    """The header before the content of an entry.

    Attributes
    ----------
    position, start
        The first byte of the header, and of the content.
    is_whole
        It does not lie across the end of the file.
    """

    position: int
    start: int
    name: str
    flags: int = 0
    method: int = 0
    content: Content = Content(0, 0, 0)
    is_whole: bool = False


def local_header(data: Bytes, position: int) -> LocalHeader | None:
    """The local header at a byte; ``None`` where there is none."""
    head = data.read(position, _HEADER.size)
    if head[:4] != LOCAL:
        return None
    if len(head) < _HEADER.size:
        return LocalHeader(position, data.size, _nameless(position))
    _, _, flags, method, _, _, crc, packed, size, name_length, extra_length = _HEADER.unpack(head)
    text = data.read(position + _HEADER.size, name_length)
    extra_at = position + _HEADER.size + name_length
    name = text.decode("utf-8" if flags & _UTF8 else "cp437", "replace")
    if not name or len(text) < name_length:
        name = _nameless(position)
    extra = data.read(extra_at, extra_length)
    start = extra_at + extra_length
    return LocalHeader(
        position,
        start,
        name,
        flags,
        method,
        _long(Content(crc, packed, size), extra),
        start <= data.size,
    )


def _nameless(position: int) -> str:
    return f"entry at byte {position}"


def _long(content: Content, extra: bytes) -> Content:
    """The content with its lengths of ZIP64 where it has them (4.5.3)."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<2H", extra)
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == 1:
            longs = iter(struct.unpack(f"<{len(field) // 8}Q", field[: len(field) // 8 * 8]))
            size = next(longs, content.size) if content.size == _FULL else content.size
            packed = next(longs, content.packed) if content.packed == _FULL else content.packed
            return content._replace(size=size, packed=packed)
    return content


def is_described(data: Bytes, start: int, content: Content) -> bool:
    """Whether a data descriptor that says the same stands behind a content (4.3.9)."""
    end = start + content.packed
    tail = data.read(end, 24)
    bare = tail[4:] if tail[:4] == _DESCRIPTION else tail
    forms = (form for form in (_SHORT, _LONG) if len(bare) >= form.size)
    return any(form.unpack_from(bare) == content for form in forms)


def descriptors(data: Bytes, start: int) -> Iterator[tuple[Content, int, int]]:
    """Whatever may be the data descriptor of a content: it says as many bytes as lie before it.

    Each with the byte at which a search for the next header goes on, and that up to which was
    looked; at last one of no content with a byte of 0, and the end of the file.
    """
    for position, mark in chain(data.marks(start), [(data.size, b"")]):
        if mark == _DESCRIPTION:
            places = [(form, position, 4) for form in _forms(data.read(position + 4, 22))]
        else:
            places = [(form, position - form.size, 0) for form in (_LONG, _SHORT)]
        for form, end, skip in places:
            packed = data.read(end + skip, form.size) if end >= start else b""
            if len(packed) == form.size:
                content = Content(*form.unpack(packed))
                if content.packed == end - start:
                    yield content, end + skip + form.size, position
    yield Content(0, 0, 0), 0, data.size


def _forms(tail: bytes) -> tuple[struct.Struct, ...]:
    """The forms that the bytes behind a signature may have; an empty content may seem long."""
    is_long = tail[20:22] == b"PK" or (tail[12:14] != b"PK" and tail[18:20] == b"\0\0")
    return (_LONG, _SHORT) if is_long else (_SHORT,)
