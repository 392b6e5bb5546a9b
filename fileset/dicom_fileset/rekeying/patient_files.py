"""The files of a patient: each is found, seen to be the patient's, and given a new File ID."""

import os
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ..dicomdir.keys import RecordKeys, reference_of
from ..elements import element
from ..errors import Refused
from ..file_ids import FileID, FileIDs
from ..findings import finding
from ..medium_names import Match, MediumNames
from ..model import Record, Where
from ..scan.failure import ScanFailure
from ..scan.scanner import Scanner
from ..text import decoded
from .merging import UIDS
from .patient_record import with_elements

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


class PatientFiles:
    """The files of one patient, each with its new File ID."""

    def __init__(
        self, names: MediumNames, file_ids: FileIDs, patient_id: bytes, before: str
    ) -> None:
        self.found: dict[FileID, FileToCorrect] = {}
        self._names = names
        self._file_ids = file_ids
        self._patient_id = patient_id
        self._before = before
        self._scanner = Scanner()

    def renamed(self, records: Sequence[Record]) -> Iterator[Record]:
        """The records below the PATIENT record, referring to the files as they will be."""
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
                message = f"A file of the patient {why}."
                where = Where(path="/".join(reference.file_id))
                raise Refused(finding("rekey-file", message, where))
            if match.parts not in self.found:
                lineage = (self._patient_id, uids["STUDY"], uids["SERIES"])
                uid = reference.sop_instance_uid
                self.found[match.parts] = FileToCorrect(
                    self._file_ids.for_instance(lineage, uid),
                    match.parts,
                    self._names.path(match),
                    uid,
                    os.path.getsize(self._names.path(match)) + _MOST_OF_A_CORRECTION,
                )
            yield _referring_to(record, self.found[match.parts].file_id)

    def _why_not(self, match: Match | None) -> str:
        """Why a file cannot be the patient's; empty where it is, or has no Patient ID."""
        if match is None:
            return "is not there"
        if match.parts in self.found:
            return ""
        try:
            parents = self._scanner.scan(self._names.path(match)).parents
        except (ScanFailure, OSError):
            return ""  # what is wrong with it is told when it is corrected
        found = decoded(parents.patient_id, parents.character_set).strip()
        return "says another Patient ID than its record" if found not in {"", self._before} else ""


def _referring_to(record: Record, file_id: FileID) -> Record:
    value = element(_FILE_ID, "CS", "\\".join(file_id).encode("ascii"))
    body = with_elements(record.body, {_FILE_ID: value})
    return Record(record.record_type, record.level, body, record.in_use)
