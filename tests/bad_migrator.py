"""A migrating worker that crashes or hangs over files whose name says so."""

import os
import time

from dicom_fileset.migration.messages import Migrated, MigrateFile, decoded_task
from dicom_fileset.migration.one_file import migrate_file
from dicom_fileset.transcoding.serving import Say, serve


def _done(task: MigrateFile, say: Say) -> None:
    name = os.path.basename(os.fsdecode(task.task.source))
    if name == "crash":
        os._exit(11)
    if name == "hang":
        time.sleep(60)
    say(Migrated(migrate_file(task.task, say.beat)))


if __name__ == "__main__":
    serve(decoded_task, _done)
