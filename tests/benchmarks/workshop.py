"""What the benchmarks of one run share: media made once, the scale, which peers are there."""

import math
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.measuring import Run, run_command, run_python

REFERENCE: Final = b"\x04\x00\x00\x15CS"
"""The start of a Referenced File ID (0004,1500): one for each instance that is listed."""


class PeerDiffers(Exception):
    """A side did not list what it was given: its time compares with nothing."""


class Workshop:
    """A folder to work in, and how large everything is to be.

    Parameters
    ----------
    folder
        Where media go; what a former run left there is used again.
    scale
        Of all sizes; 1 is what the claims are about.
    slow_peers
        Whether to run peers that take minutes.
    """

    def __init__(self, folder: Path, scale: float = 1.0, *, slow_peers: bool = True) -> None:
        self.folder = folder
        self.scale = scale
        self.slow_peers = slow_peers

    def sized(self, number: int) -> int:
        """A size of the full benchmark at this scale."""
        return max(1, round(number * self.scale))

    def rounds(self, number: int) -> int:
        """How often to repeat; once where a run is only to show that it works."""
        return number if self.scale >= 0.02 else 1

    def ct(self, instances: int, series: int, rows: int = 64) -> Path:
        """A folder with CT slices, in the page cache."""
        root = self.folder / f"ct_{instances}_{series}_{rows}"
        made = root.with_suffix(".made")
        if not made.exists():
            shutil.rmtree(root, ignore_errors=True)
            say(f"making {instances:,} slices in {series} series")
            run_python("media_work", "make", root, instances, series, rows)
            made.touch()
        return root

    def directory(self, records: int) -> Path:
        """A DICOMDIR of so many records, alone in its folder."""
        root = self.folder / f"records_{records}"
        if not (root / "DICOMDIR").exists():
            say(f"making a DICOMDIR of {records:,} records")
            run_python("media_work", "make-directory", root, records)
        return root

    def tool(self, name: str, *, slow: bool = True) -> str | None:
        """The program of a peer; ``None`` where it is not installed or not wanted."""
        found = shutil.which(name)
        if found is None:
            say(f"{name} is not installed")
        return found if self.slow_peers or not slow else None


def say(message: str) -> None:
    """Tell the person who waits."""
    print(message, file=sys.stderr, flush=True)


def without_directory(root: Path) -> None:
    """Take the DICOMDIR away, and what tools keep of it."""
    for name in os.listdir(root):
        if name.startswith("DICOMDIR") or name.endswith(".BAK"):
            os.unlink(root / name)


def listed(root: Path) -> int:
    """How many instances the DICOMDIR of a folder lists."""
    return (root / "DICOMDIR").read_bytes().count(REFERENCE)


def expect(who: str, found: int, wanted: int) -> None:
    """Make sure that a side did the work.

    Raises
    ------
    PeerDiffers
        It did not.
    """
    if found != wanted:
        raise PeerDiffers(f"{who} listed {found:,} of {wanted:,} instances")


def index_with(who: str, root: Path, wanted: int, command: Sequence[str | Path]) -> Run:
    """Have a tool write a DICOMDIR over files as they lie, and look whether it lists all."""
    without_directory(root)
    run = run_command(command)
    expect(who, listed(root), wanted)
    return run


def per_item(seconds: float, items: int) -> float:
    """Microseconds for each of so many."""
    return seconds / items * 1e6 if items else math.nan
