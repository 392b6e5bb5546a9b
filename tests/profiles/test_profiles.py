"""What is loaded of PS3.11, held against what was read of it apart, and against other sources."""

import re
from pathlib import Path

import dicom_fileset
import dicom_profiles
import msgspec
import pytest
from case import Case
from cases import CASES
from dicom_codecs.registry import TRANSFER_SYNTAXES
from dicom_fileset.records.sop_classes import RECORD_TYPE_OF
from dicom_profiles import UnknownProfile, check, default_keys, get, media_kinds, profiles
from dicom_profiles.attributes import ATTRIBUTES
from dicom_profiles.catalogue import retired_names, shared
from dicom_profiles.names import sop_classes, syntaxes
from dicom_profiles.sets import transfer_syntax_sets
from pydicom.datadict import tag_for_keyword
from pydicom.uid import UID_dictionary
from transcription import expected_keys, expected_rows, loaded_keys, loaded_rows


def test_all_identifiers_are_there() -> None:
    assert len(profiles()) == 82
    assert sum(one.security != "none" for one in profiles().values()) == 25
    assert sum(name.startswith("STD-US-") for name in profiles()) == 24


def test_every_row_is_as_it_was_read() -> None:
    assert loaded_rows(profiles().values()) == expected_rows()


def test_every_key_is_as_it_was_read() -> None:
    assert loaded_keys(shared().keys) == expected_keys()


@pytest.mark.parametrize("name", CASES)
def test_what_meets_a_constraint_is_taken(name: str) -> None:
    case = CASES[name]
    profile = get(case.profile)
    assert check(case.facts(), profile) == ()
    for keyword, value in case.good:
        assert check(case.facts(**{keyword: value}), profile) == ()


@pytest.mark.parametrize(
    ("case", "keyword", "value"),
    [
        pytest.param(case, keyword, value, id=f"{name} {keyword} {number}")
        for name, case in CASES.items()
        for number, (keyword, value) in enumerate(case.bad)
    ],
)
def test_what_does_not_is_refused_with_the_clause(case: Case, keyword: str, value: object) -> None:
    assert value is None or isinstance(value, int | str | tuple)
    found = check(case.facts(**{keyword: value}), get(case.profile))
    assert found
    assert {one.keyword for one in found} & {
        keyword,
        "Rows",
        "TransferSyntaxUID",
        "HighBit",
        "BitsStored",
        "BitsAllocated",
        "PhotometricInterpretation",
    }
    assert all(one.clause.startswith(("PS3.11", "PS3.5")) for one in found)


def test_every_constraint_has_a_case() -> None:
    used = {
        one.source
        for profile in profiles().values()
        for row in profile.rows
        for one in row.constraints
    }
    shown: set[str] = set()
    for case in CASES.values():
        for keyword, value in case.bad:
            found = check(case.facts(**{keyword: value}), get(case.profile))
            shown |= {one.clause for one in found}
    assert used - shown == set()


def test_a_secure_profile_is_never_met() -> None:
    for profile in profiles().values():
        if profile.security != "none":
            found = check(CASES["E.3-3"].facts(), profile)
            assert found[0].code == "profile-security"


def test_what_nobody_has_looked_at_is_not_asked() -> None:
    for case in CASES.values():
        facts = dicom_profiles.Facts(
            case.sop_class_uid, case.transfer_syntax_uid, "IMAGE", {}, complete=False
        )
        assert check(facts, get(case.profile)) == ()


def test_names_are_those_of_pydicom_and_of_the_codecs() -> None:
    for uid, row in sop_classes().items():
        assert RECORD_TYPE_OF[uid]
        if uid in UID_dictionary:
            name, _, _, retired, keyword = UID_dictionary[uid]
            assert (row.name, row.keyword, row.retired) == (name, keyword, bool(retired))
    assert set(sop_classes()) == set(RECORD_TYPE_OF)
    known = {uid: row for uid, row in TRANSFER_SYNTAXES.items() if row.in_files}
    assert set(syntaxes()) == set(known)
    for uid, syntax in syntaxes().items():
        assert (syntax.keyword, syntax.lossless) == (known[uid].keyword, known[uid].lossless)
        assert (syntax.kind == "video") == (known[uid].family == "video")
        assert (syntax.kind == "uncompressed") == known[uid].uncompressed


