"""Who and what may come in: the right person's instances, and nothing that can be run."""

from pathlib import Path

import pytest
from dicom_fileset import FileSetCreator
from dicom_fileset.errors import Refused, UsageError
from dicom_fileset.importing.importer import Importer, import_media
from dicom_fileset.importing.terms import ImportTerms
from discs import FaultyMedium, contents, disc, manifest
from file_sets import Place, instance, save, uids_of
from pydicom import dcmread

FIRST = ("PatientID=ID1", "PatientName=Bruno Brown", "PatientBirthDate=1961-02-02")


@pytest.fixture
def one_patient(tmp_path: Path) -> Path:
    """A disc of one patient."""
    for number in range(4):
        save(instance(Place(number=number + 1)), tmp_path / "disc" / f"IM{number}")
    return tmp_path / "disc"


def test_the_expected_person_comes_in(one_patient: Path, tmp_path: Path) -> None:
    importer = Importer(one_patient, tmp_path / "archive", ImportTerms(expect=FIRST))
    assert importer.look().verdict == "same"
    assert importer.run().sentence == "All 4 instances are imported."


def test_another_person_is_refused_and_nothing_is_copied(plain_disc: Path, tmp_path: Path) -> None:
    expect = ("PatientName=Somebody^Else", "PatientBirthDate=20000101")
    with pytest.raises(Refused) as caught:
        import_media(plain_disc, tmp_path / "archive", ImportTerms(expect=expect, accept=True))
    assert caught.value.finding.code == "identity-refused"
    assert caught.value.exit_status == 3
    assert {one.code for one in caught.value.others} == {"identity-different"}
    assert not (tmp_path / "archive").exists()


