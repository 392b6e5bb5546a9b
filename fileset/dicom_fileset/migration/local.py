"""Processes of this machine as a scheduler of tasks."""

from collections.abc import Generator, Iterable
from contextlib import closing
from typing import TYPE_CHECKING, Final

from ..transcoding.pool import DEADLINE_SECONDS
from .model import Task
from .pooled import migrated, migrating_pool
from .scheduler import Done

if TYPE_CHECKING:
    from ..model import Finding

_NAME: Final = "local"


class Local:
    """So many processes, started when there is work for them.

    Parameters
    ----------
    jobs
        How many.
    deadline
        Seconds that one frame may take.
    """

    def __init__(self, jobs: int, deadline: float = DEADLINE_SECONDS) -> None:
        self.name = _NAME
        self.jobs = jobs
        self.findings: tuple[Finding, ...] = ()
        self._pool = migrating_pool(jobs, deadline)

    def run(self, tasks: Iterable[Task]) -> Generator[Done, None, None]:
        """As :meth:`.scheduler.Scheduler.run`."""
        with closing(migrated(self._pool, tasks)) as results:
            for result in results:
                yield Done(result, _NAME)

    def close(self) -> None:
        """Let them end; one that is at work is ended."""
        self._pool.close()
