"""Trials: what is written goes again, and what processes and media are worth is told by it."""

import errno
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from dicom_fileset.errors import Refused
from dicom_fileset.findings import finding
from dicom_fileset.migration.assessing import trial as trials
from dicom_fileset.migration.assessing.sampling import Strata
from dicom_fileset.migration.assessing.trial import Enough, Trial, Written
from dicom_fileset.migration.model import Result, Task
from dicom_fileset.migration.scheduler import Done

SIZE = 1000


class Writing:
    """A scheduler that writes a tenth of each file, as fast as it is told."""

    name = "writing"
    jobs = 2

    def __init__(self, seconds: float = 0.004, *, full: bool = False) -> None:
        self.seconds = seconds
        self.full = full

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        for task in tasks:
            Path(task.destination.decode()).write_bytes(bytes(task.size // 10))
            found = (finding("no-space", "It is full."),) if self.full else ()
            yield Done(
                Result(
                    task.number,
                    "transcoded",
                    size_out=task.size // 10,
                    seconds=self.seconds,
                    findings=found,
                    medium=self.full,
                ),
                "1",
            )

    def close(self) -> None:
        pass


def trial_of(folder: Path, scheduler: Writing, files: int = 500) -> Trial[str]:
    strata = Strata[str](files)
    for number in range(1, files + 1):
        strata.add("even" if number % 2 else "odd", number, SIZE)

    def task_of(number: int) -> Task:
        place = str(folder / str(number)).encode()
        return Task(number, b"", SIZE, 0, place, str(folder).encode())

    return Trial(strata.all(), task_of, scheduler, lambda key: key, str(folder))


def test_totals_are_those_of_all(tmp_path: Path) -> None:
    trial = trial_of(tmp_path, Writing())
    trial.run(Enough())
    assert trial.bytes_out() == (500 * SIZE // 10, 0)
    assert trial.seconds().total == pytest.approx(500 * 0.004)
    assert sum(map(len, trial.tried.values())) == pytest.approx(Enough().fewest, abs=5)
    assert list(tmp_path.iterdir()) == []
    assert trial.written.bytes_a_second == 0


def test_processes_that_are_busier_than_time_allows_are_busy(tmp_path: Path) -> None:
    trial = trial_of(tmp_path, Writing(seconds=10.0))
    trial.run(Enough())
    assert trial.efficiency == 1
    idle = trial_of(tmp_path, Writing(seconds=1e-9))
    idle.run(Enough())
    assert 0 < idle.efficiency < 0.01


def test_it_ends_when_it_has_tried_enough(tmp_path: Path) -> None:
    trial = trial_of(tmp_path, Writing())
    trial.run(Enough(most=10))
    assert sum(map(len, trial.tried.values())) == 12  # the first of each stratum are tried
    told: list[int] = []
    trial_of(tmp_path, Writing(), files=3).run(Enough(), told.append)
    assert told == [3]


def test_a_full_medium_ends_it(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        trial_of(tmp_path, Writing(full=True)).run(Enough())
    assert caught.value.finding.code == "no-space"


def test_much_is_brought_to_the_medium(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    brought: list[list[str]] = []
    monkeypatch.setattr(trials, "_MUCH", 250)
    monkeypatch.setattr(trials, "flush_files", lambda _, some: brought.append(list(some)))
    written = Written(str(tmp_path))
    paths = [tmp_path / str(number) for number in range(5)]
    for path in paths[:4]:
        path.write_bytes(bytes(100))
    waited = [written.add(str(path), 100) for path in paths[:4]]
    assert waited == [False, False, True, False]
    assert brought == [[str(path) for path in paths[:3]]]
    assert [path.exists() for path in paths] == [False, False, False, True, False]
    assert written.bytes_a_second > 0
    written.add(str(paths[4]), 0)  # of what failed there is nothing
    written.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_medium_that_takes_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(trials, "_MUCH", 250)
    monkeypatch.setattr(trials, "flush_files", full)
    with pytest.raises(Refused) as caught:
        trial_of(tmp_path, Writing()).run(Enough())
    assert caught.value.finding.code == "no-space"
