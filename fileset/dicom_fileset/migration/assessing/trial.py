"""A sample of files migrated for a trial, by the scheduler that a migration has; nothing stays.

Files are drawn until totals are certain enough: first some of every stratum, and then where that
helps most.  What the trial takes of a process and of the clock is what a migration will.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from typing import Final, Generic, NamedTuple, TypeVar

from ...commit.flush import flush_files
from ...errors import Refused
from ...transcoding.failure import medium_finding
from ..model import Result, Task
from ..scheduler import Scheduler
from .sampling import Drawn, Estimate, Seen, Stratum, allotted, estimate

Key = TypeVar("Key", bound=Hashable)

PER_FILE: Final = 100_000
"""Bytes that a file counts more for the time that it takes than it has: each takes some anyway."""
_AT_FIRST: Final = 6
_FEWEST: Final = 16
_GROWTH: Final = 0.5
_MUCH: Final = 256_000_000
"""Bytes by which a medium shows how fast it is, beside what a system holds for it in memory."""
_WARM: Final = 4
"""Files for each process after which a stretch of work tells how busy processes are."""


class Enough(NamedTuple):
    """When a trial has tried enough.

    Attributes
    ----------
    bytes_error, seconds_error
        Standard errors of the totals, as shares of them.
    fewest
        Files that are tried in any case, where there are so many.
    most, seconds
        It ends at that in any case.
    """

    bytes_error: float = 0.01
    seconds_error: float = 0.05
    fewest: int = 120
    most: int = 4000
    seconds: float = 1800.0


class Tried(NamedTuple):
    """A file of the sample, and what came of it; the first of a course are not ``warm``."""

    drawn: Drawn
    result: Result
    warm: bool


class Trial(Generic[Key]):
    """Tries files of strata.

    Parameters
    ----------
    strata
        By what tells them apart.
    task_of
        The task of the file of a number; its destination is let go when it is done.
    scheduler
        That a migration would have.
    course_of
        What a stratum asks of a process, which has much to load the first time.
    folder
        That tasks write into.
    """

    def __init__(
        self,
        strata: Mapping[Key, Stratum],
        task_of: Callable[[int], Task],
        scheduler: Scheduler,
        course_of: Callable[[Key], Hashable],
        folder: str,
    ) -> None:
        self.strata = strata
        self.tried: dict[Key, list[Tried]] = {key: [] for key in strata}
        self._task_of = task_of
        self._scheduler = scheduler
        self._course_of = course_of
        self._met: Counter[Hashable] = Counter()
        self.written = Written(folder)
        self._places: dict[int, bytes] = {}
        self._busy = self._stretch = 0.0

    @property
    def efficiency(self) -> float:
        """Share of their time that processes work, as long as there is work for all of them."""
        return min(self._busy / self._stretch, 1.0) if self._stretch else 1.0

    def bytes_out(self) -> Estimate:
        """What all files will be at the destination."""
        return estimate(list(self._sizes().values()))

    def seconds(self) -> Estimate:
        """What all files will take of processes."""
        return estimate(list(self._times().values()))

    def run(self, enough: Enough, told: Callable[[int], None] = lambda _: None) -> None:
        """Try files until that is enough; ``told`` how many were, now and then.

        Raises
        ------
        Refused
            The medium that trials are written to takes no more.
        """
        begun = time.monotonic()
        draw = {key: min(_AT_FIRST, len(one.first)) for key, one in self.strata.items()}
        while any(draw.values()):
            self._try(draw)
            shown = sum(map(len, self.tried.values()))
            told(shown)
            if shown >= enough.most or time.monotonic() - begun > enough.seconds:
                return
            draw = self._further(enough, shown)

    def _further(self, enough: Enough, shown: int) -> dict[Key, int]:
        """How many more of each; none where all is certain enough."""
        sizes, times = self.bytes_out().share, self.seconds().share
        certain = sizes <= enough.bytes_error and times <= enough.seconds_error
        if certain and shown >= enough.fewest:
            return {}
        files = max(_FEWEST, int(shown * _GROWTH), enough.fewest - shown)
        left = {key: len(one.first) - len(self.tried[key]) for key, one in self.strata.items()}
        worse = sizes / enough.bytes_error >= times / enough.seconds_error
        return allotted(self._sizes() if worse else self._times(), left, files)

    def _try(self, draw: Mapping[Key, int]) -> None:
        asked = [
            (key, one)
            for key, number in draw.items()
            for one in self.strata[key].first[len(self.tried[key]) :][:number]
        ]
        # Files of one kind side by side would keep all processes at the slowest kind at once.
        asked.sort(key=lambda one: one[1].turn)
        by_number = {one.number: (key, one) for key, one in asked}
        clock = _Clock(self._scheduler.jobs)
        with closing(self._scheduler.run(self._tasks(asked, clock))) as results:
            for result, _ in results:
                key, drawn = by_number[result.number]
                clock.take(result.seconds)
                course = self._course_of(key)
                warm = self._met[course] >= self._scheduler.jobs
                self.tried[key].append(Tried(drawn, result, warm))
                self._met[course] += 1
                if self._let_go(result):
                    clock.stop()  # processes had to wait
        self.written.remove()
        busy, stretch = clock.told()
        self._busy += busy
        self._stretch += stretch

    def _tasks(self, asked: Sequence[tuple[Key, Drawn]], clock: "_Clock") -> Iterator[Task]:
        for _, one in asked:
            task = self._task_of(one.number)
            self._places[task.number] = task.destination
            yield task
        clock.stop()

    def _let_go(self, result: Result) -> bool:
        """Let go of what was written for a trial; whether the medium was waited for.

        Raises
        ------
        Refused
            It takes no more.
        """
        if result.medium:
            raise Refused(result.findings[0])
        try:
            return self.written.add(os.fsdecode(self._places.pop(result.number)), result.size_out)
        except OSError as error:
            raise Refused(medium_finding(error)) from error

    def _sizes(self) -> dict[Key, Seen]:
        return {
            key: Seen(
                self.strata[key].files,
                self.strata[key].size,
                [(one.drawn.size, one.result.size_out) for one in tried],
            )
            for key, tried in self.tried.items()
        }

    def _times(self) -> dict[Key, Seen]:
        return {
            key: Seen(
                self.strata[key].files,
                self.strata[key].size + PER_FILE * self.strata[key].files,
                [
                    (one.drawn.size + PER_FILE, one.result.seconds)
                    for one in [warm for warm in tried if warm.warm] or tried
                ],
            )
            for key, tried in self.tried.items()
        }


class Written:
    """What trials have written: removed soon, and first brought to the medium where it is much.

    Parameters
    ----------
    folder
        In which it lies.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._paths: list[str] = []
        self._bytes = 0
        self._brought, self._seconds = 0, 0.0

    @property
    def bytes_a_second(self) -> float:
        """How fast the medium takes what is written; 0 where too little was to tell."""
        return self._brought / self._seconds if self._seconds else 0.0

    def add(self, path: str, size: int) -> bool:
        """One more file; whether the medium was waited for.

        Raises
        ------
        OSError
            It takes no more.
        """
        self._paths.append(path)
        self._bytes += size
        if self._bytes < _MUCH:
            return False
        begun = time.monotonic()
        flush_files(self._folder, [one for one in self._paths if os.path.lexists(one)])
        self._seconds += time.monotonic() - begun
        self._brought += self._bytes
        self.remove()
        return True

    def remove(self) -> None:
        """Let go of all that is there."""
        for path in self._paths:
            with suppress(OSError):
                os.unlink(path)
        self._paths.clear()
        self._bytes = 0


class _Clock:
    """How busy processes are from the first results on, for as long as tasks wait for them."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._warm = 0
        self._begun = self._ended = 0.0
        self._busy = 0.0

    def take(self, seconds: float) -> None:
        """A file is done that took so long."""
        if self._ended:
            return
        self._warm += 1
        if self._warm == _WARM * self._jobs:
            self._begun = time.monotonic()
        elif self._begun:
            self._busy += seconds

    def stop(self) -> None:
        """No task waits any more."""
        self._ended = self._ended or time.monotonic()

    def told(self) -> tuple[float, float]:
        """Seconds that processes worked, and that they had; none where that is no measure."""
        if not self._begun or self._warm < 3 * _WARM * self._jobs:
            return 0.0, 0.0
        return self._busy, (self._ended - self._begun) * self._jobs
