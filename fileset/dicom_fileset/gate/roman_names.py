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
    kept = found._replace(mine=_telling(found.mine), theirs=_telling(found.theirs))
    if _generations(found.mine) and _generations(found.theirs):
        return Compared("near", "The names are of two generations of a family.")
    if kept.mine and kept.theirs:
        return _with_others(kept, one, two)
    if kept.mine or kept.theirs:
        return _with_missing(kept, one, two)
    return _without_others(found)


def _without_others(found: _Matched) -> Compared:
    """Each name has all words of the other, but for titles, particles and suffixes."""
    beside = [*found.mine, *found.theirs]
    if not found.pairs:
        return Compared("other", "The names differ.")
    if found.short:
        return Compared("fits", "Names are shortened to initials, or cut off.")
    if any(not word.among(TITLES) or word.among(GENERATIONS) for word in beside):
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


def _telling(words: list[Word]) -> list[Word]:
    """Words without titles, particles and generations, which a name may have or not."""
    return [
        word
        for word in words
        if not (word.among(TITLES) or word.among(PARTICLES) or word.among(GENERATIONS))
    ]


def _generations(words: list[Word]) -> set[str]:
    return {GENERATIONS[found] for word in words if (found := word.among(GENERATIONS))}


def _carrying(pairs: list[tuple[Word, Word]]) -> list[tuple[Word, Word]]:
    """Pairs of more than titles and particles."""
    return [pair for pair in pairs if _telling([pair[0]])] or pairs


def _exchanged(pairs: list[tuple[Word, Word]]) -> bool:
    parts = {(first.part, second.part) for first, second in pairs}
    return parts >= {("family", "given"), ("given", "family")}


def _agreeing(pairs: list[tuple[Word, Word]], one: Group, two: Group) -> tuple[bool, bool]:
    """Whether there is a pair for the family name, and one for a given name.

    Where nobody says which is which, two pairs are both, and one is neither.
    """
    told = [group for group in (one, two) if group.part("family") and group.part("given")]
    if not told:
        return len(pairs) > 1, len(pairs) > 1
    words = {id(word) for pair in pairs for word in pair}
    family, given = (
        all(any(id(word) in words for word in group.part(part)) for group in told)
        for part in ("family", "given")
    )
    return family, given


def _with_missing(found: _Matched, one: Group, two: Group) -> Compared:
    """One name has words that the other has not."""
    family, given = _agreeing(_carrying(found.pairs), one, two)
    if family and given:
        return Compared("fits", "One name has parts that the other has not.")
    if found.pairs:
        return Compared("near", "One name is a part of the other.")
    return Compared("other", "The names differ.")


def _with_others(found: _Matched, one: Group, two: Group) -> Compared:
    """Each name has words that the other has not: slips, or other names."""
    mine, theirs = list(found.mine), list(found.theirs)
    slips = list(_paired(mine, theirs, _alike))
    family, given = _agreeing(_carrying([*found.pairs, *slips]), one, two)
    if slips and not (mine and theirs) and family and given:
        return Compared("near", "The names differ in a few letters.")
    family, given = _agreeing(_carrying(found.pairs), one, two)
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
    return (slips == 1 and longest > 2) or 1 - slips / longest >= _ALIKE
