"""Each record by itself and among the others: place, keys, what may stand once only."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from dicom_codecs.registry import TRANSFER_SYNTAXES

from ..dicomdir.keys import RecordKeys, Reference
from ..elements import tag_name
from ..file_ids import FileID, is_legal, is_reserved
from ..findings import finding
from ..medium_names import is_safe
from ..model import Finding, Record, Where
from ..records.sop_classes import RECORD_TYPE_OF
from ..records.types import OF_FILES, RECORD_TYPES, ROOT, Key
from ..records.values import valid_uid

_UNIQUE: Final = {
    "PATIENT": ("PatientID", 0x0010_0020),
    "STUDY": ("StudyInstanceUID", 0x0020_000D),
    "SERIES": ("SeriesInstanceUID", 0x0020_000E),
}
"""What may stand in one record of a type only (PS3.3 F.2.1, F.5.1 to F.5.3)."""

_REFERENCE_TAGS: Final = (0x0004_1500, 0x0004_1510, 0x0004_1511, 0x0004_1512)
_PATIENT_ID: Final = 0x0010_0020
_RECURRING: Final = frozenset(uid.encode() for uid in (*RECORD_TYPE_OF, *TRANSFER_SYNTAXES))
"""UIDs of which nearly every record has two; those of the standard are valid."""
_EVER_OPTIONAL: Final = frozenset({"ContentCreatorName", "StudyInstanceUID"})
"""Keys whose Type changed between editions: absence is no error (PS3.3 2020c F.5, 2026a F.5)."""


class RecordChecks:
    """Checks records one after another, from the root down."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, bytes]] = set()
        self._file_ids: set[tuple[str, ...]] = set()
        self._instances: set[str] = set()

    def check(
        self,
        record: Record,
        above: tuple[Record, ...],
        keys: RecordKeys,
        reference: Reference | None,
    ) -> Iterator[Finding]:
        """What is wrong with one record, and with the reference in it."""
        yield from _placing(record, above)
        yield from key_findings(record, keys)
        yield from self._uniqueness(record, keys)
        if reference is not None:
            yield from self._reference(record, keys, reference)
        elif record.record_type in OF_FILES:
            message = f"A record of type {record.record_type} refers to no file."
            yield finding("record-without-file", message, _where(record))

    def _uniqueness(self, record: Record, keys: RecordKeys) -> Iterator[Finding]:
        unique = _UNIQUE.get(record.record_type)
        if unique is None:
            return
        keyword, tag = unique
        if tag != _PATIENT_ID and keys.value(tag) and not valid_uid(keys.value(tag)):
            message = f"{keyword} is not a valid UID in a record of type {record.record_type}."
            yield finding("uid-invalid", message, _where(record, tag))
        value = (record.record_type, keys.value(tag))
        if value[1] and value in self._seen:
            message = f"Another {record.record_type} record has this {keyword}."
            yield finding("record-not-unique", message, _where(record, tag))
        self._seen.add(value)

    def _reference(
        self, record: Record, keys: RecordKeys, reference: Reference
    ) -> Iterator[Finding]:
        file_id = reference.file_id
        shown = "/".join(file_id)
        if not is_legal(file_id) or is_reserved(file_id):
            yield _about_file_id(record, file_id)
        if file_id in self._file_ids:
            yield finding(
                "file-id-shared", f"Another record refers to {shown}.", _where(record, 0x0004_1500)
            )
        self._file_ids.add(file_id)
        if reference.sop_instance_uid in self._instances:
            message = f"Another record has the SOP Instance UID of {shown}."
            yield finding("record-not-unique", message, _where(record, 0x0004_1511))
        self._instances.add(reference.sop_instance_uid)
        yield from reference_key_findings(record, keys, shown)


def _about_file_id(record: Record, file_id: FileID) -> Finding:
    """What is wrong with a File ID that cannot stay."""
    shown, where = "/".join(file_id), _where(record, 0x0004_1500)
    if not is_safe(file_id):
        return finding("file-id-unsafe", f"File ID {shown!r} leads out of the file-set.", where)
    if not is_legal(file_id):
        return finding("file-id-illegal", f"{shown} is no legal File ID.", where)
    return finding("file-id-reserved", f"{shown} has a name of a device.", where)


def reference_key_findings(record: Record, keys: RecordKeys, shown: str) -> Iterator[Finding]:
    """What a record lacks of the reference to its file (PS3.3 Table F.3-3)."""
    for tag in _REFERENCE_TAGS:
        value = keys.value(tag)
        if not value:
            message = f"{tag_name(tag)} is missing or empty in the record of {shown}."
            yield finding("record-key-missing", message, _where(record, tag))
        elif tag != _REFERENCE_TAGS[0] and value not in _RECURRING and not valid_uid(value):
            message = f"{tag_name(tag)} is not a valid UID in the record of {shown}."
            yield finding("uid-invalid", message, _where(record, tag))


def _where(record: Record, tag: int | None = None) -> Where:
    return Where("DICOMDIR", record=record.record_type, tag=tag_name(tag) if tag else None)


def _placing(record: Record, above: tuple[Record, ...]) -> Iterator[Finding]:
    row = RECORD_TYPES.get(record.record_type)
    if row is None or record.record_type == "PRIVATE":
        return
    parent = above[-1].record_type if above else ROOT
    if parent not in row.parents and parent != "PRIVATE":
        message = f"A record of type {record.record_type} stands below {parent}."
        yield finding("record-misplaced", message, _where(record))


def key_findings(record: Record, keys: RecordKeys) -> Iterator[Finding]:
    """Keys of Type 1 and 2 that a record lacks (PS3.3 F.5)."""
    row = RECORD_TYPES.get(record.record_type)
    if row is None or _has_all(record.record_type, keys):
        return
    code = "private-key-missing" if record.record_type == "PRIVATE" else "record-key-missing"
    for key in row.keys:
        if _lacks(key, keys):
            how = "has no value" if keys.has(key.tag) else "is missing"
            message = f"{key.keyword} {how} in a record of type {record.record_type}."
            yield finding(code, message, _where(record, key.tag))


def _has_all(record_type: str, keys: RecordKeys) -> bool:
    """Whether all keys of Type 1 and 2 are there: then nothing else need be asked."""
    with_value, there = _needed(record_type)
    return keys.have_values(with_value) and keys.are_there(there)


@cache
def _needed(record_type: str) -> tuple[tuple[int, ...], frozenset[int]]:
    keys = RECORD_TYPES[record_type].keys
    with_value = tuple(key.tag for key in keys if key.type == "1")
    return with_value, frozenset(key.tag for key in keys if key.type == "2")


def _lacks(key: Key, keys: RecordKeys) -> bool:
    if key.keyword in _EVER_OPTIONAL and not keys.has(key.tag):
        return key.keyword == "StudyInstanceUID" and not keys.value(0x0004_1511)
    if key.type == "1":
        return not keys.value(key.tag)
    return key.type == "2" and not keys.has(key.tag)
