"""Headers and data descriptors of the entries of a zip (APPNOTE 4.3.7, 4.3.9, 4.3.12, 4.5.3)."""

import struct
from collections.abc import Iterator
from itertools import chain
from typing import Final, NamedTuple

from .zip_bytes import CENTRAL, DESCRIPTION, LOCAL, Bytes

ENCRYPTED: Final = 0x1
DESCRIPTOR: Final = 0x8
_UTF8: Final = 0x800
_FULL: Final = 0xFFFF_FFFF
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_SHORT: Final = struct.Struct("<3L")
_LONG: Final = struct.Struct("<LQQ")
_METHODS: Final = frozenset((*range(11), 12, 14, 16, 18, 19, 20, *range(93, 100)))
LEAST_HEADER: Final = _LOCAL.size


class Content(NamedTuple):
    """What is told of the content of an entry: its CRC-32, its bytes packed and unpacked."""

    crc: int
    packed: int
    size: int


class Member(NamedTuple):
    """An entry of a zip, by whichever of its headers.

    Attributes
    ----------
    position
        The first byte of its local header.
    name
        As far as it can be shown; of another form than a path's where there is none.
    start
        The first byte of its content; ``None`` where the local header was not read.
    mode
        Of the file, where a central directory tells it.
    obstacle
        Why it cannot be read; empty where it may be.
    """

    position: int
    name: str
    flags: int = 0
    method: int = 0
    content: Content = Content(0, 0, 0)
    start: int | None = None
    mode: int = 0
    obstacle: str = ""

    @property
    def is_folder(self) -> bool:
        """Whether it is nothing but a name; what has bytes is a file (4.3.8), however named."""
        is_empty = not (self.content.size or self.obstacle)
        return is_empty and self.name.replace("\\", "/").endswith("/")


class LocalHeader(NamedTuple):
    """The header before the content of an entry.

    Attributes
    ----------
    position, start
        The first byte of the header, and of the content.
    is_whole
        It lies neither across the end of the file nor across another signature.
    """

    position: int
    start: int
    name: str
    flags: int = 0
    method: int = 0
    content: Content = Content(0, 0, 0)
    is_whole: bool = False


def local_header(data: Bytes, position: int, *, is_told: bool = False) -> LocalHeader | None:
    """The local header at a byte; ``None`` where there is none.

    One that is told to be there may have a damaged signature.
    """
    head = data.read(position, _LOCAL.size)
    if head[:4] != LOCAL and not is_told:
        return None
    if len(head) < _LOCAL.size:
        return LocalHeader(position, data.size, nameless(position))
    _, _, flags, method, _, _, crc, packed, size, name_length, extra_length = _LOCAL.unpack(head)
    # What says that it is long costs no more than what lies before the next header.
    text = data.before_mark(position + _LOCAL.size, name_length + extra_length)
    content, _ = _long(Content(crc, packed, size), 0, text[name_length:])
    return LocalHeader(
        position,
        position + _LOCAL.size + name_length + extra_length,
        _name(text[:name_length], name_length, flags, position),
        flags,
        method,
        content,
        len(text) == name_length + extra_length,
    )


def first_header(data: Bytes) -> int:
    """Where the first local header is that may be one; the end where there is none."""
    for place, mark in data.marks(0):
        header = local_header(data, place) if mark == LOCAL else None
        if header is not None and _is_plausible(header):
            return place
    return data.size


def _is_plausible(header: LocalHeader) -> bool:
    """Whether its bytes are hardly anything else: a program may hold its signature, too."""
    has_name = header.name.isprintable() and header.name != nameless(header.position)
    return header.is_whole and header.method in _METHODS and has_name


def central_header(data: Bytes, position: int, prefix: int) -> tuple[Member, int] | None:
    """A member as a central directory has it, and where the next one lies.

    Parameters
    ----------
    data, position
        The zip, and the byte at which the header begins.
    prefix
        Bytes before the zip, that its positions do not count.
    """
    head = data.read(position, _CENTRAL.size)
    if head[:4] != CENTRAL or len(head) < _CENTRAL.size:
        return None
    _, _, _, flags, method, _, _, crc, packed, size, *lengths, _, _, attributes, offset = (
        _CENTRAL.unpack(head)
    )
    text = data.read(position + _CENTRAL.size, sum(lengths))
    if len(text) < sum(lengths):
        return None
    name_length, extra_length, _ = lengths
    extra = text[name_length : name_length + extra_length]
    content, offset = _long(Content(crc, packed, size), offset, extra)
    name = _name(text[:name_length], name_length, flags, prefix + offset)
    member = Member(prefix + offset, name, flags, method, content, mode=attributes >> 16)
    return member, position + _CENTRAL.size + len(text)


def nameless(position: int) -> str:
    """The name of an entry whose own cannot be shown."""
    return f"entry at byte {position}"


def _name(text: bytes, length: int, flags: int, position: int) -> str:
    """The name of so many bytes, up to its first NUL as others show it."""
    name = text.partition(b"\0")[0].decode("utf-8" if flags & _UTF8 else "cp437", "replace")
    return name if name and len(text) == length else nameless(position)


def _long(content: Content, offset: int, extra: bytes) -> tuple[Content, int]:
    """The content and the position with those numbers of ZIP64 that they have (4.5.3)."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<2H", extra)
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == 1:
            longs = iter(struct.unpack(f"<{len(field) // 8}Q", field[: len(field) // 8 * 8]))
            size = next(longs, content.size) if content.size == _FULL else content.size
            packed = next(longs, content.packed) if content.packed == _FULL else content.packed
            offset = next(longs, offset) if offset == _FULL else offset
            return content._replace(size=size, packed=packed), offset
    return content, offset


def is_described(data: Bytes, start: int, content: Content) -> bool:
    """Whether a data descriptor that says the same stands behind a content (4.3.9)."""
    end = start + content.packed
    tail = data.read(end, 24)
    bare = tail[4:] if tail[:4] == DESCRIPTION else tail
    forms = (form for form in (_SHORT, _LONG) if len(bare) >= form.size)
    return any(form.unpack_from(bare) == content for form in forms)


def descriptors(data: Bytes, start: int) -> Iterator[tuple[Content, int, int]]:
    """Whatever may be the data descriptor of a content: it says as many bytes as lie before it.

    Each with the byte at which a search for the next header goes on, and that up to which was
    looked; at last one of no content with a byte of 0, and the end of the file.
    """
    for position, mark in chain(data.marks(start), [(data.size, b"")]):
        if mark == DESCRIPTION:
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