def test_attributes_have_the_tags_of_pydicom() -> None:
    for keyword, one in ATTRIBUTES.items():
        if one.tag:
            assert tag_for_keyword(keyword) == one.tag


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("APL-GEN-CD", "STD-GEN-CD"),
        ("STD-WVFM-ECG-FD", "STD-GEN-CD"),
        ("STD-CTMR-MOD650", "STD-CTMR-MOD41"),
        ("STD-US-SC-MF-FLOP", "STD-US-SC-MF-CDR"),
        ("STD-FTL-SEC-ZIP-MAIL", "STD-DTL-SEC-ZIP-MAIL"),
        ("STD-GEN-USB", "STD-GEN-USB-JPEG"),
    ],
)
def test_a_name_of_old_is_answered_with_what_replaced_it(name: str, instead: str) -> None:
    with pytest.raises(UnknownProfile) as caught:
        get(name)
    assert caught.value.instead == instead
    assert instead in profiles()


def test_every_name_of_old_is_answered_with_a_profile() -> None:
    for row in retired_names():
        rests = {"APL-*": "GEN-CD"}.get(row.pattern, "ID-SF")
        with pytest.raises(UnknownProfile) as caught:
            get(row.pattern.replace("*", rests))
        assert caught.value.instead in profiles()
        assert caught.value.source == row.source


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("APL-FOO", None),
        ("APL-GEM-CD", "STD-GEN-CD"),
        ("STD-US-ID-SF-CDX", "STD-US-ID-SF-CDR"),
        ("STD-US-SC-FM-CDR", "STD-US-SC-MF-CDR"),
        ("std-ctmr-dc", "STD-CTMR-CD"),
        ("", None),
    ],
)
def test_what_replaced_a_name_is_never_made_up(name: str, near: str | None) -> None:
    with pytest.raises(UnknownProfile) as caught:
        get(name)
    assert caught.value.instead == ""
    assert "retired" not in str(caught.value)
    assert set(caught.value.nearest) <= set(profiles())
    if near is not None:
        assert near in caught.value.nearest
    assert str(caught.value).endswith(".")
    assert " ." not in str(caught.value)


def test_a_synonym_of_a_name_of_old_is_answered_with_what_replaced_that() -> None:
    with pytest.raises(UnknownProfile) as caught:
        get("APL-CTMR-MOD650")
    assert caught.value.instead == "STD-CTMR-MOD41"


def test_what_a_profile_takes_is_a_sentence_also_where_it_takes_any() -> None:
    case = CASES["E.3-3"]
    facts = msgspec.structs.replace(case.facts(), transfer_syntax_uid="1.2.3")
    (found,) = check(facts, get("STD-GEN-MIME"))
    assert found.message.endswith("STD-GEN-MIME takes any transfer syntax of PS3.6 for files.")


def test_a_misspelt_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownProfile) as caught:
        get("STD-GEM-CD")
    assert "STD-GEN-CD" in caught.value.nearest


def test_media_mean_profiles() -> None:
    meant = {name: kind.profile for name, kind in media_kinds().items()}
    assert meant == {
        "cd": "STD-GEN-CD",
        "dvd": "STD-GEN-DVD-JPEG",
        "bd": "STD-GEN-BD-JPEG",
        "usb": "STD-GEN-USB-JPEG",
    }
    assert set(meant.values()) <= set(profiles())
    assert default_keys().name == "H.3-2"
    assert dicom_profiles.pdi_profile().name == "STD-GEN-CD"


def test_transfer_syntax_sets_are_those_of_table_n_1_2() -> None:
    members = {
        name: [one.uid for one in row.members] for name, row in transfer_syntax_sets().items()
    }
    root = "1.2.840.10008.1.2"
    assert members == {
        "U": [root, f"{root}.1", f"{root}.2"],
        "LL": [f"{root}.4.70", f"{root}.4.90", f"{root}.5"],
        "L": [f"{root}.4.50", f"{root}.4.51", f"{root}.4.91"],
        "NI": [root, f"{root}.1", f"{root}.2"],
        "V": [f"{root}.4.{number}" for number in (100, 101, 102, 103, 104)],
        "RTV": [f"{root}.7.{number}" for number in (1, 2, 3)],
    }
    assert all(uid in TRANSFER_SYNTAXES for uids in members.values() for uid in uids)


def test_no_code_names_a_profile() -> None:
    pattern = re.compile(r"\b(STD|AUG|PRI)-[A-Z]+-[A-Z0-9-]+")
    examples = re.compile(r"EPILOG = \"\"\".*?\"\"\"", re.DOTALL)
    named = []
    for package in (dicom_profiles, dicom_fileset):
        for path in Path(package.__path__[0]).rglob("*.py"):
            text = examples.sub("", path.read_text("utf-8"))
            named += [(path.name, found.group()) for found in pattern.finditer(text)]
    assert named == []
