"""Tasks done by processes of this machine, each of which crashes alone."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from typing import Final

import msgspec

from ..model import Finding
from ..transcoding.messages import Failed
from ..transcoding.pool import DEADLINE_SECONDS, Pool
from .messages import MIGRATING, Migrated, MigrateFile
from .model import Result, Task
from .one_file import migrate_file
from .scheduler import Done

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
        self._pool = Pool(MIGRATING, jobs, deadline)

    def run(self, tasks: Iterable[Task]) -> Generator[Done, None, None]:
        """As :meth:`.scheduler.Scheduler.run`."""
        under_way: dict[int, Task] = {}

        def given() -> Iterator[MigrateFile]:
            for number, task in enumerate(tasks):
                under_way[number] = task
                yield MigrateFile(task)

        with closing(self._pool.run(given())) as answers:
            for number, reply in answers:
                if isinstance(reply, Migrated):
                    del under_way[number]
                    yield Done(reply.result, _NAME)
                elif isinstance(reply, Failed):
                    yield Done(after_loss(under_way.pop(number), reply.finding), _NAME)

    def close(self) -> None:
        """Let them end; one that is at work is ended."""
        self._pool.close()


def after_loss(task: Task, reason: Finding) -> Result:
    """What comes of a task over which a process crashed or hung.

    Its file is carried byte for byte, as one is that cannot be done as asked: for that nothing of
    it has to be decoded.  Where that is not wished it is put aside.
    """
    if not task.carry or task.request is None:
        return Result(task.number, "put aside", findings=(reason,))
    result = migrate_file(msgspec.structs.replace(task, request=None))
    if result.outcome != "kept":
        return result
    findings = (reason, *result.findings)
    return msgspec.structs.replace(result, outcome="carried", findings=findings)
