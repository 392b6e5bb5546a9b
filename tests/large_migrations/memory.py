"""The memory that a process and its children take, looked at while they work."""

import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

_SECONDS: Final = 0.25
_SETTLED: Final = 3.0
"""After so long all children are there and have imported what they need."""


class Memory(NamedTuple):
    """Bytes of memory that are a process's own, with its share of what it shares (PSS)."""

    start: int
    most: int


def most_memory(command: list[str], environment: dict[str, str]) -> Memory:
    """Of a command: when all its processes had begun, and at most."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    begun, start, most = time.monotonic(), 0, 0
    while process.poll() is None:
        found = sum(_pss(number) for number in _family(process.pid))
        most = max(most, found)
        if time.monotonic() - begun < _SETTLED:
            start = max(start, found)
        time.sleep(_SECONDS)
    return Memory(start, most)


def _family(parent: int) -> list[int]:
    """A process and its children."""
    found = [parent]
    with suppress(OSError):
        text = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
        found += [int(one) for one in text.split()]
    return found


def _pss(process: int) -> int:
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
        return int(next(one for one in lines if one.startswith("Pss:")).split()[1]) * 1024
    return 0
