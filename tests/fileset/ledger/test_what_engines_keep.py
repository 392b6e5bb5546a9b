"""What is in the ledger after each engine: that which it has done, and nothing else."""

from collections import Counter
from pathlib import Path

import pytest
from dicom_fileset import (
    FileSetCreator,
    FileSetReader,
    FileSetUpdater,
    Refused,
    Terms,
    transcode,
    verify,
)
from dicom_fileset.findings import finding
from dicom_fileset.ledger import Ledger, kept_in
from dicom_fileset.ledger.model import Role
from dicom_fileset.records.sop_classes import MEDIA_STORAGE_DIRECTORY
from dicom_fileset.verification import sound
from dicom_profiles import get
from file_sets import FEW, NAMES, Place, instance, save, write_instances
from pydicom import dcmread
from pydicom.uid import (
    CTImageStorage,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    RLELossless,
)

SAMPLES = Path(__file__).parents[3] / "sample_media"
Row = tuple[str, str, str, str, int]


def kept(ledger: Ledger, role: Role) -> set[Row]:
    """Rows of a role: SOP Class, transfer syntaxes before and after, proof, count."""
    rows = [one.performed for one in ledger.tallies() if one.role == role]
    return {
        (one.sop_class_uid, one.source_syntax_uid, one.transfer_syntax_uid, one.proof, one.count)
        for one in rows
    }


def of_directory(proof: str, count: int = 1) -> Row:
    uid = str(ExplicitVRLittleEndian)
    return (MEDIA_STORAGE_DIRECTORY, uid, uid, proof, count)


def of_images(proof: str, count: int, after: str = ExplicitVRLittleEndian) -> Row:
    return (str(CTImageStorage), str(ExplicitVRLittleEndian), str(after), proof, count)


def test_a_creator(ledger: Ledger, sources: Path, tmp_path: Path) -> None:
    with FileSetCreator(tmp_path / "disc") as creator:
        creator.add(sources)
    rows = kept(ledger, "FSC")
    assert rows == {of_directory("directory written"), of_images("bytes equal", len(FEW))}
    assert {one.role for one in ledger.tallies()} == {"FSC"}


def test_a_creator_under_a_profile(ledger: Ledger, sources: Path, tmp_path: Path) -> None:
    profile = get("STD-GEN-USB-JPEG")
    terms = Terms(profile, prefer="1.2.840.10008.1.2.4.70")
    with FileSetCreator(tmp_path / "disc", terms=terms) as creator:
        creator.add(sources)
    assert of_images("decoded equal", len(FEW), terms.prefer) in kept(ledger, "FSC")
    assert {(one.profile, one.medium) for one in ledger.tallies()} == {
        (profile.name, profile.medium)
    }
    [transcoded] = [one.performed for one in ledger.tallies() if one.performed.implementation]
    assert transcoded.lossless


def test_files_as_they_lie(ledger: Ledger, tmp_path: Path) -> None:
    write_instances(tmp_path / "disc")
    FileSetCreator(tmp_path / "disc", in_place=True).commit()
    assert of_images("header read", len(FEW)) in kept(ledger, "FSC")


def test_an_updater_keeps_what_it_added(ledger: Ledger, disc: Path, tmp_path: Path) -> None:
    with FileSetUpdater(disc) as updater:
        updater.remove(PatientID="ID1")
        updater.add(save(instance(Place(7)), tmp_path / "one.dcm"))
    rows = {of_directory("directory written"), of_images("bytes equal", 1)}
    assert kept(ledger, "FSU") == rows


def test_a_reader_has_read_the_directory(ledger: Ledger, disc: Path) -> None:
    FileSetReader(disc).report()
    assert kept(ledger, "FSR") == {of_directory("directory read")}


def test_verify_has_opened_each(ledger: Ledger, disc: Path) -> None:
    verify(disc)
    assert kept(ledger, "FSR") == {
        of_directory("directory read"),
        of_images("as recorded", len(FEW)),
    }


def test_verify_has_decoded_each(ledger: Ledger, disc: Path) -> None:
    assert verify(disc, pixels=True, jobs=2).conforms
    assert of_images("pixels decoded", len(FEW)) in kept(ledger, "FSR")


def test_an_instance_that_is_not_as_recorded_is_no_evidence(ledger: Ledger, disc: Path) -> None:
    listed = next(iter(FileSetReader(disc)))
    ds = dcmread(listed.path)
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = "1.2.3"
    ds.save_as(listed.path)
    verify(disc)
    assert of_images("as recorded", len(FEW) - 1) in kept(ledger, "FSR")


