"""The profile that a file-set was made for, found again in its records and some of its files."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final, NamedTuple

from dicom_profiles import Facts, Profile, check

from ..dicomdir.keys import RecordKeys, reference_of, with_path
from ..dicomdir.overview import Overview
from ..medium_names import MediumNames, is_safe
from ..model import Instance, Record, Where
from ..records.keys import KEYS
from ..scan.contradictions import stream_contradicts
from ..scan.failure import ScanFailure
from ..scan.scanner import Scanner
from .facts import facts_of, facts_of_record
from .naming import asks, open_profiles
from .records import GROUPING, ICON, record_findings, values_below, values_left_out
from .told import Told, told_by

MOST_FILES: Final = 64
"""The first file of each series is looked at, until there are so many."""


class Found(NamedTuple):
    """The profile that a file-set was made for; ``None`` where there is none, and why.

    ``as_likely`` has it, and those that the directory and the files tell as much for.
    """

    profile: Profile | None
    why: str
    as_likely: tuple[Profile, ...] = ()


class Sample(NamedTuple):
    """An instance that was looked at.

    Attributes
    ----------
    facts
        By its header.
    records
        The one that refers to it and those above it: type, keys, and what it has for them.
    """

    facts: Facts
    records: tuple[tuple[str, RecordKeys, dict[str, bytes]], ...]


def found_profile(
    root: str, overview: Overview, candidates: Iterable[Profile] | None = None
) -> Found:
    """The profile that a file-set was made for.

    No file tells of it (PS3.11 8): it is what the directory conforms to, and the first file of
    each series, as far as :data:`MOST_FILES`.

    Parameters
    ----------
    root
        Folder of the file-set.
    overview
        Of its records, by :func:`~dicom_fileset.conformity.told.overview_of`.
    candidates
        Profiles that it may have been made for; without, all Standard ones that are not secure.
    """
    told = frozenset(told_by(overview))
    if not any(one.reference for one in told):
        return Found(None, "no record of the file-set refers to a file")
    samples = _samples(root, overview.records)
    if samples is None:
        return Found(None, "a stream of the file-set is not what its label says")
    fitting = [
        profile
        for profile in candidates or open_profiles().values()
        if asks(profile) and _fits(profile, told) and all(_takes(profile, one) for one in samples)
    ]
    if not fitting:
        return Found(None, "the file-set conforms to no Standard profile that asks for anything")
    order = ranked(fitting, told)
    most = len(evidence(order[0], told))
    as_likely = tuple(one for one in order if len(evidence(one, told)) == most)
    return Found(order[0], _why(order[0], told), as_likely)


def ranked(fitting: Iterable[Profile], told: Collection[Told]) -> tuple[Profile, ...]:
    """Profiles that a file-set conforms to, in the order in which it was likely made for them.

    First those that its records bear evidence of; then those that take any SOP Class, so that
    nothing that is added is lost; then those with the fewest transfer syntaxes, which all the
    others have, too.  Among equals the order they come in is kept.
    """

    def key(profile: Profile) -> tuple[int, bool, int]:
        any_class = any(not row.sop_class_uid for row in profile.rows)
        syntaxes = {row.transfer_syntax_uid for row in profile.rows}
        return -len(evidence(profile, told)), not any_class, len(syntaxes)

    return tuple(sorted(fitting, key=key))


def evidence(profile: Profile, told: Collection[Told]) -> frozenset[str]:
    """Keywords that stand in records for no other reason than that a profile asks for them.

    A required icon is one; and a key of Type 2 that is empty: other tables leave such away.
    """
    found = {
        row.keyword
        for row in profile.keys.rows
        for one in told
        if row.type == "2"
        and one.record_type in row.record_types
        and KEYS[row.keyword][0] in one.there - one.valued
    }
    rule = profile.icon
    if rule is not None and rule.required:
        found |= {
            ICON
            for one in told
            if one.record_type in rule.record_types and KEYS[ICON][0] in one.valued
        }
    return frozenset(found)


def _why(profile: Profile, told: Collection[Told]) -> str:
    words = sorted(evidence(profile, told))
    if words:
        return f"it conforms to {profile.name}, which asks for {', '.join(words)} in its records"
    wide = any(not row.sop_class_uid for row in profile.rows)
    return f"it conforms to {profile.name}{', which takes any SOP Class' if wide else ''}"


def _samples(root: str, records: Sequence[Record]) -> list[Sample] | None:
    """Instances that were looked at; ``None`` where one is not what its label says."""
    samples: list[Sample] = []
    names, scanner = MediumNames(root), Scanner()
    seen: set[int] = set()
    for record, above in with_path(records):
        if len(samples) >= MOST_FILES:
            break
        series = id(above[-1] if above else record)
        if series in seen or not record.in_use:
            continue
        reference = reference_of(RecordKeys(record.body))
        if reference is None or not is_safe(reference.file_id):
            continue
        seen.add(series)
        match = names.find(reference.file_id)
        try:
            instance = scanner.scan(names.path(match)) if match else None
        except (ScanFailure, OSError):
            continue  # what is wrong with a file is told where it matters
        if instance is None:
            continue
        if stream_contradicts(instance):
            return None
        samples.append(_sample(instance, (*above, record)))
    return samples


def _sample(instance: Instance, path: tuple[Record, ...]) -> Sample:
    records = []
    for record in path:
        kind, keys = record.record_type, RecordKeys(record.body)
        below = kind in GROUPING and record is not path[-1]
        values = values_below(kind, instance) if below else values_left_out(instance, kind, keys)
        records.append((kind, keys, values))
    return Sample(facts_of(instance), tuple(records))


def _fits(profile: Profile, told: Iterable[Told]) -> bool:
    """Whether records are as a profile says, as far as they tell."""
    for one in told:
        if one.reference and check(facts_of_record(*one.reference, one.attributes), profile):
            return False
        for row in profile.keys.rows:
            if one.record_type not in row.record_types or row.type == "1C":
                continue
            if KEYS[row.keyword][0] not in (one.there if row.type == "2" else one.valued):
                return False
    return True


def _takes(profile: Profile, sample: Sample) -> bool:
    """Whether a profile takes an instance as it is, and its records."""
    return not check(sample.facts, profile) and not any(
        one
        for kind, keys, values in sample.records
        for one in record_findings(profile, kind, keys, values, sample.facts, Where())
    )
