"""Which identities of a medium are one person, and what is odd among them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from ..findings import finding
from ..model import Finding
from .identity import Identity
from .judgement import Likeness, likeness
from .patient_ids import normal_id

_MOST_ALIKE: Final = 32
"""Identities that share a Patient ID, a birth date or a name and are held against each other."""

_MOST_PAIRS: Final = 10_000
"""Pairs that are compared at all: some seconds."""


class Among(NamedTuple):
    """The number of the person of each identity, from 1, and Findings on several of them."""

    persons: tuple[int, ...]
    findings: tuple[Finding, ...]


class _Pair(NamedTuple):
    first: int
    second: int
    likeness: Likeness


def persons_among(identities: Sequence[Identity]) -> Among:
    """Tell persons apart: identities are one person where nothing but spelling differs.

    Those are compared that share a Patient ID, a birth date or a name, as far as time allows; one
    who was not compared is a person of his own.
    """
    candidates = _candidates(identities)
    pairs = [
        _Pair(first, second, likeness(identities[first], identities[second]))
        for first, second in candidates[:_MOST_PAIRS]
    ]
    persons = _numbered(len(identities), pairs)
    findings = list(_about_number(persons, all_compared=len(candidates) <= _MOST_PAIRS))
    for pair in pairs:
        one, two = identities[pair.first], identities[pair.second]
        if persons[pair.first] == persons[pair.second]:
            findings += _about_one(persons[pair.first], one, two)
        else:
            findings += _about_two(pair.likeness, persons[pair.first], persons[pair.second])
    return Among(persons, tuple(dict.fromkeys(findings)))


def _candidates(identities: Sequence[Identity]) -> list[tuple[int, int]]:
    """Pairs worth comparing, at most one more than are compared."""
    shared: dict[tuple[str, str], list[int]] = {}
    for place, one in enumerate(identities):
        keys = (("id", normal_id(one)), ("date", one.birth_date), ("name", one.name.casefold()))
        for key in keys:
            if key[1]:
                shared.setdefault(key, []).append(place)
    pairs: set[tuple[int, int]] = set()
    for places in shared.values():
        pairs.update(combinations(places[:_MOST_ALIKE], 2))
        if len(pairs) > _MOST_PAIRS:
            break
    return sorted(pairs)[: _MOST_PAIRS + 1]


def _numbered(count: int, pairs: Iterable[_Pair]) -> tuple[int, ...]:
    """Numbers of persons in the order of their first identity."""
    first_of = list(range(count))
    for pair in pairs:
        if pair.likeness.verdict == "same" and first_of[pair.second] == pair.second:
            first_of[pair.second] = first_of[pair.first]
    numbers: dict[int, int] = {}
    return tuple(numbers.setdefault(first, len(numbers) + 1) for first in first_of)


def _about_number(persons: tuple[int, ...], *, all_compared: bool) -> Iterator[Finding]:
    count = len(set(persons))
    if count > 1:
        message = f"There are {count} patients on the medium."
        if not all_compared:
            message += " They are too many to be held against each other."
        yield finding("identity-several", message)


def _about_one(person: int, one: Identity, two: Identity) -> Iterator[Finding]:
    ids, names = {normal_id(one), normal_id(two)}, {one.name, two.name}
    if len(ids - {""}) > 1:
        yield finding("identity-ids-several", f"Person {person} has several Patient IDs.")
    if len(names - {""}) > 1:
        yield finding("patient-spelling", f"The name of person {person} is spelt in several ways.")


def _about_two(found: Likeness, one: int, two: int) -> Iterator[Finding]:
    both = f"Persons {min(one, two)} and {max(one, two)}"
    if found.patient_id.grade == "equal":
        yield finding("patient-id-shared", f"{both} have one Patient ID. {found.reasons}")
    elif found.verdict != "different" and _speaking(found) > 1:
        yield finding("identity-alike", f"{both} may be one. {found.reasons}")


def _speaking(found: Likeness) -> int:
    """How many attributes speak for one person."""
    graded = (found.patient_id, found.name, found.birth_date)
    return sum(one.grade in {"equal", "fits", "near"} for one in graded)