def test_frames_that_are_missing_are_told_and_are_no_evidence(ledger: Ledger, disc: Path) -> None:
    listed = next(iter(FileSetReader(disc)))
    ds = dcmread(listed.path)
    ds.PixelData = ds.PixelData[:-6]
    ds.save_as(listed.path)
    plain = verify(disc)
    report = verify(disc, pixels=True)
    told = Counter(one.code for one in report.findings) - Counter(
        one.code for one in plain.findings
    )
    assert told
    assert not report.conforms
    assert of_images("pixels decoded", len(FEW) - 1) in kept(ledger, "FSR")


def test_what_nothing_here_decodes_is_not_the_instances_fault(
    ledger: Ledger, disc: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    report = transcode(_files(disc), tmp_path / "rle", str(RLELossless))
    with FileSetCreator(tmp_path / "other") as creator:
        creator.add(*(one.destination for one in report.written))
    missing = finding("codec-unavailable", "Nothing here decodes it.")
    monkeypatch.setattr(
        sound, "frames_decoded", lambda paths, _jobs: ((n, missing) for n in range(len(paths)))
    )
    verified = verify(tmp_path / "other", pixels=True)
    assert verified.conforms
    assert [one.code for one in verified.findings].count("codec-unavailable") == len(FEW)
    assert kept(ledger, "FSR") == {of_directory("directory read")}


def _files(disc: Path) -> list[str]:
    return [one.path for one in FileSetReader(disc)]


def test_transcoding_is_no_role(ledger: Ledger, sources: Path, tmp_path: Path) -> None:
    transcode([sources], tmp_path / "rle", "RLELossless")
    transcode([sources], tmp_path / "unseen", "RLELossless", verify=False)
    transcode([sources], tmp_path / "implicit", str(ImplicitVRLittleEndian))
    assert {one.role for one in ledger.tallies()} == {""}
    assert kept(ledger, "") == {
        of_images("decoded equal", len(FEW), RLELossless),
        of_images("written", len(FEW), RLELossless),
        of_images("data sets equal", len(FEW), ImplicitVRLittleEndian),
    }


def test_a_report_bears_its_root_template(ledger: Ledger, tmp_path: Path) -> None:
    with FileSetCreator(tmp_path / "disc") as creator:
        creator.add(SAMPLES / "incoming" / "mammography", SAMPLES / "incoming" / "cardiology")
    assert {one.performed.template for one in ledger.tallies()} == {"", "4000", "5200"}


def test_what_is_planned_or_refused_is_not_kept(
    ledger: Ledger, sources: Path, disc: Path, tmp_path: Path
) -> None:
    creator = FileSetCreator(tmp_path / "new")
    creator.add(sources)
    creator.plan()
    updater = FileSetUpdater(disc)
    updater.remove(PatientID="nobody")
    with pytest.raises(Refused):
        updater.commit()
    assert not Path(ledger.path).exists()


def test_the_ledger_names_nobody(ledger: Ledger, sources: Path, tmp_path: Path) -> None:
    with FileSetCreator(tmp_path / "disc") as creator:
        creator.add(sources)
    verify(tmp_path / "disc", pixels=True)
    data = Path(ledger.path).read_bytes()
    secret = [*NAMES, *(one.patient_id for one in FEW), *(one.uid for one in FEW)]
    assert not [one for one in (*secret, str(tmp_path), "IMAGES") if one.encode() in data]


@pytest.mark.parametrize("content", [b"no database" * 99, b""])
def test_a_ledger_that_cannot_be_written_does_not_fail_the_job(
    content: bytes, sources: Path, tmp_path: Path
) -> None:
    place = tmp_path / "ledger"
    place.write_bytes(content) if content else place.mkdir()
    with kept_in(place):
        creator = FileSetCreator(tmp_path / "disc")
        creator.add(sources)
        outcome = creator.commit()
    assert outcome.exit_status == 0
    [told] = [one for one in outcome.findings if one.code == "ledger-not-written"]
    assert told.severity == "note"
    assert place.is_dir() or place.read_bytes() == content
    assert verify(tmp_path / "disc").conforms


def test_off_is_off(sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("DICOM_FILESET_LEDGER", "off")
    with FileSetCreator(tmp_path / "disc") as creator:
        creator.add(sources)
    assert not (tmp_path / "state").exists()


def test_the_users_own_place(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DICOM_FILESET_LEDGER")
    monkeypatch.setattr("platformdirs.user_state_path", lambda *_, **__: tmp_path / "state")
    with FileSetCreator(tmp_path / "disc") as creator:
        creator.add(sources)
    [ledger] = (tmp_path / "state").iterdir()
    assert Ledger(ledger).tallies()
