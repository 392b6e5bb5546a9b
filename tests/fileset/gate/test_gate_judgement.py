"""The verdict: by a table that is monotone, and never better for want of evidence."""

import unicodedata
from itertools import product

import hypothesis.strategies as st
import msgspec
import pytest
from dicom_fileset.gate.compared import Grade
from dicom_fileset.gate.identity import Identity
from dicom_fileset.gate.judgement import _IDS, _TABLE, VERDICTS, judge, likeness
from hypothesis import given
from identity_names import NATIVE, ROMAN

ANNA = Identity("12345", "GENERAL", "Müller^Anna", "19700131", "F")
FIELDS = ("patient_id", "name", "birth_date", "sex")
NAMES: tuple[Grade, ...] = ("other", "half", "near", "fits", "equal")
DATES: tuple[Grade, ...] = ("other", "near", "equal")

words = st.sampled_from(
    [name.split("/")[0] for row in (ROMAN | NATIVE).values() for part in row for name in part]
)
parts = st.lists(words, min_size=1, max_size=3).map(" ".join)
typed = st.lists(parts, min_size=1, max_size=5).map("^".join)
native = st.sampled_from(
    ["山田^太郎", "王小东", "やまだ^たろう", "홍^길동", "Иванов^Иван", "محمد^علي"]
)
names = st.just("") | typed | st.tuples(typed, native).map("=".join) | native | st.text(max_size=30)
numbers = st.sampled_from(["", "12345", "0012345", "12-345", "12346", "X1", "MRN12345"])
issuers = st.sampled_from(["", "GENERAL", "ST_MARY"])
dates = st.sampled_from(["", "19700131", "19700130", "19703101", "1970", "19850505", "junk"])
sexes = st.sampled_from(["", "M", "F", "O"])
identities = st.builds(Identity, numbers, issuers, names, dates, sexes)


def rank(one: Identity, other: Identity) -> int:
    return VERDICTS.index(judge(one, other).verdict)


# -- the table -------------------------------------------------------------------------------------


def test_the_table_has_every_row() -> None:
    assert set(_TABLE) == set(product((*NAMES, "unsaid"), (*DATES, "unsaid")))
    assert {len(row) for row in _TABLE.values()} == {2 * len(_IDS) + 1}


def cell(name: Grade, date: Grade, place: int, sex: int) -> int:
    return "xds".index(_TABLE[name, date].split()[sex][place])


def test_better_agreement_never_makes_a_worse_verdict() -> None:
    orders: tuple[tuple[Grade, ...], ...] = (NAMES, ("other", "unsaid", "equal"))
    for order, date, place, sex in product(orders, (*DATES, "unsaid"), range(4), (0, 1)):
        column = [cell(name, date, place, sex) for name in order]
        assert column == sorted(column), (date, place, sex)
    orders = (DATES, ("other", "unsaid", "equal"))
    for order, name, place, sex in product(orders, (*NAMES, "unsaid"), range(4), (0, 1)):
        row = [cell(name, date, place, sex) for date in order]
        assert row == sorted(row), (name, place, sex)
    for name, date in _TABLE:
        for sex in (0, 1):
            ids = [cell(name, date, place, sex) for place in range(4)]
            assert ids == sorted(ids, reverse=True), (name, date)
        for place in range(4):
            assert cell(name, date, place, 0) >= cell(name, date, place, 1), (name, date)


def test_same_takes_two_that_agree_and_none_that_does_not() -> None:
    for (name, date), place in product(_TABLE, range(4)):
        if cell(name, date, place, 0) == 2:
            graded = (name, date, _IDS[place])
            assert sum(one in {"equal", "fits"} for one in graded) >= 2, graded
            assert set(graded) <= {"equal", "fits", "unsaid"}, graded
        assert cell(name, date, place, 1) < 2


# -- properties ------------------------------------------------------------------------------------


@given(one=identities, other=identities)
def test_likeness_goes_both_ways(one: Identity, other: Identity) -> None:
    assert likeness(one, other) == likeness(other, one)


@given(one=identities)
def test_nobody_is_refused_as_oneself(one: Identity) -> None:
    assert judge(one, one).verdict != "different"


@given(name=typed, date=st.sampled_from(["19700131", "19850505"]), number=numbers)
def test_who_says_all_is_the_same_as_oneself(name: str, date: str, number: str) -> None:
    one = Identity(number, "", name, date, "F")
    assert judge(one, one).verdict == "same"


@given(one=identities, other=identities, field=st.sampled_from(FIELDS))
def test_what_is_missing_never_makes_it_more_certain(
    one: Identity, other: Identity, field: str
) -> None:
    less = msgspec.structs.replace(other, **{field: ""})
    if judge(one, other).verdict != "same" and getattr(one, field):
        assert judge(one, less).verdict != "same"


