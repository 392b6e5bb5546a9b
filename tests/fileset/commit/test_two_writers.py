"""One writer at a time: the second is refused while the first lives, and harms nothing."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from checks import check_file_set
from dicom_fileset import FileSetCreator, FileSetError, FileSetUpdater, Refused
from file_sets import FEW, Place, instance, save, snapshot, uids_of

WAITING = """
import sys
from dicom_fileset import FileSetCreator, FileSetUpdater

def wait(stage, done, total):
    if stage == "writing the directory":
        print("placed", flush=True)
        sys.stdin.readline()

kind, root, source = sys.argv[1:]
with (FileSetCreator if kind == "create" else FileSetUpdater)(root, progress=wait) as writer:
    writer.add(source)
"""


@pytest.fixture
def new_file(tmp_path: Path) -> Path:
    return save(instance(Place(4)), tmp_path / "new" / "N1")


class Writer:
    """Another process, that has placed its files and waits to be told to go on."""

    def __init__(self, kind: str, root: Path, source: Path) -> None:
        command = [sys.executable, "-c", WAITING, kind, str(root), str(source)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout
        assert self.process.stdout.readline() == "placed\n"

    def go_on(self) -> int:
        self.process.communicate("go on\n", timeout=30)
        return self.process.returncode


@pytest.fixture
def updating(disc: Path, new_file: Path) -> Iterator[Writer]:
    writer = Writer("update", disc, new_file)
    yield writer
    writer.process.kill()
    writer.process.communicate()


def test_a_second_updater_is_refused(updating: Writer, disc: Path) -> None:
    before = snapshot(disc)
    with pytest.raises(Refused) as caught:
        FileSetUpdater(disc)
    assert caught.value.finding.code == "unfinished-change"
    assert snapshot(disc) == before
    assert updating.go_on() == 0
    check_file_set(disc, uids_of([*FEW, Place(4)]))


def test_an_updater_that_came_before_is_refused(disc: Path, new_file: Path, tmp_path: Path) -> None:
    """It read the directory before the other began: what it would write is of yesterday."""
    mine = FileSetUpdater(disc)
    mine.add(save(instance(Place(5)), tmp_path / "mine"))
    other = Writer("update", disc, new_file)
    before = snapshot(disc)
    with pytest.raises(Refused) as caught:
        mine.commit()
    assert caught.value.finding.code == "unfinished-change"
    assert snapshot(disc) == before
    assert other.go_on() == 0
    check_file_set(disc, uids_of([*FEW, Place(4)]))


def test_an_updater_of_yesterday_does_not_undo_a_change(
    disc: Path, new_file: Path, tmp_path: Path
) -> None:
    """It read the directory, another changed and closed it: nothing of the other may be lost."""
    mine = FileSetUpdater(disc)
    mine.add(save(instance(Place(5)), tmp_path / "mine"))
    with FileSetUpdater(disc) as other:
        other.add(new_file)
    try:
        mine.commit()
    except FileSetError:
        check_file_set(disc, uids_of([*FEW, Place(4)]))
    else:
        check_file_set(disc, uids_of([*FEW, Place(4), Place(5)]))


def test_who_re_keys_second_is_told_of_the_first(disc: Path) -> None:
    """Its files are not there any more, for another has written them anew: that is the reason."""
    late = []
    for new in ("LATE", "LATER"):
        late.append(FileSetUpdater(disc))
        late[-1].rekey({"PatientID": "ID1"}, {"PatientID": new})
    with FileSetUpdater(disc) as first:
        first.rekey({"PatientID": "ID1"}, {"PatientID": "FIRST"})
    after = snapshot(disc)
    for act in (late[0].plan, late[0].commit, late[1].commit):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.finding.code == "changed-meanwhile"
        assert "another has changed it" in caught.value.finding.message
    assert snapshot(disc) == after


def test_a_second_creator_is_refused(sources: Path, tmp_path: Path, new_file: Path) -> None:
    root = tmp_path / "disc"
    first = Writer("create", root, sources)
    before = snapshot(root)
    with pytest.raises(Refused) as caught:
        FileSetCreator(root)
    assert caught.value.finding.code in {"unfinished-change", "destination-not-empty"}
    assert snapshot(root) == before
    assert first.go_on() == 0
    check_file_set(root, uids_of(FEW))
    assert new_file.exists()


def test_a_second_writer_in_the_same_process_is_refused(disc: Path, new_file: Path) -> None:
    """A server does many things at a time: its own number is no sign that nobody is at work."""
    codes = []

    def meanwhile(stage: str, _done: int, _total: int | None) -> None:
        if stage == "writing the directory":
            with pytest.raises(Refused) as caught:
                FileSetUpdater(disc)
            codes.append(caught.value.finding.code)

    with FileSetUpdater(disc, progress=meanwhile) as updater:
        updater.add(new_file)
    assert codes == ["unfinished-change"]
    check_file_set(disc, uids_of([*FEW, Place(4)]))
