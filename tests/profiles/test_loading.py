"""A site's TOML: what is right is loaded, what is wrong refused with its place and what may be."""

from pathlib import Path
from typing import Any

import pytest
from cases import CASES
from dicom_fileset.records.types import RECORD_TYPES
from dicom_profiles import Facts, ProfileError, check, get, load, profiles
from dicom_profiles.attributes import ATTRIBUTES
from dicom_profiles.record_keys import GROUPING, RECORD_KEYS
from pydicom.datadict import tag_for_keyword
from site_rules import Table, augmenting, private, put, refusal, written

ROWS = "profile.0.rows.0"
RULE = "constraint.0.rows"
KEY = "key_table.0.rows"


def test_what_is_right_is_loaded(tmp_path: Path) -> None:
    profile = load(written(private(), tmp_path / "site.toml"))
    assert (profile.name, profile.medium, profile.security) == ("PRI-OUR-ARCHIVE", "USB", "none")
    assert [row.keyword for row in profile.keys.rows] == ["PixelSpacing", "PatientBirthDate"]
    assert profile.icon is not None
    assert [one.keyword for one in profile.rows[0].constraints] == [
        "Rows",
        "BitsAllocated",
        "HighBit",
    ]


@pytest.mark.parametrize(
    ("place", "value", "path", "allowed"),
    [
        # what is no key, what is missing, what is of another kind
        ("profil", [], "profil", "near: profile"),
        ("profile.0.mediun", "USB", "profile[0].mediun", "near: medium"),
        (f"{ROWS}.transfer_syntax", ["x"], "profile[0].rows[0].transfer_syntax", "transfer_synt"),
        (f"{ROWS}.fsc", "m", "profile[0].rows[0].fsc", "'MCS'"),
        (f"{ROWS}.fsu", None, "profile[0].rows[0].fsu", "'one-of'"),
        (f"{ROWS}.source", "", "profile[0].rows[0].source", "text"),
        ("profile.0.roles", ["FSD"], "profile[0].roles[0]", "'FSR'"),
        ("profile.0.name", "AUG-ours", "profile[0].name", "capital letters"),
        ("profile.0.name", "SITE-OURS", "profile[0].name", "PRI-"),
        ("profile.0.name", "PRI-OURS-", "profile[0].name", "PRI-"),
        ("profile.0.name", "PRI-OURS\n", "profile[0].name", "PRI-"),
        ("profile.0.name", "STD-GEN-CD", "profile[0].name", "AUG-"),
        ("profile.0.name", "STD-OURS", "profile[0].name", "AUG-"),
        ("profile.0.augments", "STD-GEN-CD", "profile[0].augments", "AUG-"),
        ("profile.0.medium", None, "profile[0].medium", "CD-R"),
        ("profile.0.roles", None, "profile[0].roles", "'FSC'"),
        ("profile.0.rows", None, "profile[0].rows", "sop_classes"),
        ("profile", [], "profile", "[[profile]]"),
        # empty lists
        (f"{ROWS}.sop_classes", [], "profile[0].rows[0].sop_classes", "at least one"),
        (f"{ROWS}.transfer_syntaxes", [], "profile[0].rows[0].transfer_syntaxes", "at least one"),
        (f"{ROWS}.constraints", [], "profile[0].rows[0].constraints", "at least one"),
        ("profile.0.roles", [], "profile[0].roles", "at least one"),
        ("profile.0.rows", [], "profile[0].rows", "at least one"),
        (f"{RULE}.0.values", [], "constraint[0].rows[0].values", "at least one"),
        (f"{RULE}.0.when", [], "constraint[0].rows[0].when", "at least one"),
        (f"{RULE}.1.when.0.values", [], "constraint[0].rows[1].when[0].values", "at least one"),
        (f"{KEY}.0.record_types", [], "key_table[0].rows[0].record_types", "at least one"),
        ("key_table.0.rows", [], "key_table[0].rows", "at least one"),
        ("icon.0.photometric", [], "icon[0].photometric", "'MONOCHROME2'"),
        # names that there are not
        (f"{ROWS}.sop_classes", ["CTImageStorag"], "profile[0].rows[0].sop_classes[0]", "near: CT"),
        (
            f"{ROWS}.transfer_syntaxes",
            ["ExplicitVRLittleEndian", "rlelosless"],
            "profile[0].rows[0].transfer_syntaxes[1]",
            "near: RLELossless",
        ),
        (f"{ROWS}.constraints", ["our"], "profile[0].rows[0].constraints[0]", "near: ours"),
        ("profile.0.keys", "our key", "profile[0].keys", "near: our keys"),
        ("profile.0.icon", "icons", "profile[0].icon", "near: our icons"),
        (f"{RULE}.0.keyword", "Row", "constraint[0].rows[0].keyword", "near: Rows"),
        (f"{RULE}.2.one_less_than", "BitStored", "constraint[0].rows[2].one_less_than", "near: B"),
        (f"{RULE}.2.equal_to", "BitStored", "constraint[0].rows[2].equal_to", "near: Bits"),
        (
            f"{RULE}.1.when.0.keyword",
            "Modalty",
            "constraint[0].rows[1].when[0].keyword",
            "near: Modality",
        ),
        (
            f"{KEY}.0.record_types",
            ["IMAGES"],
            "key_table[0].rows[0].record_types[0]",
            "near: IMAGE",
        ),
        (f"{KEY}.0.keyword", "PixelSpacin", "key_table[0].rows[0].keyword", "near: PixelSpacing"),
        (f"{KEY}.1.keyword", "PixelSpacing", "key_table[0].rows[1].keyword", "PATIENT records"),
        ("icon.0.record_types", ["IMAGE", "IMGE"], "icon[0].record_types[1]", "near: IMAGE"),
        ("icon.0.record_types", ["STUDY"], "icon[0].record_types[0]", "IMAGE"),
        # what is of the wrong kind
        (f"{RULE}.0.values", ["512"], "constraint[0].rows[0].values[0]", "a whole number"),
        (f"{RULE}.0.values", [512, 1.5], "constraint[0].rows[0].values[1]", "a whole number"),
        (f"{RULE}.0.most", -1, "constraint[0].rows[0].most", "0 to"),
        (f"{RULE}.0.most", 10**40, "constraint[0].rows[0].most", "2147483647"),
        (f"{RULE}.0.keyword", "Modality", "constraint[0].rows[0].most", "Columns"),
        (f"{RULE}.2.one_less_than", "Modality", "constraint[0].rows[2].one_less_than", "Bits"),
        (f"{RULE}.1.when.0.values", [1], "constraint[0].rows[1].when[0].values[0]", "text"),
        (
            f"{RULE}.1.when.0",
            {"keyword": "Rows", "values": ["512"]},
            "constraint[0].rows[1].when[0].values[0]",
            "a whole number",
        ),
        (
            f"{RULE}.1.when.0",
            {"keyword": "SequenceOfUltrasoundRegions", "values": ["RegionFlags"]},
            "constraint[0].rows[1].when[0].values",
            "items_have",
        ),
        (
            f"{RULE}.1.when.0",
            {"keyword": "TransferSyntaxUID", "values": ["JPEGLosslesSV1"]},
            "constraint[0].rows[1].when[0].values[0]",
            "near: JPEGLosslessSV1",
        ),
        (f"{RULE}.0.items_have", ["RegionFlags"], "constraint[0].rows[0].items_have", "Ultrasound"),
        (
            f"{RULE}.0",
            {"keyword": "SequenceOfUltrasoundRegions", "items_have": ["RegionFlag"]},
            "constraint[0].rows[0].items_have[0]",
            "near: RegionFlags",
        ),
        (
            f"{RULE}.0",
            {"keyword": "SequenceOfUltrasoundRegions", "items_lack": ["RegionFlags", "Rows"]},
            "constraint[0].rows[0].items_lack[1]",
            "RegionLocationMinX0",
        ),
        (f"{RULE}.0.presence", "absent", "constraint[0].rows[0].presence", "Rows"),
        (
            f"{RULE}.0",
            {"keyword": "Rows", "presence": "optional"},
            "constraint[0].rows[0].presence",
            "values",
        ),
        # keys without the condition that their Type has, and with one that it has not
        (f"{KEY}.0.condition", None, "key_table[0].rows[0].condition", "'present'"),
        (f"{KEY}.0.condition", "presnt", "key_table[0].rows[0].condition", "'present'"),
        (f"{KEY}.0.condition", "below", "key_table[0].rows[0].condition", "any but 'below'"),
        (f"{KEY}.0.condition", "when", "key_table[0].rows[0].when", "'when'"),
        (f"{KEY}.0.type", "2", "key_table[0].rows[0].condition", "Type 1C"),
        (f"{KEY}.0.type", "2C", "key_table[0].rows[0].type", "'1C'"),
        (f"{KEY}.1.type", "1C", "key_table[0].rows[1].condition", "'below'"),
        (
            f"{KEY}.1",
            {**private()["key_table"][0]["rows"][1], "type": "1C", "condition": "present"},
            "key_table[0].rows[1].condition",
            "'below'",
        ),
        (
            f"{KEY}.1",
            private()["key_table"][0]["rows"][0],
            "key_table[0].rows[1].keyword",
            "in the table already",
        ),
        (
            f"{KEY}.1",
            {
                "record_types": ["SERIES"],
                "keyword": "IconImageSequence",
                "type": "1",
                "source": "x",
            },
            "profile[0].icon",
            "SERIES",
        ),
        # names that are taken
        ("constraint.0.name", "A.3-3", "constraint[0].name", "taken"),
        ("key_table.0.name", "H.3-2", "key_table[0].name", "taken"),
        ("icon.0.name", "A", "icon[0].name", "taken"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(
    place: str, value: Any, path: str, allowed: str, tmp_path: Path
) -> None:
    found = refusal(put(private(), place, value), tmp_path)
    assert found.place == path
    assert allowed in found.reason


def test_an_unknown_key_is_told_with_all_that_are_known(tmp_path: Path) -> None:
    found = refusal(put(private(), f"{ROWS}.fsx", "M"), tmp_path)
    assert found.place == "profile[0].rows[0].fsx"
    known = "sop_classes, transfer_syntaxes, fsc, fsr, fsu, source, constraints"
    assert found.reason.endswith(f"allowed: {known}")


def test_a_condition_on_a_transfer_syntax_is_by_its_keyword(tmp_path: Path) -> None:
    when = [{"keyword": "TransferSyntaxUID", "values": ["ExplicitVRLittleEndian"]}]
    rules = put(private(), f"{RULE}.1.when", when)
    profile = load(written(rules, tmp_path / "site.toml"))
    facts = CASES["E.3-3"].facts()
    assert {one.keyword for one in check(facts, profile)} == {"BitsAllocated"}


def test_what_key_tables_may_name_is_what_records_have() -> None:
    written_keys = {
        name: {key.keyword for key in row.keys} | ({"IconImageSequence"} if row.icon else set())
        for name, row in RECORD_TYPES.items()
    }
    assert {name: set(keys) for name, keys in RECORD_KEYS.items()} == written_keys
    assert set(RECORD_TYPES) >= GROUPING


def test_what_items_may_have_are_attributes() -> None:
    for one in ATTRIBUTES.values():
        assert all(tag_for_keyword(keyword) for keyword in one.item_keywords.split())


@pytest.mark.parametrize("name", list(profiles()))
def test_an_augmented_profile_has_all_of_its_standard_one(name: str, tmp_path: Path) -> None:
    standard = get(name)
    rules = augmenting(name)
    if any(row.transfer_syntax_uid == "" for row in standard.rows):
        refusal(rules, tmp_path)  # it takes anything already
        return
    made = load(written(rules, tmp_path / "site.toml"))
    assert made.name == "AUG-OURS"
    for field in ("medium", "security", "directory", "icon", "keys", "roles", "title"):
        assert getattr(made, field) == getattr(standard, field)
    assert made.rows[: len(standard.rows)] == standard.rows
    assert len(made.rows) == len(standard.rows) + 1


@pytest.mark.parametrize("name", CASES)
def test_what_a_standard_profile_takes_its_augmented_one_takes(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    made = load(written(augmenting(case.profile), tmp_path / "site.toml"))
    for changes in ({}, *({keyword: value} for keyword, value in case.good)):
        assert check(case.facts(**changes), made) == ()
    for keyword, value in case.bad:
        assert check(case.facts(**{keyword: value}), made)


def _row() -> Table:
    return dict(augmenting("")["profile"][0]["rows"][0])


_KEYS = [
    {
        "name": "mine",
        "rows": [
            {"record_types": ["IMAGE"], "keyword": "PixelSpacing", "type": "2", "source": "site"}
        ],
    }
]


def test_an_augmented_profile_adds_keys_to_those_that_there_are(tmp_path: Path) -> None:
    rules = {"key_table": _KEYS, **augmenting("STD-XABC-CD", keys="mine", rows=None)}
    made, standard = load(written(rules, tmp_path / "site.toml")), get("STD-XABC-CD")
    assert made.keys.rows[:-1] == standard.keys.rows
    assert made.keys.rows[-1].keyword == "PixelSpacing"
    assert made.keys.name == "A.3-2 + mine"
    assert made.icon == standard.icon
    assert made.rows == standard.rows


def test_an_augmented_profile_may_add_a_role(tmp_path: Path) -> None:
    rules = augmenting("STD-GEN-DVD-JPEG", roles=["FSU"], rows=None)
    assert load(written(rules, tmp_path / "site.toml")).roles == ("FSC", "FSR", "FSU")


def test_a_key_may_be_asked_for_more(tmp_path: Path) -> None:
    key = {"record_types": ["IMAGE"], "keyword": "CalibrationImage", "type": "1", "source": "site"}
    rules = {
        "key_table": [{"name": "mine", "rows": [key]}],
        **augmenting("STD-XABC-CD", keys="mine", rows=None),
    }
    rows = load(written(rules, tmp_path / "site.toml")).keys.rows
    assert [row.type for row in rows if row.keyword == "CalibrationImage"] == ["2", "1"]


@pytest.mark.parametrize(
    ("standard", "changes", "path", "reason"),
    [
        ("STD-GEN-CD", {"augments": None}, "profile[0].augments", "Standard profile"),
        ("STD-GEN-DC", {}, "profile[0].augments", "near: STD-GEN-CD"),
        ("AUG-OURS", {}, "profile[0].augments", "Standard profile"),
        ("STD-GEN-CD", {"medium": "USB"}, "profile[0].medium", "'CD-R'"),
        ("STD-GEN-SEC-CD", {"security": "none"}, "profile[0].security", "'basic-media'"),
        ("STD-GEN-CD", {"security": "email"}, "profile[0].security", "'none'"),
        ("STD-GEN-CD", {"directory": "optional"}, "profile[0].directory", "'mandatory'"),
        ("STD-XABC-CD", {"icon": "E"}, "profile[0].icon", "stays"),
        ("STD-XABC-CD", {"keys": "weaker"}, "profile[0].keys", "ImageType with Type 1"),
        ("STD-XABC-CD", {"keys": "other"}, "profile[0].keys", "ReferencedImageSequence"),
        # nothing is added
        ("STD-GEN-CD", {"rows": None}, "profile[0]", "adds nothing to STD-GEN-CD"),
        ("STD-GEN-CD", {"rows": None, "keys": "D.3-2"}, "profile[0]", "adds nothing"),
        ("STD-XABC-CD", {"rows": None, "icon": "A", "roles": ["FSC"]}, "profile[0]", "nothing"),
        (
            "STD-GEN-CD",
            {"rows": [{**_row(), "transfer_syntaxes": ["ExplicitVRLittleEndian"]}]},
            "profile[0]",
            "adds nothing",
        ),
        (
            "STD-GEN-CD",
            {
                "rows": [
                    {
                        **_row(),
                        "sop_classes": "multi-frame",
                        "transfer_syntaxes": ["ExplicitVRLittleEndian"],
                    }
                ]
            },
            "profile[0]",
            "adds nothing",
        ),
        ("STD-GEN-MIME", {}, "profile[0]", "adds nothing"),
    ],
)
def test_an_augmented_profile_takes_nothing_away_and_adds_something(
    standard: str, changes: Table, path: str, reason: str, tmp_path: Path
) -> None:
    weaker = {"record_types": ["IMAGE"], "keyword": "ImageType", "type": "2", "source": "site"}
    other = {
        "record_types": ["IMAGE"],
        "keyword": "ReferencedImageSequence",
        "type": "1C",
        "condition": "valued",
        "source": "site",
    }
    tables = [{"name": "weaker", "rows": [weaker]}, {"name": "other", "rows": [other]}]
    found = refusal({"key_table": tables, **augmenting(standard, **changes)}, tmp_path)
    assert found.place == path
    assert reason in found.reason


def test_a_row_with_fewer_constraints_is_something_more(tmp_path: Path) -> None:
    row = {
        **_row(),
        "sop_classes": ["XRayAngiographicImageStorage"],
        "transfer_syntaxes": ["JPEGLosslessSV1"],
    }
    made = load(written(augmenting("STD-XABC-CD", rows=[row]), tmp_path / "site.toml"))
    case = CASES["A.3-3"]
    large: Facts = case.facts(Rows=2048)
    assert check(large, get("STD-XABC-CD"))
    assert check(large, made) == ()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xfe[", "byte 0 is not of UTF-8"),
        (b"x = ", "it is no TOML"),
        (b"x = " + b"9" * 5000, "it is no TOML"),
        (b"x = " + b"[" * 20000, "nested too deeply"),
        (b"x = 1\nx = 2", "it is no TOML"),
        (b"#" * (4 * 1024 * 1024 + 1), "larger than"),
        (b"", "[[profile]] once"),
    ],
)
def test_what_is_no_toml_is_refused_with_its_path(data: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_bytes(data)
    with pytest.raises(ProfileError, match=r"site\.toml") as caught:
        load(path)
    assert reason in str(caught.value)
