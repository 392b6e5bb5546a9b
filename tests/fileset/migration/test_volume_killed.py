"""Volumes killed at every call that changes the disk: the next run comes to the same bytes."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from dicom_fileset.errors import Interrupted
from dicom_fileset.migration.journal import Journal
from dicom_fileset.migration.volumes.building import build_volumes
from dicom_fileset.migration.volumes.report import VolumesReport
from dicom_fileset.migration.volumes.terms import VolumeTerms
from dicom_profiles import get
from file_sets import Place, snapshot
from killing import MOST_CALLS, killed_at
from pydicom.uid import UltrasoundImageStorage
from staging import Row, stage

STOPS = {"no-space", "write-failed", "unfinished-change"}
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="takes processes to kill")

TERMS = VolumeTerms(1_100_000, profile=get("STD-CTMR-CD"))
ROWS = [
    Row(Place(1), size=60_000),
    Row(Place(1, number=2), size=60_000),
    Row(Place(1, number=3), changed=(("SOPClassUID", UltrasoundImageStorage),)),
    Row(Place(2), size=90_000),
    Row(Place(1), repeats=1, changed=(("ImageComments", "other"),)),
]
"""Two series, one of them with an instance that cannot be listed, and another content of one."""


def build(dest: Path, journal: Path) -> VolumesReport:
    with Journal(str(journal)) as opened:
        return build_volumes(opened, str(dest), TERMS)


def rows(path: Path) -> list[list[object]]:
    """What the journal says in the end."""
    queries = ("SELECT * FROM file", "SELECT * FROM volume", "SELECT * FROM left_out")
    with Journal(str(path)) as journal:
        return [journal.rows(f"{query} ORDER BY number") for query in queries]


class Stage:
    """A migration that is all settled, to be built again and again."""

    def __init__(self, folder: Path) -> None:
        self.whole = folder / "whole"
        self.dest, self.journal = folder / "dest", folder / "journal.sqlite"
        stage(self.whole, folder / "before.sqlite", ROWS)
        self._before = folder / "before.sqlite"
        self.renew()
        self.report = build(self.dest, self.journal)
        self.files, self.rows = snapshot(self.dest), rows(self.journal)

    def renew(self) -> None:
        """Bring it back to where nothing is built."""
        shutil.rmtree(self.dest, ignore_errors=True)
        shutil.copytree(self.whole, self.dest)
        for end in ("-wal", "-shm", ".lock"):
            Path(f"{self.journal}{end}").unlink(missing_ok=True)
        shutil.copy(self._before, self.journal)

    def check(self) -> None:
        """See that nothing tells that it was ever stopped."""
        assert build(self.dest, self.journal) == self.report
        assert snapshot(self.dest) == self.files
        assert rows(self.journal) == self.rows


@pytest.fixture
def ready(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def test_what_is_built(ready: Stage) -> None:
    assert [one.instances for one in ready.report.volumes] == [2, 2]
    assert len(ready.report.left_out) == 1


@pytest.mark.parametrize("after", [False, True])
def test_killed_anywhere_the_next_run_comes_to_the_same(after: bool, ready: Stage) -> None:
    for number in count(1):
        ready.renew()
        if not killed_at(number, lambda: build(ready.dest, ready.journal), after=after):
            break
        ready.check()
    assert 30 < number < MOST_CALLS


def test_killed_again_and_again(ready: Stage) -> None:
    ready.renew()
    stops = 0
    for number in range(3, MOST_CALLS):
        if not killed_at(number, lambda: build(ready.dest, ready.journal), after=False):
            break
        stops += 1
    assert stops > 10
    ready.check()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_medium_that_fails_anywhere_stops_it_and_the_next_run_goes_on(
    code: int, ready: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = 0
    for number in count(1, 2):
        ready.renew()
        with monkeypatch.context() as patch:
            calls = count(1)
            for name in ("write", "replace", "rename", "fsync", "mkdir"):
                patch.setattr(os, name, failing(getattr(os, name), calls, number, code))
            try:
                build(ready.dest, ready.journal)
            except Interrupted as error:
                assert error.finding.code in STOPS  # noqa: PT017
                stopped += 1
        ready.check()
        if next(calls) <= number:
            break
    assert stopped > 10


def failing(
    call: Callable[..., object], calls: Iterator[int], number: int, code: int
) -> Callable[..., object]:
    """The same, but that its ``number``-th call fails."""

    def called(*arguments: object, **options: object) -> object:
        if next(calls) == number:
            raise OSError(code, os.strerror(code))
        return call(*arguments, **options)

    return called
