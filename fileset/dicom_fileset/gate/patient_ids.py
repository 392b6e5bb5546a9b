"""Patient IDs held against each other: an ID means something only beside its issuer."""

import re
from typing import Final

from .compared import Compared
from .identity import Identity

_NOBODY: Final = frozenset({"", "0", "unknown", "none", "anonymous", "anonymized", "na", "null"})
_LABELS: Final = re.compile(r"(?:mrn|pid|patid|patientid|patient|pat|id|nr|no)(?=\d)")
"""Words that systems put before a number."""


def compared_ids(one: Identity, other: Identity) -> Compared:
    """How far two Patient IDs agree: ``equal``, ``unsaid``, ``other`` or ``contrary``."""
    issuers = {_plain(one.issuer), _plain(other.issuer)}
    first, second = _number(one), _number(other)
    if first in _NOBODY or second in _NOBODY:
        return Compared("unsaid", "The Patient ID cannot be compared: it is missing.")
    if len(issuers - {""}) == 2:
        return Compared("unsaid", "The Patient IDs are of two issuers, which says nothing.")
    if first == second:
        return Compared("equal", "The Patient IDs are equal.")
    if len(issuers) == 1 and "" not in issuers:
        return Compared("contrary", "One issuer has given two Patient IDs.")
    return Compared("other", "The Patient IDs differ; they may be of two issuers.")


def issuers_differ(one: Identity, other: Identity) -> bool:
    """Whether both say who gave the Patient ID, and it was not the same."""
    return len({_plain(one.issuer), _plain(other.issuer)} - {""}) == 2


def normal_id(one: Identity) -> str:
    """A Patient ID without what is only its dress; empty where there is none."""
    number = _number(one)
    return "" if number in _NOBODY else number


def _number(one: Identity) -> str:
    number, issuer = _plain(one.patient_id), _plain(one.issuer)
    if issuer and number != issuer:
        number = number.removeprefix(issuer)
    number = _LABELS.sub("", number, count=1) if _LABELS.match(number) else number
    return number.lstrip("0") or number[:1]


def _plain(value: str) -> str:
    return "".join(letter for letter in value.casefold() if letter.isalnum())
