"""The tables of record types: complete, and as the standard's dictionary has it."""

import pydicom
import pytest
from dicom_fileset.model import ParentKeys
from dicom_fileset.records.keys import KEYS
from dicom_fileset.records.sop_classes import (
    MEDIA_STORAGE_DIRECTORY,
    NO_RECORD_TYPE,
    RECORD_TYPE_OF,
    record_type_of,
)
from dicom_fileset.records.types import RECORD_TYPES, RETIRED_RECORD_TYPES, ROOT
from dicom_fileset.scan.wanted import PARENT_TAGS
from pydicom.datadict import dictionary_VR, keyword_for_tag, tag_for_keyword
from pydicom.uid import UID_dictionary
from strategies import PARENT_KEYWORDS

DEFINED_TERMS = """
    PATIENT
    STUDY
    SERIES
    IMAGE
    RT DOSE
    RT STRUCTURE SET
    RT PLAN
    RT TREAT RECORD
    PRESENTATION
    WAVEFORM
    SR DOCUMENT
    KEY OBJECT DOC
    SPECTROSCOPY
    RAW DATA
    REGISTRATION
    FIDUCIAL
    HANGING PROTOCOL
    ENCAP DOC
    VALUE MAP
    STEREOMETRIC
    PALETTE
    IMPLANT
    IMPLANT ASSY
    IMPLANT GROUP
    PLAN
    MEASUREMENT
    SURFACE
    SURFACE SCAN
    TRACT
    ASSESSMENT
    RADIOTHERAPY
    ANNOTATION
    INVENTORY
    WF PRESENTATION
    PRIVATE
"""
TERMS = [line.strip() for line in DEFINED_TERMS.splitlines() if line.strip()]
NOT_INSTANCES = {
    "1.2.840.10008.1.20.1",  # Storage Commitment Push Model
    "1.2.840.10008.1.20.2",  # Storage Commitment Pull Model
    MEDIA_STORAGE_DIRECTORY,
}
STORAGE_CLASSES = {
    uid: row[0]
    for uid, row in UID_dictionary.items()
    if "Storage" in row[0] and row[1] == "SOP Class" and uid not in NOT_INSTANCES
}
ABOVE_INSTANCES = {"PATIENT", "STUDY", "SERIES"}
AT_ROOT = {"HANGING PROTOCOL", "PALETTE", "IMPLANT", "IMPLANT ASSY", "IMPLANT GROUP", "INVENTORY"}


def test_every_defined_term_has_a_row() -> None:
    assert list(RECORD_TYPES) == TERMS
    assert len(TERMS) == 35


def test_a_retired_term_has_no_row() -> None:
    assert RETIRED_RECORD_TYPES.isdisjoint(TERMS)


@pytest.mark.parametrize("term", TERMS)
def test_a_row_is_sound(term: str) -> None:
    row = RECORD_TYPES[term]
    assert row.name == term
    assert len(term) <= 16  # a CS value
    assert row.source.startswith("PS3.3 F.")
    tags = [key.tag for key in row.keys]
    assert len(tags) == len(set(tags))
    assert 0x0008_0005 not in tags


def test_records_stand_where_table_f_4_1_has_them() -> None:
    expected = dict.fromkeys(TERMS, ("SERIES",)) | dict.fromkeys(AT_ROOT | {"PATIENT"}, (ROOT,))
    expected |= {"STUDY": ("PATIENT",), "SERIES": ("STUDY",), "PRIVATE": (ROOT, "any")}
    assert {term: row.parents for term, row in RECORD_TYPES.items()} == expected


def test_icons_stand_where_f_7_allows_them() -> None:
    allowed = {term for term, row in RECORD_TYPES.items() if row.icon}
    assert allowed == {"SERIES", "IMAGE", "RT DOSE", "SPECTROSCOPY", "RAW DATA"}


@pytest.mark.parametrize("keyword", KEYS)
def test_a_key_is_as_the_dictionary_has_it(keyword: str) -> None:
    assert KEYS[keyword] == (tag_for_keyword(keyword), dictionary_VR(keyword))


def test_every_key_is_of_some_use() -> None:
    used = {key.keyword for row in RECORD_TYPES.values() for key in row.keys}
    assert used <= set(KEYS)


def test_parent_keys_and_their_tags_go_together() -> None:
    assert tuple(keyword_for_tag(tag) for tag in PARENT_TAGS) == PARENT_KEYWORDS
    names = [name.replace("_", "") for name in ParentKeys.__struct_fields__]
    keywords = [keyword.lower() for keyword in PARENT_KEYWORDS]
    assert names == ["characterset", *keywords[1:]]


@pytest.mark.parametrize("uid", STORAGE_CLASSES)
def test_a_storage_class_has_one_answer(uid: str) -> None:
    assert (uid in RECORD_TYPE_OF) != (uid in NO_RECORD_TYPE), STORAGE_CLASSES[uid]


def test_there_are_as_many_storage_classes_as_we_think() -> None:
    assert len(STORAGE_CLASSES) > 180, pydicom.__version__


def test_every_row_is_a_storage_class_with_a_record_of_an_instance() -> None:
    assert set(RECORD_TYPE_OF.values()) == set(TERMS) - ABOVE_INSTANCES - {"PRIVATE"}
    unknown = [uid for uid in (*RECORD_TYPE_OF, *NO_RECORD_TYPE) if uid not in UID_dictionary]
    assert [uid for uid in unknown if not uid.startswith("1.2.840.10008.5.1.4.")] == []


@pytest.mark.parametrize(
    ("words", "record_type"),
    [
        ("Softcopy Presentation State", {"PRESENTATION"}),
        ("Volumetric Presentation State", {"PRESENTATION"}),
        (" SR Storage", {"SR DOCUMENT"}),
        ("Encapsulated", {"ENCAP DOC"}),
        ("Template", {"IMPLANT", "IMPLANT ASSY", "IMPLANT GROUP"}),
        ("Treatment Record", {"RT TREAT RECORD"}),
    ],
)
def test_a_class_goes_where_its_name_says(words: str, record_type: set[str]) -> None:
    named = [uid for uid, name in STORAGE_CLASSES.items() if words in name and "Trial" not in name]
    assert named
    assert {record_type_of(uid) for uid in named} == record_type


def test_nobodys_class_goes_under_private() -> None:
    assert record_type_of("") == record_type_of("1.2.3") == "PRIVATE"
    assert {record_type_of(uid) for uid in NO_RECORD_TYPE} == {"PRIVATE"}
