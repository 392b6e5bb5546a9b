"""What runs on a worker of a cluster: batches, through child processes that stay warm.

A codec that crashes there ends a child, not the worker, just as on one machine.  Nothing here
raises for what a file is like, and no log of Dask's shows more of a batch than that it is one.
"""

import asyncio
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final, NamedTuple

import msgspec

from ...transcoding.failure import failure_of
from ..model import Result, Task
from ..pooled import MigratingPool, migrated, migrating_pool
from ..stores.relay import relayed

WRITERS: Final = (
    "imagecodecs",
    "pyjpegls",
    "pylibjpeg-libjpeg",
    "pylibjpeg-openjpeg",
    "pylibjpeg-rle",
    "pydicom",
)
"""Packages whose versions decide what is read, and what bytes are written."""
STOP_SECONDS: Final = 10.0
"""How long a file may go on when a run is stopped."""


class Sealed:
    """Bytes that no log shows: names of files may be names of people."""

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __repr__(self) -> str:
        return "<sealed>"


class Order(msgspec.Struct, array_like=True, frozen=True):
    """A batch as it is sent: of which run, how long a frame may take, and the tasks."""

    run: str
    deadline: float
    tasks: tuple[Task, ...]


class Introduction(NamedTuple):
    """Who a worker is, and the versions of what decides the bytes that it writes."""

    name: str
    versions: dict[str, str]


_encoded: Final = msgspec.msgpack.Encoder().encode
_decoded_order: Final = msgspec.msgpack.Decoder(Order).decode
_decoded_results: Final = msgspec.msgpack.Decoder(tuple[Result, ...]).decode


def sealed(order: Order) -> Sealed:
    """A batch for :func:`work`."""
    return Sealed(_encoded(order))


def opened(answer: Sealed) -> tuple[Result, ...]:
    """What :func:`work` gave."""
    return _decoded_results(answer.data)


def versions_here() -> dict[str, str]:
    """Versions of :data:`WRITERS` and of zlib; empty where one is missing."""
    return {name: _version(name) for name in WRITERS} | {"zlib": zlib.ZLIB_RUNTIME_VERSION}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def introduced(dask_worker: Any = None) -> Introduction:
    """Who this worker is; Dask gives it."""
    return Introduction(str(dask_worker.name), versions_here())


class _Children:
    """Pools of one child each, lent to the threads of this worker, and kept while a run goes on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[tuple[float, MigratingPool]] = []
        self._busy: dict[MigratingPool, str] = {}
        self._stopped: set[str] = set()

    @contextmanager
    def lent(self, order: Order) -> Iterator[MigratingPool]:
        """A pool that nobody else has."""
        with self._lock:
            fit = next((one for one in self._idle if one[0] == order.deadline), None)
            if fit:
                self._idle.remove(fit)
            pool = fit[1] if fit else migrating_pool(1, order.deadline)
            self._busy[pool] = order.run
        try:
            yield pool
        finally:
            with self._lock:
                del self._busy[pool]
                self._idle.append((order.deadline, pool))

    def stopped(self, run: str) -> bool:
        """Whether nothing more is to be written for a run."""
        return run in self._stopped

    def stop(self, run: str) -> None:
        """Have nothing more written for a run, but for the files that are at work."""
        self._stopped.add(run)

    def at_work(self, run: str) -> list[MigratingPool]:
        """Pools that have a file of a run."""
        with self._lock:
            return [pool for pool, other in self._busy.items() if other == run]

    def release(self) -> None:
        """Let the idle children go."""
        with self._lock:
            idle, self._idle = self._idle, []
        for _, pool in idle:
            pool.close()


_CHILDREN: Final = _Children()


def work(batch: Sealed) -> Sealed:
    """Have a batch done; what came of its files, in any order.

    Files that were not begun when the run was stopped are not in the answer, which nobody reads.
    """
    order = _decoded_order(batch.data)
    return Sealed(_encoded(tuple(_results(order))))


def _results(order: Order) -> Iterator[Result]:
    left = {task.number for task in order.tasks}
    try:
        with _CHILDREN.lent(order) as pool:
            wanted = (task for task in order.tasks if not _CHILDREN.stopped(order.run))
            migrate = partial(migrated, pool)
            with closing(relayed(wanted, migrate, _folder())) as results:
                for result in results:
                    left.discard(result.number)
                    yield result
                    if _CHILDREN.stopped(order.run):
                        return
    except Exception as error:  # noqa: BLE001 - Dask would log it, with what it says of files
        found, _ = failure_of(error, "")
        for number in sorted(left):
            yield Result(number, "failed", findings=(found,))


def _folder() -> str | None:
    """Where files from object storage lie meanwhile: Dask clears it after a worker that died."""
    from distributed import get_worker  # noqa: PLC0415 - an extra, and slow to import

    try:
        return str(get_worker().local_directory)
    except ValueError:
        return None  # no worker: the folder of the system


async def stop(run: str) -> None:
    """Have nothing written for a run any more, when this has returned."""
    _CHILDREN.stop(run)
    until = time.monotonic() + STOP_SECONDS
    # Other threads work, which know no events of asyncio's.
    while _CHILDREN.at_work(run) and time.monotonic() < until:  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    for pool in _CHILDREN.at_work(run):
        pool.interrupt()


def release() -> None:
    """Let the children go; the next batch has new ones."""
    _CHILDREN.release()
