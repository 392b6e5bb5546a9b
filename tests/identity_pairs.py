"""Pairs of identities: one person as two places write it, or two persons who look alike.

Each pair is made of a synthetic person by a kind of variation as it is seen at import desks; the
kinds are those of clerks, keyboards, old systems and families, and know nothing of how the gate
compares.  One name variation, one ID variation and seldom one slip come together, as they do.

Two persons always differ in something that is expected and that both say: name, birth date, sex, or
an ID of the same issuer or of one that nobody names.
"""

import random
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from dicom_fileset.gate.expected import expected_identity
from dicom_fileset.gate.identity import Identity
from identity_names import NATIVE, NICKNAMES, ROMAN


class Pair(NamedTuple):
    """Who is expected, who is found, whether they are one person, and what was varied."""

    expected: Identity
    found: Identity
    one_person: bool
    kind: str


class Person(NamedTuple):
    """A synthetic person; ``groups`` are the component groups of the name, as (family, given)."""

    groups: tuple[tuple[str, str], ...]
    middle: str
    number: int
    day: str
    sex: str
    culture: str

    @property
    def family(self) -> str:
        return self.groups[0][0]

    @property
    def given(self) -> str:
        return self.groups[0][1]

    def renamed(self, family: str = "", given: str = "") -> "Person":
        return self._replace(groups=((family or self.family, given or self.given),))


def person(dice: random.Random) -> Person:
    sex = dice.choice("MF")
    culture = dice.choice([*ROMAN, *ROMAN, *NATIVE])
    names = (ROMAN | NATIVE)[culture]
    given_names = names.women if sex == "F" else names.men
    family, given = dice.choice(names.families).split("/"), dice.choice(given_names).split("/")
    groups = tuple(zip(family, given, strict=True))
    others = [name for name in given_names if name != "/".join(given)]
    middle = dice.choice(others) if culture in ROMAN and dice.random() < 0.4 else ""
    return Person(groups, middle, dice.randrange(10**5, 10**8), day(dice), sex, culture)


def day(dice: random.Random) -> str:
    return f"{dice.randrange(1925, 2022)}{dice.randrange(1, 13):02}{dice.randrange(1, 29):02}"


def caret(one: Person) -> str:
    """The name as DICOM has it, with all groups."""
    first, *others = one.groups
    name = "^".join((*first, one.middle)).rstrip("^")
    return "=".join((name, *("^".join(group) for group in others)))


def identity(one: Person, name: str = "") -> Identity:
    return Identity(str(one.number), "", name or caret(one), one.day, one.sex)


# -- one person ------------------------------------------------------------------------------------

Namer = Callable[[random.Random, Person], tuple[str, str]]
"""The name as it is expected and as it is found."""


def same_name(_: random.Random, one: Person) -> tuple[str, str]:
    return caret(one), caret(one)


def upper_case(_: random.Random, one: Person) -> tuple[str, str]:
    return caret(one), caret(one).upper()


def without_marks(_: random.Random, one: Person) -> tuple[str, str]:
    swaps = str.maketrans("łŁøØđĐıßæÆ", "lLoOdDisaA")
    plain = unicodedata.normalize("NFD", roman(one).translate(swaps))
    return roman(one), "".join(each for each in plain if not unicodedata.combining(each))


def marks_spelt(_: random.Random, one: Person) -> tuple[str, str]:
    return roman(one), roman(one).translate(
        {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss", ord("å"): "aa",
         ord("ø"): "oe", ord("æ"): "ae", ord("Å"): "Aa", ord("Ø"): "Oe", ord("Ö"): "Oe"}
    ).upper()  # fmt: skip


def decomposed(_: random.Random, one: Person) -> tuple[str, str]:
    return caret(one), unicodedata.normalize("NFD", caret(one))


def roman(one: Person) -> str:
    return caret(one).split("=", maxsplit=1)[0]


def as_typed(_: random.Random, one: Person) -> tuple[str, str]:
    return typed_name(f"{one.given} {one.family}"), roman(one._replace(middle=""))


def with_comma(_: random.Random, one: Person) -> tuple[str, str]:
    return typed_name(f"{one.family}, {one.given}"), roman(one._replace(middle="")).upper()


def typed_name(name: str) -> str:
    return expected_identity([f"PatientName={name}"]).name


def all_in_the_family_name(_: random.Random, one: Person) -> tuple[str, str]:
    return roman(one), " ".join(roman(one).split("^")).upper()


