"""Which PATIENT record a patient goes under: one ID, one person (PS3.3 F.5.1)."""

from typing import NamedTuple

from .identity import Person, given_id, is_usable, same_person, synthesised_id
from .model import ParentKeys


class Known(NamedTuple):
    """A person who has a record, with the ID it bears."""

    who: Person
    record_id: bytes


class Assigned(NamedTuple):
    """The answer for one patient: the ID for the record, and how it came about."""

    record_id: bytes
    shared: bool = False
    """Whether another person has the ID that the files give."""
    respelt: bool = False
    """Whether the person was known under another spelling."""


class People:
    """The persons of a file-set, by the Patient ID that their files give."""

    def __init__(self) -> None:
        self._known: dict[bytes, list[Known]] = {}

    def remember(self, record_id: bytes, who: Person) -> None:
        """Take note of a PATIENT record that is there already."""
        if given_id(record_id) != record_id:
            # Files may have given the whole of it: then it was nobody's making.
            self._known.setdefault(record_id, []).append(Known(who, record_id))
        self._known.setdefault(given_id(record_id), []).append(Known(who, record_id))

    def settle(self, parents: ParentKeys, record_id: bytes, who: Person) -> None:
        """Take note of a person whose files stand below a PATIENT record already."""
        known = self._known.setdefault(parents.patient_id.strip(), [])
        for place, (other, other_id) in enumerate(known):
            if other_id == record_id:
                known[place] = Known(_merged(other, who), record_id)
                return
        known.append(Known(who, record_id))

    def assign(self, parents: ParentKeys, who: Person, study_instance_uid: bytes) -> Assigned:
        """The Patient ID for the record of a patient.

        Parameters
        ----------
        parents
            What the file says.
        who
            The person in it.
        study_instance_uid
            Tells apart those of whom nothing is known.
        """
        patient_id = parents.patient_id.strip()  # in LO, spaces on either side say nothing
        if not patient_id:
            return self._without_id(who, study_instance_uid)
        known = self._known.setdefault(patient_id, [])
        for place, (other, record_id) in enumerate(known):
            if same_person(other, who):
                known[place] = Known(_merged(other, who), record_id)
                shared = record_id != patient_id
                return Assigned(
                    record_id, shared, respelt=bool(who.name) and other.name != who.name
                )
        record_id = patient_id
        if known or not is_usable(patient_id):
            record_id = synthesised_id(patient_id, who, study_instance_uid)
        known.append(Known(who, record_id))
        return Assigned(record_id, shared=len(known) > 1)

    def _without_id(self, who: Person, study_instance_uid: bytes) -> Assigned:
        known = self._known.setdefault(b"", [])
        record_id = synthesised_id(b"", who, study_instance_uid)
        for other, other_id in known:
            certain = bool(who.name and who.birth_date and other.name and other.birth_date)
            if other_id == record_id or (certain and same_person(other, who)):
                return Assigned(other_id)
        known.append(Known(who, record_id))
        return Assigned(record_id)


def _merged(one: Person, other: Person) -> Person:
    """What is known of a person from two files."""
    return Person(*(mine or theirs for mine, theirs in zip(one, other, strict=True)))
