"""A file-set held against an Application Profile (PS3.11): instances, records and icons."""

from collections.abc import Iterator

from dicom_profiles import Facts, Nonconformance, Profile, check

from ..conformity.course import profile_finding
from ..conformity.facts import facts_of
from ..conformity.records import GROUPING, record_findings, values_below, values_left_out
from ..dicomdir.keys import RecordKeys
from ..findings import finding
from ..model import Finding, Instance, ParentKeys, Record, Where
from ..scan.contradictions import stream_contradicts


class ProfileChecks:
    """Checks a file-set against one profile, instance by instance.

    Parameters
    ----------
    profile
        Standard, Augmented or Private.
    """

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._checked: dict[int, tuple[Facts, tuple[Nonconformance, ...], str]] = {}
        self._above: dict[int, tuple[str, RecordKeys]] = {}
        self._below: dict[int, dict[str, bytes]] = {}
        self._noted: set[tuple[int, ParentKeys]] = set()
        self._noted_last: tuple[dict[str, RecordKeys], ParentKeys] | None = None

    def instance(
        self, instance: Instance, record: Record, keys: RecordKeys, parents: dict[str, RecordKeys]
    ) -> Iterator[Finding]:
        """What of an instance and of its record is not as the profile says."""
        facts = facts_of(instance)
        where = Where(path=instance.path, record=record.record_type)
        yield from self._unmet(facts, instance, where)
        values = values_left_out(instance, record.record_type, keys)
        yield from record_findings(self._profile, record.record_type, keys, values, facts, where)
        last = self._noted_last
        if last is None or last[0] is not parents or last[1] is not instance.parents:
            self._take_note(instance, parents)
            self._noted_last = parents, instance.parents

    def _unmet(self, facts: Facts, instance: Instance, where: Where) -> Iterator[Finding]:
        """What of an instance is not met; worked out once for all that have the same facts."""
        known = self._checked.get(id(facts))
        if known is None:
            unmet, lie = check(facts, self._profile), stream_contradicts(instance)
            known = self._checked[id(facts)] = facts, unmet, lie
        _, unmet, lie = known
        for one in unmet:
            yield profile_finding(one, where)
        if lie:
            yield finding("stream-differs", lie, where)

    def _take_note(self, instance: Instance, parents: dict[str, RecordKeys]) -> None:
        """What instances below a record have, for what it must say of them."""
        nearest = next((parents[level] for level in reversed(GROUPING) if level in parents), None)
        if nearest is None or (id(nearest), instance.parents) in self._noted:
            return
        self._noted.add((id(nearest), instance.parents))
        for level in GROUPING:
            keys = parents.get(level)
            if keys is None:
                continue
            self._above[id(keys)] = level, keys
            below = self._below.setdefault(id(keys), {})
            below |= values_below(level, instance)

    def above(self) -> Iterator[Finding]:
        """What of the records above instances is not as the profile says."""
        for identity, (level, keys) in self._above.items():
            where = Where("DICOMDIR", record=level)
            below = self._below[identity]
            yield from record_findings(self._profile, level, keys, below, None, where)
