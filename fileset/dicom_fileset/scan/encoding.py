"""How data sets lie, and headers and words written so (PS3.5 7.1, 7.3)."""

from functools import cache
from struct import Struct
from typing import Final, NamedTuple

from ..elements import LONG_VRS, SEQUENCE_END, UNDEFINED

WORD_BYTES: Final[dict[str, int]] = {
    **dict.fromkeys(("US", "SS", "OW", "AT"), 2),
    **dict.fromkeys(("UL", "SL", "FL", "OF", "OL"), 4),
    **dict.fromkeys(("FD", "OD", "SV", "UV", "OV"), 8),
}
"""Bytes of the words that byte order turns round, by VR (PS3.5 7.3)."""


class Encoding(NamedTuple):
    """How a data set lies: with or without VRs, least or most significant byte first."""

    implicit: bool
    big_endian: bool


EXPLICIT: Final = Encoding(implicit=False, big_endian=False)
"""Explicit VR Little Endian, which all else is brought to unless something else is asked for."""
IMPLICIT: Final = Encoding(implicit=True, big_endian=False)
BIG_ENDIAN: Final = Encoding(implicit=False, big_endian=True)


class Writer:
    """Writes headers of elements and items in one encoding (PS3.5 7.1, 7.5)."""

    __slots__ = ("_implicit", "_long", "_plain", "_short", "big_endian")

    def __init__(self, target: Encoding) -> None:
        order = ">" if target.big_endian else "<"
        self.big_endian = target.big_endian
        self._implicit = target.implicit
        self._short = Struct(f"{order}HH2sH").pack
        self._long = Struct(f"{order}HH2sHL").pack
        self._plain = Struct(f"{order}HHL").pack

    def header(self, tag: int, vr: str, length: int) -> bytes:
        """Of an element."""
        if self._implicit:
            return self._plain(tag >> 16, tag & 0xFFFF, length)
        code = vr.encode()
        if code not in LONG_VRS and length > 0xFFFF:
            code = b"UN"  # PS3.5 6.2.2: too long for its VR in an explicit encoding
        if code in LONG_VRS:
            return self._long(tag >> 16, tag & 0xFFFF, code, 0, length)
        return self._short(tag >> 16, tag & 0xFFFF, code, length)

    def plain(self, tag: int, length: int) -> bytes:
        """Of an item or a delimiter, which have no VR in any encoding."""
        return self._plain(tag >> 16, tag & 0xFFFF, length)

    def sequence(self, tag: int, items: bytes) -> tuple[bytes, ...]:
        """A sequence whole, in parts.

        Where nothing says that it is one but the dictionary of who reads it, which may lack it,
        its length is left undefined: that only a sequence can have.
        """
        if not self._implicit:
            return self.header(tag, "SQ", len(items)), items
        return self._plain(tag >> 16, tag & 0xFFFF, UNDEFINED), items, self.plain(SEQUENCE_END, 0)


writer_of: Final = cache(Writer)
"""The writer of an encoding."""


def turned(value: bytes, word_bytes: int) -> bytes:
    r"""Words with their bytes in the opposite order; an incomplete last one as it is.

    >>> turned(b"\x01\x02\x03", 2)
    b'\x02\x01\x03'
    """
    if word_bytes == 1:
        return value
    whole = len(value) - len(value) % word_bytes
    words = bytearray(value)
    for place in range(word_bytes):
        words[place:whole:word_bytes] = value[word_bytes - 1 - place : whole : word_bytes]
    return bytes(words)
