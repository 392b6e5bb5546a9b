"""Names in Chinese characters, Hangul or kana: often without a space between their two parts."""

from .compared import Compared, distance
from .name_words import Group, together


def compared_native(mine: Group, theirs: Group) -> Compared:
    """How far two names agree that are written without spaces, or may be."""
    first, second = _wholes(mine), _wholes(theirs)
    if first & second:
        return Compared("equal", "The names are equal.")
    if mine.part("given") and theirs.part("given"):
        return _by_parts(mine, theirs)
    slip = min(distance(one, two) for one in first for two in second)
    longest = max(map(len, first | second))
    if slip == 1 and longest > 2:
        return Compared("near", "The names differ in one character.")
    if slip < longest:
        return Compared("half", "The names agree in a part only.")
    return Compared("other", "The names differ.")


def _wholes(group: Group) -> set[str]:
    """The name as one word, and with its given name first."""
    family, given = group.part("family"), group.part("given")
    ways = together(group.words)
    return ways | together([*given, *family]) if given else ways


def _by_parts(mine: Group, theirs: Group) -> Compared:
    families, givens = (
        (together(mine.part(part)), together(theirs.part(part))) for part in ("family", "given")
    )
    same_family, same_given = bool(families[0] & families[1]), bool(givens[0] & givens[1])
    if not same_family and not same_given:
        return Compared("other", "The names differ.")
    one, two = givens if same_family else families
    if min(distance(mine, theirs) for mine in one for theirs in two) == 1:
        return Compared("near", "The names differ in one character.")
    if same_family:
        return Compared("half", "The family names are equal, the given names differ.")
    return Compared("half", "The given names are equal, the family names differ.")
