"""A process that migrates: tasks in, what comes of them out, until its input ends."""

from ..transcoding.serving import Say, serve
from .messages import Migrated, MigrateFile, decoded_task
from .one_file import migrate_file


def _serve(task: MigrateFile, say: Say) -> None:
    say(Migrated(migrate_file(task.task, say.beat)))


if __name__ == "__main__":
    serve(decoded_task, _serve)
