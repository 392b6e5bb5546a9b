"""Tasks done by child processes: what a crash or a hang costs is its own file."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing

from ..model import Finding
from ..transcoding.messages import Beat, Failed
from ..transcoding.pool import Pool
from .messages import MIGRATING, Migrated, MigrateFile
from .model import Result, Task

MigratingPool = Pool[MigrateFile, Migrated]


def migrating_pool(jobs: int, deadline: float) -> MigratingPool:
    """Children that migrate; ``deadline``: seconds that one frame may take."""
    return Pool(MIGRATING, jobs, deadline)


def migrated(pool: MigratingPool, tasks: Iterable[Task]) -> Generator[Result, None, None]:
    """What came of each task, as it comes; closed early, children that are at work are ended."""
    numbers: dict[int, int] = {}

    def asked() -> Iterator[MigrateFile]:
        for turn, task in enumerate(tasks):
            numbers[turn] = task.number
            yield MigrateFile(task)

    with closing(pool.run(asked())) as answers:
        for turn, reply in answers:
            if isinstance(reply, Migrated):
                yield reply.result
            elif isinstance(reply, Failed):
                yield _put_aside(numbers[turn], reply.finding)
            if not isinstance(reply, Beat):
                del numbers[turn]


def _put_aside(number: int, found: Finding) -> Result:
    """What came of a file that a child crashed or hung over."""
    return Result(number, "put aside", findings=(found,))
