"""Rules of coercion: read strictly, and refused where they do not agree."""

from pathlib import Path

import pytest
from coercing import IDENTITY, conflicting, rules_of, some_rules
from dicom_fileset import UsageError
from dicom_fileset.importing.coercion_attributes import COERCIBLE, REMOVABLE
from dicom_fileset.importing.coercion_rules import Rule, _check_conflicts, read_rules
from hypothesis import given
from pydicom.datadict import dictionary_VR, tag_for_keyword

BASE = '[[rule]]\nmatch = {PatientID = "1"}\n'


def test_rules_are_read(tmp_path: Path) -> None:
    rules = rules_of(IDENTITY, tmp_path)
    assert (rules.source, rules.modifying_system) == ("DISC 7", "IMPORT1")
    assert rules.rules[0].match == {"PatientID": "ID1"}
    assert rules.rules[1].changes == {
        "AccessionNumber": "N77",
        "StudyID": "9",
        "ReferringPhysicianName": "Who^Doctor",
        "OtherPatientIDs": None,
        "OtherPatientIDsSequence": None,
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "rule: it is missing"),
        ("rule = []", "rule: there is no rule"),
        ("[[rule]", "it is no TOML"),
        ("rule = 5", "rule: expected a list"),
        ("other = 1\n" + BASE, "other: 'other' is no key there"),
        ("source = 5\n" + BASE, "source: expected text"),
        ('source = "' + "x" * 65 + '"\n' + BASE, "source: "),
        ('modifying_system = "é"\n' + BASE, "modifying_system: "),
        ('[[rule]]\nset = {StudyID = "1"}', "rule[0].match: it is missing"),
        ('[[rule]]\nmatch = {}\nset = {StudyID = "1"}', "rule[0].match: it is empty"),
        ('[[rule]]\nmatch = {PatientId = "1"}', "rule[0].match.PatientId: "),
        (BASE, "rule[0]: it neither sets nor removes anything"),
        (BASE + "set = {StudyID = 5}", "rule[0].set.StudyID: expected text"),
        (BASE + 'set = {StudyId = "5"}', "rule[0].set.StudyId: 'StudyId' is no key there"),
        (BASE + 'set = {SOPInstanceUID = "1.2"}', "rule[0].set.SOPInstanceUID: "),
        (BASE + 'set = {PixelData = "x"}', "rule[0].set.PixelData: "),
        (BASE + 'set = {PatientBirthDate = "1970-1-1"}', "rule[0].set.PatientBirthDate: "),
        (BASE + 'set = {PatientSex = "male"}', "rule[0].set.PatientSex: "),
        (BASE + 'set = {StudyID = "' + "x" * 17 + '"}', "rule[0].set.StudyID: "),
        (BASE + 'set = {PatientName = "a\\nb"}', "rule[0].set.PatientName: "),
        (BASE + 'set = {AccessionNumber = "a\\\\b"}', "rule[0].set.AccessionNumber: "),
        (BASE + 'set = {PatientID = "2"}', "rule[0].set: PatientID is set: set or remove Issuer"),
        (BASE + 'set = {StudyInstanceUID = "1.2"}', "rule[0].match: it must match StudyInst"),
        (BASE + 'set = {SeriesInstanceUID = "1.2"}', "rule[0].match: it must match SeriesInst"),
        (BASE + 'remove = ["PatientName"]', "rule[0].remove: PatientName may not be missing"),
        (BASE + 'remove = ["StudyInstanceUID"]', "rule[0].remove: StudyInstanceUID may not"),
        (BASE + 'remove = ["Rows"]', "rule[0].remove: 'Rows' is none that can be removed"),
        (BASE + 'remove = "StudyDescription"', "rule[0].remove: expected a list"),
        (
            BASE + 'set = {StudyDescription = "1"}\nremove = ["StudyDescription"]',
            "rule[0].remove: StudyDescription is set by the same rule",
        ),
        (
            '[[rule]]\nmatch = {StudyInstanceUID = "1.2"}\nset = {StudyInstanceUID = ""}',
            "rule[0].set.StudyInstanceUID: it may not be empty",
        ),
        (
            '[[rule]]\nmatch = {StudyInstanceUID = "1.2"}\nset = {StudyInstanceUID = "1.x"}',
            "rule[0].set.StudyInstanceUID: ",
        ),
        (BASE + 'set = {StudyID = "1"}\n' + BASE + "set = {StudyID = 2}", "rule[1].set.StudyID"),
    ],
)
def test_wrong_rules_name_the_key(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        rules_of(text, tmp_path)
    assert error.value.finding.code == "coercion-rules"
    assert error.value.exit_status == 2
    assert str(error.value).startswith(says)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"a = " + b"[" * 100_000, b"#" * (1 << 23)])
def test_what_is_no_rules_is_told(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    with pytest.raises(UsageError, match="cannot be read"):
        read_rules(path)
    path.write_bytes(data)
    with pytest.raises(UsageError):
        read_rules(path)


def test_each_attribute_that_may_be_coerced_is_one_of_the_dictionary() -> None:
    for keyword in COERCIBLE:
        assert tag_for_keyword(keyword)
        assert dictionary_VR(keyword) != "SQ"
    assert all(dictionary_VR(keyword) == "SQ" for keyword in REMOVABLE)


@given(some_rules)
def test_conflicting_rules_are_refused_and_no_others(rules: tuple[Rule, ...]) -> None:
    if conflicting(rules):
        with pytest.raises(UsageError, match="says otherwise"):
            _check_conflicts("rules.toml", rules)
    else:
        _check_conflicts("rules.toml", rules)


def test_a_rule_is_held_against_each_that_may_match() -> None:
    rules = (
        Rule({"PatientID": "a", "StudyID": "a"}, {"StudyDescription": "x"}),
        Rule({"PatientID": "a", "StudyID": "b"}, {"StudyDescription": "y"}),
        Rule({"Modality": "a"}, {"StudyDescription": "x"}),
    )
    assert conflicting(rules)
    with pytest.raises(UsageError, match=r"rule\[1\] may match"):
        _check_conflicts("rules.toml", rules)


def test_a_conflict_names_both_rules(tmp_path: Path) -> None:
    text = BASE + 'set = {StudyID = "1"}\n[[rule]]\nmatch = {Modality = "CT"}\n'
    with pytest.raises(UsageError) as error:
        rules_of(text + 'set = {StudyID = "2"}', tmp_path)
    said = "rule[1].set.StudyID: rule[0] may match the same instance, and says otherwise."
    assert str(error.value) == said


# -- matching ------------------------------------------------------------------------------------
