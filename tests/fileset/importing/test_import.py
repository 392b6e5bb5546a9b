"""A medium into an archive: everything that is there, to the byte, each file accounted for."""

import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest
from dicom_fileset.errors import Refused, UsageError
from dicom_fileset.findings import finding
from dicom_fileset.importing.archive import opened_archive
from dicom_fileset.importing.importer import Importer, import_media
from dicom_fileset.importing.kept_terms import kept_terms
from dicom_fileset.importing.model import Row
from dicom_fileset.importing.terms import ImportTerms
from discs import as_iso, as_zip, contents, disc, manifest, on_disc, places
from file_sets import Place, instance, save, snapshot, uids_of
from pydicom import dcmread, dcmwrite


@pytest.fixture(params=["folder", "zip", "plain iso", "rock ridge", "joliet", "both"])
def medium(request: pytest.FixtureRequest, plain_disc: Path, tmp_path: Path) -> Path:
    """The disc in each form."""
    kinds = {
        "plain iso": {},
        "rock ridge": {"rock_ridge": "1.09"},
        "joliet": {"joliet": 3},
        "both": {"rock_ridge": "1.09", "joliet": 3},
    }
    if request.param == "folder":
        return plain_disc
    if request.param == "zip":
        return as_zip(plain_disc, tmp_path / "disc.zip")
    return as_iso(plain_disc, tmp_path / "disc.iso", **kinds[request.param])


def test_all_of_a_medium_is_imported(medium: Path, plain_disc: Path, tmp_path: Path) -> None:
    report = import_media(medium, tmp_path / "archive")
    assert report.sentence == "All 12 instances are imported."
    assert report.complete
    assert [one.code for one in report.findings] == ["identity-several"]
    rows = manifest(report)
    files = on_disc(plain_disc)
    assert {path.upper() for path in rows} == {path.upper() for path in files}
    found = contents(tmp_path / "archive")
    assert sorted(found) == sorted(uids_of(places(12)))
    assert set(found.values()) <= set(files.values())
    digests = {hashlib.sha256(data).hexdigest() for data in found.values()}
    assert {sha256 for outcome, _, sha256 in rows.values() if outcome == "imported"} == digests
    assert {rows[path][0] for path in rows if path.upper() in {"AUTORUN.INF", "DICOMDIR"}} == {
        "left"
    }


def test_the_medium_is_not_touched(plain_disc: Path, tmp_path: Path) -> None:
    before = snapshot(plain_disc)
    import_media(plain_disc, tmp_path / "archive")
    assert snapshot(plain_disc) == before


def test_what_is_on_the_disc_is_told_before_anything_is_copied(
    plain_disc: Path, tmp_path: Path
) -> None:
    overview = Importer(plain_disc, tmp_path / "archive").look()
    assert not (tmp_path / "archive").exists()
    told = [(one.patient_id, one.name, len(one.studies)) for one in overview.patients]
    assert sorted(told) == [("ID1", "Brown^Bruno", 2), ("ID2", "Cole^Clara", 2)]
    counts = [(study.series, study.instances) for one in overview.patients for study in one.studies]
    assert counts == [(1, 3)] * 4
    assert overview.listed == 12


def test_without_a_directory_files_tell_what_is_there(plain_disc: Path, tmp_path: Path) -> None:
    files = on_disc(plain_disc)
    for path, data in files.items():
        if path != "DICOMDIR":
            to = tmp_path / "bare" / path
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(data)
    importer = Importer(tmp_path / "bare", tmp_path / "archive")
    told = {(one.patient_id, one.name, one.sex) for one in importer.look().patients}
    assert told == {("ID1", "Brown^Bruno", "O"), ("ID2", "Cole^Clara", "O")}
    assert importer.run().sentence == "All 12 instances are imported."


def test_a_dry_run_writes_nothing(plain_disc: Path, tmp_path: Path) -> None:
    report = Importer(plain_disc, tmp_path / "archive").plan()
    assert not (tmp_path / "archive").exists()
    assert report.sentence == "12 instances would be imported."
    planned = {row.archived for row in report.files if row.outcome == "planned"}
    import_media(plain_disc, tmp_path / "archive")
    found = list((tmp_path / "archive").rglob("*.dcm"))
    assert {path.relative_to(tmp_path / "archive").as_posix() for path in found} == planned


def test_selected_instances_alone(plain_disc: Path, tmp_path: Path) -> None:
    terms = ImportTerms(select=("PatientID=id1", "StudyInstanceUID=*.1"))
    report = import_media(plain_disc, tmp_path / "archive", terms)
    wanted = [place for place in places(12) if (place.patient, place.study) == (1, 1)]
    assert sorted(contents(tmp_path / "archive")) == sorted(uids_of(wanted))
    assert report.outcomes["unselected"] == 12 - len(wanted)
    assert report.sentence == f"All {len(wanted)} instances are imported."


@pytest.mark.parametrize("criterion", ["PatientID", "Nonsense=1", "PixelData=*"])
def test_a_criterion_that_is_none_is_a_wrong_call(
    criterion: str, plain_disc: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=r"\w"):
        import_media(plain_disc, tmp_path / "archive", ImportTerms(select=(criterion,)))
    assert not (tmp_path / "archive").exists()


