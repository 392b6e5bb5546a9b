"""A process that transcodes: tasks in, what comes of them out, until its input ends.

Native decoders run here where the input is foreign: one that crashes or never comes back costs
the file that it was given, and nothing else.
"""

import os
import signal
import sys
import time
from typing import BinaryIO, Final

from ..pipes import read_message, write_message
from .failure import failure_of
from .instance import encoded_frames, transcode_file
from .messages import (
    AllFrames,
    Beat,
    Done,
    Failed,
    Icon,
    IconOf,
    Reply,
    SomeFrames,
    Task,
    decoded_task,
    encoded,
)

_BEAT: Final = encoded(Beat())
_BEAT_SECONDS: Final = 0.1
"""A beat for each of thousands of small frames would keep the parent busy."""


class _Pulse:
    """Tells the parent now and then that frames are done."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._told = time.monotonic()

    def __call__(self) -> None:
        now = time.monotonic()
        if now - self._told > _BEAT_SECONDS:
            self._told = now
            write_message(self._out, _BEAT)


def main() -> None:
    """Serve one parent."""
    # A person's Ctrl-C is for the process that asked for this one, which closes our input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = _quiet_stdout()
    while message := read_message(sys.stdin.buffer):
        for reply in _replies(decoded_task(message), out):
            write_message(out, encoded(reply))


def _quiet_stdout() -> BinaryIO:
    """Standard output for messages only: native libraries print there when they are upset."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(null, stream.fileno())
    os.close(null)
    return out


def _replies(task: Task, out: BinaryIO) -> list[Reply]:
    """What comes of a task; what comes on the way is written at once."""
    source = os.fsdecode(task.source)
    try:
        if isinstance(task, SomeFrames):
            frames = encoded_frames(source, task.request, range(task.first, task.past))
            for frame in frames:
                write_message(out, encoded(frame))
            return []
        if isinstance(task, IconOf):
            # A child that is asked for pixels only must be at work soon.
            from .icon_of_file import icon_of_file  # noqa: PLC0415

            return [Icon(icon_of_file(source, task.rows, task.columns))]
        if isinstance(task, AllFrames):
            from .decoding import decode_file  # noqa: PLC0415 - as above

            return [decode_file(source, _Pulse(out))]
        written = os.fsdecode(task.written)
        result = transcode_file(source, written, task.request, beat=_Pulse(out))
    except Exception as error:  # noqa: BLE001 - whatever a file does to us, the next one goes on
        # The path goes without: the other side has it, and it may be no valid text.
        return [Failed(*failure_of(error, ""))]
    return [Done(result)]


if __name__ == "__main__":
    main()
