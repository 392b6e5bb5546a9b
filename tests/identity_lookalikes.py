"""Two persons who look alike, by the kinds that families, chance and registers make."""

import random
from collections.abc import Callable

from identity_names import ROMAN
from identity_persons import Pair, Person, day, identity, person, replaced

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
