"""Read by each Python process that has this folder in its path: makes it misbehave, as asked.

``MISBEHAVE=version``: it has another version of us; ``MISBEHAVE=missing``: it has not got us.
A child that migrates crashes over a file whose name begins with ``crash``, takes its parent along
with ``kill``, and takes its time with ``slow``.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec


class _Missing(MetaPathFinder):
    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        if name.partition(".")[0] == "dicom_fileset":
            raise ModuleNotFoundError(name)
        return None


def _migrate_badly() -> None:
    from dicom_fileset.migration import one_file  # noqa: PLC0415 - others have none of us
    from dicom_fileset.migration.model import Result, Task  # noqa: PLC0415

    honest = one_file.migrate_file

    def migrate_file(task: Task, *beat: Callable[[], None]) -> Result:
        name = os.path.basename(os.fsdecode(task.source))
        if name.startswith("crash"):
            os._exit(11)
        if name.startswith("kill"):
            os.kill(os.getppid(), signal.SIGKILL)
        if name.startswith("slow"):
            time.sleep(0.3)
        return honest(task, *beat)

    one_file.migrate_file = migrate_file  # type: ignore[assignment]


if os.environ.get("MISBEHAVE") == "missing":
    sys.meta_path.insert(0, _Missing())
if os.environ.get("MISBEHAVE") == "version":
    import dicom_fileset.version

    dicom_fileset.version.__version__ = "0.0.1"
if "dicom_fileset.migration.worker" in sys.orig_argv:
    _migrate_badly()
