"""The files of a patient: each is found, seen to be the patient's, and given a new File ID."""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ..correction.instance import foreseen
from ..dicomdir.keys import RecordKeys, reference_of
from ..elements import element
from ..errors import Refused
from ..file_ids import FileID, FileIDs
from ..findings import finding
from ..identity import person_in, same_person, stands_for
from ..medium_names import Match, MediumNames
from ..model import ParentKeys, Record, Where
from ..scan.failure import ScanFailure
from ..scan.scanner import Scanner
from ..text import decoded
from .asked import PATIENT_ID
from .merging import UIDS
from .patient_record import patient_id_of, person_of, with_elements

_FILE_ID: Final = 0x0004_1500
_MOST_OF_A_CORRECTION: Final = 4096
"""More than an item of Original Attributes Sequence takes."""


class FileToCorrect(NamedTuple):
    """A file of the patient: where it lies, the File ID of the new one, and its bytes at most."""

    file_id: FileID
    was: FileID
    path: str
    sop_instance_uid: str
    size: int


class Patient(NamedTuple):
    """The PATIENT record as it is, and as it is to be."""

    former: Record
    new: Record

    def why_not_of(self, parents: ParentKeys) -> str:
        """Why a file that says this is another patient's; empty where it is this one's.

        It has the Patient ID of the record, or none.  A synthesised one is in no file: it stands
        for one that files of other persons have as well, or for none, so that the person decides.
        """
        found = decoded(parents.patient_id, parents.character_set).strip()
        if found == patient_id_of(self.former):
            return ""
        if stands_for(RecordKeys(self.former.body).value(PATIENT_ID), parents.patient_id.strip()):
            same = same_person(person_of(self.former), person_in(parents))
            return "" if same else "is about another person than its record"
        return "says another Patient ID than its record" if found else ""


Changes = Mapping[int | str, str | None]
Lineage = tuple[bytes, bytes, bytes]
"""Patient ID, Study and Series Instance UID."""


class PatientFiles:
    """The files of one patient; those that are to be other have new File IDs.

    Attributes
    ----------
    to_correct
        By its File ID each that is not as the patient is to be.
    """

    def __init__(
        self, names: MediumNames, file_ids: FileIDs, patient: Patient, changes: Changes
    ) -> None:
        self.to_correct: dict[FileID, FileToCorrect] = {}
        self._names = names
        self._file_ids = file_ids
        self._patient = patient
        self._changes = changes
        self._fitting: set[FileID] = set()
        self._scanner = Scanner()

    def renamed(self, records: Sequence[Record]) -> Iterator[Record]:
        """The records below the PATIENT record, referring to the files as they will be."""
        new_id = RecordKeys(self._patient.new.body).value(PATIENT_ID)
        uids = {"STUDY": b"", "SERIES": b""}
        for record in records:
            keys = RecordKeys(record.body)
            if record.record_type in uids:
                uids[record.record_type] = keys.value(UIDS[record.record_type])
            reference = reference_of(keys)
            if reference is None:
                yield record
                continue
            match = self._names.find(reference.file_id)
            why = self._why_not(match)
            if why and not record.in_use:
                yield record  # nothing is promised of what a retired record refers to
                continue
            if why or match is None:
                raise _not_the_patients("/".join(reference.file_id), why)
            lineage = (new_id, uids["STUDY"], uids["SERIES"])
            other = self._is_to_be_other(match, lineage, reference.sop_instance_uid)
            to = self.to_correct[match.parts].file_id if other else None
            yield record if to is None else _referring_to(record, to)

    def _is_to_be_other(self, match: Match, lineage: Lineage, uid: str) -> bool:
        """Whether a file is not as the patient is to be; then it has a new File ID."""
        if match.parts in self._fitting or match.parts in self.to_correct:
            return match.parts in self.to_correct
        path = self._names.path(match)
        if self._fits(path):
            self._fitting.add(match.parts)
            return False
        self.to_correct[match.parts] = FileToCorrect(
            self._file_ids.for_instance(lineage, uid),
            match.parts,
            path,
            uid,
            self._size(match) + _MOST_OF_A_CORRECTION,
        )
        return True

    def _size(self, match: Match) -> int:
        try:
            return os.path.getsize(self._names.path(match))
        except OSError as error:  # it went while it was looked at
            raise _not_the_patients("/".join(match.parts), _NOT_THERE) from error

    def _fits(self, path: str) -> bool:
        """Whether a file has all new values already."""
        try:
            return not foreseen(path, self._changes).changed
        except (ScanFailure, Refused, OSError):
            return False  # what is wrong with it is told when it is corrected

    def _why_not(self, match: Match | None) -> str:
        """Why a file cannot be the patient's; empty where it is, or has no Patient ID."""
        if match is None or not os.path.exists(self._names.path(match)):
            return _NOT_THERE
        if match.parts in self._fitting or match.parts in self.to_correct:
            return ""
        try:
            parents = self._scanner.scan(self._names.path(match)).parents
        except (ScanFailure, OSError):
            return ""  # what is wrong with it is told when it is corrected
        return self._patient.why_not_of(parents)


_NOT_THERE: Final = "is not there"


def _not_the_patients(path: str, why: str) -> Refused:
    return Refused(finding("rekey-file", f"A file of the patient {why}.", Where(path=path)))


def _referring_to(record: Record, file_id: FileID) -> Record:
    value = element(_FILE_ID, "CS", "\\".join(file_id).encode("ascii"))
    body = with_elements(record.body, {_FILE_ID: value})
    return Record(record.record_type, record.level, body, record.in_use)
