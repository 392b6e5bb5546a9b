"""Whether a record says what its file says; and what of it lasts where it is made anew."""

from collections.abc import Iterator
from typing import Final

from ..dicomdir.keys import RecordKeys, Reference
from ..elements import tag_name
from ..file_ids import FileID
from ..model import Instance, Record
from ..records.sop_classes import RECORD_TYPE_OF
from ..records.types import RECORD_TYPES, RETIRED_RECORD_TYPES
from ..records.values import valid_uid
from ..verification.files import file_findings, first_file_findings
from ..verification.records import key_findings, reference_key_findings
from .before import GROUPS

MULTI_REFERENCED: Final = "MRDR"
"""Retired: records that point at it do so by offsets, which no writing anew can keep."""


_RECORD_TYPE: Final = 0x0004_1430
"""The first element of a body: before it stand the offsets and the flag."""


def unlike(record: Record, reference: Reference, instance: Instance, file_id: FileID) -> list[str]:
    """Why the record of a file cannot stay as it is, as sentences; none where it can.

    Parameters
    ----------
    record, reference
        The record, and what it says of its file.
    instance
        What is in the file.
    file_id
        That the file has.
    """
    keys = RecordKeys(record.body)
    reasons = list(_damage(keys))
    if reference.file_id != file_id:
        reasons.append(f"Its file is {'/'.join(file_id)}.")
    if _has_other_type(record, instance):
        reasons.append(f"Record type {record.record_type!r} is none of today's.")
    told = [*key_findings(record, keys), *file_findings(instance, record, keys, reference)]
    told += reference_key_findings(record, keys, "/".join(file_id))
    return reasons + [one.message for one in told]


def group_unlike(record_type: str, body: bytes, first: Instance) -> list[str]:
    """Why a PATIENT, STUDY or SERIES record cannot stay, by the first file below it."""
    keys = RecordKeys(body)
    reasons = group_faults(record_type, keys)
    return reasons + [one.message for one in first_file_findings(first, record_type, keys)]


def group_faults(record_type: str, keys: RecordKeys) -> list[str]:
    """What is wrong with a PATIENT, STUDY or SERIES record by itself."""
    reasons = list(_damage(keys))
    reasons += [one.message for one in key_findings(Record(record_type, 0, b""), keys)]
    if record_type != "PATIENT" and not valid_uid(keys.value(GROUPS[record_type])):
        reasons.append(f"{tag_name(GROUPS[record_type])} is not a valid UID.")
    return reasons


def _damage(keys: RecordKeys) -> Iterator[str]:
    tags = list(keys.tags())
    if not keys.is_whole:
        yield "Its elements are not whole."
    elif tags != sorted(tags) or tags[0] < _RECORD_TYPE:
        yield "Its elements are not in order."


def _has_other_type(record: Record, instance: Instance) -> bool:
    """Whether a record has a type that no edition gives to instances of this SOP Class."""
    name = record.record_type
    if name == MULTI_REFERENCED:
        return True
    unknown = name not in RECORD_TYPES and name not in RETIRED_RECORD_TYPES
    return unknown and instance.sop_class_uid in RECORD_TYPE_OF
