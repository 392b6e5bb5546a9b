"""Instances coerced on their way into the archive: by rules, provably nothing else."""

from pathlib import Path

import msgspec
import pytest
from dicom_fileset.errors import UsageError
from dicom_fileset.importing import importer
from dicom_fileset.importing.archive import opened_archive
from dicom_fileset.importing.importer import import_media
from dicom_fileset.importing.terms import ImportTerms
from discs import manifest
from file_sets import Place, instance, save
from pydicom import dcmread

RULES = """
[[rule]]
match = { PatientID = "ID1" }
set = { PatientID = "LOCAL-7", IssuerOfPatientID = "OURS", AccessionNumber = "ACC9" }
"""
LAYOUT = "{PatientID}/{SOPInstanceUID}.dcm"


@pytest.fixture
def terms(tmp_path: Path) -> ImportTerms:
    """To coerce one patient of two."""
    (tmp_path / "rules.toml").write_text(RULES)
    for number, place in enumerate((Place(1), Place(1, number=2), Place(2))):
        save(instance(place), tmp_path / "disc" / f"IM{number}")
    return ImportTerms(coerce=str(tmp_path / "rules.toml"), layout=LAYOUT)


def test_rules_change_what_they_name_and_paths_follow(terms: ImportTerms, tmp_path: Path) -> None:
    report = import_media(tmp_path / "disc", tmp_path / "archive", terms)
    assert report.sentence == "All 3 instances are imported."
    kept = sorted((tmp_path / "archive").glob("*/*.dcm"))
    assert [path.parent.name for path in kept] == ["ID2", "LOCAL-7", "LOCAL-7"]
    assert kept[0].read_bytes() == (tmp_path / "disc" / "IM2").read_bytes()
    now, before = dcmread(kept[1]), dcmread(tmp_path / "disc" / "IM0")
    assert (now.PatientID, now.AccessionNumber) == ("LOCAL-7", "ACC9")
    assert now.SOPInstanceUID == before.SOPInstanceUID
    assert now.PixelData == before.PixelData
    original = now.OriginalAttributesSequence[0].ModifiedAttributesSequence[0]
    assert original.PatientID == "ID1"
    purpose = now.ContributingEquipmentSequence[0].PurposeOfReferenceCodeSequence[0]
    assert (purpose.CodeValue, purpose.CodingSchemeDesignator) == ("MEDIM", "DCM")


def test_an_equal_one_is_linked_though_it_was_coerced(terms: ImportTerms, tmp_path: Path) -> None:
    import_media(tmp_path / "disc", tmp_path / "archive", terms)
    again = import_media(tmp_path / "disc", tmp_path / "archive", terms)
    assert again.outcomes == {"linked": 3}
    assert "coercion-unmatched" not in [one.code for one in again.findings]
    assert again.files == ()


def test_that_the_archive_has_it_coerced_is_told(terms: ImportTerms, tmp_path: Path) -> None:
    import_media(tmp_path / "disc", tmp_path / "archive", terms)
    plain = msgspec.structs.replace(terms, coerce="")
    again = import_media(tmp_path / "disc", tmp_path / "archive", plain)
    assert again.outcomes == {"linked": 3}
    told = {row.path: [one.code for one in row.findings] for row in again.files}
    assert told == {"IM0": ["archive-coerced"], "IM1": ["archive-coerced"]}


def test_that_the_archive_has_it_uncoerced_is_told(terms: ImportTerms, tmp_path: Path) -> None:
    plain = msgspec.structs.replace(terms, coerce="")
    import_media(tmp_path / "disc", tmp_path / "archive", plain)
    again = import_media(tmp_path / "disc", tmp_path / "archive", terms)
    assert again.outcomes == {"linked": 3}
    told = {row.path: [one.code for one in row.findings] for row in again.files}
    assert told == {"IM0": ["archive-not-coerced"], "IM1": ["archive-not-coerced"]}
    assert not list((tmp_path / "archive").rglob("*.part"))


def test_what_is_settled_does_not_make_a_rule_match_nothing(
    terms: ImportTerms, tmp_path: Path
) -> None:
    import_media(tmp_path / "disc", tmp_path / "archive", terms)
    again = import_media(
        tmp_path / "disc", tmp_path / "archive", msgspec.structs.replace(terms, resume=True)
    )
    assert again.imported == 3
    assert "coercion-unmatched" not in [one.code for one in again.findings]


def test_what_was_placed_before_any_row_is_known_again(
    terms: ImportTerms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = (f"2024-01-31T10:15:{second:02}+00:00" for second in range(60))
    monkeypatch.setattr(importer, "_now", lambda: next(moments))
    archive = tmp_path / "archive"
    import_media(tmp_path / "disc", archive, terms)
    with opened_archive(str(archive)) as opened:
        opened.manifest._data.execute("DELETE FROM file")
    resumed = msgspec.structs.replace(terms, resume=True)
    report = import_media(tmp_path / "disc", archive, resumed)
    assert report.sentence == "All 3 instances are imported."
    assert len(list(archive.rglob("*.dcm"))) == 3


def test_what_was_placed_before_a_crash_is_known_again(terms: ImportTerms, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    first = import_media(tmp_path / "disc", archive, terms)
    rows = manifest(first)
    with opened_archive(str(archive)) as opened:
        opened.manifest._data.execute("DELETE FROM file WHERE path != 'IM2'")
    terms = ImportTerms(coerce=terms.coerce, layout=LAYOUT, resume=True)
    report = import_media(tmp_path / "disc", archive, terms)
    assert manifest(report) == rows
    assert len(list(archive.rglob("*.dcm"))) == 3


def test_wrong_rules_are_a_wrong_call(tmp_path: Path) -> None:
    (tmp_path / "disc").mkdir()
    (tmp_path / "rules.toml").write_text("[[rule]]\nmatch = { Shoe = '42' }\n")
    with pytest.raises(UsageError):
        import_media(
            tmp_path / "disc",
            tmp_path / "archive",
            ImportTerms(coerce=str(tmp_path / "rules.toml")),
        )
    assert not (tmp_path / "archive").exists()
