"""Scanning by several processes: results in order, and nobody idle.

The caller's process scans chunks too whenever the next one in order is not there yet, so a worker
that starts slowly costs nothing, and one that dies costs its chunks being scanned here.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final

from ..model import Finding, Instance
from .failure import ScanFailure
from .frames import ResultReader, Told
from .scanner import Scanner
from .worker_process import WorkerProcess

_CHUNK: Final = 256
_AHEAD: Final = 4
"""Chunks that wait for one worker: enough that it never waits for us."""

_MOST_PENDING: Final = 64
"""Chunks that may be ahead of the one that is waited for."""

Scanned = Instance | Finding


class Chunk:
    """Some of what was found among the sources, and what came of it once that is known."""

    __slots__ = ("found", "paths", "scanned")

    def __init__(self, found: list[str | Finding]) -> None:
        self.found = found
        self.paths = [one for one in found if isinstance(one, str)]
        self.scanned: list[Scanned] | None = None

    def in_order(self) -> Iterator[Scanned]:
        """What came of the paths, with what was no path in its place."""
        scanned = iter(self.scanned or ())
        for one in self.found:
            yield one if isinstance(one, Finding) else next(scanned)


class _Pool:
    """The chunks on their way, in order, and the workers that have some of them."""

    def __init__(self, files: Iterable[str | Finding], jobs: int, told: Told) -> None:
        self._source = iter(files)
        self._told = told
        self._scan = Scanner().scan
        self._reader = ResultReader()
        self._pending: deque[Chunk] = deque()
        self._given: dict[WorkerProcess, deque[Chunk]] = {}
        self._most_workers = jobs - 1

    def next_chunk(self) -> Chunk | None:
        """The next chunk in order, scanned; ``None`` at the end."""
        self._give_out()
        if not self._pending and self._take() is None:
            return None
        while self._pending[0].scanned is None:
            if self._collect(block=False):
                break
            own = self._take() if len(self._pending) < _MOST_PENDING else None
            if own is not None:
                self._scan_here(own)
            elif not self._collect(block=True):
                self._scan_here(self._pending[0])
        return self._pending.popleft()

    def _take(self) -> Chunk | None:
        found = list(islice(self._source, _CHUNK))
        if not found:
            return None
        chunk = Chunk(found)
        self._pending.append(chunk)
        return chunk

    def _give_out(self) -> None:
        for worker, given in self._given.items():
            while worker.alive and len(given) < _AHEAD and (chunk := self._take()):
                given.append(chunk)
                worker.send(chunk.paths)
        # A worker is started when there is work for it, and not before.
        while len(self._given) < self._most_workers and (chunk := self._take()):
            worker = WorkerProcess()
            self._given[worker] = deque([chunk])
            worker.send(chunk.paths)

    def _collect(self, *, block: bool) -> bool:
        """Take in results; whether that of the first chunk in order is there."""
        head = self._pending[0]
        for worker, given in self._given.items():
            awaited = block and head in given
            while given and (result := worker.result(block=awaited)) is not None:
                chunk = given.popleft()
                chunk.scanned = self._reader.read(chunk.paths, result)
                awaited = False
        return head.scanned is not None

    def _scan_here(self, chunk: Chunk) -> None:
        chunk.scanned = [self._scanned(path) for path in chunk.paths]

    def _scanned(self, path: str) -> Scanned:
        try:
            return self._scan(path)
        except (ScanFailure, OSError) as failure:
            return self._told(path, failure)

    def close(self) -> None:
        """Let the workers end."""
        for worker in self._given:
            worker.close()


def scan_by_processes(
    files: Iterable[str | Finding], jobs: int, told: Callable[[str, ScanFailure | OSError], Finding]
) -> Iterator[Scanned]:
    """As :func:`~dicom_fileset.scan.many.scan_files`; ``jobs`` counts this process too."""
    pool = _Pool(files, jobs, told)
    try:
        while (chunk := pool.next_chunk()) is not None:
            yield from chunk.in_order()
    finally:
        pool.close()
