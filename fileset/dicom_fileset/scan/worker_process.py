"""A process that scans for this one, talked to over pipes."""

import contextlib
import os
import queue
import subprocess
import sys
import threading
from typing import IO, Final

from .frames import encoded_chunk, read_frame, write_frame

_PIPE_BYTES: Final = 1024 * 1024


class WorkerProcess:
    """One worker, with a thread that takes in what it says so that neither waits for the other."""

    def __init__(self) -> None:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "dicom_fileset.scan.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Room for several results: the worker goes on while we are busy with others.
            pipesize=_PIPE_BYTES,
            env=environment,
        )
        self.alive = True
        self._results: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        while result := read_frame(_there(self._process.stdout)):
            self._results.put(result)
        self._results.put(b"")

    def send(self, paths: list[str]) -> None:
        """Give it a chunk; its result comes in the order of sending."""
        try:
            write_frame(_there(self._process.stdin), encoded_chunk(paths))
        except OSError:
            self.alive = False

    def result(self, *, block: bool) -> bytes | None:
        """The next result; ``None`` when there is none yet, or will be none."""
        if not self.alive:
            return None
        try:
            result = self._results.get(block=block)
        except queue.Empty:
            return None
        if not result:
            self.alive = False
            return None
        return result

    def close(self) -> None:
        """Let it end, and wait until it has."""
        with contextlib.suppress(OSError):  # it was gone already
            _there(self._process.stdin).close()
        self._process.wait()
        self._listener.join()
        _there(self._process.stdout).close()


def _there(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # noqa: S101 - Popen was asked for it
    return stream
