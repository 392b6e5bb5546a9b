"""Other pairs, made in another spirit: corrupted by machines, and mined for likeness.

One person: the record is put through one to three faults of typists, converters and old systems,
at random places.  Two persons: a crowded town is populated, with few names and few birth dates, and
its nearest neighbours are taken: pairs that share the most, whatever that is.

The town has one hospital, which nobody names: two IDs are two persons, and a person who looks at
them can know it.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations, islice

from dicom_fileset.gate.identity import Identity
from identity_names import ROMAN
from identity_persons import Pair, caret, identity, person, replaced

Fault = Callable[[random.Random, str], str]

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {
    key: row[max(0, at - 1) : at + 2].replace(key, "")
    for row in _KEYS
    for at, key in enumerate(row)
}
_SOUNDS = (
    ("ph", "f"), ("f", "ph"), ("ck", "k"), ("k", "c"), ("y", "i"), ("i", "y"), ("ei", "ai"),
    ("th", "t"), ("tt", "t"), ("ss", "s"), ("nn", "n"), ("ie", "i"), ("ou", "u"), ("z", "s"),
    ("v", "w"), ("j", "y"), ("sch", "sh"), ("x", "ks"), ("dt", "t"), ("ll", "l"), ("r", "rr"),
)  # fmt: skip
_LOOKS = (("l", "1"), ("O", "0"), ("rn", "m"), ("m", "rn"), ("i", "l"), ("B", "8"), ("S", "5"))


def _once(dice: random.Random, text: str, table: tuple[tuple[str, str], ...]) -> str:
    known = [pair for pair in table if pair[0] in text]
    if not known:
        return text
    old, new = dice.choice(known)
    return text.replace(old, new, 1)


def beside_the_key(dice: random.Random, text: str) -> str:
    places = [at for at, letter in enumerate(text) if letter.lower() in _BESIDE]
    if not places:
        return text
    at = dice.choice(places)
    return text[:at] + dice.choice(_BESIDE[text[at].lower()]) + text[at + 1 :]


def swapped_letters(dice: random.Random, text: str) -> str:
    at = dice.randrange(max(1, len(text) - 1))
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def by_ear(dice: random.Random, text: str) -> str:
    return _once(dice, text, _SOUNDS)


def by_eye(dice: random.Random, text: str) -> str:
    return _once(dice, text, _LOOKS)


def latin_1_for_utf_8(_: random.Random, text: str) -> str:
    return text.encode().decode("latin-1")


def question_marks(_: random.Random, text: str) -> str:
    return text.encode("ascii", "replace").decode()


def letters_lost(_: random.Random, text: str) -> str:
    return text.encode("ascii", "ignore").decode()


def cut_anywhere(dice: random.Random, text: str) -> str:
    return text[: dice.randrange(len(text) * 2 // 3, len(text) + 1)]


def components_shifted(_: random.Random, text: str) -> str:
    return text.replace("^", "^^", 1)


def separators_changed(dice: random.Random, text: str) -> str:
    return text.replace("^", dice.choice([" ", ", ", "_", "/", ";"]))


def given_name_first(_: random.Random, text: str) -> str:
    return " ".join(reversed(text.split("^")))


def noted_beside(dice: random.Random, text: str) -> str:
    return text + dice.choice([" (geb. Maier)", "^^^MD", " *", " #2", " -URGENT-", "^^Fr"])


def small_letters(_: random.Random, text: str) -> str:
    return text.lower()


def no_spaces(_: random.Random, text: str) -> str:
    return text.replace(" ", "").replace("-", "")


FAULTS: tuple[Fault, ...] = (
    beside_the_key, swapped_letters, by_ear, by_eye, latin_1_for_utf_8, question_marks,
    letters_lost, cut_anywhere, components_shifted, separators_changed, given_name_first,
    noted_beside, small_letters, no_spaces,
)  # fmt: skip


def honest(dice: random.Random) -> Pair:
    """One person; faults in the name mostly, seldom in the rest."""
    one = person(dice)
    expected = identity(one, caret(one).split("=")[0])
    found = expected
    kinds = []
    for _ in range(dice.choice([1, 1, 1, 2, 2, 3])):
        fault = dice.choice(FAULTS)
        kinds.append(fault.__name__)
        found = replaced(found, name=fault(dice, found.name))
    if dice.random() < 0.5:
        found = replaced(found, patient_id=f"X{dice.randrange(10**7)}")
        kinds.append("outside ID")
    if dice.random() < 0.05:
        found = replaced(found, sex={"M": "F", "F": "M"}[found.sex])
        kinds.append("sex")
    if dice.random() < 0.05:
        at = dice.randrange(7)
        swapped = found.birth_date[:at] + found.birth_date[at : at + 2][::-1]
        found = replaced(found, birth_date=swapped + found.birth_date[at + 2 :])
        kinds.append("birth date")
    return Pair(expected, found, one_person=True, kind="+".join(kinds))


def town(dice: random.Random, count: int) -> list[Identity]:
    """Few families, few names, few birth dates, and an ID for each."""
    culture = ROMAN[dice.choice([*ROMAN])]
    families = culture.families[:6]
    people = []
    for number in dice.sample(range(10**5, 2 * 10**5), count):
        sex = dice.choice("MF")
        given = dice.choice(culture.women if sex == "F" else culture.men)
        middle = dice.choice(["", "", "", *culture.women[:3]])
        name = f"{dice.choice(families)}^{given}^{middle}".rstrip("^")
        born = f"{dice.randrange(1960, 1966)}0{dice.randrange(1, 4)}{dice.randrange(10, 16)}"
        people.append(Identity(str(number), "", name, born, sex))
    return people


def neighbours(dice: random.Random, most: int) -> Iterator[Pair]:
    """Pairs of a town that share two of family name, given name and birth date, or the number."""
    shared: dict[tuple[str, ...], list[Identity]] = defaultdict(list)
    for one in town(dice, 300):
        family, given = one.name.split("^")[:2]
        for key in ((family, given), (family, one.birth_date), (given, one.birth_date)):
            shared[key].append(one)
    found = [pair for people in shared.values() for pair in combinations(people, 2)]
    dice.shuffle(found)
    for one, other in islice(found, most):
        yield from _met(dice, one, other)


def _met(dice: random.Random, one: Identity, other: Identity) -> Iterator[Pair]:
    """Two persons at the desk: at times the file lacks something, at times a number is mistyped."""
    kind = "neighbours"
    if dice.random() < 0.1 and one.name.split("^")[1] != other.name.split("^")[1]:
        other, kind = replaced(other, patient_id=one.patient_id), "neighbours+one number"
    elif dice.random() < 0.1:
        other, kind = replaced(other, patient_id=""), "neighbours+no number"
    elif dice.random() < 0.1:
        other, kind = replaced(other, sex=""), "neighbours+no sex"
    if dice.random() < 0.2:
        other = replaced(other, name=beside_the_key(dice, other.name))
        kind = f"{kind}+slip"
    yield Pair(one, other, one_person=False, kind=kind)


def pairs(count: int, seed: int) -> Iterator[Pair]:
    """As many pairs, of one person and of two in turn."""
    dice = random.Random(seed)  # noqa: S311 - the same pairs each time
    near = (pair for _ in iter(int, 1) for pair in neighbours(dice, 200))
    for number in range(count):
        yield next(near) if number % 2 else honest(dice)
