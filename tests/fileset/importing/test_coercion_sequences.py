"""Sequences that rules set: the order of a study and what was done for it, as IHE IRWF.b has it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from checks import different_tags
from coercing import coerced, rules_of, tags
from dicom_fileset import UsageError
from dicom_fileset.correction import wanted
from dicom_fileset.importing.coercion_attributes import SEQUENCES
from dicom_fileset.importing.coercion_items import ITEMS
from dicom_fileset.importing.kept_terms import kept_terms
from dicom_fileset.importing.terms import ImportTerms
from file_sets import instance, save
from pydicom import Dataset, dcmread
from pydicom.datadict import dictionary_VR
from strategies import ENCODINGS

Need = Callable[..., None]
CODE = {"CodeValue": "24727-0", "CodingSchemeDesignator": "LN", "CodeMeaning": "CT Head"}
ORDER = """
[[rule]]
match = {PatientID = "ID1"}
set.AccessionNumber = "N77"

[[rule.set.RequestAttributesSequence]]
RequestedProcedureID = "RP1"
ScheduledProcedureStepID = "SPS1"
RequestedProcedureDescription = "CT Sch\N{LATIN SMALL LETTER A WITH DIAERESIS}del"

[[rule.set.RequestAttributesSequence.RequestedProcedureCodeSequence]]
CodeValue = "24727-0"
CodingSchemeDesignator = "LN"
CodeMeaning = "CT Head"

[[rule.set.RequestAttributesSequence]]
RequestedProcedureID = "RP2"