@given(one=identities, other=identities, field=st.sampled_from(FIELDS))
def test_to_expect_less_of_what_agrees_is_no_help(
    one: Identity, other: Identity, field: str
) -> None:
    if likeness(one, other)[FIELDS.index(field)].grade == "equal":
        less = msgspec.structs.replace(one, **{field: ""})
        assert rank(less, other) <= rank(one, other)


@given(one=identities, other=identities, fold=st.sampled_from(["upper", "lower", "NFD", "NFKC"]))
def test_dress_never_makes_another_person(one: Identity, other: Identity, fold: str) -> None:
    same = judge(one, other).verdict == "same"
    dressed = msgspec.structs.replace(other, name=in_other_dress(other.name, fold))
    if same and other.name.lower() == other.name.upper().lower():
        assert judge(one, dressed).verdict != "different"


def in_other_dress(name: str, fold: str) -> str:
    if fold == "upper":
        return name.upper()
    if fold == "lower":
        return name.lower()
    return unicodedata.normalize("NFD" if fold == "NFD" else "NFKC", name)


@given(one=identities, other=identities)
def test_reasons_are_given_for_all_that_is_expected_and_hold_no_value(
    one: Identity, other: Identity
) -> None:
    expected = (one.patient_id, one.name, one.birth_date, one.sex)
    reasons = judge(one, other).reasons
    assert len(reasons) == max(1, sum(map(bool, expected)))
    assert all(reason.endswith(".") and reason.isascii() for reason in reasons)
    assert not any(character.isdigit() for character in "".join(reasons))


# -- cases -----------------------------------------------------------------------------------------

CASES = {
    "all that is expected agrees": ({}, {}, "same"),
    "nothing is expected": (dict.fromkeys(ANNA.__struct_fields__, ""), {}, "doubtful"),
    "nothing is found": ({}, dict.fromkeys(ANNA.__struct_fields__, ""), "doubtful"),
    "an ID of another issuer": ({}, {"patient_id": "77", "issuer": "ST_MARY"}, "same"),
    "such an ID, and another name": (
        {},
        {"patient_id": "77", "issuer": "ST_MARY", "name": "Müller^A"},
        "doubtful",
    ),
    "such an ID, and no sex": ({}, {"issuer": "ST_MARY", "sex": ""}, "doubtful"),
    "an ID of nobody knows whom": ({}, {"patient_id": "77", "issuer": ""}, "doubtful"),
    "two IDs of one issuer": ({}, {"patient_id": "77"}, "doubtful"),
    "two IDs of one issuer, and sexes": ({}, {"patient_id": "77", "sex": "M"}, "different"),
    "no ID expected": ({"patient_id": "", "issuer": ""}, {}, "same"),
    "no birth date found": ({}, {"birth_date": ""}, "doubtful"),
    "no birth date expected": ({"birth_date": ""}, {}, "same"),
    "no sex found": ({}, {"sex": ""}, "doubtful"),
    "another sex": ({}, {"sex": "M"}, "doubtful"),
    "day and month exchanged": ({}, {"birth_date": "19703101"}, "doubtful"),
    "another birth date": ({}, {"birth_date": "19850505"}, "doubtful"),
    "another birth date and ID": ({}, {"birth_date": "19850505", "patient_id": "7"}, "different"),
    "a twin": ({}, {"name": "Müller^Hanna", "patient_id": "12346"}, "doubtful"),
    "a twin brother": ({}, {"name": "Müller^Jan", "patient_id": "12346", "sex": "M"}, "different"),
    "another name and birth date under one ID": (
        {},
        {"name": "Nowak^Piotr", "birth_date": "19850505"},
        "different",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_verdict(case: str) -> None:
    expected, found, verdict = CASES[case]
    mine = msgspec.structs.replace(ANNA, **expected)
    theirs = msgspec.structs.replace(ANNA, **found)
    assert judge(mine, theirs).verdict == verdict, judge(mine, theirs).reasons


@pytest.mark.parametrize(
    ("field", "value", "verdict"),
    [
        ("patient_id", "12345", "doubtful"),
        ("patient_id", "777", "different"),
        ("name", "Anna Müller", "doubtful"),
        ("name", "Müller^Piotr", "different"),
        ("name", "Nowak^Piotr", "different"),
        ("birth_date", "19700131", "doubtful"),
        ("birth_date", "19850505", "different"),
        ("sex", "F", "doubtful"),
        ("sex", "M", "different"),
    ],
)
def test_one_attribute_alone_makes_nobody_the_same(field: str, value: str, verdict: str) -> None:
    expected = msgspec.structs.replace(Identity(), **{field: value})
    assert judge(expected, ANNA).verdict == verdict
