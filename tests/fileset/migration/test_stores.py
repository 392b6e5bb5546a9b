"""Folders and stores of objects: what is listed, fetched and put; nothing is written over."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from clusters import local_cluster
from dicom_fileset.errors import UsageError
from dicom_fileset.migration.cluster.cluster import Cluster
from dicom_fileset.migration.model import Result, Task
from dicom_fileset.migration.stores import buckets
from dicom_fileset.migration.stores.buckets import Bucket, bucket_of
from dicom_fileset.migration.stores.relay import migrate_task
from dicom_fileset.migration.stores.stores import Store, Stored, located, store_of
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from object_store import BUCKET, object_store
from tasked_archives import HTJ2K, WHO, Archive, by_number, timeless, write_archive

NAMES = ["a/1.dcm", "a/2 ü+%20.dcm", "a/b/#x?y&=.dcm", "é~.dcm"]


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    with object_store() as leads_there:
        bucket_of.cache_clear()
        yield leads_there
    bucket_of.cache_clear()


@pytest.fixture(params=["file", "s3"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place without anything in it."""
    if request.param == "file":
        return (tmp_path / "store").as_uri()
    request.getfixturevalue("environment")
    return f"s3://{BUCKET}/{tmp_path.name}"


def bucket_at(url: str) -> tuple[Bucket, str]:
    found = located(url)
    assert found is not None
    return found


def put(store: Store, name: str, path: Path) -> None:
    bucket, at = bucket_at(store.at(name))
    bucket.put(str(path), at)


def filled(url: str, tmp_path: Path, content: Callable[[str], bytes] = str.encode) -> Store:
    store = store_of(url)
    for name in NAMES:
        (tmp_path / "one").write_bytes(content(name))
        put(store, name, tmp_path / "one")
    return store


def test_what_is_put_is_listed_fetched_and_hashed(url: str, tmp_path: Path) -> None:
    store = filled(url, tmp_path)
    found = {one.name: one for one in store.listed()}
    assert sorted(found) == sorted(NAMES)
    assert not store.local
    for number, (name, one) in enumerate(found.items()):
        bucket, at = bucket_at(store.at(name))
        into = tmp_path / f"fetched {number}"
        meta = bucket.fetch(at, str(into))
        assert into.read_bytes() == name.encode()
        assert (meta.size, meta.mtime, meta.tag) == one[1:]
        assert one.size == len(name.encode())


@pytest.mark.usefixtures("environment")
def test_s3_lists_in_order_of_name(tmp_path: Path) -> None:
    store = filled(f"s3://{BUCKET}/ordered", tmp_path)
    assert [one.name for one in store.listed()] == sorted(NAMES, key=str.encode)


