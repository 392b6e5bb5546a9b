"""Digests of patients and persons: the same for the same, and nobody in them."""

import pytest
from dicom_fileset.migration.identities import identity_of
from dicom_fileset.migration.model import Identity
from dicom_fileset.model import Instance, ParentKeys
from hypothesis import given
from hypothesis import strategies as st


def identity(**parents: bytes) -> Identity:
    return identity_of(Instance("", 0, "1.2", "1.2.3", "1.2.840", ParentKeys(**parents), ()))


NAME = "Müller^Zoë"


def test_text_in_whatever_character_set() -> None:
    latin = {"character_set": b"ISO_IR 100", "patient_name": NAME.encode("latin-1")}
    utf_8 = {"character_set": b"ISO_IR 192", "patient_name": NAME.encode()}
    one = identity(**latin, patient_id="Ä1".encode("latin-1"), issuer_of_patient_id=b"A")
    other = identity(**utf_8, patient_id="Ä1".encode(), issuer_of_patient_id=b"A")
    assert one == other
    assert len(one.patient) == len(one.person) == 8


@pytest.mark.parametrize(
    "other",
    [
        {"patient_id": b"12", "issuer_of_patient_id": b"AB"},
        {"patient_id": b"123", "issuer_of_patient_id": b"A"},
        {"patient_id": b"3", "issuer_of_patient_id": b"AB12"},
    ],
)
def test_patients_are_told_apart(other: dict[str, bytes]) -> None:
    assert identity(patient_id=b"123", issuer_of_patient_id=b"AB").patient != (
        identity(**other).patient
    )


def test_persons_are_told_apart_and_spelling_is_not() -> None:
    one = {"patient_name": b"MULLER^ZOE", "patient_birth_date": b"19700101"}
    same = identity(patient_name=b"Muller^Zoe", patient_birth_date=b"1970.01.01")
    assert identity(**one).person == same.person
    assert identity(**{**one, "patient_sex": b"F"}).person != same.person


def test_nothing_known_is_no_digest() -> None:
    assert identity() == Identity(instance="1.2.3")


@given(st.binary(max_size=20), st.sampled_from([b"", b"ISO_IR 192", b"ISO 2022 IR 87", b"?"]))
def test_whatever_stands_there(value: bytes, character_set: bytes) -> None:
    made = identity(
        patient_id=value,
        patient_name=value,
        study_instance_uid=value,
        character_set=character_set,
    )
    made.study.encode()
