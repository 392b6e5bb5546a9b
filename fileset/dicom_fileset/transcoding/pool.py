"""Child processes at work: none that crashes or hangs takes more than its own file along."""

import queue
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from types import TracebackType
from typing import Final, Generic, NamedTuple, Self, TypeVar

from ..child_process import ChildProcess, Inbox
from ..findings import finding
from .messages import (
    Beat,
    DecodedFrames,
    Done,
    EncodedFrame,
    Failed,
    Icon,
    SomeFrames,
    Task,
    decoded_reply,
    encoded,
)

DEADLINE_SECONDS: Final = 120.0
"""How long a child may take over one frame before it counts as hung."""
_AHEAD: Final = 3
"""Tasks that wait at one child: enough that it never waits for us."""


T = TypeVar("T")
R = TypeVar("R")


class Trade(NamedTuple, Generic[T, R]):
    """What children do, and how one talks to them.

    Attributes
    ----------
    module
        That they run.
    encoded, decoded
        A task to a message, and a message to a reply.
    replies
        How many a task has beside beats, unless it fails.
    """

    module: str
    encoded: Callable[[T], bytes]
    decoded: Callable[[bytes], R | Beat | Failed]
    replies: Callable[[T], int] = lambda _: 1


class Answer(NamedTuple, Generic[R]):
    """Something that came of the task of that number: a frame has one, a file one and beats."""

    number: int
    reply: R | Beat | Failed


def _replies(task: Task) -> int:
    return task.past - task.first if isinstance(task, SomeFrames) else 1


TRANSCODING: Final[Trade[Task, EncodedFrame | Done | Icon | DecodedFrames]] = Trade(
    "dicom_fileset.transcoding.worker", encoded, decoded_reply, _replies
)


class _Child(Generic[T, R]):
    """One process, and the tasks that it was given; it works on the first of them."""

    __slots__ = ("_trade", "heard", "process", "replies", "tasks")

    def __init__(self, trade: Trade[T, R], process: ChildProcess) -> None:
        self._trade = trade
        self.process = process
        self.tasks: deque[tuple[int, T]] = deque()
        self.heard = time.monotonic()
        self.replies = 0

    def give(self, number: int, task: T) -> None:
        if not self.tasks:
            self.heard = time.monotonic()
        self.tasks.append((number, task))
        self.process.write(self._trade.encoded(task))

    def take(self, reply: R | Beat | Failed) -> int:
        """The number of the task that a reply belongs to; one that is over is put away."""
        self.heard = time.monotonic()
        number, task = self.tasks[0]
        if isinstance(reply, Beat):
            return number
        self.replies += 1
        if self.replies < self._trade.replies(task) and not isinstance(reply, Failed):
            return number
        self.replies = 0
        self.tasks.popleft()
        return number


class _Waiting(Generic[T]):
    """Tasks that no child has yet: those of a child that is gone before new ones."""

    def __init__(self, tasks: Iterable[T], again: deque[tuple[int, T]]) -> None:
        self._numbered = enumerate(tasks)
        self._again = again
        self._next: tuple[int, T] | None = next(self._numbered, None)

    def there(self, window: int | None, unfinished: set[int]) -> bool:
        """Whether there is one, not further ahead of the first unfinished one than allowed."""
        if self._again or self._next is None:
            return bool(self._again)
        number, _ = self._next
        return window is None or number - min(unfinished, default=number) < window

    def taken(self) -> tuple[int, T]:
        """The next of them."""
        if self._again:
            return self._again.popleft()
        assert self._next is not None  # noqa: S101 - the caller has asked
        taken, self._next = self._next, next(self._numbered, None)
        return taken


