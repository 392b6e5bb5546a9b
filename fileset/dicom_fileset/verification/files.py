"""A record held against its file: what each says of the instance must be one."""

from collections.abc import Iterator
from typing import Final

from ..branches import parent_values, record_uids
from ..dicomdir.keys import RecordKeys, Reference
from ..elements import TEXT_VRS, tag_name
from ..findings import finding
from ..identity import person, person_in, same_person, stands_for
from ..model import Finding, Instance, Record, Where
from ..records.complete import completed
from ..records.types import RECORD_TYPES, TAGS, Key
from ..records.values import mended_uid
from ..text import Coded, fitting, same_text
from .character_sets import character_set_findings

_CHARACTER_SET: Final = 0x0008_0005


def file_findings(
    instance: Instance, record: Record, keys: RecordKeys, reference: Reference
) -> Iterator[Finding]:
    """What an instance says otherwise than the record that refers to it."""
    pairs = (
        (0x0004_1510, reference.sop_class_uid, instance.sop_class_uid),
        (0x0004_1511, reference.sop_instance_uid, instance.sop_instance_uid),
        (0x0004_1512, reference.transfer_syntax_uid, instance.transfer_syntax_uid),
    )
    for tag, said, found in pairs:
        if said != found and said.encode("ascii", "replace") != found.encode("ascii", "replace"):
            message = f"The record says {said or 'nothing'}, the file {found or 'nothing'}."
            yield _about("file-differs", message, instance, record, tag)
    row = RECORD_TYPES.get(record.record_type)
    if row is None or record.record_type == "PRIVATE" or len(instance.keys) != len(row.keys):
        return
    yield from character_set_findings(instance, record.record_type, keys, instance.keys)
    if not keys.contradict(zip(TAGS[record.record_type], instance.keys, strict=True)):
        return
    values, _ = completed(record.record_type, instance.keys, {}, instance.path)
    for key, value, raw in zip(row.keys, values, instance.keys, strict=True):
        # A value that the file has not, or has not right, was made up for the record alone.
        if raw and value == raw and _differs_from(instance, key, value, keys):
            message = f"{key.keyword} is not the same in the record and in the file."
            yield _about("record-key-differs", message, instance, record, key.tag)


def _about(code: str, message: str, instance: Instance, record: Record, tag: int) -> Finding:
    return finding(code, message, Where(instance.path, None, record.record_type, tag_name(tag)))


def parent_findings(instance: Instance, parents: dict[str, RecordKeys]) -> Iterator[Finding]:
    """What an instance says of its patient, study and series otherwise than the records above."""
    study_uid, series_uid = record_uids(instance)
    expected = (("STUDY", 0x0020_000D, study_uid), ("SERIES", 0x0020_000E, series_uid))
    for level, tag, uid in expected:
        keys = parents.get(level)
        if keys is not None and keys.value(tag) not in {uid, b""}:
            if mended_uid(keys.value(tag)) is None or _raw(instance, tag) == keys.value(tag):
                continue
            message = f"The {level} record above it bears another UID than the file."
            where = Where(instance.path, None, level, tag_name(tag))
            yield finding("file-differs", message, where)
    patient = parents.get("PATIENT")
    if patient is not None:
        yield from _patient_findings(instance, patient)


def first_file_findings(instance: Instance, level: str, keys: RecordKeys) -> Iterator[Finding]:
    """Keys of a PATIENT, STUDY or SERIES record that its first file has otherwise.

    The other files below it may differ among themselves; the record can have one value only.
    """
    raw_values = parent_values(level, instance.parents)
    yield from character_set_findings(instance, level, keys, raw_values)
    good, _ = completed(level, raw_values, {}, instance.path)
    for key, raw, value in zip(RECORD_TYPES[level].keys, raw_values, good, strict=True):
        plain = raw and raw == value and key.keyword not in _IDENTIFYING
        if plain and _differs_from(instance, key, value, keys):
            message = f"{key.keyword} is not the same in the {level} record and in the file."
            where = Where(instance.path, None, level, tag_name(key.tag))
            yield finding("record-key-differs", message, where)


def _differs_from(instance: Instance, key: Key, value: bytes, keys: RecordKeys) -> bool:
    """Whether a record has a key otherwise than the file; of text, not only in other bytes."""
    said = keys.value(key.tag)
    if not keys.has(key.tag) or (said == value and said.isascii()):
        return False
    if key.vr not in TEXT_VRS:
        return said != value
    theirs = fitting(value, instance.parents.character_set)
    return fitting(said, keys.value(_CHARACTER_SET)).text != theirs.text


_IDENTIFYING: Final = frozenset({"PatientID", "StudyInstanceUID", "SeriesInstanceUID"})
"""Keys with checks of their own, of every file."""


def _raw(instance: Instance, tag: int) -> bytes:
    parents = instance.parents
    study = tag == 0x0020_000D
    return parents.study_instance_uid if study else parents.series_instance_uid


def _patient_findings(instance: Instance, keys: RecordKeys) -> Iterator[Finding]:
    parents = instance.parents
    declared = keys.value(_CHARACTER_SET)
    record_id = keys.value(0x0010_0020).strip()
    patient_id = parents.patient_id.strip()
    where = Where(instance.path, None, "PATIENT", "(0010,0020)")
    if not same_text(Coded(record_id, declared), Coded(patient_id, parents.character_set)):
        if stands_for(record_id, patient_id):
            code = "patient-id-shared" if parents.patient_id else "key-synthesised"
            message = "The PATIENT record bears a synthesised Patient ID."
            yield finding(code, message, where)
        elif parents.patient_id:
            message = "The PATIENT record above it has another Patient ID than the file."
            yield finding("file-differs", message, where)
    theirs = person(
        keys.value(0x0010_0010),
        keys.value(0x0010_0030),
        keys.value(0x0010_0040),
        declared,
    )
    if not same_person(person_in(parents), theirs):
        message = "The PATIENT record above it is about another person than the file."
        yield finding("file-differs", message, where)
