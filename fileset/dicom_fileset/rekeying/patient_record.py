"""A PATIENT record: who it is of, and the same record with other values."""

from collections.abc import Mapping, Sequence
from typing import Final

from ..correction import Wanted
from ..correction.text import encoded, texts_of
from ..dicomdir.keys import RecordKeys
from ..elements import element
from ..errors import Refused
from ..findings import finding
from ..identity import Person, person
from ..model import Record, Where
from ..scan.failure import ScanFailure
from ..scan.walk import elements_of
from ..text import decoded
from .asked import PATIENT_ID

_CHARACTER_SET: Final = 0x0008_0005
_ALWAYS: Final = frozenset({0x0010_0010, PATIENT_ID})
"""Type 1 and 2 keys of a PATIENT record: there whatever else is (PS3.3 F.5.1)."""


def patient_id_of(record: Record) -> str:
    """Its Patient ID as text."""
    keys = RecordKeys(record.body)
    return decoded(keys.value(PATIENT_ID), keys.value(_CHARACTER_SET)).strip()


def person_of(record: Record) -> Person:
    """Whom it is of."""
    keys = RecordKeys(record.body)
    name, birth_date, sex = (keys.value(tag) for tag in (0x0010_0010, 0x0010_0030, 0x0010_0040))
    return person(name, birth_date, sex, keys.value(_CHARACTER_SET))


def with_values(record: Record, to: Sequence[Wanted]) -> Record:
    """A PATIENT record with new values for the keys that it has."""
    keys = RecordKeys(record.body)
    declared = keys.value(_CHARACTER_SET)
    new = [
        one
        for one in to
        if (keys.has(one.tag) and decoded(keys.value(one.tag), declared) != one.text)
        or (one.tag in _ALWAYS and not keys.has(one.tag))
    ]
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
