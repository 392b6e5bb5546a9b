"""Who has tasks done: this machine, or others."""

from collections.abc import Generator, Iterable
from typing import NamedTuple, Protocol

from ..model import Finding
from .model import Result, Task


class Done(NamedTuple):
    """What came of a task, and who did it."""

    result: Result
    worker: str


class Scheduler(Protocol):
    """Has tasks done by processes, here or elsewhere.

    Attributes
    ----------
    name
        ``local``, or the address of a cluster.
    jobs
        Processes that work, as far as that is known when it begins.
    findings
        What there is to say of who works, by now.
    """

    name: str
    jobs: int

    @property
    def findings(self) -> tuple[Finding, ...]: ...  # noqa: D102 - as above

    def run(self, tasks: Iterable[Task]) -> Generator[Done, None, None]:
        """Have tasks done; what came of each, as it comes.

        Tasks are taken only as they are needed, so that none waits long, and none is held in
        memory that nobody is at work on.  A caller that stops early closes the iterator: nothing
        is written after that.
        """
        ...

    def close(self) -> None:
        """Let the processes go."""
        ...
