"""Sets, templates, profiles and media parts of a statement."""

import pytest
from dicom_codecs.registry import TRANSFER_SYNTAXES
from dicom_fileset.conformance import statement_of
from dicom_fileset.conformance.sets import code_of, sets_of
from dicom_fileset.identification import IMPLEMENTATION_CLASS_UID
from dicom_fileset.records.sop_classes import RECORD_TYPE_OF
from dicom_profiles.sets import transfer_syntax_sets
from ledgers import (
    BIG,
    CAD_SR,
    CT,
    DIRECTORY,
    EXPLICIT,
    IMPLICIT,
    MG,
    PRIVATE,
    ROOT,
    SETS,
    SR,
    VIDEO,
    full,
    stored_and_read,
    tally,
)


def names(sop_class_uid: str, *syntaxes: str) -> list[str]:
    return [one.abbreviation for one in sets_of(sop_class_uid, syntaxes)]


@pytest.mark.parametrize(
    ("sop_class_uid", "syntaxes", "abbreviations"),
    [
        (CT, SETS["U"], ["U"]),
        (CT, (*SETS["U"], *SETS["LL"], *SETS["L"]), ["U", "LL", "L"]),
        (SR, SETS["NI"], ["NI"]),
        (VIDEO, SETS["V"], ["V"]),
        (DIRECTORY, (EXPLICIT,), ["NI-1"]),
        (CT, (IMPLICIT, EXPLICIT), ["U-0-1"]),
        (CT, SETS["LL"][::2], ["LL-70-5"]),
        (CT, (*SETS["U"], f"{ROOT}.4.80"), ["U", "JLS-80"]),
        (CT, (f"{ROOT}.4.80", f"{ROOT}.4.81"), ["JLS"]),
        (CT, (f"{ROOT}.1.99", f"{ROOT}.4.201"), ["DEF", "HTJ-201"]),
        (PRIVATE, (EXPLICIT, f"{ROOT}.4.90"), ["NI-1", "LL-90"]),
        (CT, ("1.3.6.1", "?"), ["X-1.3.6.1-?"]),
        ("1.2.840.10008.5.1.4.1.1.501.1", SETS["U"], ["U"]),
        ("1.2.840.10008.5.1.4.1.1.481.2", SETS["U"], ["U"]),
        ("1.2.840.10008.5.1.4.1.1.200.1", SETS["U"], ["NI"]),
        (CT, (), []),
    ],
)
def test_abbreviations(
    sop_class_uid: str, syntaxes: tuple[str, ...], abbreviations: list[str]
) -> None:
    assert names(sop_class_uid, *syntaxes) == abbreviations
    assert names(sop_class_uid, *reversed(syntaxes)) == abbreviations


def test_no_two_syntaxes_share_a_code() -> None:
    codes = {code_of(uid) for uid in (*TRANSFER_SYNTAXES, "1.3.6", f"{ROOT}.50", f"{ROOT}.4.5")}
    assert len(codes) == len(TRANSFER_SYNTAXES) + 3


def test_every_syntax_of_files_is_in_a_named_set() -> None:
    for row in TRANSFER_SYNTAXES.values():
        if row.in_files:
            [one] = sets_of(CT, [row.uid])
            assert not one.abbreviation.startswith("X"), row.keyword
            assert [member.uid for member in one.members] == [row.uid]


def test_whole_sets_are_as_the_standard_prints_them() -> None:
    found = {one.abbreviation: one for one in statement_of(full()).transfer_syntax_sets}
    for name in ("U", "LL", "L", "NI", "V"):
        standard = transfer_syntax_sets()[name]
        assert found[name].name == standard.name
        assert [(one.name, one.uid, one.bulk_data_media_type) for one in found[name].members] == [
            (one.name, one.uid, one.media_type) for one in standard.members
        ]
    assert [one.uid for one in found["NI-1"].members] == [EXPLICIT]
    order = [one.abbreviation for one in statement_of(full()).transfer_syntax_sets]
    assert order == ["U", "LL", "L", "L-50", "NI", "NI-1", "V", "JLS-80"]


def test_a_member_may_be_performed_in_any_role() -> None:
    rows = [
        tally("FSC", "create", CT, IMPLICIT),
        tally("FSU", "update", CT, EXPLICIT),
        tally("FSR", "verify", CT, BIG),
    ]
    [row] = statement_of(rows).rows
    assert row.transfer_syntax_sets == ("U",)
    assert {(one.transfer_syntax_uid, one.role) for one in row.evidence} == {
        (IMPLICIT, "FSC"),
        (EXPLICIT, "FSU"),
        (BIG, "FSR"),
    }
    off_media = [*rows[:2], tally("", "transcode", CT, BIG, lossless=False)]
    assert statement_of(off_media).rows[0].transfer_syntax_sets == ("U-0-1",)


