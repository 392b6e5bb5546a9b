"""What a repair does to a disk: the old directory or the new one, whatever happens."""

import os
import shutil
from pathlib import Path

import pytest
from checks import check_directory, check_file_set
from defects import DEFECTS
from dicom_fileset import DamagedFileSet, FileSetReader, Refused, repair, verify
from dicom_fileset.commit import change, flush
from dicom_fileset.commit.backup import free_backup, is_backup
from dicom_fileset.commit.journal import OWN_NAMES
from dicom_fileset.repairing.carrying import replace_directory
from dicom_fileset.repairing.opened import opened_to_repair
from file_sets import FEW, files_below, snapshot, uids_of
from killing import MOST_CALLS, killed_at

DEFECT = DEFECTS["first root wrong"]


def test_an_earlier_backup_is_never_written_over(disc: Path) -> None:
    kept = []
    for _ in range(12):
        DEFECT(disc)
        kept.append((disc / "DICOMDIR").read_bytes())
        assert repair(disc).backup
        names = sorted(path.name for path in disc.glob("DICOMDIR.B*"))
        assert len(names) == len(kept)
        assert sorted((disc / name).read_bytes() for name in names) == sorted(kept)
    assert all(map(is_backup, names))
    assert verify(disc).findings == (), "backups are nothing that a file-set must list"


def test_all_names_of_backups_taken(disc: Path) -> None:
    DEFECT(disc)
    for _ in range(99):
        (disc / free_backup(str(disc))).touch()
    before = snapshot(disc)
    with pytest.raises(Refused) as refused:
        repair(disc)
    assert refused.value.finding.code == "backups-full"
    assert snapshot(disc) == before


