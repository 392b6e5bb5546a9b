"""Whether two instances speak of one person, and IDs for those who must be told apart.

A Patient ID may stand in one PATIENT record only (PS3.3 F.5.1).  Files say otherwise: departments
hand out an ID twice, and others leave it empty.
"""

import base64
import hashlib
import re
import unicodedata
from typing import Final, NamedTuple

from .model import ParentKeys
from .text import fitting

_MARK: Final = b"~"
_NOBODY: Final = b"UNKNOWN"
_LONGEST_ID: Final = 64
_TAIL_LENGTH: Final = 9
_TAIL: Final = re.compile(rb"~[A-Z2-7]{8}")
_ALIKE: Final = 0.75
_PART_ALIKE: Final = 0.5
"""How alike two names of one person are on the whole, and each part of them to its next of kin."""


class Person(NamedTuple):
    """Who a PATIENT record is about, by what its instances say."""

    name: str
    birth_date: str
    sex: str


def person(name: bytes, birth_date: bytes, sex: bytes, character_set: bytes) -> Person:
    """A person, with what is only spelling taken away."""
    return Person(
        folded(fitting(name, character_set).text), _known_date(birth_date), _known_sex(sex)
    )


def person_in(parents: ParentKeys) -> Person:
    """The person whom an instance is about."""
    return person(
        parents.patient_name,
        parents.patient_birth_date,
        parents.patient_sex,
        parents.character_set,
    )


def _known_date(value: bytes) -> str:
    digits = value.decode("ascii", "replace").replace(".", "").strip()
    return digits if digits.isdigit() and len(digits) == 8 else ""


def _known_sex(value: bytes) -> str:
    return value.decode("ascii", "replace").strip().upper() if value in {b"M", b"F"} else ""


def folded(name: str) -> str:
    """A name without case, accents, punctuation and order of its parts, group by group.

    >>> folded("Müller^Anna-Maria") == folded("MULLER ANNA MARIA")
    True
    """
    groups = (_folded_group(group) for group in name.split("="))
    return "=".join(group for group in groups if group)


def _folded_group(group: str) -> str:
    plain = unicodedata.normalize("NFKD", group).casefold()
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
    # Alphabetic, ideographic and phonetic: files give some of them, seldom all (PS3.5 6.2.1).
    return any(
        _same_name(mine, theirs) for mine in one.name.split("=") for theirs in other.name.split("=")
    )


def _disagree(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _same_name(one: str, other: str) -> bool:
    """Whether two folded names may be one: parts left out, or a slip or two of the pen."""
    mine, theirs = set(one.split()), set(other.split())
    if mine <= theirs or theirs <= mine:
        return True
    likeness = [max(_likeness(part, each) for each in theirs) for part in mine]
    likeness += [max(_likeness(part, each) for each in mine) for part in theirs]
    return min(likeness) >= _PART_ALIKE and sum(likeness) >= _ALIKE * len(likeness)


def _likeness(one: str, other: str) -> float:
    from difflib import SequenceMatcher  # noqa: PLC0415 - only where names differ

    first, second = sorted((one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def is_usable(patient_id: bytes) -> bool:
    """Whether a Patient ID may stand in a record as it is (PS3.5 6.2: LO, one value)."""
    return 0 < len(patient_id) <= _LONGEST_ID and b"\\" not in patient_id


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
    return _base(patient_id) + tail


def _base(patient_id: bytes) -> bytes:
    """What of a Patient ID an ID made for its record begins with."""
    plain = (patient_id or _NOBODY).replace(b"\\", b"_")
    return plain[: _LONGEST_ID - _TAIL_LENGTH]


def stands_for(record_id: bytes, patient_id: bytes) -> bool:
    """Whether a record's Patient ID is one that was synthesised for files with ``patient_id``.

    >>> stands_for(b"123~ABCDEFGH", b"123"), stands_for(b"123", b"124")
    (True, False)
    """
    base, tail = record_id[:-_TAIL_LENGTH], record_id[-_TAIL_LENGTH:]
    return _TAIL.fullmatch(tail) is not None and base == _base(patient_id)


def given_id(record_id: bytes) -> bytes:
    """The Patient ID of the files that a record is for: its own, or what that was made of.

    >>> given_id(b"123~ABCDEFGH"), given_id(b"UNKNOWN~ABCDEFGH"), given_id(b"123")
    (b'123', b'', b'123')
    """
    base, tail = record_id[:-_TAIL_LENGTH], record_id[-_TAIL_LENGTH:]
    if not base or _TAIL.fullmatch(tail) is None:
        return record_id
    return b"" if base == _NOBODY else base
