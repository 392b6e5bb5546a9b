"""Killed at every system call in turn: the old file-set or the new one, and the next call heals."""

import contextlib
import os
import shutil
from pathlib import Path

import pytest
from checks import check_directory, listed_uids
from dicom_fileset import (
    FileSetCreator,
    FileSetError,
    FileSetReader,
    FileSetUpdater,
    Refused,
    verify,
)
from dicom_fileset.commit import flush
from dicom_fileset.commit.journal import JOURNAL, OWN_NAMES
from file_sets import FEW, Place, files_below, instance, save, snapshot, uids_of, write_instances
from killing import MOST_CALLS, killed_at

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="takes a process to kill")

NEW = (Place(1, 1, 1, 9), Place(4))


@pytest.fixture(autouse=True)
def _quick_flushing(monkeypatch: pytest.MonkeyPatch) -> None:
    """One file flushed after the other, as on systems without syncfs: more calls to die at.

    What was flushed makes no difference to what a process leaves behind, but takes its time.
    """
    monkeypatch.setattr(flush, "_flush_file_system", lambda _: False)
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def new_files(tmp_path: Path) -> list[Path]:
    return [save(instance(place), tmp_path / "new" / f"N{n}") for n, place in enumerate(NEW)]


def without_own(root: Path) -> dict[str, bytes]:
    return {name: data for name, data in snapshot(root).items() if name not in OWN_NAMES}


@pytest.mark.parametrize("after", [False, True])
def test_update(after: bool, made_disc: Path, new_files: list[Path], tmp_path: Path) -> None:
    old = sorted(uids_of(FEW))
    new = sorted(uids_of([place for place in (*FEW, *NEW) if place.patient != 2]))

    def update() -> None:
        with FileSetUpdater(tmp_path / "disc") as updater:
            updater.remove(PatientID="ID2")
            updater.add(*new_files)

    states = []
    for number in range(1, MOST_CALLS):
        root = Path(shutil.copytree(made_disc, tmp_path / "disc"))
        died = killed_at(number, update, after=after)
        state = sorted(listed_uids(root))
        assert state in (old, new), number
        check_directory(root)
        assert all(Path(one.path).is_file() for one in FileSetReader(root)), number
        _check_recovered(root, state)
        states.append(state)
        shutil.rmtree(root)
        if not died:
            break
    assert states[0] == old
    assert states[-1] == new
    assert states == sorted(states, key=lambda one: one == new), "once new, new for ever"
    assert len(states) > 30


def _check_recovered(root: Path, uids: list[str]) -> None:
    """The next updater finishes or undoes it: nothing is left over, nothing is missing."""
    updater = FileSetUpdater(root)
    assert sorted(listed_uids(root)) == uids
    assert len(files_below(root)) == len(uids)
    assert not OWN_NAMES & set(os.listdir(root))
    folders = [path for path in root.rglob("*") if path.is_dir() and path.name != "lost+found"]
    assert all(any(path.iterdir()) for path in folders)
    assert verify(root).findings == ()
    updater.remove(PatientID="ID3")
    updater.commit()
    check_directory(root)


TWO = (Place(1), Place(3))


@pytest.fixture
def two(tmp_path: Path) -> Path:
    return write_instances(tmp_path / "two", TWO)[0].parent


@pytest.mark.parametrize(("was_there", "after"), [(False, False), (True, True)])
def test_create(was_there: bool, after: bool, two: Path, tmp_path: Path) -> None:
    root = tmp_path / "disc"

    def create() -> None:
        with FileSetCreator(root) as creator:
            creator.add(two)

    done = []
    for number in range(1, MOST_CALLS):
        if was_there:
            (root / "lost+found").mkdir(parents=True)
        died = killed_at(number, create, after=after)
        done.append((root / "DICOMDIR").exists())
        if done[-1]:
            assert sorted(listed_uids(root)) == sorted(uids_of(TWO)), number
            _check_recovered(root, sorted(uids_of(TWO)))
        else:
            create()  # the next creator undoes what was begun, and begins anew
            assert sorted(listed_uids(root)) == sorted(uids_of(TWO)), number
            assert len(files_below(root)) == len(TWO)
            assert not OWN_NAMES & set(os.listdir(root))
        shutil.rmtree(root)
        if not died:
            break
    assert done == sorted(done)
    assert done[-1]
    assert not done[0]


def test_create_in_place(two: Path, tmp_path: Path) -> None:
    root = tmp_path / "disc"

    def create() -> None:
        FileSetCreator(root, in_place=True).commit()

    for number in range(1, MOST_CALLS):
        shutil.copytree(two, root)
        before = snapshot(root)
        died = killed_at(number, create, after=False)
        now = without_own(root)
        now.pop("DICOMDIR", None)
        assert now == before, number
        if not (root / "DICOMDIR").exists():
            create()
        FileSetUpdater(root)
        assert sorted(listed_uids(root)) == sorted(uids_of(TWO))
        assert not OWN_NAMES & set(os.listdir(root))
        shutil.rmtree(root)
        if not died:
            return
    pytest.fail("it never came to its end")


def test_recovering_is_interrupted_too(
    made_disc: Path, new_files: list[Path], tmp_path: Path
) -> None:
    """Killed while an update was carried out, and again while that was being healed."""

    def update() -> None:
        with FileSetUpdater(tmp_path / "disc") as updater:
            updater.remove(PatientID="ID2")
            updater.add(*new_files)

    for first in (4, 16, 24, 32):
        for second in range(1, 10):
            root = Path(shutil.copytree(made_disc, tmp_path / "disc"))
            killed_at(first, update, after=True)
            state = sorted(listed_uids(root))
            killed_at(second, lambda: FileSetUpdater(tmp_path / "disc"), after=False)
            _check_recovered(root, state)
            shutil.rmtree(root)


def test_a_broken_off_change_is_told_by_verify_and_healed(
    disc: Path, new_files: list[Path]
) -> None:
    def update() -> None:
        with FileSetUpdater(disc) as updater:
            updater.add(*new_files)

    number = 0
    while not (disc / JOURNAL).exists():
        number += 1
        assert killed_at(number, update, after=False)
    report = verify(disc)
    assert not report.conforms
    assert "unfinished-change" in {one.code for one in report.findings}
    updater = FileSetUpdater(disc)
    updater.add(*new_files)
    outcome = updater.commit()
    assert "recovered" in {one.code for one in outcome.findings}
    assert verify(disc).findings == ()


def test_what_lies_where_a_file_would_go_survives(two: Path, tmp_path: Path) -> None:
    """A file that is not ours, met by a creator that is killed: healing must not remove it."""
    root = tmp_path / "disc"
    planned = FileSetCreator(tmp_path / "elsewhere")
    planned.add(two)
    file_id = planned.plan().placed[-1].file_id
    theirs = root.joinpath(*file_id)

    def create() -> None:
        creator = FileSetCreator(root)
        creator.add(two)
        theirs.parent.mkdir(parents=True)
        theirs.write_bytes(b"theirs")
        with pytest.raises(Refused):
            creator.commit()

    for number in range(1, MOST_CALLS):
        died = killed_at(number, create, after=True)
        was_there = theirs.is_file() and theirs.read_bytes() == b"theirs"
        with contextlib.suppress(FileSetError):
            FileSetCreator(root)
        assert theirs.is_file() or not was_there, number
        shutil.rmtree(root, ignore_errors=True)
        if not died:
            return
    pytest.fail("it never came to its end")
