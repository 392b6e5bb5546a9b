"""A migration that is killed again and again comes to what one run comes to."""

import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final, NamedTuple

COMPARED: Final = (
    "folder.path, file.name, file.size, kind.transfer_syntax_uid, file.instance, file.date, "
    "file.native, file.repeats, file.destination, file.state, file.outcome, file.code, "
    "file.reason, file.findings, file.sha256_in, file.sha256_out, file.syntax_out, file.size_out, "
    "file.instance_out, file.frames, file.lossless, file.decoder, file.encoder, "
    "before.study, before.series, after.study, after.series"
)
"""All of a row but numbers, times and who did it."""
_ROWS: Final = (
    f"SELECT {COMPARED} FROM file JOIN folder ON folder.number = file.folder "  # noqa: S608 - ours
    "LEFT JOIN kind ON kind.number = file.kind LEFT JOIN series AS before ON before.number = "
    "file.series LEFT JOIN series AS after ON after.number = file.series_out "
    "ORDER BY folder.path, file.name"
)
_MODULES: Final = os.pathsep.join(
    str(Path(__file__).resolve().parents[2] / one) for one in ("fileset", "codecs", "profiles")
)


class Killed(NamedTuple):
    """How often it was killed, and what the last run said."""

    kills: int
    status: int


def command(*arguments: object) -> list[str]:
    """The command line of a migration."""
    return [sys.executable, "-m", "dicom_fileset.cli", "migrate", *map(str, arguments)]


def environment() -> dict[str, str]:
    """Of a process that finds the modules of this clone and keeps no ledger."""
    return os.environ | {"PYTHONPATH": _MODULES, "DICOM_FILESET_LEDGER": "off"}


def run_through(*arguments: object) -> int:
    """Run it to its end; its exit status."""
    done = subprocess.run(
        command(*arguments), env=environment(), stdout=subprocess.DEVNULL, check=False
    )
    return done.returncode


def run_killed(kills: int, seconds: float, *arguments: object, seed: int = 1) -> Killed:
    """Kill it so often, at random moments of so many seconds after its start, and let it end."""
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret
    killed = 0
    while killed < kills:
        process = subprocess.Popen(
            [*command(*arguments), "--resume"],
            env=environment(),
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        moment = chance.uniform(0.1, seconds)
        try:
            return Killed(killed, process.wait(moment))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
    time.sleep(0.1)
    return Killed(killed, run_through(*arguments, "--resume"))


def rows_of(journal: Path) -> list[Any]:
    """What a journal says of every file, but for numbers, times and who did it."""
    with sqlite3.connect(journal) as data:
        rows = data.execute(_ROWS).fetchall()
    data.close()
    return rows


def digest_of(root: Path) -> str:
    """Of every name below a folder, and every byte."""
    digest = hashlib.sha256()
    for folder, folders, files in os.walk(root):
        folders.sort()
        for name in sorted(files):
            path = os.path.join(folder, name)
            digest.update(os.fsencode(os.path.relpath(path, root)) + b"\0")
            with open(path, "rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