def _forbidden(number: int) -> object:
    def failing(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return failing


@pytest.mark.parametrize("number", [13, 30])
def test_a_medium_that_cannot_be_written(
    number: int, disc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    DEFECT(disc)
    before = snapshot(disc)
    monkeypatch.setattr(change, "write_begin", _forbidden(number))
    with pytest.raises(Refused) as refused:
        repair(disc)
    assert refused.value.finding.code == "medium-unwritable"
    assert "--output" in refused.value.finding.remedy
    assert snapshot(disc) == before


@pytest.mark.parametrize("call", ["replace", "write", "fsync"])
@pytest.mark.parametrize("number", [5, 28])
def test_the_medium_fails_or_is_full(
    call: str, number: int, disc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    DEFECT(disc)
    before = snapshot(disc)
    monkeypatch.setattr(os, call, _forbidden(number))
    with pytest.raises(Refused):
        repair(disc)
    monkeypatch.undo()
    assert snapshot(disc) == before


def test_a_directory_changed_meanwhile(disc: Path) -> None:
    opened = opened_to_repair(str(disc))
    (disc / "DICOMDIR").write_bytes((disc / "DICOMDIR").read_bytes() + b"\0\0")
    now = snapshot(disc)
    with pytest.raises(Refused) as refused:
        replace_directory(opened, b"new")
    assert refused.value.finding.code == "changed-meanwhile"
    assert snapshot(disc) == now


def test_no_directory_at_all(disc: Path) -> None:
    (disc / "DICOMDIR").unlink()
    before = snapshot(disc)
    report = repair(disc)
    assert (report.changed, report.backup, report.exit_status) == (True, "", 0)
    now = snapshot(disc)
    assert now.pop("DICOMDIR")
    assert now == before
    check_file_set(disc, uids_of(FEW))
    assert not repair(disc).changed


def test_neither_directory_nor_instances(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("nothing")
    for root in (tmp_path, tmp_path / "nowhere", tmp_path / "text"):
        with pytest.raises(DamagedFileSet):
            repair(root)
    assert [path.name for path in tmp_path.iterdir()] == ["text"]


def test_a_directory_in_a_folder_below(disc: Path) -> None:
    """Its file-set is that folder; nothing is made of what lies above."""
    before = snapshot(disc.parent)
    with pytest.raises(DamagedFileSet) as error:
        repair(disc.parent)
    assert error.value.finding.code == "directory-missing"
    assert "disc" in error.value.finding.message
    assert snapshot(disc.parent) == before


def test_a_file_that_is_no_directory(disc: Path) -> None:
    with pytest.raises(DamagedFileSet):
        repair(files_below(disc)[0])


@pytest.mark.parametrize("name", ["DICOMDIR", "dicomdir"])
def test_an_instance_in_the_place_of_the_directory(name: str, disc: Path, tmp_path: Path) -> None:
    """It would be lost to the file-set as a backup, or left out of a copy."""
    (disc / "DICOMDIR").unlink()
    files_below(disc)[0].rename(disc / name)
    before = snapshot(disc)
    for root in (disc, disc / name):
        for output in (None, tmp_path / "copy"):
            for dry_run in (True, False):
                with pytest.raises(DamagedFileSet, match="rename it, then repair") as error:
                    repair(root, output=output, dry_run=dry_run)
                assert error.value.finding.code == "directory-is-instance"
    assert snapshot(disc) == before
    assert not (tmp_path / "copy").exists()
    with pytest.raises(DamagedFileSet, match="rename it, then repair"):
        verify(disc)
    assert "directory-is-instance" in {one.code for one in FileSetReader(disc).report().findings}
    (disc / name).rename(disc / "I0000001")
    assert repair(disc).exit_status == 0
    check_file_set(disc, uids_of(FEW))


@pytest.mark.parametrize("name", ["dicomdir", "DICOMDIR.", "DICOMDIR;1"])
def test_a_directory_by_another_name(name: str, disc: Path) -> None:
    if os.name == "nt":
        pytest.skip("such a name cannot be there")
    old = (disc / "DICOMDIR").read_bytes()
    (disc / "DICOMDIR").rename(disc / name)
    if (disc / "DICOMDIR").exists():
        pytest.skip("here cases are not told apart")
    assert repair(disc, dry_run=True).changed
    assert not (disc / "DICOMDIR").exists()
    report = repair(disc)
    assert report.changed
    assert not (disc / name).exists()
    assert (disc / "DICOMDIR.BAK").read_bytes() == old
    assert verify(disc).findings == ()


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """More calls to die at, and none that takes its time."""
    monkeypatch.setattr(flush, "_flush_file_system", lambda _: False)
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="takes a process to kill")
@pytest.mark.usefixtures("_quick")
@pytest.mark.parametrize("after", [False, True])
def test_killed_anywhere(after: bool, made_disc: Path, tmp_path: Path) -> None:
    """The old directory or the new one to the byte; the next repair needs no hand."""
    root = Path(shutil.copytree(made_disc, tmp_path / "disc"))
    DEFECT(root)
    old = snapshot(root)
    repair(root)
    new = snapshot(root)
    done = []
    for number in range(1, MOST_CALLS):
        shutil.rmtree(root)
        shutil.copytree(made_disc, root)
        DEFECT(root)
        died = killed_at(number, lambda: repair(root), after=after)
        state = (root / "DICOMDIR").read_bytes()
        assert state in (old["DICOMDIR"], new["DICOMDIR"]), number
        done.append(state == new["DICOMDIR"])
        repair(root)
        assert snapshot(root) == new, number
        check_directory(root)
        if not died:
            break
    _check_once_new(done)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="takes a process to kill")
@pytest.mark.usefixtures("_quick")
@pytest.mark.parametrize("after", [False, True])
def test_killed_anywhere_while_copying(after: bool, disc: Path, tmp_path: Path) -> None:
    DEFECT(disc)
    old = snapshot(disc)
    copy = tmp_path / "copy"
    repair(disc, output=copy)
    new = snapshot(copy)
    done = []
    for number in range(1, MOST_CALLS):
        shutil.rmtree(copy, ignore_errors=True)
        died = killed_at(number, lambda: repair(disc, output=copy), after=after)
        assert snapshot(disc) == old
        done.append((copy / "DICOMDIR").exists())
        if not done[-1]:
            repair(disc, output=copy)
        healed = snapshot(copy)
        assert {name: one for name, one in healed.items() if name not in OWN_NAMES} == new, number
        if not died:
            break
    _check_once_new(done)


def _check_once_new(done: list[bool]) -> None:
    assert done == sorted(done), "once new, new for ever"
    assert not done[0]
    assert done[-1]
    assert len(done) > 12
