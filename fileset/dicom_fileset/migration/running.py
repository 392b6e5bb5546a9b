"""The run: tasks through the gate to who does them, and what comes of them into the books."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from typing import Final

from ..errors import Interrupted
from ..findings import finding
from ..model import Finding
from ..transcoding.failure import medium_finding
from .books import Books
from .flushing import Flusher
from .gate import Gate
from .journal import Journal
from .model import LOST, Result, Task
from .progress import Progressed
from .scheduler import Done, Scheduler

_KEEP_SECONDS: Final = 0.25
PAUSED: Final = "paused"
"""Fact that tells what is waited for; empty while nothing is."""
_MOST_WAITING: Final = 256
"""Results that are kept at once; until then a process that is killed has done them in vain."""


class Run:
    """Has tasks done until none is left.

    Parameters
    ----------
    scheduler
        Who does them.
    gate
        When they may be begun.
    books, flusher
        Where what came of them is kept, and brought to the medium.
    tally
        Adds up how far things are, and tells of it.
    """

    def __init__(
        self,
        scheduler: Scheduler,
        gate: Gate,
        books: Books,
        flusher: Flusher,
        tally: "Tally",
    ) -> None:
        self._scheduler = scheduler
        self._gate = gate
        self._books = books
        self._flusher = flusher
        self._tally = tally
        self._kept = time.monotonic()

    def through(self, tasks: Callable[[], Iterator[Task]]) -> None:
        """Have all tasks done; ``tasks`` gives those that are left, as often as it is asked.

        Raises
        ------
        Interrupted
            The destination takes no more.
        """
        while True:
            try:
                self._some(self._tally.sized(self._gate.through(tasks())))
            finally:
                self._keep()
            if not self._gate.why:
                return
            if not self._gate.wait(self._tally.paused):
                raise stopped(self._gate.why)

    def _some(self, tasks: Iterator[Task]) -> None:
        with closing(self._scheduler.run(tasks)) as results:
            for done in results:
                if done.result.medium:
                    self._blame(done.result)
                    continue
                self._books.take(done)
                self._tally.add(done)
                if self._is_due():
                    self._keep()

    def _blame(self, result: Result) -> None:
        """The destination did not take a file: it has its turn again, if that can be mended."""
        if not self._gate.fill(result.findings[0]):
            raise Interrupted(result.findings[0])

    def _is_due(self) -> bool:
        waiting = self._books.waiting
        return waiting >= _MOST_WAITING or time.monotonic() - self._kept > _KEEP_SECONDS

    def _keep(self) -> None:
        try:
            self._books.keep()
            self._flusher.tick(self._books.sequence)
        except OSError as error:
            reason = medium_finding(error)
            if not (self._gate.fill(reason) and self._gate.wait(self._tally.paused)):
                raise Interrupted(reason) from error
            self._keep()
        self._kept = time.monotonic()
        self._tally.tell()


class Tally:
    """How far a run is, added up as results come.

    Parameters
    ----------
    journal
        What was done before.
    told
        Told of it.
    """

    def __init__(self, journal: Journal, told: Callable[[Progressed], None]) -> None:
        self._journal = journal
        self._told = told
        self._paused = journal.fact(PAUSED)
        self._sizes: dict[int, int] = {}
        rows = journal.rows(_SO_FAR)[0]
        self._files, self._in, self._out, self._failures = (int(one or 0) for one in rows)
        self._all_files, self._all = (int(one or 0) for one in journal.rows(_IN_ALL)[0])

    def sized(self, tasks: Iterator[Task]) -> Iterator[Task]:
        """Tasks as they pass, whose sizes are to be known when they are done."""
        for task in tasks:
            self._sizes[task.number] = task.size
            yield task

    def add(self, done: Done) -> None:
        """One more is done."""
        self._files += 1
        self._in += self._sizes.pop(done.result.number, 0)
        self._out += done.result.size_out
        self._failures += done.result.outcome in LOST

    def tell(self) -> None:
        """Tell of it."""
        self._note("")
        self._told(self._progressed())

    def paused(self, why: str) -> None:
        """Tell that nothing goes on, and why."""
        self._note(why)
        self._told(self._progressed(why))

    def _note(self, why: str) -> None:
        """Have the journal say it to who asks; it may be that there is no room in it."""
        if why != (self._paused or ""):
            with suppress(OSError):
                self._journal.note(PAUSED, why)
                self._paused = why

    def _progressed(self, why: str = "") -> Progressed:
        return Progressed(
            "paused" if why else "migrating",
            self._files,
            self._all_files,
            self._in,
            self._out,
            self._all,
            self._failures,
            why,
        )


_SO_FAR: Final = (
    "SELECT count(*), sum(size), sum(size_out), sum(outcome IN ('failed', 'put aside')) "
    "FROM file WHERE state = 'settled'"
)
_IN_ALL: Final = "SELECT count(*), sum(size) FROM file"


def stopped(why: str) -> Interrupted:
    """A migration that is not done, and can be gone on with."""
    return Interrupted(stopped_finding(why))


def stopped_finding(why: str) -> Finding:
    """That it is not done, and why."""
    return finding("migration-stopped", f"Stopped before all was done: {why}.")
