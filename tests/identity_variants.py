"""One person as two places know it: one name variation, one of the ID, and seldom a slip."""

import random

from dicom_fileset.gate.identity import Identity
from identity_persons import Pair, identity, person, replaced
from identity_spellings import NAMERS


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


def honest(dice: random.Random) -> Pair:
    one = person(dice)
    namer = dice.choice(NAMERS)
    expected_name, found_name = namer(dice, one)
    expected, found = identity(one, expected_name), identity(one, found_name)
    expected, found = varied_id(dice, expected, varied_rest(dice, found))
    return Pair(expected, found, one_person=True, kind=namer.__name__)
