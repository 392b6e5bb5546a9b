"""Instances and records held against an Application Profile (PS3.11)."""

from collections.abc import Iterator
from typing import Final

from dicom_profiles import Facts, Profile, check
from dicom_profiles.checking import holds
from dicom_profiles.model import KeyRow

from ..branches import parent_values
from ..conformity.course import profile_finding
from ..conformity.facts import facts_of, stream_contradicts
from ..dicomdir.keys import RecordKeys
from ..elements import tag_name
from ..findings import CODES, finding
from ..model import Finding, Instance, Record, Where
from ..records.complete import completed
from ..records.keys import KEYS
from ..records.types import RECORD_TYPES
from .icons import icon_findings

_GROUPING: Final = ("PATIENT", "STUDY", "SERIES")
_ICON: Final = "IconImageSequence"


class ProfileChecks:
    """Checks a file-set against one profile, instance by instance.

    Parameters
    ----------
    profile
        Standard, Augmented or Private.
    """

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._above: dict[int, tuple[str, RecordKeys]] = {}
        self._known_below: dict[int, set[str]] = {}

    def instance(
        self, instance: Instance, record: Record, keys: RecordKeys, parents: dict[str, RecordKeys]
    ) -> Iterator[Finding]:
        """What of an instance and of its record is not as the profile says."""
        facts = facts_of(instance)
        where = Where(path=instance.path, record=record.record_type)
        for unmet in check(facts, self._profile):
            yield profile_finding(unmet, where)
        lie = stream_contradicts(instance)
        if lie:
            yield finding("stream-differs", lie, where)
        values = _values(instance, record)
        for row in self._profile.keys.rows:
            if record.record_type in row.record_types and row.keyword != _ICON:
                yield from _key_finding(row, keys, values, facts, where)
        if self._profile.icon is not None:
            yield from icon_findings(self._profile.icon, record.record_type, keys, where)
        self._take_note(instance, parents)

    def _take_note(self, instance: Instance, parents: dict[str, RecordKeys]) -> None:
        """Which keys instances below a record have, for what it must say of them."""
        for level in _GROUPING:
            keys = parents.get(level)
            if keys is None:
                continue
            self._above[id(keys)] = (level, keys)
            known = self._known_below.setdefault(id(keys), set())
            raw = parent_values(level, instance.parents)
            below, _ = completed(level, raw, {}, instance.path)
            for key, value in zip(RECORD_TYPES[level].keys, below, strict=True):
                if value:
                    known.add(key.keyword)

    def above(self) -> Iterator[Finding]:
        """What of the records above instances is not as the profile says."""
        for identity, (level, keys) in self._above.items():
            known = self._known_below[identity]
            where = Where("DICOMDIR", record=level)
            for row in self._profile.keys.rows:
                if level not in row.record_types:
                    continue
                asked = row.type != "1C" or row.keyword in known
                if asked and _lacks(row, keys):
                    yield _missing(row, where)


def _values(instance: Instance, record: Record) -> dict[str, bytes]:
    """What the file has for the keys of its record, by keyword, as far as it may stand there."""
    row = RECORD_TYPES.get(record.record_type)
    if row is None or len(row.keys) != len(instance.keys):
        return {}
    good, _ = completed(row.name, instance.keys, {}, instance.path)
    return {
        key.keyword: value and raw
        for key, value, raw in zip(row.keys, good, instance.keys, strict=True)
    }


def _key_finding(
    row: KeyRow, keys: RecordKeys, values: dict[str, bytes], facts: Facts, where: Where
) -> Iterator[Finding]:
    if row.condition == "when" and not all(holds(one, facts) for one in row.when):
        return
    # Type 1C: as the file has it; that the file must have it is asked of the file.
    asked = row.type != "1C" or bool(values.get(row.keyword))
    if asked and _lacks(row, keys):
        yield _missing(row, where)


def _lacks(row: KeyRow, keys: RecordKeys) -> bool:
    tag = KEYS[row.keyword][0]
    return not keys.has(tag) if row.type == "2" else not keys.value(tag)


def _missing(row: KeyRow, where: Where) -> Finding:
    severity, _, remedy = CODES["profile-key"]
    tag = tag_name(KEYS[row.keyword][0])
    message = f"{row.keyword} (Type {row.type}) is not in the {where.record} record."
    place = Where(where.path, record=where.record, tag=tag)
    return Finding("profile-key", severity, message, place, row.source, remedy)
