"""Whose data a medium holds, by its directory and by its files, and what conflicts."""

from collections.abc import Iterable, Iterator
from itertools import starmap
from typing import Final

import msgspec

from ..dicomdir.keys import RecordKeys, reference_of
from ..findings import finding
from ..model import FileSet, Finding, Instance, ParentKeys, Where
from .identity import (
    Fullest,
    Guess,
    Identity,
    guess_of,
    guess_of_record,
    identity_of,
    identity_of_record,
    says_no_more,
)
from .judgement import likeness
from .persons import persons_among

_MOST_PAIRS: Final = 1000
"""Pairs of a record's and a file's identity that are told, each with the first of its files."""


class Seen(msgspec.Struct, frozen=True):
    """One identity as it is written on a medium, and where.

    Attributes
    ----------
    person
        Number of the person, from 1: identities that are one person but for spelling share it.
    records
        PATIENT records of the directory that say so.
    files
        Instances that say so.
    path
        Of the first of them; empty where there is none.
    """

    identity: Identity
    person: int
    records: int = 0
    files: int = 0
    path: str = ""


class MediumIdentities(msgspec.Struct, frozen=True):
    """Everybody on a medium, in the order of the directory and then of the files."""

    seen: tuple[Seen, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def persons(self) -> int:
        """How many persons there are."""
        return len({one.person for one in self.seen})


def identities_on(
    file_set: FileSet | None = None, instances: Iterable[Instance] = ()
) -> MediumIdentities:
    """Whose data a medium holds.

    Parameters
    ----------
    file_set
        Its directory; ``None`` where there is none.
    instances
        Headers of its files, as far as they were scanned.
    """
    gathering = Identities(file_set)
    for instance in instances:
        gathering.add(instance)
    return gathering.found()


class _Place:
    """Where something was seen, while it is counted."""

    __slots__ = ("files", "path", "records")

    def __init__(self) -> None:
        self.records = 0
        self.files = 0
        self.path = ""

    def add(self, path: str) -> None:
        self.path = self.path or path
        self.files += 1


class Identities:
    """Gathers the identities of a medium while it is read.

    Parameters
    ----------
    file_set
        The directory of the medium; ``None`` where there is none.
    """

    def __init__(self, file_set: FileSet | None = None) -> None:
        self._places: dict[Identity, _Place] = {}
        self._of_parents: dict[ParentKeys, Identity] = {}
        self._by_record: dict[str, Identity] = {}
        self._guessed: dict[Guess, _Place] = {}
        self._pairs: dict[tuple[Identity, Identity], _Place] = {}
        self._found: MediumIdentities | None = None
        if file_set is not None:
            self.read(file_set)

    def read(self, file_set: FileSet) -> None:
        """Take note of a directory, before any instance; a medium may have several."""
        self._found = None
        patient: Identity | None = None
        for record in file_set.records:
            if record.level == 0:
                patient = None
            keys = RecordKeys(record.body)
            if record.record_type == "PATIENT":
                patient = identity_of_record(keys)
                if guess := guess_of_record(keys):
                    self._guessed.setdefault(guess, _Place()).records += 1
                self._places.setdefault(patient, _Place()).records += 1
            elif patient and (reference := reference_of(keys)):
                self._by_record[reference.sop_instance_uid] = patient

    def add(self, instance: Instance) -> Identity:
        """Take note of an instance; gives who it is about."""
        self._found = None
        identity = self.who(instance)
        self._places.setdefault(identity, _Place()).add(instance.path)
        if guess := guess_of(instance.parents):
            self._guessed.setdefault(guess, _Place()).add(instance.path)
        said = self._by_record.get(instance.sop_instance_uid, identity)
        if said != identity and len(self._pairs) < _MOST_PAIRS:
            self._pairs.setdefault((said, identity), _Place()).add(instance.path)
        return identity

    def who(self, instance: Instance) -> Identity:
        """Who an instance is about; no note is taken."""
        identity = self._of_parents.get(instance.parents)
        if identity is None:
            identity = self._of_parents[instance.parents] = identity_of(instance.parents)
        return identity

    def found(self) -> MediumIdentities:
        """Everybody who was seen so far, and what conflicts."""
        if self._found is None:
            self._found = self._compared()
        return self._found

    def _compared(self) -> MediumIdentities:
        places = _without_repeats(self._places)
        among = persons_among(list(places))
        seen = tuple(
            Seen(identity, person, place.records, place.files, place.path)
            for (identity, place), person in zip(places.items(), among.persons, strict=True)
        )
        findings = [*among.findings, *_about_silent(seen), *self._about_records()]
        findings += starmap(_about_guess, self._guessed.items())
        return MediumIdentities(seen, tuple(findings))

    def _about_records(self) -> Iterator[Finding]:
        """Files that say otherwise than their records, each pair of identities once."""
        for (said, identity), place in self._pairs.items():
            verdict = likeness(said, identity).verdict
            if verdict == "same" or says_no_more(said, identity) or says_no_more(identity, said):
                continue
            where = Where(place.path, None, "PATIENT")
            if verdict == "different":
                message = f"The directory names another patient than {place.files} of the files."
                yield finding("identity-record-differs", message, where)
            else:
                message = f"The directory names a patient as {place.files} of the files do not."
                yield finding("identity-record-unsure", message, where)


def _about_silent(seen: tuple[Seen, ...]) -> Iterator[Finding]:
    for one in seen:
        if one.files and not one.identity.patient_id and not one.identity.name:
            message = f"{one.files} of the files say neither Patient ID nor name."
            yield finding("identity-unsaid", message, Where(one.path))


def _about_guess(guess: Guess, place: _Place) -> Finding:
    count = f"{place.files} files" if place.files else f"{place.records} records"
    declared = guess.declared.decode("ascii", "replace") or "none"
    message = f"The patient's name is not in the character set {declared} in {count}."
    where = Where(place.path or "DICOMDIR", tag="(0008,0005)")
    used = guess.used.decode("ascii", "replace")
    return finding("character-set-wrong", message, where, before=declared, after=used)


def _without_repeats(places: dict[Identity, _Place]) -> dict[Identity, _Place]:
    """Records that say no more than files do are counted with these: few name the ID's issuer."""
    fullest = Fullest(identity for identity, place in places.items() if place.files)
    kept: dict[Identity, _Place] = {}
    for identity, place in places.items():
        fuller = identity if place.files else fullest.of(identity)
        counted = kept.setdefault(fuller, _Place())
        counted.records += place.records
        counted.files += place.files
        counted.path = counted.path or place.path
    return kept
