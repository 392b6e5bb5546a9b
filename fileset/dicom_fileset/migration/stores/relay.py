"""Tasks with URLs, through a folder of this machine: what comes of one is as if all lay here.

A source is fetched into a file, migrated as any other, and what comes of it is put to its place
and read back from there.  While one is migrated the next are fetched, as far as children wait.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from time import perf_counter
from typing import Final, NamedTuple

from msgspec import structs

from ...findings import finding
from ...model import Finding
from ...scan.telling import scanned_finding
from ..model import WRITTEN, Result, Task
from ..one_file import migrate_file
from .buckets import Bucket
from .stores import located

Results = Generator[Result, None, None]
Migrate = Callable[[Iterable[Task]], Results]

_SOURCE: Final = "source"
_DESTINATION: Final = "destination"


class _Way(NamedTuple):
    """Where a task's file comes from and goes to, and the folder that it has meanwhile.

    Attributes
    ----------
    source, destination
        Bucket and name in it; ``None`` for a path.
    """

    task: Task
    folder: str
    source: tuple[Bucket, str] | None
    destination: tuple[Bucket, str] | None
    local: Task
    seconds: float


def migrate_task(task: Task, folder: str | None = None) -> Result:
    """Bring one file to its place, each a path or a URL.

    Parameters
    ----------
    folder
        Where it may lie meanwhile; the system's folder for such files, if none is named.
    """

    def migrate(tasks: Iterable[Task]) -> Results:
        yield from map(migrate_file, tasks)

    with closing(relayed([task], migrate, folder)) as results:
        return next(results)


def relayed(tasks: Iterable[Task], migrate: Migrate, folder: str | None = None) -> Results:
    """What came of tasks, each of paths or URLs, by what migrates paths.

    Parameters
    ----------
    migrate
        Gives a result for each task that it takes, in any order.
    folder
        As :func:`migrate_task` has it; nothing is left there.
    """
    over: list[Result] = []
    ways: dict[int, _Way] = {}

    def here() -> Iterator[Task]:
        for task in tasks:
            way = _way(task, folder)
            if isinstance(way, Result):
                over.append(way)
                continue
            ways[task.number] = way
            yield way.local

    try:
        with closing(migrate(here())) as results:
            for result in results:
                yield _arrived(ways.pop(result.number), result)
                while over:
                    yield over.pop()
        yield from over
    finally:
        for way in ways.values():
            _forget(way)


def _way(task: Task, folder: str | None) -> _Way | Result:
    """Fetch what lies elsewhere; what came of it, where it cannot be had."""
    begun = perf_counter()
    source, destination = _located(task.source), _located(task.destination)
    if source is destination is None:
        return _Way(task, "", None, None, task, 0.0)
    meanwhile = tempfile.mkdtemp(prefix="dicom-fileset-", dir=folder)
    local = task
    if destination:
        local = structs.replace(
            local, destination=_below(meanwhile, _DESTINATION), part=os.fsencode(meanwhile)
        )
    way = _Way(task, meanwhile, source, destination, local, 0.0)
    reason = None
    if source:
        reason = _fetched(task, source, os.path.join(meanwhile, _SOURCE))
    if isinstance(reason, Result):
        _forget(way)
        return structs.replace(reason, seconds=perf_counter() - begun)
    if source:
        status = os.stat(os.path.join(meanwhile, _SOURCE))
        local = structs.replace(
            local, source=_below(meanwhile, _SOURCE), size=status.st_size, mtime=status.st_mtime_ns
        )
    return way._replace(local=local, seconds=perf_counter() - begun)


def _located(place: bytes) -> tuple[Bucket, str] | None:
    return located(os.fsdecode(place))


def _below(folder: str, name: str) -> bytes:
    return os.fsencode(os.path.join(folder, name))


def _fetched(task: Task, source: tuple[Bucket, str], into: str) -> Result | None:
    """Fetch a source; why it has failed, if it has."""
    bucket, name = source
    try:
        meta = bucket.fetch(name, into)
    except FileNotFoundError as error:
        return _failed(task, scanned_finding("", error))
    except OSError as error:
        return _failed(task, _unreachable(error), medium=True)
    if (meta.size, meta.mtime) != (task.size, task.mtime):
        message = "It is not as it was when it was found, or changed while it was read."
        return _failed(task, finding("changed", message))
    return None


def _arrived(way: _Way, result: Result) -> Result:
    """What came of a task, once it is at its place."""
    if not way.folder:
        return result
    begun = perf_counter()
    try:
        if way.destination and result.outcome in WRITTEN:
            local = os.fsdecode(way.local.destination)
            result = _put(way.task, result, local, *way.destination)
    finally:
        _forget(way)
    spent = result.seconds + way.seconds + perf_counter() - begun
    return structs.replace(result, seconds=spent)


def _put(task: Task, result: Result, local: str, bucket: Bucket, name: str) -> Result:
    """Put a file to its place, and read it back; an equal one that stands there is adopted."""
    ours = True
    try:
        try:
            bucket.put(local, name)
        except FileExistsError:
            ours = False
        if bucket.sha256(name) == result.sha256_out:
            return result
        if not ours:
            message = "Another file stands where this one would go; it was left as it is."
            return _failed(task, finding("destination-exists", message), result)
        bucket.remove(name)
    except OSError as error:
        return _failed(task, _unreachable(error), result, medium=True)
    message = "It does not read back as it was put, and was removed again."
    return _failed(task, finding("not-proven", message), result, medium=True)


def _failed(
    task: Task, reason: Finding, done: Result | None = None, *, medium: bool = False
) -> Result:
    sha256 = done.sha256_in if done else b""
    return Result(task.number, "failed", sha256, findings=(reason,), medium=medium)


def _unreachable(error: OSError) -> Finding:
    return finding("store-unreachable", f"The store did not do it: {error.strerror or error}.")


def _forget(way: _Way) -> None:
    if way.folder:
        shutil.rmtree(way.folder, ignore_errors=True)
