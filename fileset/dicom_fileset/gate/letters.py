"""The ways to spell one word in plain letters: without accents, or by the custom of a language.

Each word has a small set of spellings; two words are one where their sets meet.
"""

import unicodedata
from functools import lru_cache
from typing import Final, Literal

from .alphabets import BARE, FOREIGN, IDEOGRAPHS, SPELT, UNACCENTED

Script = Literal["alphabetic", "ideographic", "hangul", "kana", "other"]

_KANA_MARKS: Final = frozenset("\u3099\u309a")


def script_of(text: str) -> Script:
    """The script of a component group; of several, the one that tells most."""
    scripts = {_script(letter) for letter in text if letter.isalpha()}
    for script in _BY_RANK:
        if script in scripts:
            return script
    return "alphabetic"


_BY_RANK: Final[tuple[Script, ...]] = ("ideographic", "hangul", "kana", "other", "alphabetic")
_BLOCKS: Final[tuple[tuple[int, int, Script], ...]] = (
    (0x0000, 0x052F, "alphabetic"),
    (0x1100, 0x11FF, "hangul"),
    (0x1C80, 0x1C8F, "alphabetic"),
    (0x1D00, 0x1FFF, "alphabetic"),
    (0x2C60, 0x2C7F, "alphabetic"),
    (0x3005, 0x3007, "ideographic"),
    (0x3040, 0x30FF, "kana"),
    (0x3130, 0x318F, "hangul"),
    (0x3400, 0x9FFF, "ideographic"),
    (0xA640, 0xAB6F, "alphabetic"),
    (0xAC00, 0xD7FF, "hangul"),
    (0xF900, 0xFAFF, "ideographic"),
    (0xFB00, 0xFB06, "alphabetic"),
    (0xFF21, 0xFF5A, "alphabetic"),
    (0xFF66, 0xFF9F, "kana"),
    (0xFFA0, 0xFFDC, "hangul"),
    (0x20000, 0x3FFFF, "ideographic"),
)


@lru_cache(maxsize=4096)
def _script(letter: str) -> Script:
    code = ord(letter)
    for first, last, script in _BLOCKS:
        if first <= code <= last:
            return script
    return "other"


@lru_cache(maxsize=4096)
def spellings(word: str) -> frozenset[str]:
    """All ways in which a word may be found spelt, in small letters; never empty.

    >>> sorted(spellings("Müller")), spellings("Иван") & spellings("Ivan") == {"ivan"}
    (['mueller', 'muller'], True)
    """
    small = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).lower())
    small = small.translate(IDEOGRAPHS).translate(UNACCENTED)
    letters = {ord(letter) for letter in small}
    roman = {small.translate(table) for table in FOREIGN if letters & table.keys()} or {small}
    return frozenset(_bare(one.translate(table)) for one in roman for table in (SPELT, BARE))


def _bare(word: str) -> str:
    """A word without accents, in hiragana where it is in kana."""
    marks = unicodedata.normalize("NFKD", word)
    plain = "".join(
        mark for mark in marks if mark in _KANA_MARKS or not unicodedata.combining(mark)
    )
    plain = unicodedata.normalize("NFC", plain)
    return "".join(chr(ord(one) - 0x60) if "ァ" <= one <= "ヶ" else one for one in plain)
