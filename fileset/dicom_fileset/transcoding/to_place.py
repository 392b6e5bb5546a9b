"""Instances transcoded straight to their places in a file-set, by children that may crash alone."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..model import Finding
from .failure import located
from .messages import Done, Failed, WholeFile, whole_file
from .pool import DEADLINE_SECONDS, Pool
from .request import Request, Transcoded


class Task(NamedTuple):
    """A source, the place that it goes to, and what it is to become."""

    source: str
    destination: str
    request: Request


class Answer(NamedTuple):
    """What came of the task of that number.

    Attributes
    ----------
    medium
        Whether the place written to is to blame; then going on makes no sense.
    """

    number: int
    result: Transcoded | Finding
    medium: bool = False


def transcode_to_places(tasks: Iterable[Task], jobs: int) -> Iterator[Answer]:
    """Transcode each source; what came of it, as it comes.

    What is at the place of one that failed is worth nothing, and is left to who asked.
    """
    taken: list[Task] = []

    def messages() -> Iterator[WholeFile]:
        for task in tasks:
            taken.append(task)
            yield whole_file(task.source, task.destination, task.request)

    with Pool(jobs, DEADLINE_SECONDS) as pool:
        for number, reply in pool.run(messages()):
            if isinstance(reply, Done):
                yield Answer(number, reply.result)
            elif isinstance(reply, Failed):
                path = taken[number].destination if reply.medium else taken[number].source
                yield Answer(number, located(reply.finding, path), reply.medium)
