"""Instances transcoded to their places, icons, frames: by children that crash alone."""

import os
from collections.abc import Generator, Sequence
from typing import NamedTuple

from ..model import Finding
from .failure import failure_of, located
from .instance import transcode_file
from .messages import (
    AllFrames,
    DecodedFrames,
    Done,
    Failed,
    Icon,
    IconOf,
    WholeFile,
    whole_file,
)
from .pool import DEADLINE_SECONDS, TRANSCODING, Pool, TranscodingPool
from .request import LARGE_BYTES, Request, Transcoded
from .spread import spread_frames


class Task(NamedTuple):
    """A source of so many bytes, the place that it goes to, and what it is to become."""

    source: str
    size: int
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


def transcode_to_places(tasks: Sequence[Task], jobs: int) -> Generator[Answer, None, None]:
    """Transcode each source; what came of it, as it comes.

    What is at the place of one that failed is worth nothing, and is left to who asked.  A caller
    that stops early closes the iterator: no child writes anything after that.

    Parameters
    ----------
    tasks
        Whose places are free, and their folders made.
    jobs
        So many children do files; with more than one, they do the frames of large files last.
    """
    small: list[int] = []
    large: list[int] = []
    for number, task in enumerate(tasks):
        (large if jobs > 1 and task.size >= LARGE_BYTES else small).append(number)
    with Pool(TRANSCODING, jobs, DEADLINE_SECONDS) as pool:
        messages = (_whole(tasks[number]) for number in small)
        for place, reply in pool.run(messages):
            if isinstance(reply, Done):
                yield Answer(small[place], reply.result)
            elif isinstance(reply, Failed):
                yield _failed(small[place], tasks[small[place]], reply.finding, medium=reply.medium)
        for number in large:
            yield _spread(number, tasks[number], pool)


def _whole(task: Task) -> WholeFile:
    return whole_file(task.source, task.destination, task.request)


def _spread(number: int, task: Task, pool: TranscodingPool) -> Answer:
    """By this process, which writes what the children make of the frames."""
    frames = spread_frames(pool, task.source, task.request)
    try:
        result = transcode_file(task.source, task.destination, task.request, frames=frames)
    except Exception as error:  # noqa: BLE001 - whatever one file does, the others go on
        found, medium = failure_of(error, task.source)
        return _failed(number, task, found, medium=medium)
    return Answer(number, result)


def _failed(number: int, task: Task, found: Finding, *, medium: bool) -> Answer:
    path = task.destination if medium else task.source
    return Answer(number, located(found, path), medium)


def icons_of(
    paths: Sequence[str], rows: int, columns: int, jobs: int
) -> Generator[tuple[int, bytes | Finding], None, None]:
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
    with Pool(TRANSCODING, jobs, DEADLINE_SECONDS) as pool:
        for number, reply in pool.run(tasks):
            if isinstance(reply, Icon):
                yield number, reply.value
            elif isinstance(reply, Failed):
                yield number, located(reply.finding, paths[number])


def frames_decoded(
    paths: Sequence[str], jobs: int
) -> Generator[tuple[int, DecodedFrames | Finding], None, None]:
    """What comes of decoding all frames of each file, or why that fails, as it comes.

    Parameters
    ----------
    paths
        Of files of instances.
    jobs
        Processes that decode.
    """
    tasks = (AllFrames(os.fsencode(path)) for path in paths)
    with Pool(TRANSCODING, jobs, DEADLINE_SECONDS) as pool:
        for number, reply in pool.run(tasks):
            if isinstance(reply, DecodedFrames):
                yield number, reply
            elif isinstance(reply, Failed):
                yield number, located(reply.finding, paths[number])
