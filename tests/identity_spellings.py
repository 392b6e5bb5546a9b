"""The name of one person as two places write it: a function for each kind that is seen."""

import random
import unicodedata
from collections.abc import Callable

from dicom_fileset.gate.expected import expected_identity
from identity_names import NICKNAMES, ROMAN
from identity_persons import Person, caret

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
