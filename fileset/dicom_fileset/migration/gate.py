"""The gate that tasks pass: shut outside of the window and without room, and slow by wish."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Final

from ..model import Finding
from .manner import Manner
from .model import Task

_ROOM: Final = 64 * 1024 * 1024
"""Bytes that stay free at the destination: others write there, and our journal perhaps."""
_OFTEN: Final = 64
"""Tasks between two looks at the room."""
_NAP: Final = 0.2
NO_SPACE: Final = "no-space"
_NO_ROOM: Final = "there is no room at the destination"


class Gate:
    """Lets tasks through as long as there may be work.

    Parameters
    ----------
    manner
        Window, rate, and whether to wait for room.
    root
        The destination.

    Attributes
    ----------
    why
        What it is shut for; empty while it is open.
    poll
        Seconds between two looks whether it may open.
    """

    def __init__(self, manner: Manner, root: str) -> None:
        self._manner = manner
        self._root = root
        self._paid = time.monotonic()
        self._passed = 0
        self._asked = 0
        self._full = False
        self.why = ""
        self.poll = 5.0

    def through(self, tasks: Iterator[Task]) -> Iterator[Task]:
        """Tasks, until it is shut or there are no more."""
        self.why = ""
        for task in tasks:
            self.why = self._shut(task)
            if self.why:
                return
            self._pay(task.size)
            yield task

    def fill(self, reason: Finding) -> bool:
        """Shut it, since something could not be written; whether it can open again."""
        self._full = reason.code == NO_SPACE
        self.why = _NO_ROOM if self._full else reason.message
        return self._full

    def wait(self, told: Callable[[str], None]) -> bool:
        """Wait until it may open again, telling why; ``False`` where that was not wished."""
        if self._full and not self._manner.wait_for_room:
            return False
        while self.why:
            # A quota is full where the medium is not: nothing is tried again at once.
            told(self.why)
            self._sleep(self.poll)
            if not self._window_open():
                self.why = self._until()
            elif self._full and not self._has_room(2 * _ROOM):
                self.why = _NO_ROOM
            else:
                self.why, self._full = "", False
        return True

    def _shut(self, task: Task) -> str:
        if not self._window_open():
            return self._until()
        self._asked += 1
        if self._full or (self._asked % _OFTEN == 1 and not self._has_room(_ROOM + task.size)):
            self._full = True
            return _NO_ROOM
        return ""

    def _window_open(self) -> bool:
        window = self._manner.window
        return window is None or window.is_open(datetime.now().astimezone().time())

    def _until(self) -> str:
        window = self._manner.window
        return f"there is work from {window.begin:%H:%M} to {window.end:%H:%M}" if window else ""

    def _has_room(self, size: int) -> bool:
        with suppress(OSError):
            return shutil.disk_usage(self._root).free > size
        return True  # who writes will see

    def _pay(self, size: int) -> None:
        """Wait as long as a source takes at the rate asked for; a burst is one second."""
        if not self._manner.rate:
            return
        now = time.monotonic()
        self._paid = max(self._paid, now - 1.0) + size / self._manner.rate
        while (ahead := self._paid - time.monotonic()) > 0:
            self._sleep(min(ahead, _NAP))

    def _sleep(self, seconds: float) -> None:
        time.sleep(seconds)
