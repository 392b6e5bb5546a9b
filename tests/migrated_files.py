"""One file migrated by a test, and what came of it."""

import hashlib
import os
from pathlib import Path
from typing import Any

from dicom_fileset.migration.model import Result, Task
from dicom_fileset.migration.one_file import migrate_file
from dicom_fileset.transcoding.request import Request

SYNTAXES = {
    "JPEG Lossless SV1": "1.2.840.10008.1.2.4.70",
    "JPEG-LS Lossless": "1.2.840.10008.1.2.4.80",
    "JPEG 2000 Lossless": "1.2.840.10008.1.2.4.90",
    "HTJ2K Lossless": "1.2.840.10008.1.2.4.201",
    "HTJ2K Lossless RPCL": "1.2.840.10008.1.2.4.202",
    "RLE Lossless": "1.2.840.10008.1.2.5",
}
EXPLICIT = "1.2.840.10008.1.2.1"


def sha256(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def task_for(source: Path, folder: Path, uid: str | None, **more: Any) -> Task:
    """The task of bringing a file to ``folder`` under the name that it has."""
    status = source.stat()
    values: dict[str, Any] = {
        "number": 7,
        "source": os.fsencode(source),
        "size": status.st_size,
        "mtime": status.st_mtime_ns,
        "destination": os.fsencode(folder / "there" / source.name),
        "part": os.fsencode(folder / "parts"),
        "request": None if uid is None else Request(uid, derived_uid=True),
    }
    return Task(**{**values, **more})


def migrated(source: Path, folder: Path, uid: str | None, **more: Any) -> Result:
    """What comes of it; no part is left behind, and the source is as it was."""
    before = source.read_bytes()
    task = task_for(source, folder, uid, **more)
    result = migrate_file(task)
    assert source.read_bytes() == before
    assert not list(folder.glob("parts/*"))
    there = Path(os.fsdecode(task.destination))
    written = result.outcome in {"transcoded", "re-encoded", "kept", "carried"}
    if written:
        assert sha256(there) == result.sha256_out
        assert there.stat().st_size == result.size_out
    assert not result.sha256_in or result.sha256_in == hashlib.sha256(before).digest()
    return result
