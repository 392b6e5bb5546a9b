"""Workers that are killed, join, crash, differ: what comes of a file is what comes of it here."""

import os
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from archives import make_archive
from clusters import LocalCluster, local_cluster
from dicom_fileset.errors import Interrupted, Refused, UsageError
from dicom_fileset.migration.cluster import batches
from dicom_fileset.migration.cluster import link as cluster_link
from dicom_fileset.migration.cluster import run as cluster_run
from dicom_fileset.migration.cluster.cluster import Cluster
from dicom_fileset.migration.model import Result
from dicom_fileset.migration.policies.policy_file import policy_of
from dicom_fileset.migration.progress import Progressed
from dicom_fileset.migration.stores.relay import migrate_task
from dicom_fileset.migration.terms import Terms
from large_migrations.killing_it import digest_of, rows_of
from migrating import asked, journal_of, migrated, outcomes
from tasked_archives import WHO, Archive, by_number, timeless, write_archive

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are killed by their group")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_archive(tmp_path_factory.mktemp("archive") / WHO, 320)


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    """A cluster of which no test kills anything but what it added."""
    with local_cluster(tmp_path_factory.mktemp("two workers"), 2) as cluster:
        yield cluster


def locally(archive: Archive) -> dict[int, Result]:
    return {task.number: timeless(migrate_task(task)) for task in archive.tasks()}


def _workers(destination: Path) -> set[str]:
    query = "SELECT DISTINCT worker FROM file WHERE worker IS NOT NULL"
    return {worker for (worker,) in asked(journal_of(destination), query)}


def test_one_worker_killed_and_one_added_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MOST_FILES", 8)
    make_archive(tmp_path / WHO, 700)
    here, there = tmp_path / "here", tmp_path / "there"
    terms = Terms(policy_of("HTJ2KLossless"), "{StudyInstanceUID}/{SOPInstanceUID}.dcm")
    local = migrated(tmp_path / WHO, here, terms)
    killed: set[str] = set()
    with local_cluster(tmp_path / "logs", 3) as processes:

        def disturb(progress: Progressed) -> None:
            if progress.stage == "migrating" and progress.files > 60 and not killed:
                killed.add(min(_workers(there)))  # one that has done something
                processes.kill(*killed)
                processes.add("worker-late")
                processes.wait_for("worker-late")

        address = processes.address
        clustered = migrated(tmp_path / WHO, there, terms, scheduler=address, progress=disturb)
        said = processes.said()
    assert rows_of(journal_of(there)) == rows_of(journal_of(here))
    assert digest_of(there) == digest_of(here)
    assert (clustered.before, clustered.after) == (local.before, local.after)
    assert _workers(there) >= {*killed, "worker-late"}
    assert WHO not in said
    assert outcomes(clustered).keys() >= {"transcoded", "carried", "duplicate"}


def test_a_codec_that_crashes_costs_its_file_and_no_worker(
    two_workers: LocalCluster, tmp_path: Path
) -> None:
    files = write_archive(tmp_path / "in", 40)
    files[7] = files[7].rename(tmp_path / "in" / "crash.dcm")
    archive = Archive(files, tmp_path / "out")
    with closing(Cluster(two_workers.address)) as cluster:
        found = by_number(list(cluster.run(archive.tasks())))
        assert len(cluster._crew.hands) == 2
    assert found[7].outcome == "carried"
    assert [one.code for one in found[7].findings] == ["decoder-crashed"]
    assert [number for number, one in found.items() if one.outcome != "transcoded"] == [7]


