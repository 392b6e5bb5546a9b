"""Each defect of a directory, and of what it lists: repaired, the file-set conforms."""

from pathlib import Path

import pytest
from checks import check_file_set, uid_of
from defects import DEFECTS, directory_of
from dicom_fileset import repair, verify
from file_sets import files_below, snapshot


def _instances(root: Path) -> list[Path]:
    return [one for one in files_below(root) if one.read_bytes()[128:132] == b"DICM"]


@pytest.mark.parametrize("name", DEFECTS)
def test_repaired(name: str, disc: Path) -> None:
    healthy = directory_of(disc)
    DEFECTS[name](disc)
    broken = snapshot(disc)
    planned = repair(disc, dry_run=True)
    assert snapshot(disc) == broken, "a plan changes nothing"
    report = repair(disc)
    assert report.changed
    assert (report.records, report.mended) == (planned.records, planned.mended)
    now = snapshot(disc)
    assert now.pop("DICOMDIR.BAK") == broken["DICOMDIR"]
    assert {**now, "DICOMDIR": b""} == {**broken, "DICOMDIR": b""}, "no other file is touched"
    found = verify(disc)
    assert found.conforms, found.findings
    instances = [one for one in _instances(disc) if one.name != "DICOMDIR.BAK"]
    check_file_set(disc, [uid_of(path) for path in instances], instances)
    if name not in {"empty file", "not DICOM"}:
        assert directory_of(disc).file_set_uid == healthy.file_set_uid
        assert directory_of(disc).file_set_id == healthy.file_set_id
    again = repair(disc)
    assert not again.changed
    assert not again.mended
    assert {one.action for one in again.records} <= {"kept"}


LOST = {"file removed", "folder removed", "no DICOM file", "hostile File ID"}


@pytest.mark.parametrize("name", DEFECTS)
def test_what_remains_is_told(name: str, disc: Path) -> None:
    DEFECTS[name](disc)
    report = repair(disc)
    assert report.mended or report.findings
    dropped = [one for one in report.findings if one.code == "record-dropped"]
    assert bool(dropped) == (name in LOST)
    assert report.exit_status == int(name in LOST), report.findings