def exchanged(_: random.Random, one: Person) -> tuple[str, str]:
    return f"{one.family}^{one.given}", f"{one.given}^{one.family}"


def middle_left_out(_: random.Random, one: Person) -> tuple[str, str]:
    return roman(one), roman(one._replace(middle=""))


def middle_added(_: random.Random, one: Person) -> tuple[str, str]:
    return roman(one._replace(middle="")), roman(one)


def middle_initial(_: random.Random, one: Person) -> tuple[str, str]:
    return roman(one), roman(one._replace(middle=one.middle[:1]))


def title_added(dice: random.Random, one: Person) -> tuple[str, str]:
    title = dice.choice(["Dr.", "Prof. Dr.", "Mrs", "Herr", "Mme", "Sr."])
    bare = one._replace(middle="")
    where = dice.choice(["component", "family"])
    found = f"{roman(bare)}^^{title}" if where == "component" else f"{title} {roman(bare)}"
    return roman(bare), found


def suffix_added(dice: random.Random, one: Person) -> tuple[str, str]:
    return roman(one), f"{one.family}^{one.given}^{one.middle}^^{dice.choice(['Jr', 'III', 'MD'])}"


def initial_only(_: random.Random, one: Person) -> tuple[str, str]:
    return roman(one), f"{one.family}^{one.given[0]}."


def double_name_halved(dice: random.Random, one: Person) -> tuple[str, str]:
    other = dice.choice(ROMAN["english"].families)
    return f"{one.family}-{other}^{one.given}", f"{one.family}^{one.given}"


def birth_name_kept_beside(dice: random.Random, one: Person) -> tuple[str, str]:
    other = dice.choice(ROMAN["spanish"].families)
    return f"{one.family}^{one.given}", f"{one.family} {other}^{one.given}"


def married(dice: random.Random, one: Person) -> tuple[str, str]:
    other = dice.choice([name for name in ROMAN["german"].families if name != one.family])
    return f"{one.family}^{one.given}", f"{other}^{one.given}"


def cut_at_sixteen(_: random.Random, one: Person) -> tuple[str, str]:
    return roman(one), roman(one)[:16]


def cut_at_sixty_four(_: random.Random, one: Person) -> tuple[str, str]:
    long = f"{one.family} de Montmorency-Hohenzollern^{one.given}^{one.given} Maximiliana Theodora"
    return long, long[:64]


def roman_group_only(_: random.Random, one: Person) -> tuple[str, str]:
    return caret(one), roman(one)


def native_group_alone(_: random.Random, one: Person) -> tuple[str, str]:
    family, given = one.groups[-1] if len(one.groups) < 3 else one.groups[1]
    spaced = one.culture not in {"japanese", "chinese", "korean"}
    return caret(one), f"{family}{' ' * spaced}{given}"


def native_against_roman(_: random.Random, one: Person) -> tuple[str, str]:
    return roman(one), "^".join(one.groups[-1])


def half_width(_: random.Random, one: Person) -> tuple[str, str]:
    if one.culture != "japanese":
        return caret(one), f" {caret(one)} "
    kana = "^".join(one.groups[2])
    small = "".join(chr(ord(each) - 0x60) if "ァ" <= each <= "ヶ" else each for each in kana)
    return f"=={kana}", f"{roman(one)}=={small}"


def spaced_otherwise(_: random.Random, one: Person) -> tuple[str, str]:
    return roman(one), roman(one).replace("-", " ").replace("'", "").replace(" ", "  ")


def written_as_one(_: random.Random, one: Person) -> tuple[str, str]:
    whole = one.family.replace(" ", "").replace("'", "")
    return roman(one), f"{whole}^{one.given.replace('-', '')}^{one.middle}".rstrip("^")


def particle_at_the_end(_: random.Random, one: Person) -> tuple[str, str]:
    *particles, last = one.family.split()
    return roman(one), f"{last}^{one.given} {' '.join(particles)}"


def letter_slip(dice: random.Random, one: Person) -> tuple[str, str]:
    name = dice.choice([one.family, one.given])
    at = dice.randrange(len(name))
    kind = dice.choice(["drop", "double", "exchange"])
    wrong = {
        "drop": name[:at] + name[at + 1 :],
        "double": name[:at] + name[at] + name[at:],
        "exchange": name[:at] + dice.choice("aeiourstn") + name[at + 1 :],
    }[kind]
    found = one.renamed(wrong) if name == one.family else one.renamed(given=wrong)
    return roman(one), roman(found)


