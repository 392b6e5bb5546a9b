"""One Patient ID, one person: shared IDs, empty IDs, and records that are there already."""

import hypothesis.strategies as st
from dicom_fileset.identity import Person, same_person
from dicom_fileset.model import ParentKeys
from dicom_fileset.people import Assigned, People
from hypothesis import given

ALICE = Person("able alice", "19700101", "F")
BOB = Person("baker bob", "19650303", "M")
NOBODY = Person("", "", "")


def assigned(people: People, patient_id: bytes, who: Person, study: bytes = b"1.2") -> Assigned:
    return people.assign(ParentKeys(patient_id=patient_id), who, study)


def test_an_id_of_one_person_is_kept() -> None:
    people = People()
    assert assigned(people, b"1", ALICE) == Assigned(b"1")
    assert assigned(people, b"1", ALICE) == Assigned(b"1")
    assert assigned(people, b"2", BOB) == Assigned(b"2")


def test_two_persons_with_one_id() -> None:
    people = People()
    first, second = assigned(people, b"1", ALICE), assigned(people, b"1", BOB)
    assert first == Assigned(b"1")
    assert second.shared
    assert second.record_id.startswith(b"1~")
    assert assigned(people, b"1", BOB).record_id == second.record_id
    assert assigned(people, b"1", ALICE) == first


def test_a_person_spelt_otherwise() -> None:
    people = People()
    assigned(people, b"1", ALICE)
    assert assigned(people, b"1", ALICE._replace(name="abel alice")) == Assigned(b"1", respelt=True)


def test_what_is_learnt_of_a_person_tells_from_the_next() -> None:
    people = People()
    assigned(people, b"1", Person("able alice", "", ""))
    assigned(people, b"1", Person("able alice", "19700101", ""))
    assert assigned(people, b"1", Person("able alice", "19800101", "")).shared


def test_persons_without_id() -> None:
    people = People()
    first, second = assigned(people, b"", ALICE), assigned(people, b"", BOB)
    assert first.record_id != second.record_id
    assert first.record_id.startswith(b"UNKNOWN~")
    assert assigned(people, b"", ALICE, b"other study") == first


def test_persons_of_whom_nothing_is_known_are_told_apart_by_study() -> None:
    people = People()
    first = assigned(people, b"", NOBODY, b"1.2")
    assert assigned(people, b"", NOBODY, b"1.3").record_id != first.record_id
    assert assigned(people, b"", NOBODY, b"1.2") == first


def test_names_alone_do_not_make_two_without_id_one() -> None:
    people = People()
    first = assigned(people, b"", Person("able alice", "", "F"))
    second = assigned(people, b"", Person("able alicia", "", "F"))
    assert first.record_id != second.record_id


def reopened(known: list[tuple[bytes, Person]]) -> People:
    people = People()
    for record_id, who in known:
        people.remember(record_id, who)
    return people


def test_people_are_known_again() -> None:
    people, files = People(), [(b"1", ALICE), (b"1", BOB), (b"", ALICE), (b"", BOB), (b"3", NOBODY)]
    before = [assigned(people, *file).record_id for file in files]
    again = reopened([(record_id, who) for record_id, (_, who) in zip(before, files, strict=True)])
    assert [assigned(again, *file).record_id for file in files] == before


def test_an_id_with_a_tilde_of_its_own_is_known_again() -> None:
    people = reopened([(b"WARD~ABCDEFGH", ALICE)])
    assert assigned(people, b"WARD~ABCDEFGH", ALICE) == Assigned(b"WARD~ABCDEFGH")


def test_an_id_with_a_tilde_of_its_own_is_of_one_person_too() -> None:
    """HL7 puts ~ between repeated IDs, and some departments keep the whole of it."""
    people = reopened([(b"12345678~87654321", ALICE)])
    assert assigned(people, b"12345678~87654321", BOB).shared
    assert assigned(people, b"12345678", BOB) == Assigned(b"12345678")


def test_a_shared_id_is_known_again_in_any_order() -> None:
    people = People()
    records = [(assigned(people, b"1", who).record_id, who) for who in (ALICE, BOB)]
    again = reopened(records[::-1])
    assert {assigned(again, b"1", who).record_id for who in (BOB, ALICE)} == dict(records).keys()
    for record_id, who in records:
        assert assigned(again, b"1", who).record_id == record_id


def test_an_id_of_64_letters_is_known_again() -> None:
    people, long = People(), b"X" * 64
    records = [(assigned(people, long, who).record_id, who) for who in (ALICE, BOB)]
    again = reopened(records)
    for record_id, who in records:
        assert len(record_id) <= 64
        assert assigned(again, long, who).record_id == record_id


files = st.lists(
    st.tuples(
        st.sampled_from([b"", b"1", b"2", b"UNKNOWN", b"1~ABCDEFGH", b"X" * 64]),
        st.sampled_from([ALICE, BOB, NOBODY, ALICE._replace(name="abel alice")]),
        st.sampled_from([b"1.2", b"1.3"]),
    ),
    max_size=8,
)


@given(found=files)
def test_no_record_is_two_persons(found: list[tuple[bytes, Person, bytes]]) -> None:
    people = People()
    persons: dict[bytes, list[Person]] = {}
    for patient_id, who, study in found:
        record_id = assigned(people, patient_id, who, study).record_id
        assert 0 < len(record_id) <= 64
        persons.setdefault(record_id, []).append(who)
    for record_id, several in persons.items():
        known = [who for who in several if who.name]
        assert all(same_person(known[0], who) for who in known), record_id


@given(found=files)
def test_adding_the_same_files_again_finds_the_same_records(
    found: list[tuple[bytes, Person, bytes]],
) -> None:
    people = People()
    before = [assigned(people, *file).record_id for file in found]
    assert [assigned(people, *file).record_id for file in found] == before
