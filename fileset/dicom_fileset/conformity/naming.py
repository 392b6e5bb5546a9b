"""Which Standard profiles instances conform to, or the nearest one and what stands in its way."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

import msgspec
from dicom_codecs.registry import TRANSFER_SYNTAXES
from dicom_profiles import Facts, Nonconformance, Profile, check, profiles

from ..findings import CODES
from ..model import Decision, Instance, ParentKeys, Traits
from ..report import Obstacle
from ..scan.contradictions import stream_contradicts
from .facts import facts_of
from .prediction import by_stream, predicted


class Naming(NamedTuple):
    """What can be said of a file-set.

    Attributes
    ----------
    conforms_to
        Names of profiles, those that ask more before those that ask nothing of the bytes.
    nearest
        Where there is none: the profile that the fewest instances stand in the way of.
    obstacles
        What stands in its way.
    """

    conforms_to: tuple[str, ...] = ()
    nearest: str = ""
    obstacles: tuple[Obstacle, ...] = ()


def naming_of(placed: Iterable[Decision], made_for: Profile | None) -> Naming:
    """The profiles that placed instances conform to, by their headers.

    Parameters
    ----------
    placed
        Instances as they are, or will be.
    made_for
        The profile whose keys and icons the records have.
    """
    counts: Counter[int] = Counter()
    distinct: dict[int, Facts] = {}
    for one in placed:
        facts = _facts_once_placed(one)
        if any(reason.code == "uid-invalid" for reason in one.reasons):
            facts = _with_invalid_uid(facts)
        counts[id(facts)] += 1
        distinct[id(facts)] = facts
    return naming({key: (distinct[key], count) for key, count in counts.items()}, made_for)


def _facts_once_placed(decision: Decision) -> Facts:
    """An instance as it is; one that is not written yet as it is foreseen."""
    instance, uid = decision.instance, decision.transfer_syntax_uid
    if uid == instance.transfer_syntax_uid:
        return facts_of(instance)
    return _foreseen(instance.sop_class_uid, instance.transfer_syntax_uid, instance.traits, uid)


@lru_cache(maxsize=65536)
def _foreseen(sop_class_uid: str, source_uid: str, traits: Traits, target_uid: str) -> Facts:
    instance = Instance("", 0, sop_class_uid, "", source_uid, ParentKeys(), (), traits=traits)
    target = TRANSFER_SYNTAXES.get(target_uid)
    facts = facts_of(instance)
    if target is None or source_uid not in TRANSFER_SYNTAXES:
        return msgspec.structs.replace(facts, transfer_syntax_uid=target_uid)
    return predicted(by_stream(facts, traits) if stream_contradicts(instance) else facts, target)


def _with_invalid_uid(facts: Facts) -> Facts:
    """An instance that conforms to no profile, since no File-set may have it as it is."""
    clause = CODES["uid-invalid"].clause
    message = "Its SOP Instance UID is not a valid UID."
    invalid = Nonconformance("uid-invalid", message, clause)
    return msgspec.structs.replace(facts, contradictions=(invalid, *facts.contradictions))


def naming(groups: Mapping[int, tuple[Facts, int]], made_for: Profile | None = None) -> Naming:
    """As :func:`naming_of`, of facts and how many instances have them."""
    if not groups:
        return Naming()
    candidates = _candidates(made_for)
    unmet = {name: _obstacles(profile, groups) for name, profile in candidates.items()}
    met = [name for name, obstacles in unmet.items() if not obstacles]
    asking = [name for name in met if asks(candidates[name])]
    if asking:
        return Naming((*asking, *(name for name in met if name not in asking)))
    open_names = tuple(met)
    nearest = min(
        (name for name in unmet if asks(candidates[name])),
        key=lambda name: sum(unmet[name].values()),
    )
    obstacles = tuple(
        Obstacle(one.code, one.message, one.clause, count)
        for one, count in unmet[nearest].most_common()
    )
    return Naming(open_names, nearest, obstacles)


def _candidates(made_for: Profile | None) -> dict[str, Profile]:
    """Profiles that are not secure, and ask for no icons but those that were made."""
    others = {
        name: profile
        for name, profile in open_profiles().items()
        if not (profile.icon and profile.icon.required)
    }
    return others if made_for is None else {made_for.name: made_for, **others}


def open_profiles() -> dict[str, Profile]:
    """The Standard profiles that are not secure, in the order of the annexes."""
    return {name: one for name, one in profiles().items() if one.security == "none"}


def asks(profile: Profile) -> bool:
    """Whether a profile asks anything of the bytes."""
    return any(row.transfer_syntax_uid for row in profile.rows)


def _obstacles(
    profile: Profile, groups: Mapping[int, tuple[Facts, int]]
) -> Counter[Nonconformance]:
    found: Counter[Nonconformance] = Counter()
    for facts, count in groups.values():
        for one in check(facts, profile)[:1]:
            found[one] += count
    return found
