"""What was written brought to the medium now and then, while others go on writing.

A row that is settled speaks of a file that is there; whether the medium has it is noted apart, by
the sequence of the last row of which that is sure.  After a power failure rows beyond it are looked
at again.
"""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from ..commit.flush import flush_files
from .journal import Journal

_SECONDS: Final = 10.0
FLUSHED: Final = "flushed"


class Flusher:
    """Flushes in a thread of its own.

    Parameters
    ----------
    journal
        In which it is noted.
    root
        The destination.
    paths
        Gives the files that were settled after one sequence and up to another.
    """

    def __init__(
        self, journal: Journal, root: str, paths: Callable[[int, int], Iterable[str]]
    ) -> None:
        self._journal = journal
        self._root = root
        self._paths = paths
        self._thread = ThreadPoolExecutor(1)
        self._under_way: Future[int] | None = None
        self._due = time.monotonic() + _SECONDS
        self.flushed: int = journal.fact(FLUSHED) or 0

    def tick(self, sequence: int) -> None:
        """Begin a flush when one is due, and note one that is done.

        Raises
        ------
        OSError
            The medium did not take the data.
        """
        if self._under_way is not None:
            if not self._under_way.done():
                return
            self._note(self._under_way.result())
            self._under_way = None
        if time.monotonic() >= self._due and sequence > self.flushed:
            paths = list(self._paths(self.flushed, sequence))
            self._under_way = self._thread.submit(self._flush, paths, sequence)

    def finish(self, sequence: int) -> None:
        """Flush all that is left, and wait for it.

        Raises
        ------
        OSError
            As :meth:`tick`.
        """
        if self._under_way is not None:
            self._note(self._under_way.result())
            self._under_way = None
        if sequence > self.flushed:
            self._note(self._flush(self._paths(self.flushed, sequence), sequence))

    def close(self) -> None:
        """Let the thread go."""
        self._thread.shutdown()

    def _flush(self, paths: Iterable[str], sequence: int) -> int:
        flush_files(self._root, paths)
        return sequence

    def _note(self, sequence: int) -> None:
        self.flushed = sequence
        self._journal.note(FLUSHED, sequence)
        self._due = time.monotonic() + _SECONDS
