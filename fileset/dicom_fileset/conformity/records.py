"""Directory records held against a profile: its additional keys, and its icons."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from dicom_profiles import Facts, KeyTable, Profile
from dicom_profiles.checking import holds
from dicom_profiles.model import KeyRow

from ..branches import parent_values
from ..dicomdir.keys import RecordKeys
from ..elements import tag_name
from ..findings import CODES
from ..model import Finding, Instance, Where
from ..records.complete import completed
from ..records.icons import has_icon
from ..records.keys import KEYS
from ..records.types import RECORD_TYPES, TAGS
from .icon_rules import Unmet, unmet_by_icon

GROUPING: Final = ("PATIENT", "STUDY", "SERIES")
"""Records above those of instances, which say what instances below them have in common."""

ICON: Final = "IconImageSequence"
"""Of the additional keys the one that is an image, and has a rule of its own."""


def record_findings(
    profile: Profile,
    record_type: str,
    keys: RecordKeys,
    values: Mapping[str, bytes],
    facts: Facts | None,
    where: Where,
) -> Iterator[Finding]:
    """What of one record is not as a profile says.

    Parameters
    ----------
    profile, record_type, keys
        The profile, and the record.
    values
        By keyword what the instances have that it stands for, and it may lack; Type 1C is asked
        where there is one.
    facts
        Of the instance that the record refers to; ``None`` where it refers to none.
    where
        Said of the Findings.
    """
    for row in _rows(profile.keys, record_type):
        if is_asked(row, values, facts) and lacks(row, keys):
            yield _missing(row, where)
    unmet = icon_unmet(profile, record_type, keys)
    if unmet is not None:
        severity, _, remedy = CODES["profile-icon"]
        place = Where(where.path, record=where.record, tag=tag_name(KEYS[ICON][0]))
        yield Finding("profile-icon", severity, unmet.message, place, unmet.clause, remedy)


@lru_cache(maxsize=1024)
def _rows(table: KeyTable, record_type: str) -> tuple[KeyRow, ...]:
    """The rows of a key table that are about records of a type, but for the icon."""
    return tuple(
        row for row in table.rows if record_type in row.record_types and row.keyword != ICON
    )


def is_asked(row: KeyRow, values: Mapping[str, bytes], facts: Facts | None) -> bool:
    """Whether a row of a key table asks for its key in a record (PS3.5 7.4)."""
    if row.condition == "when":
        return facts is not None and all(holds(one, facts) for one in row.when)
    # Type 1C: as the instance has it; that an instance must have it is asked of the instance.
    return row.type != "1C" or bool(values.get(row.keyword))


def lacks(row: KeyRow, keys: RecordKeys) -> bool:
    """Whether a record has not what a row asks: Type 2 may be empty, the others may not."""
    tag = KEYS[row.keyword][0]
    return not keys.has(tag) if row.type == "2" else not keys.value(tag)


def icon_unmet(profile: Profile, record_type: str, keys: RecordKeys) -> Unmet | None:
    """What of the icon of a record is not as it must be."""
    rule = profile.icon
    if rule is not None and record_type not in rule.record_types:
        rule = None
    if rule is None and not (record_type in RECORD_TYPES and has_icon(record_type)):
        return None
    return unmet_by_icon(rule, keys.value(KEYS[ICON][0]))


def values_left_out(instance: Instance, record_type: str, keys: RecordKeys) -> dict[str, bytes]:
    """What an instance has, and its record has not, as far as it may stand there; by keyword."""
    row = RECORD_TYPES.get(record_type)
    if row is None or len(row.keys) != len(instance.keys):
        return {}
    if keys.have_all_of(zip(TAGS[record_type], instance.keys, strict=True)):
        return {}
    good, _ = completed(row.name, instance.keys, {}, instance.path)
    return {
        key.keyword: raw
        for key, value, raw in zip(row.keys, good, instance.keys, strict=True)
        if value and raw
    }


def values_below(level: str, instance: Instance) -> dict[str, bytes]:
    """What an instance has for the keys of the PATIENT, STUDY or SERIES record above it."""
    good, _ = completed(level, parent_values(level, instance.parents), {}, instance.path)
    keys = RECORD_TYPES[level].keys
    return {key.keyword: value for key, value in zip(keys, good, strict=True) if value}


def _missing(row: KeyRow, where: Where) -> Finding:
    severity, _, remedy = CODES["profile-key"]
    message = f"{row.keyword} (Type {row.type}) is not in the {where.record} record."
    place = Where(where.path, record=where.record, tag=tag_name(KEYS[row.keyword][0]))
    return Finding("profile-key", severity, message, place, row.source, remedy)