def test_reports() -> None:
    cad, echo = statement_of(full()).sr_templates
    assert (cad.tid, cad.functions) == ("4000", ("CREATE", "ARCHIVE", "RENDER"))
    assert cad.sop_class_uids == (SR, CAD_SR)
    assert (echo.tid, echo.sop_class_uids) == ("5200", (SR,))
    assert echo.functions == ("CREATE", "ARCHIVE", "EXTRACT_DATA", "RENDER")
    assert cad.application_profiles == ("STD-GEN-CD",)
    assert (echo.application_profiles, echo.outside_profiles) == ((), True)
    assert cad.condition == "On media of STD-GEN-CD."
    assert echo.condition == "On media of no Application Profile."


def test_a_function_is_said_of_the_class_it_was_performed_in_alone() -> None:
    rows = [*stored_and_read(SR, [EXPLICIT], template="4000")]
    rows += [tally("", "render", CAD_SR, EXPLICIT, template="4000")]
    found = {row.sop_class_uids: row.functions for row in statement_of(rows).sr_templates}
    assert found == {(SR,): ("ARCHIVE",), (CAD_SR,): ("RENDER",)}


def test_create_is_what_it_is() -> None:
    lossy = {"lossless": False}
    rows = [
        tally("FSC", "create", CT, f"{ROOT}.4.50", **lossy),
        tally("", "transcode", MG, f"{ROOT}.4.50", **lossy),
        tally("FSU", "update", PRIVATE, f"{ROOT}.4.50", **lossy),
        tally("FSR", "read", VIDEO, SETS["V"][0], **lossy),
        tally("", "transcode", SR, EXPLICIT),
    ]
    created = {row.sop_class_uid: (row.create, row.kind) for row in statement_of(rows).rows}
    assert created == {CT: ("S", "S"), MG: ("S", "S"), PRIVATE: ("P", "P"), VIDEO: ("N", "S")}


def test_profiles() -> None:
    statement = statement_of(
        [
            *stored_and_read(CT, [EXPLICIT], profile="STD-GEN-CD"),
            tally("FSU", "update", CT, EXPLICIT, profile="AUG-GEN-CD-OURS"),
            tally("FSR", "read", CT, EXPLICIT, profile="PRI-A"),
        ]
    )
    found = {
        one.name: (one.kind, one.fsc, one.fsu, one.fsr) for one in statement.application_profiles
    }
    assert found == {
        "STD-GEN-CD": ("Standard", "Y", "N", "Y"),
        "AUG-GEN-CD-OURS": ("Augmented", "N", "Y", "N"),
        "PRI-A": ("Private", "N", "N", "Y"),
    }
    facts = {one.topic: one.text for one in statement.media_services.facts}
    assert "AUG-GEN-CD-OURS" in facts["Augmented Application Profiles"]
    assert "PRI-A" in facts["Private Application Profiles"]
    [row] = statement.rows
    assert row.application_profiles == ("AUG-GEN-CD-OURS", "PRI-A", "STD-GEN-CD")
    assert not row.outside_profiles


def test_what_is_supported_is_marked_and_never_claimed() -> None:
    plain, with_supported = statement_of(full()), statement_of(full(), include_supported=True)
    extra = [row for row in with_supported.rows if row.status != "performed"]
    assert [row for row in with_supported.rows if row.status == "performed"] == list(plain.rows)
    assert len(with_supported.rows) >= len(RECORD_TYPE_OF) + 1
    for row in extra:
        cells = (row.fsc, row.fsu, row.fsr, row.create, row.display, row.process, row.archive)
        assert set(cells) == {"N"}
        assert not row.evidence
        assert not row.note
    performed = {one.performed.transfer_syntax_uid for one in full()}
    assert not {one.uid for one in with_supported.supported_transfer_syntaxes} & performed
    assert not plain.supported_transfer_syntaxes
    unperformed = [one for one in with_supported.application_profiles if one.status != "performed"]
    assert unperformed
    assert {cell for one in unperformed for cell in (one.fsc, one.fsu, one.fsr)} == {"N"}
    assert not any("-SEC-" in one.name for one in with_supported.application_profiles)


def test_media_parts() -> None:
    services = statement_of(full()).media_services
    assert IMPLEMENTATION_CLASS_UID in {one.text for one in services.file_meta}
    topics = {one.topic for one in services.facts}
    assert topics >= {"Preamble", "Validation", "Character sets", "Security", "Private keys"}
    assert all(one.clause for one in (*services.facts, *services.file_meta))
    assert {(one.role, one.activity) for one in services.real_world_activities} >= {
        ("FSC", "Create a File-set"),
        ("FSU", "Update a File-set"),
        ("FSR", "Verify a File-set"),
        ("FSR", "Extract data from reports of a File-set"),
    }
    keys = {one.record_type: one.keys for one in services.optional_keys}
    assert "IconImageSequence" in keys["IMAGE"]


def test_an_empty_ledger_says_so() -> None:
    statement = statement_of(())
    assert not statement.rows
    assert not statement.transfer_syntax_sets
    assert "Nothing was performed so far" in statement.to_markdown()
