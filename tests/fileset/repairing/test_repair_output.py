"""A repair into a copy: files get legal names, and what it is made from is not touched."""

from pathlib import Path

import pytest
from checks import check_file_set, different_tags, listed_uids, uid_of
from defects import DEFECTS, directory_of
from dicom_fileset import Refused, UsageError, repair, verify
from file_sets import FEW, Place, files_below, instance, save, snapshot, uids_of


@pytest.mark.parametrize("name", DEFECTS)
def test_each_defect(name: str, disc: Path, tmp_path: Path) -> None:
    DEFECTS[name](disc)
    before = snapshot(disc)
    planned = repair(disc, output=tmp_path / "copy", dry_run=True)
    assert not (tmp_path / "copy").exists()
    report = repair(disc, output=tmp_path / "copy")
    assert (report.output, report.backup) == (str(tmp_path / "copy"), "")
    assert report.records == planned.records
    assert snapshot(disc) == before
    assert verify(tmp_path / "copy").findings == ()
    sources = [one for one in files_below(disc) if one.read_bytes()[128:132] == b"DICM"]
    check_file_set(tmp_path / "copy", [uid_of(path) for path in sources], sources)
    assert not repair(tmp_path / "copy").changed


def _renamed(root: Path) -> None:
    for number, path in enumerate(files_below(root)):
        names = (path.name.lower(), f"{path.name}.dcm", f"{path.name};1", "a long name.DCM")
        path.rename(path.with_name(names[number % len(names)]))


def test_names_that_no_file_id_has(disc: Path, tmp_path: Path) -> None:
    healthy = directory_of(disc)
    _renamed(disc)
    report = repair(disc, output=tmp_path / "copy")
    after = directory_of(tmp_path / "copy")
    assert sorted(listed_uids(tmp_path / "copy")) == sorted(uids_of(FEW))
    assert after.file_set_uid == healthy.file_set_uid
    assert verify(tmp_path / "copy").findings == ()
    assert report.exit_status == 0
    assert any(one.action == "kept" and one.record_type == "IMAGE" for one in report.records)


def test_in_place_such_names_are_told_and_nothing_is_lost(disc: Path) -> None:
    _renamed(disc)
    before = snapshot(disc)
    report = repair(disc)
    assert report.exit_status == 1
    told = {one.code: one.remedy for one in report.findings}
    assert told.keys() <= {"file-id-illegal", "file-name-case", "record-dropped", "backup-kept"}
    assert "--output" in told["file-id-illegal"]
    now = snapshot(disc)
    assert {**now, "DICOMDIR": b"", "DICOMDIR.BAK": b""} == {
        **before,
        "DICOMDIR": b"",
        "DICOMDIR.BAK": b"",
    }
    assert not repair(disc).changed


def test_a_file_of_no_record_and_no_legal_name(disc: Path, tmp_path: Path) -> None:
    added = save(instance(Place(4)), disc / "more images" / "image 1.dcm")
    report = repair(disc)
    assert not report.changed
    assert [one.code for one in report.findings] == ["file-id-illegal"]
    report = repair(disc, output=tmp_path / "copy")
    assert report.exit_status == 0
    assert sorted(listed_uids(tmp_path / "copy")) == sorted([*uids_of(FEW), Place(4).uid])
    placed = next(
        one for one in files_below(tmp_path / "copy") if Place(4).uid.encode() in one.read_bytes()
    )
    assert different_tags(added, placed) == []


def test_duplicates(disc: Path, tmp_path: Path) -> None:
    """The same content twice is there once; another content under its UID is told."""
    first = files_below(disc)[0]
    (disc / "AGAIN").write_bytes(first.read_bytes())
    report = repair(disc, output=tmp_path / "copy")
    assert report.exit_status == 0
    assert [one.code for one in report.findings] == ["duplicate"]
    assert len(files_below(tmp_path / "copy")) == len(FEW)
    save(instance(Place(1), StudyDescription="Another"), disc / "OTHER")
    report = repair(disc, output=tmp_path / "copy2")
    assert "duplicate-differs" in {one.code for one in report.findings}
    assert report.exit_status == 1


def test_a_file_without_its_preamble(disc: Path, tmp_path: Path) -> None:
    """It stays listed where it lies, and is made a DICOM file in a copy."""
    path = files_below(disc)[0]
    uid = uid_of(path)
    path.write_bytes(path.read_bytes()[132:])
    report = repair(disc)
    assert not report.changed
    assert {one.code for one in report.findings} == {"no-preamble"}
    report = repair(disc, output=tmp_path / "copy")
    assert report.exit_status == 0
    assert "no-preamble" in {one.code for one in report.mended}
    assert uid in listed_uids(tmp_path / "copy")
    assert verify(tmp_path / "copy").findings == ()


def test_a_place_that_is_not_empty(disc: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "something").touch()
    with pytest.raises(Refused) as refused:
        repair(disc, output=tmp_path / "full")
    assert refused.value.finding.code == "destination-not-empty"


@pytest.mark.parametrize("where", [".", "below/it"])
def test_a_place_in_the_file_set_itself(where: str, disc: Path) -> None:
    before = snapshot(disc)
    with pytest.raises(UsageError):
        repair(disc, output=disc / where)
    assert snapshot(disc) == before