[[rule.set.ProcedureCodeSequence]]
CodeValue = "24727-0"
CodingSchemeDesignator = "LN"
CodeMeaning = "CT Head"
"""
CHANGED = {"AccessionNumber", *SEQUENCES} | {
    "OriginalAttributesSequence",
    "ContributingEquipmentSequence",
}
BASE = '[[rule]]\nmatch = {PatientID = "1"}\n'


def a_code(value: str) -> Dataset:
    ds = Dataset()
    ds.CodeValue, ds.CodingSchemeDesignator, ds.CodeMeaning = value, "99HOME", f"Code {value}"
    return ds


def as_plain(ds: Dataset) -> dict[str, object]:
    """Keyword and value of all elements, items as lists of the same."""
    return {
        one.keyword: list(map(as_plain, one.value)) if one.VR == "SQ" else str(one.value)
        for one in ds
    }


@pytest.mark.parametrize("syntax", ENCODINGS)
def test_they_are_set_in_every_encoding(syntax: str, tmp_path: Path) -> None:
    ds = instance(SpecificCharacterSet="ISO_IR 100")
    ds.file_meta.TransferSyntaxUID = syntax
    source = save(ds, tmp_path / "in")
    out, told = coerced(source, ORDER)
    after = dcmread(out)
    assert as_plain(after.ProcedureCodeSequence[0]) == CODE
    first, second = map(as_plain, after.RequestAttributesSequence)
    assert first == {
        "RequestedProcedureID": "RP1",
        "ScheduledProcedureStepID": "SPS1",
        "RequestedProcedureDescription": "CT Schädel",
        "RequestedProcedureCodeSequence": [CODE],
    }
    assert second == {"RequestedProcedureID": "RP2"}
    assert after.PixelData == ds.PixelData
    assert after.SOPInstanceUID == ds.SOPInstanceUID
    assert set(different_tags(source, out)) == tags(CHANGED)
    assert [one.code for one in told.findings] == ["coerced"]
    again, nothing = coerced(out, ORDER, to="again")
    assert nothing.changed == ()
    assert again.read_bytes() == out.read_bytes()


@pytest.mark.parametrize("syntax", ENCODINGS)
def test_what_was_there_stands_whole_among_the_originals(syntax: str, tmp_path: Path) -> None:
    request = Dataset()
    request.RequestedProcedureID = "OLD"
    request.ScheduledProtocolCodeSequence = [a_code("P1"), a_code("P2")]
    ds = instance(ProcedureCodeSequence=[a_code("C1")], RequestAttributesSequence=[request])
    ds.file_meta.TransferSyntaxUID = syntax
    for sequence in (ds["ProcedureCodeSequence"], ds["RequestAttributesSequence"]):
        sequence.is_undefined_length = True
    out, _ = coerced(save(ds, tmp_path / "in"), ORDER)
    (told,) = dcmread(out).OriginalAttributesSequence
    (was,) = told.ModifiedAttributesSequence
    assert list(was.ProcedureCodeSequence) == [a_code("C1")]
    assert list(was.RequestAttributesSequence) == [request]
    assert was.AccessionNumber == ds.AccessionNumber


def test_letters_that_the_file_has_not(tmp_path: Path) -> None:
    source = save(instance(), tmp_path / "in")
    out, told = coerced(source, ORDER)
    assert "character-set-changed" in [one.code for one in told.findings]
    after = dcmread(out)
    description = after.RequestAttributesSequence[0].RequestedProcedureDescription
    assert (after.SpecificCharacterSet, description) == ("ISO_IR 192", "CT Schädel")


def test_other_tools_find_no_new_fault(tmp_path: Path, need: Need) -> None:
    need("dciodvfy", "dcmdump")
    source = save(instance(SpecificCharacterSet="ISO_IR 100"), tmp_path / "in")
    out, _ = coerced(source, ORDER)

    def said(*command: str) -> set[str]:
        done = subprocess.run(command, capture_output=True, encoding="latin-1", check=False)
        return set((done.stdout + done.stderr).splitlines())

    assert said("dciodvfy", str(out)) <= said("dciodvfy", str(source))
    shown = said("dcmdump", str(out))
    for words in ("[RP1]", "[SPS1]", "[CT Sch\xe4del]", "[24727-0]", "[N77]", "[A11]"):
        assert any(words in line for line in shown), words


NESTED = '{RequestedProcedureID = "S", ScheduledProtocolCodeSequence = [{}]}'
ITEM = 'CodeValue = "1"\nCodingSchemeDesignator = "2"\nCodeMeaning = "3"\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('set.ProcedureCodeSequence = "CT"', "rule[0].set.ProcedureCodeSequence: expected a list"),
        ("set.ProcedureCodeSequence = []", "rule[0].set.ProcedureCodeSequence: it has no item"),
        (
            'set.ProcedureCodeSequence = [{CodeValue = "1", CodeMeaning = "2"}]',
            "rule[0].set.ProcedureCodeSequence[0]: it must say CodingSchemeDesignator",
        ),
        (
            f'[[rule.set.ProcedureCodeSequence]]\n{ITEM}CodeMeanings = "4"',
            "rule[0].set.ProcedureCodeSequence[0].CodeMeanings: 'CodeMeanings' is no key",
        ),
        (
            f'[[rule.set.ProcedureCodeSequence]]\n{ITEM}CodingSchemeVersion = ""',
            "rule[0].set.ProcedureCodeSequence[0].CodingSchemeVersion: it is empty",
        ),
        (
            f"[[rule.set.ProcedureCodeSequence]]\n{ITEM.replace('1', 'x' * 17)}",
            "rule[0].set.ProcedureCodeSequence: CodeValue: a value of VR SH",
        ),
        (
            '[[rule.set.RequestAttributesSequence]]\nScheduledProcedureStepID = "S"',
            "rule[0].set.RequestAttributesSequence[0]: it must say RequestedProcedureID",
        ),
        (
            "[[rule.set.RequestAttributesSequence]]\nScheduledProtocolCodeSequence = []",
            "rule[0].set.RequestAttributesSequence[0]: it must say RequestedProcedureID",
        ),
        (
            f"set.RequestAttributesSequence = [{NESTED}]",
            "rule[0].set.RequestAttributesSequence[0].ScheduledProtocolCodeSequence[0]: it must",
        ),
        ("set.RequestedProcedureCodeSequence = []", "rule[0].set.RequestedProcedureCodeSequence"),
    ],
)
def test_wrong_items_name_the_key(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        rules_of(BASE + text, tmp_path)
    assert error.value.finding.code == "coercion-rules"
    assert str(error.value).startswith(says)


def test_rules_must_agree_on_items(tmp_path: Path) -> None:
    code = f"[[rule.set.ProcedureCodeSequence]]\n{ITEM}"
    assert len(rules_of(BASE + code + BASE + code, tmp_path).rules) == 2
    with pytest.raises(UsageError) as error:
        rules_of(BASE + code + BASE + code.replace("1", "9"), tmp_path)
    assert error.value.finding.code == "coercion-conflict"


def test_they_can_be_removed(tmp_path: Path) -> None:
    source = save(instance(ProcedureCodeSequence=[a_code("C1")]), tmp_path / "in")
    text = '[[rule]]\nmatch = {PatientID = "ID1"}\nremove = ["ProcedureCodeSequence"]\n'
    after = dcmread(coerced(source, text)[0])
    assert "ProcedureCodeSequence" not in after
    was = after.OriginalAttributesSequence[0].ModifiedAttributesSequence[0]
    assert list(was.ProcedureCodeSequence) == [a_code("C1")]


def test_other_items_are_other_rules(tmp_path: Path) -> None:
    terms = ImportTerms()
    ones = kept_terms(terms, rules_of(ORDER, tmp_path))
    others = kept_terms(terms, rules_of(ORDER.replace("SPS1", "SPS2"), tmp_path))
    assert ones.coerce != others.coerce
    assert ones == kept_terms(terms, rules_of(f"# Again.\n{ORDER}", tmp_path))


def test_all_that_items_hold_can_be_set() -> None:
    for keyword, row in ITEMS.items():
        assert dictionary_VR(keyword) == "SQ"
        assert {dictionary_VR(one) for one in row.sequences} <= {"SQ"}
        assert set(row.needed) <= set(row.texts)
        assert wanted({keyword: ()})[0].items == ()
        assert wanted(dict.fromkeys(row.texts, "1"))
