"""A patient of a file-set re-keyed: the PATIENT record, and all files that say the same.

Records must agree with the files that they refer to (PS3.10 8.3), so each instance is written
anew, with its original attributes beside the new ones.  It gets a new File ID: the old file stands
until the new DICOMDIR does.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from .commit import Change
from .correction import Corrected, Modification, Wanted, corrected, wanted
from .correction.instance import foreseen
from .correction.text import encoded, texts_of
from .dicomdir.keys import RecordKeys, reference_of
from .elements import element
from .errors import Refused, UsageError
from .file_ids import FileID, FileIDs
from .findings import finding
from .identity import Person, person, same_person
from .medium_names import Match, MediumNames
from .model import IN_USE, Finding, Record, Where
from .progress import Progress
from .removal import Criterion, criterion, meets_all
from .report import AttributeChange, Correction
from .scan.failure import ScanFailure
from .scan.scanner import Scanner
from .scan.telling import scanned_finding
from .scan.walk import elements_of
from .text import decoded
from .transcoding.failure import located

_CHARACTER_SET: Final = 0x0008_0005
_PATIENT_ID: Final = 0x0010_0020
_FILE_ID: Final = 0x0004_1500
_PATIENT_GROUP: Final = 0x0010
_PATIENT_KEYS: Final = frozenset({0x0010_0010, _PATIENT_ID, 0x0010_0030, 0x0010_0040})
_ALWAYS: Final = frozenset({0x0010_0010, _PATIENT_ID})
"""Type 1 and 2 keys of a PATIENT record: there whatever else is (PS3.3 F.5.1)."""
_UIDS: Final = {"STUDY": 0x0020_000D, "SERIES": 0x0020_000E}
MODIFYING_SYSTEM: Final = "dicom-fileset"
_MOST_OF_A_CORRECTION: Final = 4096
"""More than an item of Original Attributes Sequence takes."""


class Rekeying(NamedTuple):
    """The patient that is meant, and the values that it is to have."""

    which: tuple[Criterion, ...]
    to: tuple[Wanted, ...]

    @property
    def changes(self) -> dict[int | str, str | None]:
        """By tag, as :func:`correction.corrected` takes them."""
        return {one.tag: one.text for one in self.to}


class FileToCorrect(NamedTuple):
    """A file of the patient: where it lies, the File ID of the new one, and its bytes at most."""

    file_id: FileID
    was: FileID
    path: str
    sop_instance_uid: str
    size: int


class Rekeyed(NamedTuple):
    """The records as they are to be, and the files that change with them."""

    records: tuple[Record, ...]
    files: tuple[FileToCorrect, ...]
    changes: Mapping[int | str, str | None]
    findings: tuple[Finding, ...] = ()


NOBODY: Final = Rekeyed((), (), {})
"""Where no patient is re-keyed."""


def rekeying(which: Mapping[str, str], to: Mapping[str, str]) -> Rekeying:
    """A patient and the new values, checked as far as they can be without a file-set.

    Raises
    ------
    UsageError
        Something is no key of a PATIENT record, or no attribute of a patient, or has no such value.
    """
    chosen = tuple(criterion(keyword, value) for keyword, value in which.items())
    odd = [one for one in chosen if one.tag not in _PATIENT_KEYS]
    changes: dict[int | str, str | None] = {}
    changes.update(to)
    new = wanted(changes)
    others = [one.keyword for one in new if one.tag >> 16 != _PATIENT_GROUP]
    if odd or others or not (chosen and new):
        message = "A patient is named by PATIENT keys, and gets values of attributes of group 0010."
        raise UsageError(finding("rekey-attribute", message))
    if any(one.tag == _PATIENT_ID and not one.text for one in new):
        raise UsageError(finding("rekey-attribute", "A Patient ID cannot be empty."))
    return Rekeying(chosen, new)


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
        No patient is meant, or more than one; another person has the new Patient ID; a file of
        the patient is not there, or says another Patient ID.
    """
    blocks = entities(records, 0)
    at = _place_of(blocks, asked.which)
    patient = _with_values(blocks[at][0], asked.to)
    patient_id = RecordKeys(patient.body).value(_PATIENT_ID)
    other = _same_id(blocks, at, patient)
    files = _Files(names, file_ids, patient_id, _patient_id(blocks[at][0]))
    blocks[at] = [patient, *files.renamed(blocks[at][1:])]
    findings = []
    if other is not None:
        blocks[other] = joined(blocks[other], blocks[at])
        del blocks[at]
        message = "The patient is on the file-set under the new Patient ID already."
        findings.append(finding("rekey-merged", message, Where(record="PATIENT")))
    flat = tuple(record for block in blocks for record in block)
    return Rekeyed(flat, tuple(files.found.values()), asked.changes, tuple(findings))


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
    patient_id = RecordKeys(patient.body).value(_PATIENT_ID)
    for place, (first, *_) in enumerate(blocks):
        if place == at or first.record_type != "PATIENT" or not first.in_use:
            continue
        if RecordKeys(first.body).value(_PATIENT_ID) != patient_id:
            continue
        if not same_person(_person(first), _person(patient)):
            message = "The new Patient ID is another person's on this file-set."
            raise Refused(finding("rekey-other-person", message, Where(record="PATIENT")))
        return place
    return None


