"""Instances transcoded to their places in a file-set, and icons, by children that crash alone."""

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..model import Finding
from .failure import located
from .messages import Done, Failed, Icon, IconOf, WholeFile, whole_file
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


def icons_of(
    paths: Sequence[str], rows: int, columns: int, jobs: int
) -> Iterator[tuple[int, bytes | Finding]]:
    """The value of Icon Image Sequence for each file, or why there is none, as it comes.

    Parameters
    ----------
    paths
        Of files of instances.
    rows, columns
        Of the icons.
    jobs
        Processes that make them.
    """
    tasks = (IconOf(os.fsencode(path), rows, columns) for path in paths)
    with Pool(jobs, DEADLINE_SECONDS) as pool:
        for number, reply in pool.run(tasks):
            if isinstance(reply, Icon):
                yield number, reply.value
            elif isinstance(reply, Failed):
                yield number, located(reply.finding, paths[number])
