"""Clusters of Dask on this machine: a scheduler and workers, each a process that can be killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_START_SECONDS: Final = 60.0
_MISBEHAVING: Final = str(Path(__file__).parent / "misbehaving")
_QUIET: Final = {
    "DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": "0",
    "DASK_DISTRIBUTED__WORKER__MEMORY__SPILL": "False",
}


class LocalCluster:
    """A scheduler, and workers that come and go.

    Attributes
    ----------
    address
        Of the scheduler.
    logs
        Folder of what each process has said.
    """

    def __init__(self, folder: Path) -> None:
        self.logs = folder
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.address = self._schedule(0)

    def _schedule(self, port: int | str) -> str:
        about = self.logs / "scheduler.json"
        about.unlink(missing_ok=True)
        options = ("--port", str(port), "--scheduler-file", str(about))
        self._start("scheduler", "dask_scheduler", *options)
        return _address(about, self.processes["scheduler"])

    def schedule_again(self) -> None:
        """Start a scheduler where the one was that is gone."""
        self._schedule(self.address.rpartition(":")[2])

    def add(self, name: str, *options: str, **environment: str) -> None:
        """Start a worker, of one thread; without a nanny, that would start it again."""
        options = options or ("--no-nanny", "--name", name)
        local = str(self.logs / f"{name} files")
        self._start(
            name,
            "dask_worker",
            *(self.address, "--nthreads", "1", "--local-directory", local),
            *options,
            **environment,
        )

    def _start(self, name: str, module: str, *options: str, **environment: str) -> None:
        path = os.pathsep.join([_MISBEHAVING, *filter(None, sys.path)])
        with (self.logs / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [
                    *(sys.executable, "-m", f"distributed.cli.{module}"),
                    *options,
                    *("--host", "127.0.0.1", "--no-dashboard"),
                ],
                env=os.environ | {"PYTHONPATH": path} | _QUIET | environment,
                cwd=self.logs,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def __contains__(self, name: str) -> bool:
        return name in self.processes

    def wait_for(self, name: str) -> None:
        """Wait until the scheduler knows a worker."""
        until = time.monotonic() + _START_SECONDS
        while "Registered to" not in (self.logs / f"{name}.log").read_text(errors="replace"):
            if time.monotonic() > until:
                raise TimeoutError(name)
            time.sleep(0.05)

    def kill(self, name: str) -> None:
        """End one at once."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)  # a nanny's worker, too
        process.wait()

    def said(self) -> str:
        """All that the processes have said."""
        return "".join(one.read_text(errors="replace") for one in sorted(self.logs.glob("*.log")))

    def close(self) -> None:
        """End all of them."""
        for name in list(self.processes):
            self.kill(name)


@contextmanager
def local_cluster(folder: Path, workers: int) -> Iterator[LocalCluster]:
    """A cluster of this machine, with so many workers of one thread."""
    folder.mkdir(parents=True, exist_ok=True)
    cluster = LocalCluster(folder)
    try:
        for number in range(workers):
            cluster.add(f"worker-{number}")
        yield cluster
    finally:
        cluster.close()


def _address(about: Path, process: "subprocess.Popen[bytes]") -> str:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            return str(json.loads(about.read_text())["address"])
        except (OSError, ValueError):
            time.sleep(0.05)
    raise TimeoutError("the scheduler did not start")