def _patient_id(record: Record) -> str:
    keys = RecordKeys(record.body)
    return decoded(keys.value(_PATIENT_ID), keys.value(_CHARACTER_SET)).strip()


def _person(record: Record) -> Person:
    keys = RecordKeys(record.body)
    name, birth_date, sex = (keys.value(tag) for tag in (0x0010_0010, 0x0010_0030, 0x0010_0040))
    return person(name, birth_date, sex, keys.value(_CHARACTER_SET))


def _with_values(record: Record, to: Sequence[Wanted]) -> Record:
    """A PATIENT record with new values for the keys that it has."""
    keys = RecordKeys(record.body)
    new = [one for one in to if keys.has(one.tag) or one.tag in _ALWAYS]
    declared = keys.value(_CHARACTER_SET)
    replaced = {one.tag for one in new}
    try:
        others = [one for one in elements_of(record.body) if one[0] not in replaced]
        made = encoded(declared, texts_of(others), new)
        changes = {one.tag: element(one.tag, one.vr, made.values[one.tag]) for one in new}
        if made.character_set != declared:
            changes[_CHARACTER_SET] = element(_CHARACTER_SET, "CS", made.character_set)
        body = with_elements(record.body, changes)
    except ScanFailure as failure:
        message = "The PATIENT record cannot be understood."
        raise Refused(finding("rekey-file", message, Where(record="PATIENT"))) from failure
    return Record(record.record_type, record.level, body, record.in_use)


def with_elements(body: bytes, changes: Mapping[int, bytes]) -> bytes:
    """The body of a record with some elements other or new; the rest to the byte.

    Raises
    ------
    ScanFailure
        It is damaged.
    """
    kept = {tag: whole for tag, _, whole in elements_of(body)}
    return b"".join(whole for _, whole in sorted((kept | dict(changes)).items()))


class _Files:
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
                uids[record.record_type] = keys.value(_UIDS[record.record_type])
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


def entities(records: Sequence[Record], level: int) -> list[list[Record]]:
    """Records of one level, each with all below it."""
    found: list[list[Record]] = []
    for record in records:
        if record.level <= level or not found:
            found.append([])
        found[-1].append(record)
    return found


def joined(mine: Sequence[Record], theirs: Sequence[Record]) -> list[Record]:
    """What is below one record put below another: a study, or a series, stands there once."""
    level = mine[0].level + 1
    blocks = entities(mine[1:], level)
    places = {_uid(block[0]): place for place, block in enumerate(blocks)}
    for block in entities(theirs[1:], level):
        uid = _uid(block[0])
        if uid and uid in places:
            blocks[places[uid]] = joined(blocks[places[uid]], block)
        else:
            blocks.append(block)
    return [mine[0], *(record for block in blocks for record in block)]


def _uid(record: Record) -> bytes:
    """What a STUDY or SERIES record stands for; empty for others, which never are one."""
    tag = _UIDS.get(record.record_type)
    return RecordKeys(record.body).value(tag) if tag and record.in_use == IN_USE else b""


def correct_files(
    change: Change, patient: Rekeyed, progress: Progress
) -> tuple[list[Correction], list[Finding]]:
    """Write the files of a patient anew, within a change.

    Raises
    ------
    Refused
        One cannot be; then the change must be undone.
    OSError
        The medium took no more.
    """
    modification = Modification("CORRECT", MODIFYING_SYSTEM)
    done, findings = [], []
    for number, one in enumerate(patient.files, 1):
        destination = change.path_for(one.file_id)
        try:
            result = corrected(one.path, destination, patient.changes, modification)
        except FileExistsError:
            change.disown(one.file_id)
            raise
        except (ScanFailure, Refused) as error:
            raise _not_corrected(one, error) from error
        done.append(_correction(one, result))
        findings += [located(found, one.path) for found in result.findings]
        progress("correcting", number, len(patient.files))
    return done, findings


def foreseen_corrections(patient: Rekeyed) -> tuple[list[Correction], list[Finding]]:
    """What :func:`correct_files` would do, by the headers of the files.

    Raises
    ------
    Refused
        One cannot be corrected.
    """
    done, findings = [], []
    for one in patient.files:
        try:
            result = foreseen(one.path, patient.changes)
        except (ScanFailure, Refused, OSError) as error:
            raise _not_corrected(one, error) from error
        done.append(_correction(one, result))
        findings += [located(found, one.path) for found in result.findings]
    return done, findings


def _not_corrected(one: FileToCorrect, error: ScanFailure | Refused | OSError) -> Refused:
    why = error.finding if isinstance(error, Refused) else scanned_finding(one.path, error)
    message = f"A file of the patient cannot be corrected: {why.message}"
    return Refused(finding("rekey-file", message, Where(path=one.path)))


def _correction(one: FileToCorrect, result: Corrected) -> Correction:
    changed = tuple(AttributeChange(x.keyword, x.before, x.after) for x in result.changed)
    return Correction(one.file_id, one.was, one.sop_instance_uid, changed)
