"""Which records lie whole in a DICOMDIR, told slowly and by nothing but lengths.

No offset is followed.  It says ``None`` where the way to the sequence is damaged: then nothing can
be said of what must be found.
"""

import struct
from typing import Final, NamedTuple

from checks import LONG, SEQUENCE, UNDEFINED
from fuzzing.drafts import SYNTAXES

_ITEM: Final = (0xFFFE, 0xE000)
_PLAIN: Final = (
    b"\4\0\0\x14UL\4\0",
    b"\4\0\x10\x14US\2\0",
    b"\4\0\x20\x14UL\4\0",
    b"\4\0\x30\x14CS",
)
_LINKS: Final = 34


class Whole(NamedTuple):
    """Contents of the items that lie whole; whether more follows, and what is no whole item.

    One that is not followed by an item is not counted: bytes are missing in it, or too many.
    """

    contents: list[bytes]
    cut: bool

    def plain_bodies(self) -> list[bytes]:
        """Of those that begin as nearly all do: what stands after their links."""
        return [one[_LINKS:] for one in self.contents if _is_plain(one)]


def _is_plain(content: bytes) -> bool:
    starts = (content[0:8], content[12:20], content[22:30], content[34:40])
    return len(content) >= _LINKS + 8 and starts == _PLAIN


def whole_records(data: bytes) -> Whole | None:
    """The records of an Explicit VR Little Endian DICOMDIR."""
    at = _data_set(data)
    while at is not None and at + 8 <= len(data):
        group, number, vr, length = struct.unpack_from("<HH2sH", data, at)
        first = at + 8
        if vr in LONG:
            if first + 4 > len(data):
                return None
            (length,) = struct.unpack_from("<L", data, first)
            first += 4
        elif not (vr.isalpha() and vr.isupper()):
            return None
        if group << 16 | number == SEQUENCE:
            return _items(data, first, length) if vr == b"SQ" else None
        if length == UNDEFINED or first + length > len(data):
            return None
        at = first + length
    return None


def _data_set(data: bytes) -> int | None:
    """Where the data set begins; ``None`` where the meta information is not sound."""
    if data[128:136] != b"DICM\2\0\0\0" or data[136:140] != b"UL\4\0" or len(data) < 144:
        return None
    (length,) = struct.unpack_from("<L", data, 140)
    end, at, syntax = 144 + length, 144, b""
    while at < end and at + 12 <= len(data):
        group, number, vr, count = struct.unpack_from("<HH2sH", data, at)
        first = at + 8
        if vr in LONG:
            (count,) = struct.unpack_from("<L", data, first)
            first += 4
        if group != 2 or not vr.isupper():
            return None
        if number == 0x0010:
            syntax = data[first : first + count]
        if number == 0x0002 and data[first : first + count] != b"1.2.840.10008.1.3.10":
            return None
        at = first + count
    sound = at == end and data[end : end + 2] == b"\4\0" and syntax == SYNTAXES["explicit"]
    return end if sound and data[end + 4 : end + 6].isupper() else None


def _items(data: bytes, first: int, length: int) -> Whole | None:
    end = len(data) if length == UNDEFINED else first + length
    contents: list[bytes] = []
    at = first
    while at + 8 <= min(end, len(data)):
        group, number, size = struct.unpack_from("<HHL", data, at)
        if (group, number) == (0xFFFE, 0xE0DD):
            return Whole(contents, cut=False)
        if size == UNDEFINED:
            return None  # where it ends is told by its elements, which may be damaged
        if (group, number) != _ITEM or at + 8 + size > min(end, len(data)):
            return Whole(contents[: None if (group, number) == _ITEM else -1], cut=True)
        contents.append(data[at + 8 : at + 8 + size])
        at += 8 + size
    more = data[at : at + 4] == b"\xfe\xff\0\xe0"
    return Whole(contents, cut=end > len(data) or at < end or more)
