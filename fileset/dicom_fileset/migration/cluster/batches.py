"""Tasks put together, so that what a batch costs to send is little beside what it takes to do."""

from collections.abc import Iterable
from typing import Final

from ..model import Result, Task

MOST_FILES: Final = 32
MOST_BYTES: Final = 64 * 1024 * 1024
AIM_SECONDS: Final = 1.0
"""What a batch should take: some hundred times what it costs to send, and little to do again."""
_FIRST_SPEED: Final = 20e6
"""Bytes that a core does a second, until it is known."""
_WEIGHT: Final = 0.2
"""Of the newest batch in what is known."""


class Batches:
    """Tasks in their order, taken in batches of what the aim is worth, as far as that is known.

    Parameters
    ----------
    tasks
        Taken no further than into the batch that is asked for, but for one.
    """

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._tasks = iter(tasks)
        self._next = next(self._tasks, None)
        self._speed = _FIRST_SPEED

    @property
    def left(self) -> bool:
        """Whether there is another."""
        return self._next is not None

    def taken(self) -> tuple[Task, ...]:
        """The next batch: one file at least, and more while they stay within the limits."""
        batch: list[Task] = []
        room = min(MOST_BYTES, self._speed * AIM_SECONDS)
        while self._next is not None and len(batch) < MOST_FILES:
            room -= self._next.size
            if batch and room < 0:
                break
            batch.append(self._next)
            self._next = next(self._tasks, None)
        return tuple(batch)

    def learn(self, tasks: Iterable[Task], results: Iterable[Result]) -> None:
        """Learn from what a batch took how much the next ones may hold."""
        size = sum(task.size for task in tasks)
        seconds = sum(result.seconds for result in results)
        if size and seconds > 0:
            self._speed += _WEIGHT * (size / seconds - self._speed)
