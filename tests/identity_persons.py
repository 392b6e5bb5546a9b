"""Synthetic persons, and their identities as a record says them; pairs are made of them."""

import random
from typing import NamedTuple

from dicom_fileset.gate.identity import Identity
from identity_names import NATIVE, ROMAN


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


def replaced(one: Identity, **fields: str) -> Identity:
    old = {name: getattr(one, name) for name in one.__struct_fields__}
    return Identity(**(old | fields))
