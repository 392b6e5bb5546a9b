"""What ``smallest`` is in an archive: measured on some of its files, and kept in its journal."""

from typing import Final

import msgspec

from ..assessing.sampling import Strata
from ..interning import kinds
from ..journal import Journal
from ..paths import PATH, path_of
from .policy import Group, Policy, group_of
from .smallest import Choice, Sample, choose

_FACT: Final = "choices"
_PER_GROUP: Final = 12
"""Files that stand for a group: what is smallest differs by far more than these do."""
_FILES: Final = "SELECT number, kind, native FROM file WHERE kind IS NOT NULL"
_PLACE: Final = f"SELECT {PATH} WHERE file.number = ?"


class Kept(msgspec.Struct, frozen=True):
    """As the journal has them: what was measured of which candidates."""

    among: tuple[str, ...]
    choices: tuple[Choice, ...]


def choices_for(journal: Journal, policy: Policy, jobs: int) -> tuple[Choice, ...]:
    """What was measured for a policy: before, or now.

    Parameters
    ----------
    journal
        Whose files have been looked at; it keeps what is measured, so that a migration that goes
        on makes of files what it has made of the others.
    policy
        Of the migration.
    jobs
        Processes that encode.
    """
    groups = {
        number: group_of(kind) for number, kind in kinds(journal).items() if policy.candidates(kind)
    }
    if not groups:
        return ()
    kept = journal.fact(_FACT)
    if kept is not None:
        before = msgspec.convert(kept, Kept)
        if before.among == policy.among and set(groups.values()) <= {
            one.group for one in before.choices
        }:
            return before.choices
    found = choose(_samples(journal, groups), policy.among, jobs)
    journal.note(_FACT, msgspec.to_builtins(Kept(policy.among, found)))
    return found


def _samples(journal: Journal, groups: dict[int, Group]) -> list[Sample]:
    """Files of each group, those whose turn comes first."""
    strata = Strata[Group](_PER_GROUP)
    with journal.told():
        for number, kind, native in journal.data.execute(_FILES):
            if kind in groups:
                strata.add(groups[kind], number, native)
    return [
        Sample(group, path_of(journal.rows(_PLACE, (one.number,))[0]), one.size)
        for group, stratum in strata.all().items()
        for one in stratum.first
    ]
