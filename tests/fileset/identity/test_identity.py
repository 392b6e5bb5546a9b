"""One person or two: symmetric, forgiving of spelling, and never of birth date and sex."""

import hypothesis.strategies as st
import pytest
from dicom_fileset.identity import (
    Person,
    folded,
    person,
    same_person,
    stands_for,
    synthesised_id,
)
from hypothesis import example, given

names = st.sampled_from(
    ["", "able anna", "able ann", "baker bob", "meier anna", "meyer anna", "a", "b"]
) | st.text(max_size=20).map(folded)
persons = st.builds(
    Person,
    names,
    st.sampled_from(["", "19700101", "19700102"]),
    st.sampled_from(["", "M", "F"]),
)
ids = st.binary(max_size=80) | st.text("AB12~", max_size=70).map(str.encode)


@given(one=persons, other=persons)
def test_sameness_goes_both_ways(one: Person, other: Person) -> None:
    assert same_person(one, other) == same_person(other, one)


@example(one="ana lena", other="ana neal")
@example(one="lena maier", other="leman meier")
@example(one="alan hannah", other="elena hannah")
@given(one=st.text("ab ", max_size=12), other=st.text("ab ", max_size=12))
def test_sameness_of_names_goes_both_ways(one: str, other: str) -> None:
    first, second = (Person(folded(name), "19700101", "F") for name in (one, other))
    assert same_person(first, second) == same_person(second, first)


@given(one=persons)
def test_everyone_is_the_same_as_oneself(one: Person) -> None:
    assert same_person(one, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MEIER^ANNA", "Meier^Anna"),
        ("Müller^Jörg", "MULLER^JORG"),
        ("Able^Anna^Maria", "Able^Anna"),
        ("Able^Anna", "Anna^Able"),
        ("Able, Anna", "Able^Anna"),
        ("Meier^Anna", "Meyer^Anna"),
        ("O'Brien^Pat", "O Brien^Pat"),
        ("Able^Anna=山田", "Able^Anna"),
        ("Able^Anna", "Able^Anna^^Dr."),
        ("Lefèvre^Zoé", "LEFEVRE^ZOE"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    first, second = (
        person(name.encode(), b"19700101", b"F", b"ISO_IR 192") for name in (one, other)
    )
    assert same_person(first, second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Able^Alice", "Baker^Bob"),
        ("Smith^John", "Jones^Mary"),
        ("Иванов^Иван", "Петрова^Анна"),
        ("山田^太郎", "鈴木^花子"),
    ],
)
def test_two_names(one: str, other: str) -> None:
    first, second = (person(name.encode(), b"", b"", b"ISO_IR 192") for name in (one, other))
    assert not same_person(first, second)


def test_other_ways_to_write_a_date_and_a_sex() -> None:
    assert person(b"A", b"1970.01.01", b"F", b"") == Person("a", "19700101", "F")
    assert person(b"A", b"no date", b"O", b"") == Person("a", "", "")
    assert person(b"A", b"\xff" * 8, b"\xff", b"") == Person("a", "", "")
    assert person(b"A", "١٩٧٠٠١٠١".encode(), b"", b"").birth_date == ""


@pytest.mark.parametrize(("place", "value"), [(1, "19710101"), (2, "M")])
def test_birth_date_and_sex_are_not_spelling(place: int, value: str) -> None:
    one = Person("able anna", "19700101", "F")
    other = Person(*(value if index == place else own for index, own in enumerate(one)))
    unknown = Person(*("" if index == place else own for index, own in enumerate(one)))
    assert not same_person(one, other)
    assert same_person(one, unknown)


@given(name=st.text(max_size=40))
def test_folding_again_changes_nothing(name: str) -> None:
    assert folded(folded(name)) == folded(name)


@given(
    name=st.binary(max_size=40),
    declared=st.sampled_from([b"", b"ISO_IR 192", b"\\ISO 2022 IR 87", b"?"]),
)
def test_a_name_of_any_bytes_is_someones(name: bytes, declared: bytes) -> None:
    found = person(name, b"", b"", declared)
    assert found == person(name, b"", b"", declared)


@given(patient_id=ids, who=persons, otherwise=st.binary(max_size=64))
def test_a_synthesised_id(patient_id: bytes, who: Person, otherwise: bytes) -> None:
    made = synthesised_id(patient_id, who, otherwise)
    assert len(made) <= 64
    assert made == synthesised_id(patient_id, who, otherwise)
    assert made != patient_id
    assert stands_for(made, patient_id)


@given(one=persons, other=persons, patient_id=ids)
def test_two_persons_get_two_ids(one: Person, other: Person, patient_id: bytes) -> None:
    if one != other and any(one) and any(other):
        first, second = (synthesised_id(patient_id, who, b"1.2") for who in (one, other))
        assert first != second


@pytest.mark.parametrize(
    ("record_id", "patient_id"),
    [
        (b"123", b"123"),
        (b"123~SHORT", b"123"),
        (b"124~ABCDEFGH", b"123"),
        (b"UNKNOWN~ABCDEFGH", b"123"),
        (b"123~ABCDEFGH", b""),
        (b"~ABCDEFGH", b"123"),
        (b"12~ABCDEFGH", b"123"),
        (b"123~abcdefgh", b"123"),
        (b"123~01890189", b"123"),
    ],
)
def test_ids_that_stand_for_nobody_else(record_id: bytes, patient_id: bytes) -> None:
    """Of base 32 are the letters A to Z and the digits 2 to 7 (RFC 4648)."""
    assert not stands_for(record_id, patient_id)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yamada^Tarou=山田^太郎", "=山田^太郎"),
        ("Yamada^Tarou=山田^太郎=やまだ^たろう", "山田^太郎"),
        ("Wang^XiaoDong=王^小东", "Wang^Xiaodong"),
    ],
)
def test_any_group_of_a_name_tells(one: str, other: str) -> None:
    persons = [Person(folded(name), "19700101", "M") for name in (one, other)]
    assert same_person(*persons)
    assert same_person(*reversed(persons))
