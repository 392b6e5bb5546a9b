"""A Dask cluster as a scheduler of tasks: the same function on other machines.

Needs the extra ``cluster`` here and ``dicom_fileset`` in the same version everywhere.
"""

import time
from collections.abc import Generator, Iterable
from contextlib import closing, suppress
from typing import Final

from ...errors import Refused
from ...findings import finding
from ...model import Finding
from ...transcoding.pool import DEADLINE_SECONDS
from ..model import Task
from ..scheduler import Done
from .crew import Crew
from .link import Link
from .run import Run
from .worker import release

_GATHER_SECONDS: Final = 60.0
"""How long a run waits for its first worker."""


class Cluster:
    """Workers of a Dask cluster; fulfils :class:`~dicom_fileset.migration.scheduler.Scheduler`.

    Parameters
    ----------
    address
        Of the scheduler: ``tcp://host:8786``, or ``tls://`` with Dask's configuration for it.
    deadline
        Seconds that one frame may take.

    Attributes
    ----------
    name
        The address.
    jobs
        Threads of the workers that are there and fit when it begins.

    Raises
    ------
    UsageError
        It is no address, or the extra is not installed.
    Refused
        No scheduler answers, or nobody there has what we have, in the same versions.
    """

    def __init__(
        self, address: str, deadline: float = DEADLINE_SECONDS, patience: float = _GATHER_SECONDS
    ) -> None:
        self.name = address
        self._deadline = deadline
        self._link = Link(address)
        try:
            self._crew = Crew(self._link)
            self._wait(patience)
        except BaseException:
            self._link.close()
            raise
        self.jobs = self._crew.threads

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Why workers that are there are sent nothing."""
        return tuple(self._crew.findings)

    def _wait(self, patience: float) -> None:
        """Wait for the first worker that is fit; not where there are only others."""
        until = time.monotonic() + patience
        self._crew.look()
        while not self._crew.hands and not self._crew.findings and time.monotonic() < until:
            time.sleep(0.2)
            self._crew.look()
        if self._crew.hands:
            return
        if not self._crew.findings:
            message = f"The cluster at {self.name} has no worker."
            raise Refused(finding("cluster-empty", message))
        first, *others = self._crew.findings
        raise Refused(finding("cluster-differs", first.message), tuple(others))

    def run(self, tasks: Iterable[Task]) -> Generator[Done, None, None]:
        """Have tasks done, as the protocol says.

        Raises
        ------
        Interrupted
            The scheduler is lost, or has had no worker for long; what is done stands.
        """
        with closing(Run(self._link, self._crew, tasks, self._deadline).results()) as results:
            yield from results

    def close(self) -> None:
        """Let the children on the workers go, and the cluster to others."""
        addresses = list(self._crew.hands)
        with suppress(OSError):
            if addresses and self._link.state == "up":
                self._link.asked(release, workers=addresses)
        self._link.close()