def nickname(dice: random.Random, one: Person) -> tuple[str, str]:
    long, short = dice.choice(NICKNAMES)
    return f"{one.family}^{long}", f"{one.family}^{short}"


NAMERS: tuple[Namer, ...] = (
    same_name, upper_case, without_marks, marks_spelt, decomposed, as_typed, with_comma,
    all_in_the_family_name, exchanged, middle_left_out, middle_added, middle_initial, title_added,
    suffix_added, initial_only, double_name_halved, birth_name_kept_beside, married,
    cut_at_sixteen, cut_at_sixty_four, roman_group_only, native_group_alone, native_against_roman,
    half_width, spaced_otherwise, written_as_one, particle_at_the_end, letter_slip, nickname,
)  # fmt: skip


def varied_id(
    dice: random.Random, expected: Identity, found: Identity
) -> tuple[Identity, Identity]:
    """The ID as two systems write it, or of another hospital as on most discs from outside."""
    number = found.patient_id
    kind = dice.choice(
        ["same", "zeros", "dress", "label", "issuer", "missing", "outside", "unnamed"]
    )
    if kind == "outside":
        expected = replaced(expected, issuer="GENERAL")
        return expected, replaced(found, patient_id=f"{dice.randrange(10**6)}", issuer="ST_MARY")
    if kind == "unnamed":
        return expected, replaced(found, patient_id=f"Q{dice.randrange(10**6)}")
    written = {
        "same": number,
        "zeros": number.zfill(10),
        "dress": f"{number[:3]}-{number[3:]} ",
        "label": f"MRN{number}",
        "issuer": f"GENERAL-{number}",
        "missing": "",
    }[kind]
    return expected, replaced(found, patient_id=written, issuer="GENERAL" * (kind == "issuer"))


def varied_rest(dice: random.Random, found: Identity) -> Identity:
    """A slip in the birth date, or something that is not said, in one of four."""
    year, month, of_month = found.birth_date[:4], found.birth_date[4:6], found.birth_date[6:]
    at = dice.randrange(8)
    digits = list(found.birth_date)
    digits[at] = str((int(digits[at]) + 1) % 10)
    kinds = [
        replaced(found, birth_date=year + of_month + month),
        replaced(found, birth_date="".join(digits)),
        replaced(found, birth_date=""),
        replaced(found, sex=""),
        replaced(found, sex="O"),
        replaced(found, birth_date=f"{year}.{month}.{of_month}"),
    ]
    return dice.choice(kinds) if dice.random() < 0.25 else found


def replaced(one: Identity, **fields: str) -> Identity:
    old = {name: getattr(one, name) for name in one.__struct_fields__}
    return Identity(**(old | fields))


def honest(dice: random.Random) -> Pair:
    one = person(dice)
    namer = dice.choice(NAMERS)
    expected_name, found_name = namer(dice, one)
    expected, found = identity(one, expected_name), identity(one, found_name)
    expected, found = varied_id(dice, expected, varied_rest(dice, found))
    return Pair(expected, found, one_person=True, kind=namer.__name__)


# -- two persons -----------------------------------------------------------------------------------

ALIKE = (
    ("Anna", "Hanna"), ("Jan", "Jana"), ("Lena", "Lea"), ("Maria", "Marie"), ("Julia", "Juliana"),
    ("John", "Johan"), ("Ann", "Anne"), ("Min-ji", "Min-jun"), ("Tim", "Tom"), ("Ana", "Inés"),
    ("Ali", "Alia"), ("Emily", "Emma"), ("Ole", "Olav"), ("Paul", "Paula"), ("Lars", "Lasse"),
)  # fmt: skip
UNISEX = ("Andrea", "Kim", "Dominique", "Camille", "Robin", "Sascha", "Alex", "Noor")
Twofold = Callable[[random.Random, Person], tuple[Person, Person]]


def neighbour(dice: random.Random, one: Person, **fields: object) -> Person:
    """Another person, registered on the same day as often as not: the next number."""
    number = one.number + 1 if dice.random() < 0.5 else dice.randrange(10**5, 10**8)
    return Person(**(one._asdict() | {"number": number} | fields))


def twins_alike(dice: random.Random, one: Person) -> tuple[Person, Person]:
    first, second = dice.choice(ALIKE)
    one = one.renamed(given=first)._replace(middle="")
    other = neighbour(dice, one.renamed(given=second))
    return one, other._replace(sex=dice.choice("MF"))


