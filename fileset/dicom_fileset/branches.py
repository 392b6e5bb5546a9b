"""Where instances go in the hierarchy: decided once for all that say the same of their parents."""

from typing import Final

from .elements import tag_name
from .findings import finding
from .identification import derived_uid
from .identity import person_in
from .model import Branch, Finding, Instance, ParentKeys, Where
from .people import Assigned, People
from .records.complete import completed
from .records.keys import KEYS
from .records.make import needs_character_set
from .records.types import RECORD_TYPES
from .records.values import UNKNOWN_TIME, mended_date, mended_uid

_FIELDS: Final = {
    "PatientName": "patient_name",
    "PatientID": "patient_id",
    "PatientBirthDate": "patient_birth_date",
    "PatientSex": "patient_sex",
    "StudyDate": "study_date",
    "StudyTime": "study_time",
    "StudyDescription": "study_description",
    "StudyInstanceUID": "study_instance_uid",
    "StudyID": "study_id",
    "AccessionNumber": "accession_number",
    "Modality": "modality",
    "SeriesInstanceUID": "series_instance_uid",
    "SeriesNumber": "series_number",
    "SeriesDescription": "series_description",
    "InstitutionName": "institution_name",
    "InstitutionAddress": "institution_address",
    "PerformingPhysicianName": "performing_physician_name",
}
"""Keys of PATIENT, STUDY and SERIES, and the fields of ParentKeys that they come from."""

_LEVELS: Final = ("PATIENT", "STUDY", "SERIES")
Resolved = tuple[Branch | None, tuple[Finding, ...]]


class Branches:
    """Resolves what instances say of their parents into places in one directory."""

    def __init__(self, people: People | None = None) -> None:
        self._people = people or People()
        self._resolved: dict[ParentKeys, Branch] = {}
        self._last: tuple[ParentKeys, Branch] | None = None
        self._refused: dict[ParentKeys, Finding] = {}
        self._study_patient: dict[bytes, bytes] = {}
        self._series_study: dict[bytes, bytes] = {}

    def remember(self, patient_id: bytes, study_instance_uid: bytes, series_uid: bytes) -> None:
        """Take note of a series that is in the file-set already."""
        self._study_patient[study_instance_uid] = patient_id
        self._series_study[series_uid] = study_instance_uid

    def settle(self, instance: Instance, record_id: bytes) -> None:
        """Take note that an instance stands below a PATIENT record that is its own.

        The record may bear an ID that no file has: others than we made one up, too.
        """
        parents = instance.parents
        if parents in self._resolved:
            return
        study_uid, series_uid = record_uids(instance)
        if self._conflict(instance, record_id, study_uid, series_uid) is not None:
            return
        self.remember(record_id, study_uid, series_uid)
        self._people.settle(parents, record_id, person_in(parents))
        if parents.study_instance_uid and parents.series_instance_uid:
            assigned = Assigned(record_id)
            self._resolved[parents], _ = _branch(instance, assigned, study_uid, series_uid)

    def resolve(self, instance: Instance) -> Resolved:
        """The branch of an instance and what there is to say of it, said the first time only.

        The branch is ``None`` for an instance that must be left out; the one Finding says why.
        """
        parents = instance.parents
        if self._last is not None and self._last[0] is parents:
            return self._last[1], ()
        branch = self._resolved.get(parents)
        if branch is not None:
            self._last = parents, branch
            return branch, ()
        refusal = self._refused.get(parents)
        if refusal is not None:
            return None, (_at(refusal, instance.path),)
        branch, findings = self._new(instance)
        if branch is None:
            self._refused[parents] = findings[0]
        elif parents.study_instance_uid and parents.series_instance_uid:
            self._resolved[parents] = branch
        return branch, findings

    def _new(self, instance: Instance) -> Resolved:
        parents = instance.parents
        study_uid, series_uid = record_uids(instance)
        assigned = self._people.assign(parents, person_in(parents), study_uid)
        refusal = self._conflict(instance, assigned.record_id, study_uid, series_uid)
        if refusal is not None:
            return None, (refusal,)
        self.remember(assigned.record_id, study_uid, series_uid)
        return _branch(instance, assigned, study_uid, series_uid)

    def _conflict(
        self, instance: Instance, patient_id: bytes, study_uid: bytes, series_uid: bytes
    ) -> Finding | None:
        if self._study_patient.get(study_uid, patient_id) != patient_id:
            message = "Its Study Instance UID is another patient's already."
            where = Where(path=instance.path, tag="(0020,000D)")
            return finding("study-in-two-patients", message, where)
        if self._series_study.get(series_uid, study_uid) != study_uid:
            message = "Its Series Instance UID is in another study already."
            where = Where(path=instance.path, tag="(0020,000E)")
            return finding("series-in-two-studies", message, where)
        return None


