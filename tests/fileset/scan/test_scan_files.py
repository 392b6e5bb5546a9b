"""Many files by one process or several: the same results in the same order, whatever happens."""

import io
import os
import signal
from collections.abc import Iterator

import pytest
from dicom_fileset.findings import finding
from dicom_fileset.model import Finding, Instance, Where
from dicom_fileset.pipes import read_message, write_message
from dicom_fileset.scan import processes
from dicom_fileset.scan.frames import (
    ResultReader,
    decoded_chunk,
    encoded_chunk,
    scanned_chunk,
)
from dicom_fileset.scan.many import scan_files
from dicom_fileset.scan.scanner import Scanner
from dicom_fileset.scan.telling import scanned_finding
from dicom_fileset.scan.worker_process import WorkerProcess
from foreign_files import SAMPLE_MEDIA, foreign_files
from pydicom.uid import ExplicitVRLittleEndian
from strategies import file_bytes, small_data_set

pytestmark = pytest.mark.filterwarnings("ignore")
Scanned = list[Instance | Finding]


def results(files: list[str | Finding], jobs: int) -> Scanned:
    return list(scan_files(files, jobs, scanned_finding))


@pytest.fixture(scope="module")
def odd_name(tmp_path_factory: pytest.TempPathFactory) -> str | None:
    """A path that is no valid text; ``None`` where the file system takes none."""
    name = os.fsencode(tmp_path_factory.mktemp("names")) + b"/\xff\xe9 one.dcm"
    try:
        with open(name, "wb") as file:
            file.write(file_bytes(small_data_set(), ExplicitVRLittleEndian))
    except OSError:
        return None
    return os.fsdecode(name)


@pytest.fixture(scope="module")
def files(odd_name: str | None, tmp_path_factory: pytest.TempPathFactory) -> list[str | Finding]:
    found: list[str | Finding] = [str(path) for path in foreign_files()]
    if odd_name is not None:
        found.insert(3, odd_name)
        found.append(odd_name)
    found.insert(5, str(tmp_path_factory.mktemp("none") / "missing.dcm"))
    found.insert(7, finding("link", "A link is not part of a medium.", Where(path="a link")))
    return found * 2


@pytest.fixture(scope="module")
def by_one(files: list[str | Finding]) -> Scanned:
    return results(files, 1)


def test_there_are_failures_among_them(files: list[str | Finding], by_one: Scanned) -> None:
    codes = {one.code for one in by_one if isinstance(one, Finding)}
    assert {"not-dicom", "truncated", "unreadable", "link"} <= codes
    paths = [one.path if isinstance(one, Instance) else one.where.path for one in by_one]
    assert paths == [one.where.path if isinstance(one, Finding) else one for one in files]


@pytest.mark.parametrize("jobs", [2, 3])
def test_several_processes_give_the_same(
    files: list[str | Finding], by_one: Scanned, jobs: int
) -> None:
    assert results(files, jobs) == by_one


@pytest.mark.parametrize("jobs", [1, 2])
def test_nothing_to_scan(jobs: int) -> None:
    assert results([], jobs) == []


def test_fewer_files_than_processes(odd_name: str | None) -> None:
    path = odd_name or str(next((SAMPLE_MEDIA / "incoming").rglob("*.dcm")))
    assert results([path], 3) == results([path], 1)


class Mortal(WorkerProcess):
    """A worker that is killed after so many results."""

    results_left = 0
    killed = 0

    def result(self, *, block: bool) -> bytes | None:
        if self.results_left == 0 and self._process.poll() is None:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()
            Mortal.killed += 1
        self.results_left -= 1
        return super().result(block=block)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
@pytest.mark.parametrize("results_before", [0, 1, 3])
def test_a_worker_that_is_killed_costs_no_result(
    files: list[str | Finding],
    by_one: Scanned,
    monkeypatch: pytest.MonkeyPatch,
    results_before: int,
) -> None:
    monkeypatch.setattr(processes, "WorkerProcess", Mortal)
    monkeypatch.setattr(processes, "_CHUNK", 32)
    monkeypatch.setattr(Mortal, "results_left", results_before)
    monkeypatch.setattr(Mortal, "killed", 0)
    assert results(files, 3) == by_one
    assert Mortal.killed > 0


def test_a_worker_that_was_dead_from_the_start(
    files: list[str | Finding], by_one: Scanned, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Dead(WorkerProcess):
        def __init__(self) -> None:
            super().__init__()
            self._process.terminate()
            self._process.wait()

    monkeypatch.setattr(processes, "WorkerProcess", Dead)
    assert results(files, 2) == by_one


def test_who_stops_early_leaves_no_process(
    files: list[str | Finding], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[WorkerProcess] = []

    class Seen(WorkerProcess):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    monkeypatch.setattr(processes, "WorkerProcess", Seen)
    scanned = scan_files(files, 3, scanned_finding)
    assert isinstance(scanned, Iterator)
    next(scanned)
    scanned.close()  # type: ignore[attr-defined]
    assert [one._process.poll() for one in made] == [0, 0]


def test_chunks_carry_names_of_any_bytes() -> None:
    paths = ["plain", "grün", os.fsdecode(b"\xff\xfe"), ""]
    assert decoded_chunk(encoded_chunk(paths)) == paths


def test_a_frame_that_was_broken_off_is_no_frame() -> None:
    stream = io.BytesIO()
    write_message(stream, b"a result")
    for end in range(len(stream.getvalue())):
        assert read_message(io.BytesIO(stream.getvalue()[:end])) == b""
    assert read_message(io.BytesIO(stream.getvalue())) == b"a result"


def test_instances_of_a_series_share_parents_beyond_a_process() -> None:
    paths = [str(path) for path in foreign_files() if "axial slice" in path.name]
    reader, scan = ResultReader(), Scanner().scan
    read = [
        one
        for part in (paths[:3], paths[3:])
        for one in reader.read(part, scanned_chunk(scan, part, scanned_finding))
    ]
    assert read == [Scanner().scan(path) for path in paths]
    assert len({id(one.parents) for one in read if isinstance(one, Instance)}) == 1
