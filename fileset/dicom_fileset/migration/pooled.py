"""Tasks done by child processes of this machine, each of which crashes alone."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing

from msgspec import structs

from ..model import Finding
from ..transcoding.messages import Failed
from ..transcoding.pool import Pool
from .messages import MIGRATING, Migrated, MigrateFile
from .model import Result, Task
from .one_file import migrate_file

MigratingPool = Pool[MigrateFile, Migrated]


def migrating_pool(jobs: int, deadline: float) -> MigratingPool:
    """Children that migrate; ``deadline``: seconds that one frame may take."""
    return Pool(MIGRATING, jobs, deadline)


def migrated(pool: MigratingPool, tasks: Iterable[Task]) -> Generator[Result, None, None]:
    """What came of each task, as it comes; closed early, children that are at work are ended."""
    under_way: dict[int, Task] = {}

    def given() -> Iterator[MigrateFile]:
        for turn, task in enumerate(tasks):
            under_way[turn] = task
            yield MigrateFile(task)

    with closing(pool.run(given())) as answers:
        for turn, reply in answers:
            if isinstance(reply, Migrated):
                del under_way[turn]
                yield reply.result
            elif isinstance(reply, Failed):
                yield after_loss(under_way.pop(turn), reply.finding)


def after_loss(task: Task, reason: Finding) -> Result:
    """What comes of a task over which a process crashed or hung.

    Its file is carried byte for byte, as one is that cannot be done as asked: for that nothing of
    it has to be decoded.  Where that is not wished it is put aside.
    """
    if not task.carry or task.request is None:
        return Result(task.number, "put aside", findings=(reason,))
    result = migrate_file(structs.replace(task, request=None))
    if result.outcome != "kept":
        return result
    findings = (reason, *result.findings)
    return structs.replace(result, outcome="carried", findings=findings)
