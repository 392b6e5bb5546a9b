"""Stand-in."""

import hashlib
import os
from collections.abc import Callable

from ..findings import finding
from ..model import Where
from ..scan import scan
from ..transcoding.failure import failure_of
from ..transcoding.instance import transcode_file
from .identities import identity_of
from .model import Result, Task


def _sha(path: str) -> bytes:
    with open(path, "rb") as f:
        return hashlib.file_digest(f, "sha256").digest()


def migrate_file(task: Task, beat: Callable[[], None] = lambda: None) -> Result:
    """Stand-in."""
    source, destination = os.fsdecode(task.source), os.fsdecode(task.destination)
    part = os.path.join(os.fsdecode(task.part), f"{task.number}-{os.urandom(4).hex()}.part")
    try:
        status = os.stat(source)
        if (status.st_size, status.st_mtime_ns) != (task.size, task.mtime):
            return Result(
                task.number, "failed", findings=(finding("changed", "It was changed.", Where()),)
            )
        sha = _sha(source)
        findings = ()
        outcome = "kept"
        frames, lossless, dec, enc = 0, True, "", ""
        try:
            if task.request is None:
                import shutil

                shutil.copyfile(source, part)
            else:
                r = transcode_file(source, part, task.request, beat=beat)
                outcome = {"copied": "kept"}.get(r.action, r.action)
                frames, lossless, dec, enc = r.frames, r.lossless, r.decoder, r.encoder
                findings = r.findings
        except Exception as error:
            found, medium = failure_of(error, "")
            if os.path.exists(part):
                os.unlink(part)
            if medium:
                return Result(task.number, "failed", medium=True, findings=(found,))
            import shutil

            shutil.copyfile(source, part)
            outcome, findings = "carried", (found,)
        out = _sha(part)
        os.makedirs(os.path.dirname(destination), exist_ok=True)
        if os.path.exists(destination):
            if _sha(destination) != out:
                os.unlink(part)
                return Result(
                    task.number,
                    "failed",
                    sha,
                    findings=(finding("destination-exists", "Something else.", Where()),),
                )
            os.unlink(part)
        else:
            os.rename(part, destination)
        i = scan(destination)
        return Result(
            task.number,
            outcome,
            sha,
            out,
            i.transfer_syntax_uid,
            os.path.getsize(destination),
            identity_of(i),
            frames,
            lossless,
            dec,
            enc,
            0.0,
            0.0,
            findings,
        )
    except Exception as error:
        found, medium = failure_of(error, "")
        return Result(task.number, "failed", findings=(found,), medium=medium)
