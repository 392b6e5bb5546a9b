"""A process that scans for this one."""

import queue

from ..child_process import ChildProcess
from .frames import encoded_chunk


class WorkerProcess(ChildProcess):
    """One worker: chunks of paths in, results out."""

    def __init__(self) -> None:
        super().__init__("dicom_fileset.scan.worker")

    def send(self, paths: list[str]) -> None:
        """Give it a chunk; its result comes in the order of sending."""
        self.write(encoded_chunk(paths))

    def result(self, *, block: bool) -> bytes | None:
        """The next result; ``None`` when there is none yet, or will be none."""
        if not self.alive:
            return None
        try:
            _, result = self.inbox.get(block=block)
        except queue.Empty:
            return None
        if not result:
            self.alive = False
            return None
        return result
