"""What benchmarks of migration measure from inside: ``python -m benchmarks.migrating_work``."""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dicom_codecs import codec
from dicom_fileset.migration.model import Task
from dicom_fileset.migration.one_file import migrate_file
from dicom_fileset.transcoding import comparison, frame_encoder
from dicom_fileset.transcoding.request import Request


class Spent:
    """Processor time that a function takes: other processes do not count."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def on(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, counted."""

        def counted(*arguments: Any) -> Any:
            start = time.process_time()
            try:
                return function(*arguments)
            finally:
                self.seconds += time.process_time() - start

        return counted


def files(source: str, place: str, uid: str) -> dict[str, Any]:
    """Migrate each file of a folder; processor seconds of all, and of codecs alone."""
    request = Request(uid, derived_uid=True)
    codecs, whole = Spent(), Spent()
    frame_encoder.encode = codecs.on(codec.encode)  # type: ignore[assignment]
    comparison.decode = codecs.on(codec.decode)  # type: ignore[assignment]
    migrate = whole.on(migrate_file)
    done = size = 0
    for number, path in enumerate(sorted(Path(source).iterdir())):
        status = path.stat()
        task = Task(
            number,
            os.fsencode(path),
            status.st_size,
            status.st_mtime_ns,
            os.fsencode(Path(place, "there", path.name)),
            os.fsencode(Path(place, "parts")),
            request,
        )
        done += migrate(task).outcome == "transcoded"
        size += status.st_size
        if not number:  # it paid for the import of its codec
            codecs.seconds = whole.seconds = 0.0
    return {
        "seconds": whole.seconds,
        "codecs": codecs.seconds,
        "bytes": size,
        "instances": done,
    }


if __name__ == "__main__":
    _verb, source, place, uid = sys.argv[1:]
    print(json.dumps(files(source, place, uid)))
