"""The records of a file-set with one patient re-keyed."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from ..errors import Refused
from ..file_ids import FileIDs
from ..findings import finding
from ..identity import same_person
from ..medium_names import MediumNames
from ..model import Finding, Record, Where
from ..removal import Criterion, meets_all
from .asked import Rekeying
from .merging import entities, joined
from .one_person import check_one_person
from .patient_files import FileToCorrect, Patient, PatientFiles
from .patient_record import patient_id_of, person_of, with_values


class Rekeyed(NamedTuple):
    """The records as they are to be, and the files that change with them."""

    records: tuple[Record, ...]
    files: tuple[FileToCorrect, ...]
    changes: Mapping[int | str, str | None]
    findings: tuple[Finding, ...] = ()


NOBODY: Final = Rekeyed((), (), {})
"""Where no patient is re-keyed."""


def rekeyed(
    records: Sequence[Record], asked: Rekeying, names: MediumNames, file_ids: FileIDs
) -> Rekeyed:
    """The records with one patient re-keyed, and below another record of the same person.

    Parameters
    ----------
    names
        What lies on the medium.
    file_ids
        Gives the File IDs of files that are written anew.

    Raises
    ------
    Refused
        No patient is meant, or more than one; another person has the new Patient ID, or may be
        another; a file of the patient is not there, or says another Patient ID.
    """
    blocks = entities(records, 0)
    at = _place_of(blocks, asked.which)
    patient = with_values(blocks[at][0], asked.to)
    other = _same_id(blocks, at, patient)
    if other is not None:
        check_one_person(blocks[at], blocks[other], asked.to, names)
    files = PatientFiles(names, file_ids, Patient(blocks[at][0], patient), asked.changes)
    blocks[at] = [patient, *files.renamed(blocks[at][1:])]
    findings = []
    if other is not None:
        blocks[other] = joined(blocks[other], blocks[at])
        del blocks[at]
        message = "The patient is on the file-set under the new Patient ID already."
        findings.append(finding("rekey-merged", message, Where(record="PATIENT")))
    flat = tuple(record for block in blocks for record in block)
    if flat == tuple(records):
        message = "The patient has these values, in the record and in each file."
        findings.append(finding("nothing-to-change", message, Where(record="PATIENT")))
    return Rekeyed(flat, tuple(files.to_correct.values()), asked.changes, tuple(findings))


def _place_of(blocks: Sequence[Sequence[Record]], which: Sequence[Criterion]) -> int:
    """Where the one patient that is meant stands."""
    found = [
        place
        for place, (first, *_) in enumerate(blocks)
        if first.record_type == "PATIENT" and first.in_use and meets_all(first, which)
    ]
    if not found:
        raise Refused(finding("nothing-matches", "No patient is as named for re-keying."))
    if len(found) > 1:
        message = f"{len(found)} patients are as named for re-keying."
        raise Refused(finding("rekey-ambiguous", message))
    return found[0]


def _same_id(blocks: Sequence[Sequence[Record]], at: int, patient: Record) -> int | None:
    """Where else the Patient ID is: with the same person, or nowhere."""
    patient_id = patient_id_of(patient)
    for place, (first, *_) in enumerate(blocks):
        if place == at or first.record_type != "PATIENT" or not first.in_use:
            continue
        if patient_id_of(first) != patient_id:
            continue
        if not same_person(person_of(first), person_of(patient)):
            message = "The new Patient ID is another person's on this file-set."
            raise Refused(finding("rekey-other-person", message, Where(record="PATIENT")))
        return place
    return None
