"""An import that was begun is gone on with by the terms that it was begun by, or not at all."""

from pathlib import Path

import msgspec
import pytest
from dicom_fileset.errors import Refused
from dicom_fileset.importing.coercion_rules import read_rules
from dicom_fileset.importing.importer import import_media
from dicom_fileset.importing.kept_terms import differences, kept_terms
from dicom_fileset.importing.terms import ImportTerms
from discs import manifest
from file_sets import Place, instance, save, snapshot
from pydicom import dcmread

RULES = """
[[rule]]
match = { PatientID = "ID1" }
set = { PatientID = "LOCAL-7", IssuerOfPatientID = "OURS" }
"""
SAME_RULES = """
# Written otherwise, and the same.
[[rule]]
set.IssuerOfPatientID = "OURS"
set.PatientID = "LOCAL-7"
match.PatientID = "ID1"
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Rules, and a disc beside them."""
    for number in (1, 2, 3):
        save(instance(Place(1, number=number)), tmp_path / "disc" / f"IM{number}")
    (tmp_path / "rules.toml").write_text(RULES)
    return tmp_path / "rules.toml"


OTHERS = {
    "--coerce": {"coerce": "rules.toml"},
    "--layout": {"layout": "{SOPInstanceUID}.dcm"},
    "--select": {"select": ("Modality=CT",)},
    "--on-duplicate": {"on_duplicate": "skip"},
    "--verify": {"verify": True},
}


@pytest.mark.parametrize("option", OTHERS)
@pytest.mark.parametrize("first", [True, False])
def test_other_terms_are_refused_and_nothing_is_touched(
    option: str, first: bool, rules: Path, tmp_path: Path
) -> None:
    other = dict(OTHERS[option])
    if "coerce" in other:
        other["coerce"] = str(rules)
    asked = [ImportTerms(), msgspec.convert(other, ImportTerms)]
    begun, then = asked[::-1] if first else asked
    report = import_media(tmp_path / "disc", tmp_path / "archive", begun)
    rows, there = manifest(report), snapshot(tmp_path / "archive")
    with pytest.raises(Refused) as caught:
        import_media(
            tmp_path / "disc", tmp_path / "archive", msgspec.structs.replace(then, resume=True)
        )
    assert caught.value.finding.code == "import-other-terms"
    assert option in caught.value.finding.message
    assert caught.value.finding.message.count("--") == 1
    assert snapshot(tmp_path / "archive") == there
    same = import_media(
        tmp_path / "disc", tmp_path / "archive", msgspec.structs.replace(begun, resume=True)
    )
    assert manifest(same) == rows


def test_rules_are_the_same_however_they_are_written(rules: Path, tmp_path: Path) -> None:
    terms = ImportTerms(coerce=str(rules))
    import_media(tmp_path / "disc", tmp_path / "archive", terms)
    rules.write_text(SAME_RULES)
    again = msgspec.structs.replace(terms, resume=True)
    assert import_media(tmp_path / "disc", tmp_path / "archive", again).imported == 3
    rules.write_text(RULES.replace("LOCAL-7", "LOCAL-8"))
    with pytest.raises(Refused, match="--coerce had other rules"):
        import_media(tmp_path / "disc", tmp_path / "archive", again)
    assert {dcmread(path).PatientID for path in (tmp_path / "archive").rglob("*.dcm")} == {
        "LOCAL-7"
    }


def test_nothing_of_a_patient_is_kept_of_the_terms(rules: Path) -> None:
    terms = ImportTerms(select=("PatientID=ID1", "PatientName=Brown*"), coerce=str(rules))
    kept = msgspec.json.encode(kept_terms(terms, read_rules(rules))).decode()
    assert not [one for one in ("ID1", "Brown", "LOCAL-7", "rules.toml") if one in kept]


def test_where_duplicates_ended_it_anything_may_be_done_with_them() -> None:
    kept = {
        policy: kept_terms(ImportTerms(on_duplicate=policy), None)
        for policy in ("keep-both", "skip", "fail")
    }
    allowed = {
        (begun, now) for begun in kept for now in kept if not differences(kept[begun], kept[now])
    }
    assert allowed == {(one, one) for one in kept} | {("fail", "keep-both"), ("fail", "skip")}


def test_the_order_of_what_is_selected_is_nothing() -> None:
    one, other = ("Modality=CT", "PatientID=1"), ("PatientID=1", "Modality=CT")
    assert kept_terms(ImportTerms(select=one), None) == kept_terms(ImportTerms(select=other), None)
