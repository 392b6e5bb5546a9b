"""Names held against each other, group by group: an honest other spelling, or another person."""

from typing import Final

from .compared import Compared, Grade
from .letters import Script
from .name_words import Group, groups_of
from .native_names import compared_native
from .roman_names import compared_roman

_RANK: Final[tuple[Grade, ...]] = ("other", "half", "near", "fits", "equal")


def compared_names(one: str, other: str) -> Compared:
    """How far two names agree: ``equal``, ``fits``, ``near``, ``half``, ``other`` or ``unsaid``.

    Component groups are compared that both have; kanji cannot be held against romaji.

    References
    ----------
    PS3.5 6.2.1
    """
    mine, theirs = groups_of(one), groups_of(other)
    if not mine or not theirs:
        return Compared("unsaid", "The name cannot be compared: it is missing.")
    found: dict[Script, Compared] = {
        script: _compared(script, mine[script], theirs[script])
        for script in mine
        if script in theirs
    }
    if not found:
        return Compared("unsaid", "The names are written in two scripts, and cannot be compared.")
    roman = found.get("alphabetic")
    if roman and roman.grade == "near" and _one_in_its_own_script(found):
        found["alphabetic"] = Compared("fits", "The names are romanised in two ways.")
    return min(found.values(), key=lambda one: (_RANK.index(one.grade), one.reason))


def _one_in_its_own_script(found: dict[Script, Compared]) -> bool:
    return any(script != "alphabetic" and one.grade == "equal" for script, one in found.items())


def _compared(script: Script, mine: Group, theirs: Group) -> Compared:
    compare = compared_roman if script in {"alphabetic", "other"} else compared_native
    return compare(mine, theirs)
