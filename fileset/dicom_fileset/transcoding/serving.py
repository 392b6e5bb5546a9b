"""What every process does that works for a pool: tasks in, replies out, until its input ends.

Native decoders run here where the input is foreign: one that crashes or never comes back costs
the file that it was given, and nothing else.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from typing import BinaryIO, Final, TypeVar

import msgspec

from ..pipes import read_message, write_message
from .messages import Beat, encoded

_BEAT: Final = encoded(Beat())
_BEAT_SECONDS: Final = 0.1
"""A beat for each of thousands of small frames would keep the parent busy."""

T = TypeVar("T")


class Say:
    """Tells the parent what came of a task; without one the process ends, and whatever it was at.

    Whatever else a task is told of, nobody would know of what comes of it: a file is not carried
    as it is because a parent that was killed hears no beat.

    Raises
    ------
    SystemExit
        Nobody listens any more.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._told = time.monotonic()

    def __call__(self, reply: msgspec.Struct) -> None:
        """Send a reply."""
        self._send(encoded(reply))

    def beat(self) -> None:
        """Tell now and then that something is done: this process is alive, and gets anywhere."""
        now = time.monotonic()
        if now - self._told > _BEAT_SECONDS:
            self._told = now
            self._send(_BEAT)

    def _send(self, message: bytes) -> None:
        try:
            write_message(self._out, message)
        except OSError as error:
            raise SystemExit(1) from error


def serve(decoded_task: Callable[[bytes], T], done: Callable[[T, Say], None]) -> None:
    """Serve one parent.

    Parameters
    ----------
    decoded_task
        Makes a task of a message.
    done
        Does a task, and says what came of it.
    """
    # A person's Ctrl-C is for the process that asked for this one, which closes our input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    say = Say(_quiet_stdout())
    while message := read_message(sys.stdin.buffer):
        done(decoded_task(message), say)


def _quiet_stdout() -> BinaryIO:
    """Standard output for messages only: native libraries print there when they are upset."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(null, stream.fileno())
    os.close(null)
    return out