@pytest.mark.parametrize("large", [False, True])
def test_nothing_is_written_over(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    monkeypatch.setattr(buckets, "WHOLE_BYTES", 3 if large else 100)
    store = filled(url, tmp_path)
    (tmp_path / "other").write_bytes(b"other")
    for name in NAMES:
        with pytest.raises(FileExistsError):
            put(store, name, tmp_path / "other")
        bucket, at = bucket_at(store.at(name))
        bucket.fetch(at, str(tmp_path / "as it was"))
        assert (tmp_path / "as it was").read_bytes() == name.encode()
        (tmp_path / "as it was").unlink()
        bucket.remove(at)
        bucket.remove(at)
        with pytest.raises(FileNotFoundError):
            bucket.meta(at)


def test_many_parts_make_one_object(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buckets, "WHOLE_BYTES", 1)
    monkeypatch.setattr(buckets, "_PART_BYTES", 5 * 1024 * 1024)
    (tmp_path / "large").write_bytes(os.urandom(1024) * 12_000)
    put(store_of(url), "large", tmp_path / "large")
    bucket, at = bucket_at(f"{url}/large")
    bucket.fetch(at, str(tmp_path / "again"))
    assert (tmp_path / "again").read_bytes() == (tmp_path / "large").read_bytes()


def test_a_folder_gives_its_paths_as_they_are(tmp_path: Path) -> None:
    for name in NAMES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    store = store_of(str(tmp_path))
    found = list(store.listed())
    assert store.local
    assert sorted(one.name for one in found) == sorted(NAMES)
    for one in found:
        status = os.stat(store.at(one.name))
        assert one == Stored(one.name, status.st_size, status.st_mtime_ns)


@pytest.mark.parametrize("place", ["ftp://host/x", "s3://", "s3:///x", "az://account/x"])
def test_what_is_no_store(place: str) -> None:
    with pytest.raises(UsageError):
        store_of(place)


@pytest.mark.parametrize("place", ["/a/s3://b", r"C:\archive", "c:/archive", "s3:/x", "disc", ""])
def test_what_is_a_path(place: str) -> None:
    assert located(place) is None


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_names_in_a_url_are_as_they_are(name: str) -> None:
    assert located(f"file:///{name}")[1] == name.lstrip("/")  # type: ignore[index]


def elsewhere(task: Task, source: str, destination: str) -> Task:
    """A task with URLs for its paths."""
    name = Path(os.fsdecode(task.source)).name
    bucket, at = bucket_at(f"{source}/{name}")
    return replace(
        task,
        source=os.fsencode(f"{source}/{name}"),
        mtime=bucket.meta(at).mtime,
        destination=os.fsencode(f"{destination}/{name}"),
        part=b"",
    )


def contents(url: str, tmp_path: Path) -> dict[str, bytes]:
    found = {}
    store = store_of(url)
    for one in store.listed():
        bucket, at = bucket_at(store.at(one.name))
        bucket.fetch(at, str(tmp_path / "fetched"))
        found[one.name] = (tmp_path / "fetched").read_bytes()
        (tmp_path / "fetched").unlink()
    return found


def in_store(archive: Archive, url: str) -> list[Task]:
    """The tasks of an archive, its files put into a store."""
    store = store_of(f"{url}/in")
    for path in archive.files:
        put(store, path.name, path)
    return [elsewhere(task, f"{url}/in", f"{url}/out") for task in archive.tasks()]


def test_through_a_store_all_is_as_it_is_here(url: str, tmp_path: Path) -> None:
    archive = Archive(write_archive(tmp_path / "in", 65), tmp_path / "out")
    meanwhile = tmp_path / "meanwhile"
    meanwhile.mkdir()
    tasks = in_store(archive, url)
    there = [timeless(migrate_task(task, str(meanwhile))) for task in tasks]
    assert there == [timeless(migrate_task(task)) for task in archive.tasks()]
    assert contents(f"{url}/out", tmp_path) == archive.written()
    assert list(meanwhile.iterdir()) == []
    # Once more: what stands there is equal, and adopted.
    assert [timeless(migrate_task(task)) for task in tasks] == there


def failure(result: Result) -> tuple[str, str, bool]:
    assert len(result.findings) == 1
    return result.outcome, result.findings[0].code, result.medium


def test_what_cannot_be_done_is_told(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(write_archive(tmp_path / "in", 2), tmp_path / "out")
    first, second = in_store(archive, url)
    gone = replace(first, source=first.source + b".gone")
    assert failure(migrate_task(gone)) == ("failed", "unreadable", False)
    older = replace(first, mtime=first.mtime - 10**9)
    assert failure(migrate_task(older)) == ("failed", "changed", False)
    (tmp_path / "other").write_bytes(b"other")
    put(store_of(f"{url}/out"), archive.files[0].name, tmp_path / "other")
    assert failure(migrate_task(first)) == ("failed", "destination-exists", False)
    assert contents(f"{url}/out", tmp_path) == {archive.files[0].name: b"other"}
    monkeypatch.setattr(Bucket, "sha256", lambda *_: b"another")
    assert failure(migrate_task(second)) == ("failed", "not-proven", True)
    assert contents(f"{url}/out", tmp_path).keys() == {archive.files[0].name}


def test_a_store_that_does_not_answer_is_to_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "somebody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "something")
    monkeypatch.setitem(buckets._RETRY, "max_retries", 0)
    bucket_of.cache_clear()
    task = Task(1, b"s3://nowhere/x", 1, 1, os.fsencode(tmp_path / "out"), b"", HTJ2K)
    assert failure(migrate_task(task)) == ("failed", "store-unreachable", True)
    bucket_of.cache_clear()


@pytest.mark.skipif(os.name == "nt", reason="processes are killed by their group")
@pytest.mark.usefixtures("environment")
def test_a_cluster_works_from_store_to_store(tmp_path: Path) -> None:
    archive = Archive(write_archive(tmp_path / "in" / WHO, 65), tmp_path / "out")
    url = f"s3://{BUCKET}/clustered"
    tasks = in_store(archive, url)
    with local_cluster(tmp_path / "logs", 2) as processes:
        with closing(Cluster(processes.address)) as cluster:
            found = by_number(list(cluster.run(tasks)))
        assert WHO not in processes.said()
    assert found == {one.number: timeless(migrate_task(one)) for one in archive.tasks()}
    assert contents(f"{url}/out", tmp_path) == archive.written()