def test_a_directory_that_lies_is_told_and_files_are_believed(tmp_path: Path) -> None:
    root = disc(tmp_path / "disc", 4)
    first = min(path for path in root.rglob("*") if path.is_file() and path.name[0] == "I")
    stranger = Place(3, number=77)
    save(instance(stranger), first)
    save(instance(Place(4, number=78)), root / "NEW.DCM")
    victim = sorted(path for path in root.rglob("*") if path.is_file() and path.name[0] == "I")[1]
    victim.unlink()
    report = import_media(root, tmp_path / "archive")
    by_path = {row.path: row for row in report.files}
    assert [one.code for one in by_path[first.relative_to(root).as_posix()].findings] == [
        "medium-record-differs"
    ]
    assert [one.code for one in by_path["NEW.DCM"].findings] == ["medium-unlisted"]
    gone = by_path[victim.relative_to(root).as_posix()]
    assert (gone.outcome, [one.code for one in gone.findings]) == ("missing", ["file-missing"])
    assert stranger.uid in contents(tmp_path / "archive")
    assert report.sentence == ("4 of 5 instances are imported; 1 is not: 1 not on the medium.")


def test_a_broken_directory_costs_no_instance(plain_disc: Path, tmp_path: Path) -> None:
    for path, data in on_disc(plain_disc).items():
        to = tmp_path / "disc" / "SUB" / path
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(data if path != "DICOMDIR" else b"no directory at all")
    report = import_media(tmp_path / "disc", tmp_path / "archive")
    assert report.sentence == "All 12 instances are imported."
    assert [one.code for one in report.findings][:1] == ["not-a-directory"]


def test_a_second_disc_into_the_same_archive(plain_disc: Path, tmp_path: Path) -> None:
    other = disc(tmp_path / "other", 20)
    import_media(plain_disc, tmp_path / "archive")
    report = import_media(other, tmp_path / "archive")
    assert report.outcomes == {"linked": 12, "imported": 8, "left": 3}
    assert sorted(contents(tmp_path / "archive")) == sorted(uids_of(places(20)))


def test_two_at_once_are_told_apart(plain_disc: Path, tmp_path: Path) -> None:
    with opened_archive(str(tmp_path / "archive")), pytest.raises(Refused) as caught:
        import_media(plain_disc, tmp_path / "archive")
    assert caught.value.finding.code == "import-busy"
    assert contents(tmp_path / "archive") == {}


def test_rows_come_back_as_they_were(tmp_path: Path) -> None:
    rows = [
        Row("A/B", 1, "imported", "x/y.dcm", "1.2", "ab" * 32),
        Row("a\udcff", 2, "unreadable", findings=(finding("unreadable", "a\udcff"),)),
        Row("ß/🩻", 3, "left", kind="page"),
    ]
    with opened_archive(str(tmp_path)) as archive:
        archive.manifest.begin("disc", "now", kept_terms(ImportTerms(), None))
        for row in rows:
            archive.manifest.add(row)
        archive.manifest.keep()
        assert sorted(archive.manifest.rows(), key=lambda one: one.size) == rows
    assert json.dumps([row.path for row in rows])


def test_that_nothing_was_found_is_told(plain_disc: Path, tmp_path: Path) -> None:
    report = import_media(plain_disc, tmp_path / "archive", ImportTerms(select=("PatientID=ID9",)))
    assert report.imported == 0
    assert "import-nothing-found" in [one.code for one in report.findings]


def test_no_room_is_asked_for_what_stays_on_the_medium(
    plain_disc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copytree(plain_disc, tmp_path / "disc")
    with (copy / "FILM.AVI").open("wb") as film:
        film.truncate(1 << 20)
    usage = shutil.disk_usage(tmp_path)._replace(free=1 << 17)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    report = import_media(copy, tmp_path / "archive")
    assert report.sentence == "All 12 instances are imported."


def test_a_directory_that_is_nothing_but_a_data_set_is_no_instance(
    plain_disc: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(plain_disc, tmp_path / "disc")
    directory = dcmread(root / "DICOMDIR")
    directory.file_meta.clear()
    directory.preamble = None
    dcmwrite(root / "DICOMDIR", directory, implicit_vr=True, little_endian=True)
    report = import_media(root, tmp_path / "archive")
    assert report.sentence == "All 12 instances are imported."
    assert report.left["directory"] == 1


def test_a_directory_is_not_told_to_be_unlisted(plain_disc: Path, tmp_path: Path) -> None:
    report = import_media(plain_disc, tmp_path / "archive")
    row = next(row for row in report.files if row.path == "DICOMDIR")
    assert (row.outcome, row.kind, row.findings) == ("left", "directory", ())


@pytest.mark.skipif(os.name == "nt", reason="no file is named so there")
def test_what_an_unsafe_file_id_names_is_counted_once(plain_disc: Path, tmp_path: Path) -> None:
    root = shutil.copytree(plain_disc, tmp_path / "disc")
    path = next(path for path in root.rglob("I*") if path.is_file())
    name = f"{path.name[0]}:{path.name[2:]}"
    directory = (root / "DICOMDIR").read_bytes()
    (root / "DICOMDIR").write_bytes(directory.replace(path.name.encode(), name.encode()))
    path.rename(path.with_name(name))
    report = import_media(root, tmp_path / "archive")
    assert report.sentence == "All 12 instances are imported."
    assert "file-id-unsafe" in [one.code for one in report.findings]
    assert sum(report.outcomes.values()) == len(manifest(report))
