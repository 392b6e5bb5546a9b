"""Who a file or a PATIENT record is about, as a person reads it."""

from collections.abc import Iterable
from typing import Final, NamedTuple

import msgspec

from ..dicomdir.keys import RecordKeys
from ..identity import given_id
from ..model import ParentKeys
from ..text import fitting

_CHARACTER_SET: Final = 0x0008_0005
_NAME: Final = 0x0010_0010
_TAGS: Final = (0x0010_0020, 0x0010_0021, 0x0010_0010, 0x0010_0030, 0x0010_0040)
"""Of the fields of an Identity, in their order."""

_MOST_ALIKE: Final = 16
"""Identities of one Patient ID and name that are held against each other."""


class Identity(msgspec.Struct, frozen=True):
    """What is said of a patient (PS3.3 C.2.2, C.7.1.1): text without padding, empty where unsaid.

    Attributes
    ----------
    patient_id
        Patient ID (0010,0020).
    issuer
        Issuer of Patient ID (0010,0021): who gave it.
    name
        Patient's Name (0010,0010) with all its component groups (PS3.5 6.2.1.1).
    birth_date
        Patient's Birth Date (0010,0030), as it was found: ``YYYYMMDD`` where it is right.
    sex
        Patient's Sex (0010,0040): ``M``, ``F`` or ``O``, as it was found.
    """

    patient_id: str = ""
    issuer: str = ""
    name: str = ""
    birth_date: str = ""
    sex: str = ""


def identity_of(parents: ParentKeys) -> Identity:
    """Who the instances with these keys are about."""
    return _identity(
        (
            parents.patient_id,
            parents.issuer_of_patient_id,
            parents.patient_name,
            parents.patient_birth_date,
            parents.patient_sex,
        ),
        parents.character_set,
    )


def identity_of_record(keys: RecordKeys) -> Identity:
    """Who a PATIENT record is about, by the Patient ID that its files have (PS3.3 F.5.1)."""
    patient_id, *others = (keys.value(tag) for tag in _TAGS)
    return _identity((given_id(patient_id), *others), keys.value(_CHARACTER_SET))


class Guess(NamedTuple):
    """That a name is not in the character set that is declared, and in which it is shown."""

    declared: bytes
    used: bytes


def guess_of(parents: ParentKeys) -> Guess | None:
    """Whether the name in the instances with these keys had to be guessed (PS3.3 C.12.1.1.2)."""
    return _guess(parents.patient_name, parents.character_set)


def guess_of_record(keys: RecordKeys) -> Guess | None:
    """Whether the name in a PATIENT record had to be guessed."""
    return _guess(keys.value(_NAME), keys.value(_CHARACTER_SET))


def _guess(name: bytes, declared: bytes) -> Guess | None:
    used = fitting(name, declared).character_set
    return None if used == declared else Guess(declared, used)


def _identity(values: tuple[bytes, ...], character_set: bytes) -> Identity:
    patient_id, issuer, name, birth_date, sex = (
        fitting(value, character_set).text.strip(" \0") for value in values
    )
    return Identity(patient_id, issuer, trimmed_name(name), birth_date, sex)


def trimmed_name(name: str) -> str:
    """A name without delimiters and spaces that say nothing (PS3.5 6.2.1.1).

    >>> trimmed_name("Able^Anna ^^^==")
    'Able^Anna'
    """
    groups = (
        "^".join(part.strip() for part in group.split("^")).rstrip("^") for group in name.split("=")
    )
    return "=".join(groups).rstrip("=")


def says_no_more(one: Identity, other: Identity) -> bool:
    """Whether all that the one says, the other says too: there may be a difference in silence."""
    pairs = zip(msgspec.structs.astuple(one), msgspec.structs.astuple(other), strict=True)
    return all(mine in {"", theirs} for mine, theirs in pairs)


class Fullest:
    """Finds the identity that says all that another says, and more."""

    def __init__(self, identities: Iterable[Identity]) -> None:
        self._by_name: dict[tuple[str, str], list[Identity]] = {}
        for one in identities:
            known = self._by_name.setdefault((one.patient_id, one.name), [])
            if len(known) < _MOST_ALIKE:
                known.append(one)

    def of(self, identity: Identity) -> Identity:
        """The fullest with the same Patient ID and name; the identity itself where there is none.

        Where two of them are at odds, none of them is chosen.
        """
        if not identity.patient_id or not identity.name:
            return identity
        known = self._by_name.get((identity.patient_id, identity.name), [])
        fuller = [one for one in known if says_no_more(identity, one)]
        best = max(fuller, key=_said, default=identity)
        return best if all(says_no_more(one, best) for one in fuller) else identity


def _said(identity: Identity) -> int:
    return sum(map(bool, msgspec.structs.astuple(identity)))
