"""Large archives migrated, killed and gone on with: ``large_migrations/run.py all``."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from archives import make_archive
from large_migrations.killing_it import command, digest_of, environment, rows_of, run_killed
from large_migrations.memory import most_memory

_SYNTAX: Final = "HTJ2KLossless"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was found; 1 where it is not as promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["linear", "killed", "all"])
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--folder", type=Path, help="for archives and results; temporary if none")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="dicom-fileset-", dir=asked.folder) as name:
        folder = Path(name)
        good = True
        if asked.what != "killed":
            good = linear(folder, asked.files)
        if asked.what != "linear":
            good = killed(folder, asked.files, asked.kills) and good
    return int(not good)


def linear(folder: Path, files: int) -> bool:
    """Seconds for a file in an archive and in one ten times as large, and the memory they take."""
    found = [_measured(folder, number) for number in (files // 10, files)]
    small, large = (
        one["seconds"] / number for one, number in zip(found, (files // 10, files), strict=True)
    )
    ratio = large / small
    memory = found[1]["above"] / 1e6
    print("| files | seconds | ms a file | memory above the start, MB |\n|---:|---:|---:|---:|")
    for number, one in zip((files // 10, files), found, strict=True):
        each = one["seconds"] / number * 1000
        print(f"| {number:,} | {one['seconds']:.1f} | {each:.2f} | {one['above'] / 1e6:.0f} |")
    print(f"\nten times as many take {ratio:.2f} times as long for each, and {memory:.0f} MB")
    return ratio <= 1.1 and memory <= 400


def _measured(folder: Path, files: int) -> dict[str, Any]:
    archive, new = _archive(folder, files), folder / f"new-{files}"
    begun = time.monotonic()
    memory = most_memory([*command(archive, "-o", new, "-t", _SYNTAX, "-j", 2)], environment())
    seconds = time.monotonic() - begun
    return {"seconds": seconds, "above": memory.most - memory.start}


def _archive(folder: Path, files: int) -> Path:
    archive = folder / f"archive-{files}"
    if not archive.exists():
        made = make_archive(archive, files)
        print(f"{files:,} files: {json.dumps(made._asdict())}", file=sys.stderr)
    return archive


def killed(folder: Path, files: int, kills: int) -> bool:
    """One run and one that is killed again and again, and whether they come to the same."""
    archive, whole, other = _archive(folder, files), folder / f"new-{files}", folder / "killed"
    terms = ("-t", _SYNTAX, "-j", 2)
    seconds = files / 400
    if not whole.exists():
        begun = time.monotonic()
        subprocess.run(
            command(archive, "-o", whole, *terms),
            env=environment(),
            stdout=subprocess.DEVNULL,
            check=False,
        )
        seconds = time.monotonic() - begun
    done = run_killed(kills, 0.8 * seconds / kills, archive, "-o", other, *terms)
    same_files = digest_of(whole) == digest_of(other)
    same_rows = rows_of(_journal(whole)) == rows_of(_journal(other))
    print(
        f"{files:,} files, killed {done.kills} times: files {'equal' if same_files else 'DIFFER'}, "
        f"journal {'equal' if same_rows else 'DIFFERS'}"
    )
    shutil.rmtree(other)
    return same_files and same_rows and done.kills == kills


def _journal(destination: Path) -> Path:
    return destination.parent / f"{destination.name}.migration.sqlite"


if __name__ == "__main__":
    assert os.name != "nt", "it kills as POSIX does"
    sys.exit(main())
