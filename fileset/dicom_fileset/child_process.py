"""A process that works for this one, talked to over pipes."""

import contextlib
import os
import queue
import subprocess
import sys
import threading
from typing import IO, Final, Self

from .pipes import read_message, write_message

_PIPE_BYTES: Final = 1024 * 1024
_ON_WINDOWS: Final = os.name == "nt"
_NEW_GROUP: Final[int] = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
"""A person's Ctrl-C reaches all of a group of processes, and is for the first of them alone."""

Inbox = queue.SimpleQueue[tuple["ChildProcess", bytes]]
"""What children said, with who said it; empty bytes when one has ended."""


class ChildProcess:
    """A child, with a thread that takes in what it says so that neither waits for the other.

    Parameters
    ----------
    module
        That it runs.
    inbox
        Where its messages go; several children may share one.

    Attributes
    ----------
    alive
        Whether it can still be sent anything.
    """

    def __init__(self, module: str, inbox: Inbox | None = None) -> None:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._process = subprocess.Popen(  # noqa: S603 - one of our own modules
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Room for several results: the child goes on while we are busy with others.
            pipesize=_PIPE_BYTES,
            env=environment,
            creationflags=_NEW_GROUP,
            process_group=None if _ON_WINDOWS else 0,
        )
        self.alive = True
        self.inbox: Inbox = queue.SimpleQueue() if inbox is None else inbox
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        while message := read_message(_there(self._process.stdout)):
            self.inbox.put((self, message))
        self.inbox.put((self, b""))

    def write(self, message: bytes) -> None:
        """Send it something."""
        try:
            write_message(_there(self._process.stdin), message)
        except OSError:
            self.alive = False

    def end(self) -> None:
        """End it from another thread; whoever listens to it hears that it has."""
        self._process.kill()

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        self.alive = False
        self._process.kill()
        self.close()

    def close(self) -> None:
        """Let it end, and wait until it has."""
        with contextlib.suppress(OSError):  # it was gone already
            _there(self._process.stdin).close()
        self._process.wait()
        self._listener.join()
        _there(self._process.stdout).close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _there(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # noqa: S101 - Popen was asked for it
    return stream
