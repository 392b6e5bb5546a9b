"""Disks that are full, read-only or slow to lie: what was there before is there afterwards."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from checks import check_file_set
from dicom_fileset import FileSetCreator, FileSetUpdater, Interrupted, Refused
from dicom_fileset.commit.journal import OWN_NAMES
from file_sets import FEW, Place, instance, save, snapshot, uids_of, write_instances

Call = Callable[..., object]


def failing_at(number: int, call: Call, code: int) -> Call:
    """Return ``call``, which fails the ``number``-th time and ever after."""
    count = 0

    def failing(*arguments: object, **options: object) -> object:
        nonlocal count
        count += 1
        if count >= number:
            raise OSError(code, os.strerror(code))
        return call(*arguments, **options)

    return failing


@pytest.mark.parametrize("number", range(1, 11))
@pytest.mark.parametrize("leftover", [False, True])
def test_a_disk_full_at_the_nth_write(
    number: int, leftover: bool, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if leftover:
        (tmp_path / "disc" / "lost+found").mkdir(parents=True)
    before = snapshot(tmp_path)
    creator = FileSetCreator(tmp_path / "disc")
    creator.add(sources)
    monkeypatch.setattr(os, "write", failing_at(number, os.write, errno.ENOSPC))
    if number > len(FEW) + 3:  # two lines of the journal, and the DICOMDIR
        creator.commit()
        return
    with pytest.raises(Refused) as caught:
        creator.commit()
    assert caught.value.finding.code == "no-space"
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("number", range(1, 7))
def test_a_disk_full_while_updating(
    number: int, disc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = [save(instance(Place(4, 1, 1, n)), tmp_path / f"N{n}") for n in (1, 2)]
    before = snapshot(disc)
    updater = FileSetUpdater(disc)
    updater.add(*new)
    updater.remove(PatientID=Place(1).patient_id)
    monkeypatch.setattr(os, "write", failing_at(number, os.write, errno.ENOSPC))
    if number > len(new) + 3:
        updater.commit()
        return
    with pytest.raises(Refused) as caught:
        updater.commit()
    assert caught.value.finding.code == "no-space"
    assert snapshot(disc) == before


CALLS = ("mkdir", "makedirs", "replace", "fsync", "open")


@pytest.mark.parametrize("number", [1, 2, 4])
@pytest.mark.parametrize("name", CALLS)
def test_any_call_that_fails_once(
    name: str, number: int, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails once, and then the disk works again: undoing must not be stopped by it."""
    creator = FileSetCreator(tmp_path / "disc")
    creator.add(sources)
    original, count = getattr(os, name), 0

    def once(*arguments: object, **options: object) -> object:
        nonlocal count
        count += 1
        if count == number:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return original(*arguments, **options)

    monkeypatch.setattr(os, name, once)
    code, uids = committed(creator)
    monkeypatch.undo()
    if code in {"", "unfinished-change"}:
        check_file_set(tmp_path / "disc", uids)
        FileSetUpdater(tmp_path / "disc")  # which finishes what could not be finished
        check_file_set(tmp_path / "disc", uids)
        assert not OWN_NAMES & set(os.listdir(tmp_path / "disc"))
    else:
        assert code == "write-failed"
        assert snapshot(tmp_path) == {}


def committed(creator: FileSetCreator) -> tuple[str, list[str]]:
    """The code of the error, if any, and the instances that are then in the file-set."""
    try:
        return "", [one.instance.sop_instance_uid for one in creator.commit().placed]
    except Refused as refused:
        return refused.finding.code, []
    except Interrupted as interrupted:
        return interrupted.finding.code, uids_of(FEW)


def test_a_read_only_destination(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the superuser sees it too, who may write where permissions say no."""
    (tmp_path / "disc").mkdir()
    creator = FileSetCreator(tmp_path / "disc")
    creator.add(sources)
    original = os.open

    def read_only(path: str, flags: int, *more: int) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)
        return original(path, flags, *more)

    monkeypatch.setattr(os, "open", read_only)
    with pytest.raises(Refused) as caught:
        creator.commit()
    monkeypatch.undo()
    assert caught.value.finding.code == "destination-unwritable"
    assert snapshot(tmp_path / "disc") == {}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_destination_without_permission(sources: Path, tmp_path: Path) -> None:
    (tmp_path / "disc").mkdir(mode=0o555)
    creator = FileSetCreator(tmp_path / "disc")
    creator.add(sources)
    with pytest.raises(Refused) as caught:
        creator.commit()
    assert caught.value.finding.code == "destination-unwritable"


def test_too_little_room_is_told_before_anything_is_written(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: _Usage)
    creator = FileSetCreator(tmp_path / "disc")
    creator.add(sources)
    with pytest.raises(Refused) as caught:
        creator.commit()
    assert caught.value.finding.code == "no-space"
    assert snapshot(tmp_path) == {}


def test_a_directory_that_would_be_too_large(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dicom_fileset.dicomdir.write.LARGEST", 1000)
    creator = FileSetCreator(tmp_path / "disc")
    creator.add(sources)
    with pytest.raises(Refused) as caught:
        creator.commit()
    assert caught.value.finding.code == "directory-too-large"
    assert snapshot(tmp_path) == {}


class _Usage:
    free = 100


def test_a_source_that_vanishes_after_the_scan(tmp_path: Path) -> None:
    files = write_instances(tmp_path / "in")
    creator = FileSetCreator(tmp_path / "disc")
    creator.add(tmp_path / "in")
    files[1].unlink()
    outcome = creator.commit()
    assert [(one.source, one.code) for one in outcome.skipped] == [(str(files[1]), "unreadable")]
    assert outcome.exit_status == 1
    check_file_set(tmp_path / "disc", [uid for uid in uids_of(FEW) if uid != FEW[1].uid])


def test_a_source_cut_off_after_the_scan(tmp_path: Path) -> None:
    files = write_instances(tmp_path / "in")
    creator = FileSetCreator(tmp_path / "disc")
    creator.add(tmp_path / "in")
    files[1].write_bytes(files[1].read_bytes()[:-8])
    outcome = creator.commit()
    assert any(one.where.path == str(files[1]) for one in outcome.findings)
    assert outcome.exit_status == 1


def test_a_destination_below_the_source(tmp_path: Path) -> None:
    files = write_instances(tmp_path)
    creator = FileSetCreator(tmp_path / "disc")
    creator.add(tmp_path)
    creator.commit()
    check_file_set(tmp_path / "disc", uids_of(FEW), files)


def test_two_processes_make_what_one_makes(tmp_path: Path) -> None:
    write_instances(tmp_path / "in", [Place(1, 1, 1, number) for number in range(1, 41)])
    made = []
    for jobs in (1, 2):
        creator = FileSetCreator(tmp_path / f"disc{jobs}", jobs=jobs)
        creator.add(tmp_path / "in")
        creator.commit()
        found = snapshot(tmp_path / f"disc{jobs}")
        data = found.pop("DICOMDIR")
        made.append((found, data[data.index(b"\x04\0\x20\x12") :]))
    assert made[0][0] == made[1][0]
    assert len(made[0][1]) == len(made[1][1])