def test_nothing_is_written_after_a_run_is_closed(
    two_workers: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MOST_FILES", 4)
    archive = Archive(write_archive(tmp_path / "in", 24, name="slow"), tmp_path / "out")
    with closing(Cluster(two_workers.address)) as cluster:
        with closing(cluster.run(archive.tasks())) as results:
            first = next(results)
        at_once = archive.written()
        time.sleep(1)
        assert archive.written() == at_once
        assert len(at_once) < 24
        again = by_number(list(cluster.run(archive.tasks())))
    assert again[first.result.number] == timeless(first.result)
    assert len(again) == 24


@pytest.mark.parametrize("how", ["missing", "version"])
def test_a_worker_that_has_not_what_we_have_is_sent_nothing(
    two_workers: LocalCluster, tmp_path: Path, how: str
) -> None:
    archive = Archive(write_archive(tmp_path / "in", 8), tmp_path / "out")
    with closing(Cluster(two_workers.address)) as cluster:
        two_workers.add(how, MISBEHAVE=how)
        _wait_for_workers(cluster, 3)
        workers = {one.worker for one in cluster.run(archive.tasks())}
        assert workers <= {"worker-0", "worker-1"}
        assert [one.code for one in cluster.findings] == ["worker-passed-by"]
        assert ("0.0.1" if how == "version" else "none") in cluster.findings[0].message
        two_workers.kill(how)
        _wait_for_workers(cluster, 2)


def test_where_all_differ_nothing_is_begun(tmp_path: Path) -> None:
    with local_cluster(tmp_path, 0) as processes:
        processes.add("old", MISBEHAVE="version")
        with pytest.raises(Refused, match=r"version 0\.0\.1") as refused:
            Cluster(processes.address)
    assert refused.value.finding.code == "cluster-differs"


def test_what_kills_its_worker_each_time_is_put_aside_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = write_archive(tmp_path / "in", 40)
    files[20] = files[20].rename(tmp_path / "in" / "kill.dcm")
    archive = Archive(files, tmp_path / "out")
    monkeypatch.setattr(cluster_run, "DEATHS_ALONE", 2)
    with local_cluster(tmp_path / "logs", 0) as processes:
        processes.add("nanny", "--nworkers", "2")
        with closing(Cluster(processes.address)) as cluster:
            found = by_number(list(cluster.run(archive.tasks())))
        assert WHO not in processes.said()
    assert len(found) == 40
    assert [number for number, one in found.items() if one.outcome == "put aside"] == [20]
    assert [one.code for one in found[20].findings] == ["worker-lost"]


def test_a_lost_scheduler_interrupts(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_link, "CONNECT_SECONDS", 1.5)
    archive = Archive(files, tmp_path / "out")
    with (
        local_cluster(tmp_path / "logs", 1) as processes,
        closing(Cluster(processes.address)) as cluster,
    ):
        results = cluster.run(archive.tasks())
        next(results)
        processes.kill("scheduler")
        with pytest.raises(Interrupted) as stopped:
            list(results)
    assert stopped.value.finding.code == "cluster-lost"
    assert stopped.value.exit_status == 4


def test_a_scheduler_that_comes_back_finds_the_run_waiting(
    files: list[Path], tmp_path: Path
) -> None:
    here, there = Archive(files[:80], tmp_path / "here"), Archive(files[:80], tmp_path / "there")
    with (
        local_cluster(tmp_path / "logs", 1) as processes,
        closing(Cluster(processes.address)) as cluster,
    ):
        results = cluster.run(there.tasks())
        done = [next(results)]
        processes.kill("scheduler")
        processes.schedule_again()
        processes.add("worker-again")
        done += results
    assert by_number(done) == locally(here)
    assert there.written() == here.written()


def test_addresses() -> None:
    with pytest.raises(UsageError):
        Cluster("nonsense://here")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cluster_link, "CONNECT_SECONDS", 0.5)
        with pytest.raises(Refused) as refused:
            Cluster("tcp://127.0.0.1:1")
    assert refused.value.finding.code == "cluster-unreachable"


def _wait_for_workers(cluster: Cluster, count: int) -> None:
    until = time.monotonic() + 60
    while len(cluster._link.workers()) != count:
        assert time.monotonic() < until
        time.sleep(0.1)
