"""One run of tasks on a cluster: sent in batches, a few ahead of each worker, and taken back.

Each batch is sent to one worker.  One whose worker is gone is sent to another; one that workers
are gone over twice is sent file by file, each to a worker that has nothing else; and the file that
workers are gone over then, too, is put aside.
"""

import os
import queue
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from typing import Any, Final, NamedTuple

from ...errors import Interrupted
from ...findings import finding
from ..model import Result, Task
from ..scheduler import Done
from .batches import Batches
from .crew import Crew, Hand
from .link import Link
from .worker import Order, opened, sealed, stop, work

AHEAD: Final = 3
"""Batches that a thread of a worker has, so that it never waits for the next."""
DEATHS_TOGETHER: Final = 2
"""Workers that may go while they have a batch, before its files are sent alone."""
DEATHS_ALONE: Final = 3
"""Workers that may go over one file."""
EMPTY_SECONDS: Final = 300.0
"""How long a run waits for a worker where there is none."""
_LOOK_SECONDS: Final = 1.0


class _Lot(NamedTuple):
    """Tasks that are sent together, or one that is sent alone since workers were gone over it."""

    tasks: tuple[Task, ...]
    deaths: int = 0
    alone: bool = False

    @property
    def again(self) -> "_Lot":
        return self._replace(deaths=self.deaths + 1)


class _Sent(NamedTuple):
    lot: _Lot
    hand: Hand
    future: Any


