"""Text as bytes of a Specific Character Set, with code extensions where it has them.

Each run of letters that the first character set has not stands between two escape sequences: one
that designates its own set, and one that brings back the first.  So the first is active before
each delimiter, each control character and the end of a value (PS3.5 6.1.2.5.3), and what a run
means does not depend on what a reader resets at delimiters.
"""

from collections.abc import Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Final, NamedTuple


class _Set(NamedTuple):
    """A coded character set (PS3.3 Tables C.12-3 and C.12-4).

    Attributes
    ----------
    escape
        Designates it as G0 or G1 (PS3.5 6.1.2.5.2).
    codec
        Python's, in which a letter is ``lead`` and ``width`` bytes from A0 on.
    """

    escape: bytes
    codec: str
    width: int = 1
    lead: bytes = b""

    @property
    def is_g1(self) -> bool:
        """Whether its bytes are those from A0 on; else they are those below 80."""
        return self.escape[-2:-1] in {b"-", b")"}

    def code(self, letter: str) -> bytes | None:
        """A letter as it stands once the set is designated; ``None`` where it is none of it."""
        try:
            value = letter.encode(self.codec)
        except UnicodeEncodeError:
            return None
        code = value[len(self.lead) :]
        if not value.startswith(self.lead) or len(code) != self.width or min(code) < 0xA0:
            return None
        return code if self.is_g1 else bytes(byte & 0x7F for byte in code)


class _Ascii(_Set):
    """Letters below 80: all of them, or those that JIS X 0201 romaji has as well."""

    __slots__ = ()

    def code(self, letter: str) -> bytes | None:
        other = self == _ROMAJI and letter == "~"
        return None if other or not letter.isascii() else letter.encode("ascii")


_ASCII: Final = _Ascii(b"\x1b(B", "ascii")
_ROMAJI: Final = _Ascii(b"\x1b(J", "ascii")
_KANA: Final = _Set(b"\x1b)I", "euc_jp", 1, b"\x8e")

_SETS: Final = MappingProxyType(
    {
        100: _Set(b"\x1b-A", "iso8859_1"),
        101: _Set(b"\x1b-B", "iso8859_2"),
        109: _Set(b"\x1b-C", "iso8859_3"),
        110: _Set(b"\x1b-D", "iso8859_4"),
        144: _Set(b"\x1b-L", "iso8859_5"),
        127: _Set(b"\x1b-G", "iso8859_6"),
        126: _Set(b"\x1b-F", "iso8859_7"),
        138: _Set(b"\x1b-H", "iso8859_8"),
        148: _Set(b"\x1b-M", "iso8859_9"),
        166: _Set(b"\x1b-T", "tis_620"),
        13: _KANA,
        87: _Set(b"\x1b$B", "euc_jp", 2),
        159: _Set(b"\x1b$(D", "euc_jp", 2, b"\x8f"),
        149: _Set(b"\x1b$)C", "euc_kr", 2),
        58: _Set(b"\x1b$)A", "gb2312", 2),
    }
)
"""By the number of the first in its Defined Terms, in the order in which extensions are tried."""

EXTENSIONS: Final = tuple(b"ISO 2022 IR %d" % number for number in _SETS if number != 159)
"""Defined Terms that one may add; no language is written in JIS X 0212 alone."""

_ALONE: Final = MappingProxyType({b"ISO_IR 192": "utf-8", b"GB18030": "gb18030", b"GBK": "gbk"})
ALONE: Final = frozenset(_ALONE)
"""Those that neither extend others nor can be extended."""


class _Repertoire(NamedTuple):
    """What a value may consist of: the sets active at first, and those to be switched to."""

    g0: _Set
    g1: _Set | None
    others: tuple[_Set, ...]

    def place(self, letter: str) -> tuple[_Set, bytes] | None:
        """The first set that has a letter, and its code there."""
        for one in (self.g0, self.g1, *self.others):
            code = one.code(letter) if one is not None else None
            if one is not None and code is not None:
                return one, code
        return None

    def run(self, one: _Set, code: bytes) -> bytes:
        """Letters of one set, and the escape sequences about them."""
        if one == self.g0:
            return code
        first = self.g1 if one.is_g1 else self.g0
        back = first.escape if first is not None and first != one else b""
        return one.escape + code + back


def in_code(text: str, character_set: bytes) -> bytes | None:
    """Text in a character set; ``None`` where this has not all letters, or is none that we know.

    Parameters
    ----------
    text
        Delimiters are letters of it, and are those of ASCII.
    character_set
        Specific Character Set (0008,0005), raw.
    """
    terms = [term.strip() for term in character_set.split(b"\\")]
    if terms[0] in _ALONE:
        return _in_codec(text, _ALONE[terms[0]])
    repertoire = _repertoire(terms)
    if repertoire is None:
        return None
    places = {}
    for letter in set(text):
        place = repertoire.place(letter)
        if place is None:
            return None
        places[letter] = place
    return _written(text, places, repertoire)


def _in_codec(text: str, codec: str) -> bytes | None:
    try:
        return text.encode(codec)
    except UnicodeEncodeError:
        return None


def _written(text: str, places: Mapping[str, tuple[_Set, bytes]], repertoire: _Repertoire) -> bytes:
    if {one for one, _ in places.values()} <= {repertoire.g0, repertoire.g1}:
        return b"".join(places[letter][1] for letter in text)
    runs = groupby(map(places.__getitem__, text), key=lambda place: place[0])
    return b"".join(
        repertoire.run(one, b"".join(code for _, code in letters)) for one, letters in runs
    )


def _repertoire(terms: list[bytes]) -> _Repertoire | None:
    """What terms stand for; the first is there without an escape sequence, if it is G1."""
    sets = tuple(one for one in map(_TERMS.get, terms) if one is not None)
    if len(sets) < len(terms):
        return None
    first = sets[0]
    g1 = first if first.is_g1 and first.width == 1 else None
    others = sets if len(sets) == 1 else (*sets, _ASCII)
    return _Repertoire(_ROMAJI if first == _KANA else _ASCII, g1, others)


_TERMS: Final = MappingProxyType(
    dict.fromkeys((b"", b"ISO_IR 6", b"ISO 2022 IR 6"), _ASCII)
    | {b"ISO_IR %d" % number: one for number, one in _SETS.items()}
    | {b"ISO 2022 IR %d" % number: one for number, one in _SETS.items()}
)