def _at(refusal: Finding, path: str) -> Finding:
    return finding(refusal.code, refusal.message, Where(path=path, tag=refusal.where.tag))


def record_uids(instance: Instance) -> tuple[bytes, bytes]:
    """Study and Series Instance UID for the records; derived where the file's are not valid."""
    parents = instance.parents
    own = instance.sop_instance_uid.encode("ascii", "replace")
    series = mended_uid(parents.series_instance_uid)
    if series is None:
        series = derived_uid(b"series", parents.series_instance_uid or own).encode()
    study = mended_uid(parents.study_instance_uid)
    if study is None:
        study = derived_uid(b"study", parents.study_instance_uid or series).encode()
    return study, series


def parent_values(level: str, parents: ParentKeys) -> tuple[bytes, ...]:
    """What an instance says for the keys of PATIENT, STUDY or SERIES, in their order."""
    return tuple(getattr(parents, _FIELDS[key.keyword]) for key in RECORD_TYPES[level].keys)


def _branch(
    instance: Instance, assigned: Assigned, study: bytes, series: bytes
) -> tuple[Branch, tuple[Finding, ...]]:
    parents = instance.parents
    stand_ins = {
        "PatientID": assigned.record_id,
        "StudyInstanceUID": study,
        "SeriesInstanceUID": series,
        "StudyDate": _date_from_elsewhere(parents),
        "StudyTime": UNKNOWN_TIME,
        "StudyID": b"1",
        "SeriesNumber": b"1",
        "Modality": b"OT",
    }
    values: list[tuple[bytes, ...]] = []
    findings: list[Finding] = []
    for level in _LEVELS:
        raw = parent_values(level, parents)
        good, found = completed(level, raw, stand_ins, instance.path)
        values.append(good)
        findings += found
    patient, study_values, series_values = values
    patient = _with_record_id(patient, assigned.record_id)
    findings += _about_person(instance, assigned)
    findings += _about_text(instance)
    date = study_values[[key.keyword for key in RECORD_TYPES["STUDY"].keys].index("StudyDate")]
    branch = Branch(
        patient,
        study_values,
        series_values,
        assigned.record_id,
        study,
        series,
        date,
        parents.character_set,
    )
    return branch, tuple(findings)


def _with_record_id(patient: tuple[bytes, ...], record_id: bytes) -> tuple[bytes, ...]:
    place = [key.keyword for key in RECORD_TYPES["PATIENT"].keys].index("PatientID")
    return (*patient[:place], record_id, *patient[place + 1 :])


def _date_from_elsewhere(parents: ParentKeys) -> bytes:
    dates = (parents.series_date, parents.acquisition_date, parents.content_date)
    return next((date for date in map(mended_date, dates) if date), b"19000101")


def _about_text(instance: Instance) -> list[Finding]:
    parents = instance.parents
    texts = (parents.patient_name, parents.patient_id, parents.study_description)
    if parents.character_set or not needs_character_set(texts):
        return []
    where = Where(path=instance.path, tag=tag_name(0x0008_0005))
    message = "Text goes beyond ASCII, and no Specific Character Set says how."
    return [finding("text-without-character-set", message, where)]


def _about_person(instance: Instance, assigned: Assigned) -> list[Finding]:
    where = Where(path=instance.path, record="PATIENT", tag=tag_name(KEYS["PatientID"][0]))
    if assigned.shared:
        message = "Another person has this Patient ID; the PATIENT record bears a synthesised one."
        return [finding("patient-id-shared", message, where)]
    if assigned.respelt:
        return [finding("patient-spelling", "The name is spelt otherwise in other files.", where)]
    return []