def twins(dice: random.Random, one: Person) -> tuple[Person, Person]:
    names = ROMAN["french"]
    one = one.renamed(given=dice.choice(names.women))._replace(sex="F", middle="")
    return one, neighbour(dice, one.renamed(given=dice.choice(names.men)), sex="M")


def twins_with_a_common_first_name(dice: random.Random, one: Person) -> tuple[Person, Person]:
    one = one.renamed(given="Maria")._replace(sex="F", middle="Clara")
    return one, neighbour(dice, one, middle="Teresa")


def father_and_son(dice: random.Random, one: Person) -> tuple[Person, Person]:
    year = int(one.day[:4]) - dice.randrange(20, 40)
    born = one.day[4:] if dice.random() < 0.1 else day(dice)[4:]
    return one, neighbour(dice, one, day=f"{year}{born}")


def siblings(dice: random.Random, one: Person) -> tuple[Person, Person]:
    given = dice.choice(ROMAN["spanish"].women)
    born = f"{int(one.day[:4]) + dice.choice([1, 2, 3, 5])}{day(dice)[4:]}"
    return one, neighbour(dice, one.renamed(given=given), day=born, middle="")


def namesakes(dice: random.Random, one: Person) -> tuple[Person, Person]:
    return one, neighbour(dice, one, day=day(dice))


def namesakes_of_one_day(dice: random.Random, one: Person) -> tuple[Person, Person]:
    return one, neighbour(dice, one)


def namesakes_of_nearly_one_day(dice: random.Random, one: Person) -> tuple[Person, Person]:
    return one, neighbour(dice, one, day=one.day[:7] + str((int(one.day[7]) + 1) % 9 or 9))


def namesakes_of_either_sex(dice: random.Random, one: Person) -> tuple[Person, Person]:
    one = one.renamed(given=dice.choice(UNISEX))._replace(middle="")
    return one, neighbour(dice, one, sex="M" if one.sex == "F" else "F")


def day_in_common(dice: random.Random, one: Person) -> tuple[Person, Person]:
    return one, person(dice)._replace(day=one.day)


def day_and_given_name_in_common(dice: random.Random, one: Person) -> tuple[Person, Person]:
    family = dice.choice(ROMAN["english"].families)
    return one, neighbour(dice, one.renamed(family), middle="")


def number_in_common(dice: random.Random, one: Person) -> tuple[Person, Person]:
    return one, person(dice)._replace(number=one.number)


def number_and_family_in_common(dice: random.Random, one: Person) -> tuple[Person, Person]:
    other = person(dice)
    return one, other.renamed(one.family)._replace(number=one.number)


def one_sound_two_characters(dice: random.Random, one: Person) -> tuple[Person, Person]:
    first, second = dice.sample(["裕子", "優子", "祐子", "由布子", "有子"], 2)
    family = ("Takahashi", "高橋")
    one = one._replace(groups=((family[0], "Yuuko"), (family[1], first)), middle="", sex="F")
    return one, neighbour(dice, one, groups=((family[0], "Yuuko"), (family[1], second)))


def strangers(dice: random.Random, one: Person) -> tuple[Person, Person]:
    return one, person(dice)


TWOFOLD: tuple[Twofold, ...] = (
    twins_alike, twins, twins_with_a_common_first_name, father_and_son, siblings, namesakes,
    namesakes_of_one_day, namesakes_of_nearly_one_day, namesakes_of_either_sex, day_in_common,
    day_and_given_name_in_common, number_in_common, number_and_family_in_common,
    one_sound_two_characters, strangers,
)  # fmt: skip


def alike(dice: random.Random) -> Pair:
    kind = dice.choice(TWOFOLD)
    one, other = kind(dice, person(dice))
    expected, found = identity(one), identity(other)
    if dice.random() < 0.5:
        expected = replaced(expected, issuer="GENERAL")
        found = replaced(found, issuer="GENERAL" * (dice.random() < 0.7))
    if dice.random() < 0.3:
        found = replaced(found, name=found.name.upper())
    return Pair(expected, found, one_person=False, kind=kind.__name__)


def pairs(count: int, seed: int) -> Iterator[Pair]:
    """As many pairs, of one person and of two in turn."""
    dice = random.Random(seed)  # noqa: S311 - the same pairs each time
    made = 0
    while made < count:
        pair = honest(dice) if made % 2 == 0 else alike(dice)
        if pair.one_person or differ(pair):
            made += 1
            yield pair


def differ(pair: Pair) -> bool:
    """Chance may make two persons say the same; such two nobody tells apart."""
    return pair.expected != pair.found
