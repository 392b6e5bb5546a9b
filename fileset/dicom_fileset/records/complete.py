"""The keys of a record made complete: Type 1 keys get a value, invalid ones a valid one."""

from functools import cache, lru_cache
from typing import Final

from ..elements import LONG_VRS, element, item, tag_name
from ..findings import finding
from ..identification import IMPLEMENTATION_CLASS_UID, derived_uid
from ..model import Finding, Instance, Where
from .make import unknown_code_item
from .types import RECORD_TYPES, Key
from .values import MENDED, stand_in

_LONGEST: Final = 0xFFFE
PRIVATE_RECORD_UID: Final = derived_uid(IMPLEMENTATION_CLASS_UID.encode(), b"without record type")
"""Private Record UID (0004,1432) of instances whose SOP Class has no record type (PS3.3 F.6.1)."""

_QUIET: Final = {"PrivateRecordUID": PRIVATE_RECORD_UID.encode()}
"""Keys that no instance has, and that are no gap."""

Completed = tuple[tuple[bytes, ...], tuple[Finding, ...]]


def completed(
    record_type: str, values: tuple[bytes, ...], stand_ins: dict[str, bytes], path: str
) -> Completed:
    """``values`` with what is missing or invalid replaced, and a Finding for each.

    Parameters
    ----------
    record_type, values
        A row of the record types, and a value for each of its keys.
    stand_ins
        By keyword, what stands for a missing value where something better than ``UNKNOWN`` is
        known.
    path
        The file that the values come from, for the Findings.
    """
    if stands_as_it_is(record_type, values):
        return values, ()
    findings: list[Finding] = []
    done = []
    for key, value in zip(RECORD_TYPES[record_type].keys, values, strict=True):
        good = valid_value(key, value)
        if good is None:
            good = _QUIET.get(key.keyword) or _stand_in(key, stand_ins)
            if key.keyword not in _QUIET:
                findings.append(_about(key, value, good, path, record_type))
        elif good != value:
            findings.append(_about(key, value, good, path, record_type))
        done.append(good)
    return tuple(done), tuple(findings)


def stands_as_it_is(record_type: str, values: tuple[bytes, ...]) -> bool:
    """Whether nothing is missing and nothing invalid; told at a glance, and so for most."""
    needed, tested = _tests(record_type)
    if max(map(len, values), default=0) > _LONGEST or not all(values[one] for one in needed):
        return False
    return all(not values[one] or _is_sound(vr, values[one]) for one, vr in tested)


@cache
def _tests(record_type: str) -> tuple[tuple[int, ...], tuple[tuple[int, str], ...]]:
    """Places of the keys that must have a value, and of those that have a rule, with their VR."""
    keys = list(enumerate(RECORD_TYPES[record_type].keys))
    needed = tuple(place for place, key in keys if key.type == "1")
    return needed, tuple((place, key.vr) for place, key in keys if key.vr in MENDED)


@lru_cache(maxsize=65536)
def _is_sound(vr: str, value: bytes) -> bool:
    return MENDED[vr](value) == value


def valid_value(key: Key, value: bytes) -> bytes | None:
    """The value as it may stand in the record; ``None`` where something must stand in for it."""
    if not value:
        return None if key.type == "1" else b""
    if len(value) > _LONGEST and key.vr.encode() not in LONG_VRS:
        return None if key.type == "1" else b""
    mend = MENDED.get(key.vr)
    if mend is None:
        return value
    mended = mend(value)
    if mended is None and key.type != "1":
        return b""
    return mended


def _stand_in(key: Key, stand_ins: dict[str, bytes]) -> bytes:
    if key.keyword in stand_ins:
        return stand_ins[key.keyword]
    if key.vr == "SQ":
        return _SEQUENCE_STAND_INS.get(key.keyword) or unknown_code_item()
    return stand_in(key.vr)


_SEQUENCE_STAND_INS: Final = {
    "HangingProtocolDefinitionSequence": item(
        element(0x0008_0060, "CS", b"OT")
        + element(0x0008_1032, "SQ", b"")
        + element(0x0040_100A, "SQ", b"")
    ),
}
"""Items that say nothing, for sequences that are no codes (PS3.3 F.5.31)."""


def _about(key: Key, value: bytes, good: bytes, path: str, record_type: str) -> Finding:
    where = Where(path=path, record=record_type, tag=tag_name(key.tag))
    shown = good.decode("ascii", "replace") if _may_be_shown(key, record_type) else ""
    if not value:
        message = f"{key.keyword} is empty in the file; its record has {shown or 'a stand-in'}."
        return finding("key-synthesised", message, where)
    instead = shown or ("another" if good else "none")
    message = f"{key.keyword} is not valid in the file; its record has {instead}."
    return finding("key-invalid", message, where)


_SHOWN: Final = frozenset({"DA", "TM", "IS", "UI", "CS"})
"""VRs whose values say nothing of who a patient is."""


def _may_be_shown(key: Key, record_type: str) -> bool:
    """Whether a value may stand in a message: nothing of a PATIENT record does."""
    return key.vr in _SHOWN and record_type != "PATIENT"


def leaf_stand_ins(instance: Instance, ordinal: int, study_date: bytes) -> dict[str, bytes]:
    """What stands for missing keys of an instance's own record.

    Parameters
    ----------
    ordinal
        Its place in its series, from 1.
    study_date
        Of the STUDY record that it goes under.
    """
    dates: tuple[str, ...] = ("ContentDate", "PresentationCreationDate", "InstanceCreationDate")
    stand_ins: dict[str, bytes] = dict.fromkeys(dates, study_date)
    stand_ins["InstanceNumber"] = str(ordinal).encode()
    if instance.parents.content_date:
        stand_ins["PresentationCreationDate"] = instance.parents.content_date
    return stand_ins
