"""Which Standard profiles instances conform to, or the nearest one and what stands in its way."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec
from dicom_profiles import Facts, Nonconformance, Profile, check, profiles

from ..model import Decision
from ..report import Obstacle
from .facts import facts_of


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


def naming_of(placed: Iterable[Decision]) -> Naming:
    """The profiles that placed instances conform to, by their headers and records.

    A profile with an icon rule that requires icons is conformed to when icons were made.
    """
    counts: Counter[int] = Counter()
    distinct: dict[int, Facts] = {}
    for one in placed:
        # A planned instance is taken as it is: what comes of it is checked when it is there.
        facts = facts_of(
            msgspec.structs.replace(one.instance, transfer_syntax_uid=one.transfer_syntax_uid)
        )
        counts[id(facts)] += 1
        distinct[id(facts)] = facts
    return naming({key: (distinct[key], count) for key, count in counts.items()})


def naming(groups: Mapping[int, tuple[Facts, int]]) -> Naming:
    """As :func:`naming_of`, of facts and how many instances have them."""
    if not groups:
        return Naming()
    unmet = {name: _obstacles(profile, groups) for name, profile in _candidates().items()}
    met = [name for name, obstacles in unmet.items() if not obstacles]
    asking = [name for name in met if _asks(_candidates()[name])]
    if asking:
        return Naming((*asking, *(name for name in met if name not in asking)))
    open_names = tuple(met)
    nearest = min(
        (name for name in unmet if _asks(_candidates()[name])),
        key=lambda name: sum(unmet[name].values()),
    )
    obstacles = tuple(
        Obstacle(one.code, one.message, one.clause, count)
        for one, count in unmet[nearest].most_common()
    )
    return Naming(open_names, nearest, obstacles)


def _candidates() -> dict[str, Profile]:
    """Profiles that are not secure and ask for no icon, which none is made of here."""
    return {
        name: profile
        for name, profile in profiles().items()
        if profile.security == "none" and not (profile.icon and profile.icon.required)
    }


def _asks(profile: Profile) -> bool:
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