class Run:
    """Tasks on their way.

    Parameters
    ----------
    deadline
        Seconds that one frame may take.
    """

    def __init__(self, link: Link, crew: Crew, tasks: Iterable[Task], deadline: float) -> None:
        self._link = link
        self._crew = crew
        self._batches = Batches(tasks)
        self._deadline = deadline
        self._name = os.urandom(6).hex()
        self._sent = 0
        self._out: dict[str, _Sent] = {}
        self._again: deque[_Lot] = deque()
        self._alone: deque[_Lot] = deque()
        self._landed: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._looked = 0.0
        self._worked = time.monotonic()

    def results(self) -> Generator[Done, None, None]:
        """What came of each, as it comes; closed early, it has the workers write no more.

        Raises
        ------
        Interrupted
            The scheduler is lost, or has had no worker for long.
        """
        try:
            while self._batches.left or self._again or self._alone or self._out:
                self._hold_on()
                yield from self._look()
                self._send()
                yield from self._taken(self._come())
        finally:
            self._stop()

    def _hold_on(self) -> None:
        """Wait for a scheduler that is away; one that does not come back is lost."""
        while (state := self._link.state) == "down":
            time.sleep(0.1)
        if state == "lost":
            raise Interrupted(finding("cluster-lost", "The scheduler of the cluster is lost."))

    def _look(self) -> Iterator[Done]:
        """See now and then who has come and gone; what those had who are gone is sent again."""
        now = time.monotonic()
        if now - self._looked < _LOOK_SECONDS:
            return
        self._looked = now
        try:
            gone = self._crew.look()
        except OSError:
            return  # the next turn holds on
        for key in [key for key, sent in self._out.items() if sent.hand in gone]:
            yield from self._lost(key)
        if self._crew.hands:
            self._worked = now
        elif now - self._worked > EMPTY_SECONDS:
            raise Interrupted(finding("cluster-empty", "The cluster has no worker that is fit."))

    def _send(self) -> None:
        """Give workers as much as they may have."""
        for hand in self._crew.hands.values():
            if self._alone and not hand.batches:
                hand.reserved = self._give(hand, self._alone.popleft())
        if self._alone:
            return  # workers come free for these
        for hand in self._with_room():
            lot = self._next()
            if lot is None or not self._give(hand, lot):
                return

    def _with_room(self) -> Iterator[Hand]:
        """Workers in order: none gets its second batch before all have a first."""
        for depth in range(1, AHEAD + 1):
            for hand in self._crew.hands.values():
                while not hand.reserved and hand.batches < depth * hand.threads:
                    yield hand

    def _next(self) -> _Lot | None:
        if self._again:
            return self._again.popleft()
        return _Lot(self._batches.taken()) if self._batches.left else None

    def _give(self, hand: Hand, lot: _Lot) -> bool:
        """Send a lot, if the link is there; its key tells nothing but its number."""
        self._sent += 1
        key = f"dicom-fileset-{self._name}-{self._sent}"
        order = sealed(Order(self._name, self._deadline, lot.tasks))
        try:
            future = self._link.send(key, work, order, hand.address)
        except OSError:
            (self._alone if lot.alone else self._again).appendleft(lot)
            return False
        hand.batches += 1
        self._out[key] = _Sent(lot, hand, future)
        future.add_done_callback(lambda done: self._landed.put(done.key))
        return True

    def _come(self) -> list[str]:
        """Keys of what is over; waits for the first, and not for long."""
        keys: list[str] = []
        with suppress(queue.Empty):
            keys.append(self._landed.get(timeout=_LOOK_SECONDS))
            while True:
                keys.append(self._landed.get_nowait())
        return [key for key in dict.fromkeys(keys) if key in self._out]

    def _taken(self, keys: list[str]) -> Iterator[Done]:
        """What came of batches; of those that nothing came of, what is done about it."""
        futures = {key: self._out[key].future for key in keys}
        finished = {key: one for key, one in futures.items() if one.status == "finished"}
        for key in futures.keys() - finished.keys():
            yield from self._fallen(key)
        try:
            answers = self._link.gathered(finished) if finished else {}
        except OSError:
            for key in finished:
                yield from self._lost(key)
            return
        for key, answer in answers.items():
            sent = self._over(key)
            results = opened(answer)
            self._batches.learn(sent.lot.tasks, results)
            for result in results:
                yield Done(result, sent.hand.name)

    def _over(self, key: str) -> _Sent:
        sent = self._out.pop(key)
        sent.hand.batches -= 1
        sent.hand.reserved = False
        return sent

    def _fallen(self, key: str) -> Iterator[Done]:
        """What is done about a batch that nothing came of."""
        from distributed import KilledWorker  # noqa: PLC0415 - as in the link

        future = self._out[key].future
        if future.status != "error":
            self._again.append(self._over(key).lot)  # the scheduler was away
        elif isinstance(future.exception(), KilledWorker):
            yield from self._lost(key)
        else:
            yield from self._not_done(self._over(key))

    def _not_done(self, sent: _Sent) -> Iterator[Done]:
        """A batch that Dask could not have done is sent file by file; a file has failed then."""
        if not sent.lot.alone:
            self._alone.extend(_Lot((task,), alone=True) for task in sent.lot.tasks)
            return
        found = finding("internal", f"{type(sent.future.exception()).__name__} in the cluster.")
        yield Done(Result(sent.lot.tasks[0].number, "failed", findings=(found,)), sent.hand.name)

    def _lost(self, key: str) -> Iterator[Done]:
        """A worker is gone that had a batch."""
        sent = self._over(key)
        with suppress(OSError):
            self._link.cancel([sent.future])
        lot = sent.lot.again
        if lot.alone and lot.deaths >= DEATHS_ALONE:
            message = f"{lot.deaths} workers were gone over it, which had nothing else to do."
            result = Result(
                lot.tasks[0].number, "put aside", findings=(finding("worker-lost", message),)
            )
            yield Done(result, sent.hand.name)
        elif lot.alone:
            self._alone.append(lot)
        elif lot.deaths >= DEATHS_TOGETHER:
            self._alone.extend(_Lot((task,), alone=True) for task in lot.tasks)
        else:
            self._again.append(lot)

    def _stop(self) -> None:
        """Have the workers stop where they have something; what is not begun never is."""
        out, self._out = list(self._out.values()), {}
        addresses = list(self._crew.hands)
        if not out or not addresses:
            return
        with suppress(OSError):
            self._link.cancel([sent.future for sent in out])
            self._link.asked(stop, self._name, workers=addresses)
