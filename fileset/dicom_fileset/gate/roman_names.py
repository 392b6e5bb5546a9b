"""Names of words with spaces between: which word of the one is which of the other."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Final, NamedTuple

from .compared import Compared, distance
from .name_words import GENERATIONS, PARTICLES, TITLES, Group, Word, joined

_ALIKE: Final = 0.7
"""Of the letters of two words that are one but for slips, when they differ in more than one."""


class _Matched(NamedTuple):
    """Pairs of words that are one, and what is left on either side."""

    pairs: list[tuple[Word, Word]]
    short: bool
    """Whether one of a pair is an initial, or cut off."""
    mine: list[Word]
    theirs: list[Word]


def compared_roman(mine: Group, theirs: Group) -> Compared:
    """How far two names agree, whatever the order of their words."""
    one = Group(tuple(joined(mine.words, theirs.words)), mine.cut)
    two = Group(tuple(joined(theirs.words, mine.words)), theirs.cut)
    found = _matched(one, two)
    if _generations(found.mine) and _generations(found.theirs):
        return Compared("near", "The names are of two generations of a family.")
    kept = found._replace(mine=_telling(found.mine, one), theirs=_telling(found.theirs, two))
    if _no_titles(found.mine) and _no_titles(found.theirs):
        kept = found
    if kept.mine and kept.theirs:
        return _with_others(kept, one, two)
    if kept.mine or kept.theirs:
        return _with_missing(kept, one, two)
    return _without_others(found)


def _without_others(found: _Matched) -> Compared:
    """Each name has all words of the other, but for titles, particles and suffixes."""
    if not found.pairs:
        return Compared("other", "The names differ.")
    if found.short:
        return Compared("fits", "Names are shortened to initials, or cut off.")
    if _no_titles([*found.mine, *found.theirs]):
        return Compared("fits", "The names differ in a particle or a suffix.")
    if _exchanged(found.pairs):
        return Compared("fits", "Family name and given name are exchanged.")
    return Compared("equal", "The names are equal.")


def _matched(one: Group, two: Group) -> _Matched:
    """Words paired: those that are equal first, then initials, then words that were cut off."""
    mine, theirs = list(one.words), list(two.words)
    pairs = list(_paired(mine, theirs, lambda a, b: bool(a.spelt & b.spelt) and a.part == b.part))
    pairs += _paired(mine, theirs, lambda a, b: bool(a.spelt & b.spelt))
    whole = len(pairs)
    pairs += _paired(mine, theirs, _initial)
    if one.cut or two.cut:
        ends = (one.words[-1] if one.cut else None, two.words[-1] if two.cut else None)
        pairs += _paired(mine, theirs, lambda a, b: _cut_off(a, b, ends))
    return _Matched(pairs, len(pairs) > whole, mine, theirs)


def _paired(
    mine: list[Word], theirs: list[Word], agree: Callable[[Word, Word], bool]
) -> Iterator[tuple[Word, Word]]:
    """Take pairs that agree out of both lists; the order of the lists does not matter."""
    candidates = sorted(
        product(mine, theirs), key=lambda pair: sorted((_key(pair[0]), _key(pair[1])))
    )
    for first, second in candidates:
        if first in mine and second in theirs and agree(first, second):
            mine.remove(first)
            theirs.remove(second)
            yield first, second


def _key(word: Word) -> tuple[list[str], str]:
    return sorted(word.spelt), word.part


def _initial(one: Word, two: Word) -> bool:
    if not (one.is_initial() or two.is_initial()):
        return False
    return bool({each[:1] for each in one.spelt} & {each[:1] for each in two.spelt})


def _cut_off(one: Word, two: Word, ends: tuple[Word | None, Word | None]) -> bool:
    return (one is ends[0] and _begins(two, one)) or (two is ends[1] and _begins(one, two))


def _begins(whole: Word, start: Word) -> bool:
    return any(each.startswith(begun) for each in whole.spelt for begun in start.spelt)


def _no_titles(words: list[Word]) -> list[Word]:
    return [word for word in words if not word.among(TITLES)]


def _beside(word: Word) -> bool:
    """Whether it is a word that a name may have or not: a title, a particle, a generation."""
    return bool(word.among(TITLES) or word.among(PARTICLES) or word.among(GENERATIONS))


def _telling(words: list[Word], group: Group) -> list[Word]:
    """Words without which it is another name: Ben is one where it is all of a given name."""
    bearers = _bearers(group)
    return [word for word in words if _any_of(bearers, [word]) or not _beside(word)]


def _bearers(group: Group) -> list[Word]:
    """The first word that tells of the family name, and of the given name."""
    parts = (group.part("family"), group.part("given"))
    return [next((word for word in part if not _beside(word)), part[0]) for part in parts if part]


def _generations(words: list[Word]) -> set[str]:
    return {GENERATIONS[found] for word in words if (found := word.among(GENERATIONS))}


def _exchanged(pairs: list[tuple[Word, Word]]) -> bool:
    parts = {(first.part, second.part) for first, second in pairs}
    return parts >= {("family", "given"), ("given", "family")}


def _agreeing(pairs: list[tuple[Word, Word]], one: Group, two: Group) -> tuple[bool, bool]:
    """Whether there is a pair for the family name, and one for the first given name.

    Where nobody says which is which, two pairs are both, and one is neither.
    """
    told = [group for group in (one, two) if group.part("family") and group.part("given")]
    if not told:
        carrying = [pair for pair in pairs if not _beside(pair[0])]
        return len(carrying) > 1, len(carrying) > 1
    words = [word for pair in pairs for word in pair]
    family = all(_any_of(_telling(group.part("family"), group), words) for group in told)
    given = all(_any_of(_bearers(group)[1:], words) for group in told)
    return family, given


def _any_of(some: list[Word], words: list[Word]) -> bool:
    return any(one is word for one in some for word in words)


def _with_missing(found: _Matched, one: Group, two: Group) -> Compared:
    """One name has words that the other has not."""
    family, given = _agreeing(found.pairs, one, two)
    if family and given:
        return Compared("fits", "One name has parts that the other has not.")
    if found.pairs:
        return Compared("near", "One name is a part of the other.")
    return Compared("other", "The names differ.")


def _with_others(found: _Matched, one: Group, two: Group) -> Compared:
    """Each name has words that the other has not: slips, or other names."""
    mine, theirs = list(found.mine), list(found.theirs)
    slips = list(_paired(mine, theirs, _alike))
    family, given = _agreeing([*found.pairs, *slips], one, two)
    if slips and not (mine and theirs) and family and given:
        return Compared("near", "The names differ in a few letters.")
    family, given = _agreeing(found.pairs, one, two)
    if family and given:
        return Compared("near", "The names agree, and differ in further given names.")
    if family:
        return Compared("half", "The family names are equal, the given names differ.")
    if given:
        return Compared("half", "The given names are equal, the family names differ.")
    if found.pairs or slips:
        return Compared("half", "The names agree in a part only.")
    return Compared("other", "The names differ.")


def _alike(one: Word, two: Word) -> bool:
    return any(_likeness(mine, theirs) for mine in one.spelt for theirs in two.spelt)


def _likeness(one: str, other: str) -> bool:
    longest, slips = max(len(one), len(other)), distance(one, other)
    return (slips <= 1 and longest > 2) or 1 - slips / longest >= _ALIKE
