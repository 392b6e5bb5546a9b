"""Media that cannot do what most can: rename over something, flush, lock, long names, room."""

import errno
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from checks import check_file_set, listed_uids
from defects import records_changed
from dicom_fileset import FileSetError, FileSetUpdater, Refused
from dicom_fileset.commit import flush, journal, lock
from dicom_fileset.commit.journal import JOURNAL, OWN_NAMES, STALE_SECONDS
from file_sets import FEW, Place, files_below, instance, save, snapshot, uids_of
from killing import MOST_CALLS, killed_at
from msgspec.structs import replace

OLD, NEW = sorted(uids_of(FEW)), sorted(uids_of([*FEW[:4], FEW[5], Place(4)]))


@pytest.fixture
def new_file(tmp_path: Path) -> Path:
    return save(instance(Place(4)), tmp_path / "new" / "N1")


def update(root: Path, new_file: Path) -> None:
    with FileSetUpdater(root) as updater:
        updater.remove(PatientID="ID2")
        updater.add(new_file)


def refusing_to_rename_over(number: int) -> Callable[..., None]:
    rename = os.rename

    def replace(source: str, target: str) -> None:
        if os.path.lexists(target):
            raise OSError(number, os.strerror(number), source, None, target)
        rename(source, target)

    return replace


@pytest.fixture(params=[errno.EEXIST, errno.EACCES, errno.EPERM])
def _no_rename_over(request: pytest.FixtureRequest) -> Iterator[None]:
    with mock.patch.object(os, "replace", refusing_to_rename_over(request.param)):
        yield


@pytest.mark.usefixtures("_no_rename_over")
def test_a_rename_over_something_is_refused(disc: Path, new_file: Path) -> None:
    update(disc, new_file)
    check_file_set(disc, NEW)
    assert not OWN_NAMES & set(os.listdir(disc))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="takes a process to kill")
@pytest.mark.parametrize("after", [False, True])
def test_killed_where_a_rename_over_something_is_refused(
    after: bool, made_disc: Path, new_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is an instant without a DICOMDIR: the next updater heals it, to the old or the new."""
    monkeypatch.setattr(os, "replace", refusing_to_rename_over(errno.EEXIST))
    monkeypatch.setattr(flush, "_flush_file_system", lambda _: False)
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr("killing.CALLS", ("rename", "replace", "unlink", "rmdir"))
    states = []
    for number in range(1, MOST_CALLS):
        root = Path(shutil.copytree(made_disc, tmp_path / "disc"))
        died = killed_at(number, lambda root=root: update(root, new_file), after=after)
        FileSetUpdater(root)
        states.append(sorted(listed_uids(root)))
        assert states[-1] in (OLD, NEW)
        assert len(files_below(root)) == len(states[-1])
        assert not OWN_NAMES & set(os.listdir(root))
        shutil.rmtree(root)
        if not died:
            break
    assert (states[0], states[-1]) == (OLD, NEW)


@pytest.mark.parametrize("failing", [{1}, {2}, {2, 3}])
def test_renames_that_fail_where_the_old_one_is_put_aside(
    failing: set[int], disc: Path, new_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Aside, into its place, and back: one of both stands, at the latest when it is healed."""
    monkeypatch.setattr(os, "replace", refusing_to_rename_over(errno.EEXIST))
    rename, numbers = os.rename, itertools.count(1)

    def renaming(source: str, target: str) -> None:
        if next(numbers) in failing:
            raise OSError(errno.EIO, os.strerror(errno.EIO), source)
        rename(source, target)

    with mock.patch.object(os, "rename", renaming), pytest.raises(FileSetError):
        update(disc, new_file)
    if 3 not in failing:
        assert sorted(listed_uids(disc)) == OLD
    FileSetUpdater(disc)
    state = sorted(listed_uids(disc))
    assert state in (OLD, NEW)
    assert len(files_below(disc)) == len(state)
    assert not OWN_NAMES & set(os.listdir(disc))


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTTY, errno.ENOSYS, errno.ENOTSUP])
def test_no_flush(number: int, disc: Path, new_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fsync(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(flush, "_flush_file_system", lambda _: False)
    update(disc, new_file)
    check_file_set(disc, NEW)


def test_no_locks(disc: Path, new_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs of life tell then: a second updater is refused, and heals what is long idle."""
    monkeypatch.setattr(journal, "lock", lambda _: None)
    monkeypatch.setattr("dicom_fileset.commit.recovery.lock", lambda _: None)
    codes = []

    def meanwhile(stage: str, _done: int, _total: int | None) -> None:
        if stage == "writing the directory":
            with pytest.raises(Refused) as caught:
                FileSetUpdater(disc)
            codes.append(caught.value.finding.code)

    updater = FileSetUpdater(disc, progress=meanwhile)
    updater.add(new_file)
    updater.commit()
    assert codes == ["unfinished-change"]
    journal.write_begin(str(disc), (), root_was_made=False)
    with pytest.raises(Refused):
        FileSetUpdater(disc)
    long_ago = (disc / JOURNAL).stat().st_mtime - STALE_SECONDS - 1
    os.utime(disc / JOURNAL, (long_ago, long_ago))
    FileSetUpdater(disc)
    assert not (disc / JOURNAL).exists()
    assert lock.lock is not None


def test_no_long_names(disc: Path, new_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal cannot be written: nothing is changed, and that is said."""
    opening = os.open

    def short(path: str, flags: int, *more: Any) -> int:
        name = os.path.basename(path)
        if flags & os.O_CREAT and len(name) > 12:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path)
        return opening(path, flags, *more)

    before = snapshot(disc)
    monkeypatch.setattr(os, "open", short)
    with pytest.raises(Refused) as caught:
        update(disc, new_file)
    assert caught.value.finding.code == "write-failed"
    assert snapshot(disc) == before


@pytest.mark.parametrize(
    "ask",
    [
        lambda updater: updater.compact(),
        lambda updater: updater.rekey({"PatientID": "ID1"}, {"PatientID": "NEW"}),
        lambda updater: updater.remove(PatientID="ID1"),
    ],
)
def test_no_room_is_known_before(
    ask: Callable[[FileSetUpdater], None], disc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change that only writes the directory anew takes room, too."""
    records_changed(disc, lambda records: [*records[:-1], replace(records[-1], in_use=0)])
    usage = shutil.disk_usage(disc)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    before = snapshot(disc)
    updater = FileSetUpdater(disc)
    ask(updater)
    with pytest.raises(Refused) as caught:
        updater.commit()
    assert caught.value.finding.code == "no-space"
    assert snapshot(disc) == before


@pytest.mark.parametrize("number", [errno.EIO, errno.EROFS, errno.EACCES])
def test_what_cannot_be_healed_is_said(
    number: int, disc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.close(journal.write_begin(str(disc), (("A",),), root_was_made=False))
    opening = os.open

    def failing(path: str, *more: Any) -> int:
        if os.path.basename(path) == JOURNAL:
            raise OSError(number, os.strerror(number), path)
        return opening(path, *more)

    before = snapshot(disc)
    with monkeypatch.context() as patching:
        patching.setattr(os, "open", failing)
        with pytest.raises(Refused) as caught:
            FileSetUpdater(disc)
    assert caught.value.finding.code == "unfinished-change"
    assert snapshot(disc) == before
    FileSetUpdater(disc)
    assert not (disc / JOURNAL).exists()
