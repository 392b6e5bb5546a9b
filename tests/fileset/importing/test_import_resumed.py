"""Gone on with what was broken off: only of a medium that is what it was, and only what lasts."""

import os
import sqlite3
import warnings
import zipfile
from pathlib import Path

import pytest
from dicom_fileset.errors import Refused
from dicom_fileset.importing.importer import Importer, import_media
from dicom_fileset.importing.manifest import Manifest
from dicom_fileset.importing.terms import ImportTerms
from discs import contents, manifest
from file_sets import Place, instance, save
from pydicom import dcmread

RESUME = ImportTerms(resume=True)


def burnt(root: Path, patient: str, moment: int = 10**18) -> Path:
    """A disc whose paths, sizes and UIDs are the same whoever is on it."""
    for number in range(5):
        who = {"PatientID": patient, "PatientName": f"{patient}^A"}
        path = save(instance(Place(number=number), **who), root / f"IM{number}")
        os.utime(path, ns=(moment, moment))
    return root


@pytest.mark.parametrize("moment", [10**18, 10**18 + 2 * 10**9], ids=["same date", "other date"])
def test_a_disc_that_was_burnt_again_is_another_medium(moment: int, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    import_media(burnt(tmp_path / "1", "ABLE"), archive)
    report = import_media(burnt(tmp_path / "2", "ZETA", moment), archive, RESUME)
    assert "import-nothing-to-resume" in [one.code for one in report.findings]
    assert report.outcomes["kept beside"] == 5
    assert {str(dcmread(path).PatientID) for path in archive.rglob("*.dcm")} == {"ABLE", "ZETA"}


def test_a_file_that_is_another_now_orphans_nothing(tmp_path: Path) -> None:
    root, archive = burnt(tmp_path / "disc", "ABLE"), tmp_path / "archive"
    import_media(root, archive)
    save(instance(Place(number=1), PatientID="LONGER", PatientName="ABLE^A"), root / "IM1")
    report = import_media(root, archive, RESUME)
    assert report.outcomes == {"linked": 4, "kept beside": 1}
    assert len(list(archive.rglob("*.dcm"))) == 6
    told = [one.code for row in report.files for one in row.findings]
    assert "archive-name-taken" not in told


def test_one_that_is_cut_in_the_archive_is_not_settled(tmp_path: Path) -> None:
    root, archive = burnt(tmp_path / "disc", "ABLE"), tmp_path / "archive"
    path = archive / manifest(import_media(root, archive))["IM2"][1]
    whole = path.read_bytes()
    path.write_bytes(whole[:-2])
    report = import_media(root, archive, RESUME)
    assert [row.path for row in report.files if row.outcome != "left"] == ["IM2"]
    assert contents(archive)[dcmread(root / "IM2").SOPInstanceUID] == whole


def test_every_file_has_its_row_whatever_it_is_called(tmp_path: Path) -> None:
    names = ("a", "a", "a [2]", "a [2]", "b")
    files = [(name, number) for number, name in enumerate(names)]
    for _, number in files:
        save(instance(Place(number=number)), tmp_path / str(number))
    path = tmp_path / "disc.zip"
    with zipfile.ZipFile(path, "w") as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, number in files:
            made.writestr(name, (tmp_path / str(number)).read_bytes())
    report = import_media(path, tmp_path / "archive")
    assert report.imported == 5
    assert len(manifest(report)) == 5


def test_what_could_not_be_written_down_is_not_told_to_be_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C, and again while the manifest is brought up to date."""
    root = burnt(tmp_path / "disc", "ABLE")
    importer = Importer(root, tmp_path / "archive")
    really = Manifest.add

    def add(self: Manifest, row: object) -> None:
        if getattr(row, "path", "") == "IM3":
            monkeypatch.setattr(Manifest, "keep", stop)
            raise KeyboardInterrupt
        really(self, row)  # type: ignore[arg-type]

    def stop(_: Manifest) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Manifest, "add", add)
        report = importer.run()
    assert report.imported == 0
    assert report.sentence == (
        "It was stopped: 0 instances are imported, and 5 files are still to come."
    )
    assert "stopped again" in " ".join(one.message for one in report.findings)
    monkeypatch.undo()
    assert import_media(root, tmp_path / "archive", RESUME).imported == 5


def test_a_manifest_that_is_spoiled_is_refused_and_said(tmp_path: Path) -> None:
    root, archive = burnt(tmp_path / "disc", "ABLE"), tmp_path / "archive"
    made = import_media(root, archive)
    with sqlite3.connect(made.manifest) as data:
        data.execute("UPDATE file SET findings = '{nonsense'")
    with pytest.raises(Refused) as caught:
        import_media(root, archive, RESUME)
    assert caught.value.finding.code == "manifest-unusable"
