"""What a run that was killed left behind: files that never became whole."""

import os
from contextlib import suppress

from ..commit.lock import lock
from .names import PART_PREFIX, PART_SUFFIX


def sweep(folder: str) -> None:
    """Remove unfinished files of processes that are gone; those of living ones stay."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in [one for one in entries if _is_part(one.name)]:
            with suppress(OSError):
                _remove_if_nobodys(entry.path, entry.name)


def _is_part(name: str) -> bool:
    return name.startswith(PART_PREFIX) and name.endswith(PART_SUFFIX)


def _remove_if_nobodys(path: str, name: str) -> None:
    if os.name == "nt":
        os.unlink(path)  # refused while somebody has it open
        return
    if _is_alive(name.removeprefix(PART_PREFIX).partition("-")[0]):
        return
    descriptor = os.open(path, os.O_RDWR)
    try:
        # On a shared medium it may be another machine that writes it.
        if lock(descriptor):
            os.unlink(path)
    finally:
        os.close(descriptor)


def _is_alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
