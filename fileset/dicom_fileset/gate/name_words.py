"""Names taken apart into words, each with its part in the name and the ways to spell it."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import Final, Literal, NamedTuple

from .letters import Script, script_of, spellings

Part = Literal["family", "given", "beside", ""]
"""Of a word: the family name; given and middle names; prefix or suffix; nobody says."""

_PARTS: Final[tuple[Part, ...]] = ("family", "given", "given", "beside", "beside")
_APOSTROPHES: Final = re.compile("['`\u00b4\u02bc\u2018\u2019]")
_MOST_WORDS: Final = 32
_MOST_LETTERS: Final = 64
_LIMITS: Final = frozenset({15, 16, 63, 64})
"""Letters after which systems cut a name off: ACR-NEMA's 16, DICOM's 64, a space at the end."""

TITLES: Final = frozenset(
    {
        "dr", "prof", "professor", "doctor", "doktor", "med", "dipl", "mr", "mrs", "ms",
        "miss", "herr", "frau", "mme", "mlle", "monsieur", "sig", "signor", "signora",
        "dott", "dottssa", "sra", "srta", "dhr", "mevr", "md", "phd", "msc", "bsc", "mba",
        "dra", "mgr", "habil", "dds", "dmd", "bsn", "esq", "rer", "nat", "univ",
    }
)  # fmt: skip
"""Words before and after names that are nobody's name."""

PARTICLES: Final = frozenset(
    {
        "von", "van", "vom", "zu", "zum", "zur", "der", "den", "de", "del", "della", "di",
        "da", "do", "dos", "das", "du", "des", "la", "le", "el", "al", "ter", "ten", "te",
        "und", "y", "e", "bin", "ibn", "bint", "binti", "abu", "ben", "st",
    }
)  # fmt: skip
"""Words that stand in names and may be left out; some of them are names, too."""

GENERATIONS: Final = {
    "jr": "junior", "jun": "junior", "junior": "junior", "filho": "junior", "hijo": "junior",
    "fils": "junior", "ii": "second", "2nd": "second", "iii": "third", "3rd": "third",
    "iv": "fourth", "4th": "fourth", "neto": "third", "sen": "senior", "snr": "senior",
    "jnr": "junior", "senior": "senior", "sr": "senior",
}  # fmt: skip
_NOBODY: Final = frozenset(
    {
        "anonymous", "anonymized", "anonymised", "anon", "unknown", "noname", "none",
        "unbekannt", "inconnu", "null",
    }
)  # fmt: skip


class Word(NamedTuple):
    """One word of a name: all ways to spell it, and its part."""

    spelt: frozenset[str]
    part: Part = ""

    def among(self, words: frozenset[str] | dict[str, str]) -> str:
        """The spelling that is one of some words; empty where none is."""
        return next((one for one in sorted(self.spelt) if one in words), "")

    def is_initial(self) -> bool:
        """Whether it is one letter, standing for a name."""
        return any(len(one) == 1 for one in self.spelt)


class Group(NamedTuple):
    """A component group (PS3.5 6.2.1.1): its words in order, and whether it may be cut off."""

    words: tuple[Word, ...]
    cut: bool

    def part(self, part: Part) -> list[Word]:
        """The words of one part."""
        return [word for word in self.words if word.part == part]


def groups_of(name: str) -> dict[Script, Group]:
    """The component groups of a name by their script, whatever their place; empty ones are none."""
    found: dict[Script, Group] = {}
    for text in _as_utf_8(name).split("=")[:3]:
        group = Group(tuple(islice(_words(text), _MOST_WORDS)), len(text) in _LIMITS)
        if group.words and not all(word.among(_NOBODY) for word in group.words):
            found.setdefault(script_of(text), group)
    return found


def _as_utf_8(name: str) -> str:
    """A name whose UTF-8 was read as Latin-1, as it is where no character set is said."""
    try:
        return name.encode("latin-1").decode()
    except UnicodeError:
        return name


def _words(text: str) -> Iterator[Word]:
    parts = _APOSTROPHES.sub("", unicodedata.normalize("NFC", text)).split("^")
    for part, kind in zip(parts, _PARTS, strict=False):
        for word in "".join(map(_letter, part)).split():
            if word.strip("?"):
                yield Word(spellings(word[:_MOST_LETTERS]), kind if len(parts) > 1 else "")


def _letter(mark: str) -> str:
    """What belongs to a word, vowel signs and lost letters too; a space for anything else."""
    if mark in "?\ufffd":
        return "?"
    return mark if mark.isalnum() or unicodedata.category(mark).startswith("M") else " "


def joined(words: Sequence[Word], others: Sequence[Word]) -> list[Word]:
    """Words of a name, those made one that are written as one in another: Gil Dong and Gildong."""
    whole = {spelling for word in others for spelling in word.spelt}
    result: list[Word] = []
    place = 0
    while place < len(words):
        for count in (3, 2, 1):
            run = words[place : place + count]
            spelt = run[0].spelt if count == 1 else together(run) & whole
            if len(run) == count and spelt:
                break
        parts = {word.part for word in run}
        result.append(Word(frozenset(spelt), run[0].part if len(parts) == 1 else ""))
        place += count
    return result


def together(words: Sequence[Word]) -> set[str]:
    """The spellings of words written as one."""
    ways = product(*(sorted(word.spelt) for word in words))
    return {"".join(way) for way in islice(ways, 256)}
