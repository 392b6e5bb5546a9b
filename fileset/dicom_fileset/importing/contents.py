"""What is on a medium, for a person: patients, studies and series with their counts."""

from collections.abc import Iterator

import msgspec

from ..dicomdir.keys import RecordKeys, reference_of, with_path
from ..model import FileSet, Instance, Record
from ..records.keys import KEYS
from ..text import decoded

_CHARACTER_SET = 0x0008_0005


class Study(msgspec.Struct, frozen=True):
    """A study on the medium: what is said of it, and how much there is of it."""

    study_instance_uid: str
    date: str = ""
    description: str = ""
    modalities: tuple[str, ...] = ()
    series: int = 0
    instances: int = 0


class Patient(msgspec.Struct, frozen=True):
    """A patient on the medium."""

    patient_id: str
    name: str = ""
    birth_date: str = ""
    sex: str = ""
    studies: tuple[Study, ...] = ()


class Contents:
    """Counts instances under their series, studies and patients, as they are told one by one."""

    def __init__(self) -> None:
        self._patients: dict[
            tuple[str, ...], dict[tuple[str, ...], dict[tuple[str, str], int]]
        ] = {}

    def count(
        self, patient: tuple[str, ...], study: tuple[str, ...], series: tuple[str, str]
    ) -> None:
        """Count an instance of a patient, a study and a series, by what is said of each."""
        counts = self._patients.setdefault(patient, {}).setdefault(study, {})
        counts[series] = counts.get(series, 0) + 1

    def patients(self) -> tuple[Patient, ...]:
        """All of them, in the order in which they were met."""
        return tuple(
            _patient(said, tuple(_study(*study) for study in studies.items()))
            for said, studies in self._patients.items()
        )


def _patient(said: tuple[str, ...], studies: tuple[Study, ...]) -> Patient:
    patient_id, name, birth_date, sex = said
    return Patient(patient_id, name, birth_date, sex, studies)


def _study(said: tuple[str, ...], series: dict[tuple[str, str], int]) -> Study:
    uid, date, description = said
    modalities = tuple(sorted({modality for _, modality in series} - {""}))
    return Study(uid, date, description, modalities, len(series), sum(series.values()))


_SHOWN = (
    ("PATIENT", ("PatientID", "PatientName", "PatientBirthDate", "PatientSex")),
    ("STUDY", ("StudyInstanceUID", "StudyDate", "StudyDescription")),
    ("SERIES", ("SeriesInstanceUID", "Modality")),
)


def count_records(file_set: FileSet, contents: Contents) -> None:
    """Count what the records of a directory refer to."""
    last: tuple[Record, ...] | None = None
    said: list[tuple[str, ...]] = []
    for record, above in with_path(file_set.records):
        if reference_of(RecordKeys(record.body)) is None:
            continue
        if above is not last:
            last, said = above, list(_said(above))
        contents.count(said[0], said[1], (said[2][0], said[2][1]))


def _said(above: tuple[Record, ...]) -> Iterator[tuple[str, ...]]:
    by_type = {record.record_type: RecordKeys(record.body) for record in above}
    for kind, keywords in _SHOWN:
        keys = by_type.get(kind) or RecordKeys(b"")
        character_set = keys.value(_CHARACTER_SET)
        yield tuple(decoded(keys.value(KEYS[word][0]), character_set) for word in keywords)


def count_instance(instance: Instance, contents: Contents) -> None:
    """Count an instance by its header."""
    parents = instance.parents
    character_set = parents.character_set

    def text(*values: bytes) -> tuple[str, ...]:
        return tuple(decoded(value, character_set) for value in values)

    series = text(parents.series_instance_uid, parents.modality)
    contents.count(
        text(
            parents.patient_id,
            parents.patient_name,
            parents.patient_birth_date,
            parents.patient_sex,
        ),
        text(parents.study_instance_uid, parents.study_date, parents.study_description),
        (series[0], series[1]),
    )
