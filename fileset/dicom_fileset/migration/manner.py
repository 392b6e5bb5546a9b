"""How a migration is carried out: what changes nothing of its result."""

import re
from datetime import time
from typing import Final, NamedTuple

from ..errors import UsageError
from ..findings import finding
from ..transcoding.pool import DEADLINE_SECONDS
from .progress import MigrationProgress, silent
from .terms import Order


class Window(NamedTuple):
    """Hours of the day at which there may be work; over midnight where it ends before it begins."""

    begin: time
    end: time

    def is_open(self, now: time) -> bool:
        """Whether there may be work.

        >>> window("19:00-06:00").is_open(time(2)), window("19:00-06:00").is_open(time(12))
        (True, False)
        """
        if self.begin <= self.end:
            return self.begin <= now < self.end
        return now >= self.begin or now < self.end

    @property
    def hours(self) -> float:
        """How long it is.

        >>> window("19:00-06:30").hours
        11.5
        """
        minutes = [one.hour * 60 + one.minute for one in self]
        return (minutes[1] - minutes[0]) % (24 * 60) / 60


class Manner(NamedTuple):
    """How a migration is carried out.

    Attributes
    ----------
    jobs
        Processes that work.
    scheduler
        ``local``, or the address of a cluster.
    order, listed
        Whose turn comes first, and the file that lists it.
    window
        When there may be work; ``None``: always.
    rate
        Bytes of sources a second at most; 0: as it goes.
    wait_for_room
        Whether to wait where the destination is full, or to stop.
    retry
        Whether what failed before is looked at, and tried, again.
    deadline
        Seconds that one frame may take.
    progress
        Told how far things are.
    command
        Words of the command line that began it, for who asks how to go on; empty for none.
    """

    jobs: int = 1
    scheduler: str = "local"
    order: Order = "path"
    listed: str = ""
    window: Window | None = None
    rate: int = 0
    wait_for_room: bool = True
    retry: bool = False
    deadline: float = DEADLINE_SECONDS
    progress: MigrationProgress = silent
    command: tuple[str, ...] = ()


_WINDOW: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)")
_RATE: Final = re.compile(r"(\d+(?:\.\d+)?) ?([kMG]?)i?B?(?:/s)?", re.IGNORECASE)
_UNITS: Final = {"": 1, "K": 1000, "M": 1000_000, "G": 1000_000_000}


def window(text: str) -> Window:
    """Hours of the day, as ``19:00-06:00``.

    Raises
    ------
    UsageError
        It is none.
    """
    found = _WINDOW.fullmatch(text.strip())
    if found is None:
        raise UsageError(finding("bad-call", f"A window is like 19:00-06:00, not {text!r}."))
    hours = [int(part) for part in found.groups()]
    made = Window(time(hours[0], hours[1]), time(hours[2], hours[3]))
    if made.begin == made.end:
        raise UsageError(finding("bad-call", f"The window {text!r} is never open."))
    return made


def rate(text: str) -> int:
    """Bytes a second, as ``50MB/s``.

    >>> rate("50MB/s"), rate("1.5 GB"), rate("800k")
    (50000000, 1500000000, 800000)

    Raises
    ------
    UsageError
        It is none.
    """
    found = _RATE.fullmatch(text.strip())
    made = int(float(found[1]) * _UNITS[found[2].upper()]) if found else 0
    if not made:
        raise UsageError(finding("bad-call", f"A rate is like 50MB/s, not {text!r}."))
    return made
