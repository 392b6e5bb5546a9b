"""Whether two instances speak of one person, and IDs for those who must be told apart.

A Patient ID may stand in one PATIENT record only (PS3.3 F.5.1).  Files say otherwise: departments
hand out an ID twice, and others leave it empty.
"""

import base64
import hashlib
import unicodedata
from typing import Final, NamedTuple

from .text import decoded

_MARK: Final = b"~"
_LONGEST_ID: Final = 64
_ALIKE: Final = 0.75
"""How alike two names are that one person bears: a slip or two of the pen in eight letters."""


class Person(NamedTuple):
    """Who a PATIENT record is about, by what its instances say."""

    name: str
    birth_date: str
    sex: str


def person(name: bytes, birth_date: bytes, sex: bytes, character_set: bytes) -> Person:
    """A person, with what is only spelling taken away."""
    return Person(folded(decoded(name, character_set)), _known_date(birth_date), _known_sex(sex))


def _known_date(value: bytes) -> str:
    digits = value.decode("ascii", "replace").replace(".", "").strip()
    return digits if digits.isdigit() and len(digits) == 8 else ""


def _known_sex(value: bytes) -> str:
    return value.decode("ascii", "replace").strip().upper() if value in {b"M", b"F"} else ""


def folded(name: str) -> str:
    """A name without case, accents, punctuation and order of its parts.

    >>> folded("Müller^Anna-Maria") == folded("MULLER ANNA MARIA")
    True
    """
    plain = unicodedata.normalize("NFKD", name.split("=", maxsplit=1)[0] or name).casefold()
    letters = "".join(
        " " if not mark.isalnum() else mark for mark in plain if not unicodedata.combining(mark)
    )
    return " ".join(sorted(letters.split()))


def same_person(one: Person, other: Person) -> bool:
    """Whether two persons under one Patient ID are one: nothing disagrees beyond spelling.

    >>> same_person(Person("anna meier", "19700101", "F"), Person("anna meyer", "19700101", ""))
    True
    >>> same_person(Person("anna meier", "19700101", "F"), Person("anna meier", "19710101", "F"))
    False
    """
    if _disagree(one.birth_date, other.birth_date) or _disagree(one.sex, other.sex):
        return False
    if not (one.name and other.name):
        return True
    return _same_name(one.name, other.name)


def _disagree(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _same_name(one: str, other: str) -> bool:
    if one == other or set(one.split()) <= set(other.split()):
        return True
    if set(other.split()) <= set(one.split()):
        return True
    from difflib import SequenceMatcher  # noqa: PLC0415 - only where names differ

    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def synthesised_id(patient_id: bytes, who: Person, otherwise: bytes) -> bytes:
    """A Patient ID for the record of someone whose own is empty, or is another person's too.

    The same person gets the same one each time, so that files added later find their record.

    Parameters
    ----------
    patient_id
        As the files have it; the new one begins with it.
    who
        The person.
    otherwise
        What tells persons apart of whom nothing is known: the Study Instance UID.
    """
    words = "\\".join(who) if any(who) else otherwise.decode("latin-1")
    digest = hashlib.blake2b(words.encode(), digest_size=5).digest()
    tail = _MARK + base64.b32encode(digest)
    return (patient_id or b"UNKNOWN")[: _LONGEST_ID - len(tail)] + tail


def stands_for(record_id: bytes, patient_id: bytes) -> bool:
    """Whether a record's Patient ID is one that was synthesised for files with ``patient_id``.

    >>> stands_for(b"123~ABCDEFGH", b"123"), stands_for(b"123", b"124")
    (True, False)
    """
    base, mark, tail = record_id.rpartition(_MARK)
    long_enough = len(tail) == 8 and tail.isalnum()
    return bool(mark) and long_enough and (patient_id or b"UNKNOWN").startswith(base)