class Pool(Generic[T, R]):
    """So many child processes, started when there is work for them.

    Parameters
    ----------
    trade
        What they do.
    jobs
        How many.
    deadline
        Seconds that one frame may take.
    """

    def __init__(self, trade: Trade[T, R], jobs: int, deadline: float = DEADLINE_SECONDS) -> None:
        self._trade = trade
        self._jobs = jobs
        self._deadline = deadline
        self._inbox: Inbox = queue.SimpleQueue()
        self._children: dict[ChildProcess, _Child[T, R]] = {}
        self._again: deque[tuple[int, T]] = deque()
        """Tasks of a child that is gone, which it had not begun."""

    def run(
        self, tasks: Iterable[T], window: int | None = None
    ) -> Generator[Answer[R], None, None]:
        """Have tasks done; what comes of them, as it comes.

        Parameters
        ----------
        tasks
            Taken when a child is free for them.
        window
            How far ahead of the first unfinished task others may be.

        Notes
        -----
        Closed before all is done, it ends the children that are at work: nothing that they were
        asked for is written, or taken for an answer to what others ask, afterwards.
        """
        unfinished: set[int] = set()
        try:
            yield from self._run(_Waiting(tasks, self._again), window, unfinished)
        finally:
            if unfinished:
                self._abandon()

    def _run(
        self, waiting: _Waiting[T], window: int | None, unfinished: set[int]
    ) -> Iterator[Answer[R]]:
        while True:
            while waiting.there(window, unfinished) and (child := self._free()):
                number, task = waiting.taken()
                unfinished.add(number)
                child.give(number, task)
            if not unfinished:
                return
            for answer in self._heard():
                if not isinstance(answer.reply, Beat) and not self._still_at(answer.number):
                    unfinished.discard(answer.number)
                yield answer

    def _still_at(self, number: int) -> bool:
        return any(number == other for child in self._children.values() for other, _ in child.tasks)

    def _free(self) -> _Child[T, R] | None:
        """The child with the fewest tasks, if it may have another."""
        if len(self._children) < self._jobs and all(one.tasks for one in self._children.values()):
            process = ChildProcess(self._trade.module, self._inbox)
            self._children[process] = _Child(self._trade, process)
        child = min(self._children.values(), key=lambda one: len(one.tasks))
        return child if len(child.tasks) < _AHEAD else None

    def _heard(self) -> list[Answer[R]]:
        """What one message says, or one silence."""
        busy = [child for child in self._children.values() if child.tasks]
        first = min(busy, key=lambda one: one.heard)
        try:
            wait = first.heard + self._deadline - time.monotonic()
            process, message = self._inbox.get(timeout=max(wait, 0.0))
        except queue.Empty:
            message_text = f"Decoding one frame took over {self._deadline:g} s and was ended."
            return self._lost(first, "decoder-hung", message_text)
        child = self._children.get(process)
        if child is None:
            return []
        if message:
            reply = self._trade.decoded(message)
            return [Answer(child.take(reply), reply)]
        return self._lost(child, "decoder-crashed", "The decoder crashed over it.")

    def _lost(self, child: _Child[T, R], code: str, message: str) -> list[Answer[R]]:
        """End a child; what it was doing has failed, what it had not begun is done by others."""
        del self._children[child.process]
        child.process.kill()
        if not child.tasks:
            return []
        number, _ = child.tasks.popleft()
        self._again.extend(child.tasks)
        return [Answer(number, Failed(finding(code, message)))]

    def _abandon(self) -> None:
        """End the children that are at work: what they would say belongs to no task any more."""
        self._again.clear()
        for child in [one for one in self._children.values() if one.tasks]:
            del self._children[child.process]
            child.process.kill()

    def interrupt(self) -> None:
        """End the children from another thread; what they are at counts as crashed."""
        for process in list(self._children):
            process.end()

    def close(self) -> None:
        """Let the children end; one that is at work is ended."""
        for child in self._children.values():
            if child.tasks:
                child.process.kill()
            else:
                child.process.close()
        self._children.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


TranscodingPool = Pool[Task, EncodedFrame | Done | Icon | DecodedFrames]