def test_two_patients_are_refused_unless_one_is_selected(plain_disc: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        import_media(plain_disc, tmp_path / "archive", ImportTerms(expect=FIRST))
    terms = ImportTerms(expect=FIRST, select=("PatientID=ID1",))
    report = import_media(plain_disc, tmp_path / "archive", terms)
    assert report.sentence == "All 6 instances are imported."
    found = (tmp_path / "archive").rglob("*.dcm")
    assert {dcmread(path).PatientID for path in found} == {"ID1"}


def test_what_is_doubtful_needs_a_person(one_patient: Path, tmp_path: Path) -> None:
    expect = ("PatientName=Brown^Bruno", "PatientBirthDate=19610203")
    with pytest.raises(Refused) as caught:
        import_media(one_patient, tmp_path / "archive", ImportTerms(expect=expect))
    assert caught.value.finding.code == "identity-not-accepted"
    assert not (tmp_path / "archive").exists()
    report = import_media(
        one_patient, tmp_path / "archive", ImportTerms(expect=expect, accept=True)
    )
    assert report.sentence == "All 4 instances are imported."


def test_a_file_that_hides_behind_the_directory_is_found(tmp_path: Path) -> None:
    root = disc(tmp_path / "disc", 2)  # one instance of each patient
    for path in [path for path in root.rglob("I*") if path.is_file()]:
        if dcmread(path).PatientID == "ID2":
            place = Place(1, number=9)
            save(instance(place, SOPInstanceUID=dcmread(path).SOPInstanceUID), path)
    terms = ImportTerms(expect=FIRST)
    report = import_media(root, tmp_path / "archive", terms)
    assert report.imported == 2
    assert "identity-record-differs" in [one.code for one in report.findings]


def test_each_file_is_counted_once(tmp_path: Path) -> None:
    root = disc(tmp_path / "disc", 1)
    path = next(path for path in root.rglob("I*") if path.is_file())
    other = Place(2, number=9)
    save(instance(other, SOPInstanceUID=dcmread(path).SOPInstanceUID), path)
    who = dcmread(path)
    expect = (f"PatientID={who.PatientID}", f"PatientName={who.PatientName}")
    report = import_media(root, tmp_path / "archive", ImportTerms(expect=expect))
    told = [one.message for one in report.findings if one.code == "identity-record-differs"]
    assert told == ["The directory names another patient than 1 of the files."]


def test_all_directories_are_asked_who_is_there(tmp_path: Path) -> None:
    for number, name in enumerate(("A", "B"), 1):
        save(instance(Place(number)), tmp_path / "sources" / name)
        with FileSetCreator(tmp_path / "disc" / name) as creator:
            creator.add(tmp_path / "sources" / name)
    importer = Importer(tmp_path / "disc", tmp_path / "archive")
    for overview, files in ((importer.look(), ""), (importer.identify(), "1")):
        assert [row.patient_id for row in overview.identities] == ["ID1", "ID2"]
        assert {row.files for row in overview.identities} == {files}


def test_who_is_in_files_alone_is_told_before_anything_is_copied(tmp_path: Path) -> None:
    root = disc(tmp_path / "disc", 1)
    save(instance(Place(2)), root / "UNLISTED")
    importer = Importer(root, tmp_path / "archive")
    assert [row.patient_id for row in importer.look().identities] == ["ID1"]
    told = importer.identify()
    assert [(row.patient_id, row.directory, row.files) for row in told.identities] == [
        ("ID1", "yes", "1"),
        ("ID2", "no", "1"),
    ]
    assert not (tmp_path / "archive").exists()


def test_a_record_of_another_patient_is_told_before_anything_is_copied(tmp_path: Path) -> None:
    root = disc(tmp_path / "disc", 1)
    path = next(path for path in root.rglob("I*") if path.is_file())
    save(instance(Place(2), SOPInstanceUID=dcmread(path).SOPInstanceUID), path)
    told = Importer(root, tmp_path / "archive").identify().findings
    assert "identity-record-differs" in [one.code for one in told]
    assert not (tmp_path / "archive").exists()


def test_who_could_not_be_read_at_first_is_told_at_the_end(tmp_path: Path) -> None:
    root = disc(tmp_path / "disc", 1)
    save(instance(Place(2)), root / "SHY")
    medium = FaultyMedium(root, lambda path, before: path == "SHY" and not before)
    importer = Importer(medium, tmp_path / "archive")
    assert [row.patient_id for row in importer.identify().identities] == ["ID1"]
    report = importer.run()
    assert report.imported == 2
    assert "identity-several" in [one.code for one in report.findings]


def test_what_is_expected_must_be_understood(one_patient: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        import_media(one_patient, tmp_path / "archive", ImportTerms(expect=("Shoe=42",)))


PROGRAMS = {
    "AUTORUN.INF": b"[autorun]\r\nopen=x.exe\r\n",
    "VIEWER/VIEW.EXE": b"MZ\x90\0" + bytes(500),
    "run.sh": b"#!/bin/sh\nrm -rf /\n",
    "IMAGE.DCM": b"\x7fELF\2\1\1" + bytes(300),
    "START.BAT": b"@echo off\r\n",
    "go.lnk": b"L\0\0\0\1\x14\2\0" + bytes(100),
}


def test_nothing_that_can_be_run_comes_in(one_patient: Path, tmp_path: Path) -> None:
    for name, data in PROGRAMS.items():
        path = one_patient / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (one_patient / "INDEX.HTM").write_bytes(b"<!DOCTYPE html><html></html>")
    report = import_media(one_patient, tmp_path / "archive")
    assert {path for path, row in manifest(report).items() if row[0] == "left"} == {
        *PROGRAMS, "INDEX.HTM",
    }  # fmt: skip
    assert sum(report.left.values()) == len(PROGRAMS) + 1
    assert report.left["page"] == 1
    archive = {path.read_bytes() for path in (tmp_path / "archive").rglob("*") if path.is_file()}
    assert not archive & set(PROGRAMS.values())
    assert report.sentence == "All 4 instances are imported."


@pytest.mark.parametrize("size", [0, 5 * 1024 * 1024])
def test_a_program_in_the_preamble_is_cleared(size: int, one_patient: Path, tmp_path: Path) -> None:
    place = Place(number=90)
    path = save(instance(place, PixelData=bytes(32 + size)), one_patient / "POLY")
    data = bytearray(path.read_bytes())
    data[:64] = b"MZ\x90\0" + bytes(range(60))
    path.write_bytes(data)
    report = import_media(one_patient, tmp_path / "archive")
    kept = contents(tmp_path / "archive")[place.uid]
    assert kept[:128] == bytes(128)
    assert kept[128:] == data[128:]
    row = next(row for row in report.files if row.path == "POLY")
    assert "preamble-executable" in [one.code for one in row.findings]
    assert row.archived_sha256 not in {"", row.sha256}
    again = import_media(one_patient, tmp_path / "archive")
    assert again.outcomes["linked"] == 5


def test_a_tiff_preamble_is_kept(one_patient: Path, tmp_path: Path) -> None:
    path = save(instance(Place(number=91)), one_patient / "DUAL")
    data = bytearray(path.read_bytes())
    data[:8] = b"II*\0" + (4096).to_bytes(4, "little")
    path.write_bytes(data)
    import_media(one_patient, tmp_path / "archive")
    assert contents(tmp_path / "archive")[Place(number=91).uid] == bytes(data)


def test_frames_are_decoded_where_that_is_asked(one_patient: Path, tmp_path: Path) -> None:
    place = Place(number=92)
    bad = instance(place)
    bad.PixelData = bad.PixelData[:10]
    save(bad, one_patient / "SHORT")
    report = import_media(one_patient, tmp_path / "archive", ImportTerms(verify=True))
    assert report.sentence == "All 5 instances are imported."
    told = {row.path: [one.code for one in row.findings] for row in report.files}
    assert list(told) == ["SHORT"]
    assert told["SHORT"]
    assert set(contents(tmp_path / "archive")) >= set(uids_of([place]))
