"""Instances carried to their places: by this process, by others, or by several at once."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

import msgspec
from dicom_codecs.registry import TRANSFER_SYNTAXES

from ..findings import finding
from ..model import Finding, Instance, Where
from .failure import failure_of, located, medium_finding
from .instance import course_of_file, transcode_file
from .leftovers import sweep
from .messages import Done, Failed, WholeFile, whole_file
from .names import part_path
from .pool import TRANSCODING, Pool, TranscodingPool
from .request import LARGE_BYTES, Request, Transcoded
from .spread import spread_frames
from .standing import standing


class Waiting(NamedTuple):
    """An instance, and the path that it is to have."""

    instance: Instance
    destination: str


class Carried(NamedTuple):
    """What came of one instance: a result, or the reason why there is none.

    Attributes
    ----------
    medium
        Whether the place written to is to blame; then nothing more comes.
    """

    waiting: Waiting
    result: Transcoded | None = None
    finding: Finding | None = None
    medium: bool = False


def planned(waiting: Waiting, request: Request) -> Carried:
    """What would be done, as far as the header tells; nothing is written."""
    instance, destination = waiting
    there = standing(instance, destination, request)
    if there is not None:
        return Carried(waiting, finding=there)
    try:
        course = course_of_file(instance.path, request)
    except Exception as error:  # noqa: BLE001 - whatever one file is, the others are shown
        return Carried(waiting, None, *failure_of(error, instance.path))
    result = Transcoded(
        course.action,
        instance.sop_instance_uid,
        course.decoder,
        course.encoder,
        size_before=instance.size,
        lossless=course.action != "transcoded" or request.target.lossless,
    )
    return Carried(waiting, result)


def carry_all(
    waiting: Sequence[Waiting], request: Request, jobs: int, deadline: float
) -> Iterator[Carried]:
    """Carry instances; what came of each, as it comes, until the medium takes no more.

    Parameters
    ----------
    jobs
        With one, this process does what needs no decoder of foreign streams, and a child the
        rest.  With more, so many children do files, and after them the frames of large files.
    deadline
        Seconds that one frame may take a child.
    """
    with Pool(TRANSCODING, jobs, deadline) as pool:
        for carried in _Carrier(pool, request).carry(waiting, jobs):
            yield carried
            if carried.medium:
                return


class _Carrier:
    """Carries instances, with a pool at hand."""

    def __init__(self, pool: TranscodingPool, request: Request) -> None:
        self._pool = pool
        self._request = request
        self._swept: set[str] = set()

    def carry(self, waiting: Sequence[Waiting], jobs: int) -> Iterator[Carried]:
        """Each in the way that suits it."""
        new = []
        for one in waiting:
            there = standing(*one, self._request)
            if there is not None:
                yield Carried(one, finding=there)
            else:
                new.append(one)
        if jobs == 1:
            for one in new:
                yield from self._by_others([one]) if _foreign(one) else [self._here(one)]
            return
        yield from self._by_others([one for one in new if one.instance.size < LARGE_BYTES])
        for one in new:
            if one.instance.size >= LARGE_BYTES:
                yield self._here(one, spread=True)

    def _here(self, waiting: Waiting, *, spread: bool = False) -> Carried:
        """By this process; its frames by the pool, when they are to be spread."""
        path, part = waiting.instance.path, part_path(waiting.destination)
        frames = spread_frames(self._pool, path, self._request) if spread else None
        try:
            self._make_folder(part)
            result = transcode_file(path, part, self._request, frames=frames)
            return _settled(waiting, part, result)
        except Exception as error:  # noqa: BLE001 - whatever one file does, the others go on
            found, medium = failure_of(error, path)
            return _failed(waiting, found, medium=medium)
        finally:
            _remove(part)

    def _by_others(self, waiting: Sequence[Waiting]) -> Iterator[Carried]:
        """By the pool, a file to a child."""
        parts: dict[int, str] = {}
        try:
            for number, reply in self._pool.run(self._tasks(waiting, parts)):
                if isinstance(reply, Done | Failed):
                    yield _answered(waiting[number], parts[number], reply)
                    _remove(parts.pop(number))
        finally:
            for part in parts.values():
                _remove(part)

    def _tasks(self, waiting: Sequence[Waiting], parts: dict[int, str]) -> Iterator[WholeFile]:
        for number, (instance, destination) in enumerate(waiting):
            parts[number] = part_path(destination)
            with suppress(OSError):  # the child says it better
                self._make_folder(parts[number])
            yield whole_file(instance.path, parts[number], self._request)

    def _make_folder(self, part: str) -> None:
        folder = os.path.dirname(part)
        os.makedirs(folder, exist_ok=True)
        if folder not in self._swept:
            self._swept.add(folder)
            sweep(folder)


def _foreign(waiting: Waiting) -> bool:
    """Whether pixels have to be decoded that others have encoded."""
    row = TRANSFER_SYNTAXES.get(waiting.instance.transfer_syntax_uid)
    return row is not None and row.encapsulated and bool(row.decode)


def _answered(waiting: Waiting, part: str, reply: Done | Failed) -> Carried:
    if isinstance(reply, Done):
        return _settled(waiting, part, reply.result)
    return _failed(waiting, reply.finding, medium=reply.medium)


def _failed(waiting: Waiting, found: Finding, *, medium: bool) -> Carried:
    path = waiting.destination if medium else waiting.instance.path
    return Carried(waiting, None, located(found, path), medium)


def _settled(waiting: Waiting, part: str, result: Transcoded) -> Carried:
    """Give a whole and proven file its name; one that is there already is never overwritten."""
    destination = waiting.destination
    if os.path.lexists(destination):
        message = "Something appeared where the file was to go; it was left as it is."
        found = finding("destination-exists", message, Where(path=waiting.instance.path))
        return Carried(waiting, finding=found)
    try:
        os.rename(part, destination)
    except OSError as error:
        return _failed(waiting, medium_finding(error), medium=True)
    findings = tuple(located(found, waiting.instance.path) for found in result.findings)
    return Carried(waiting, msgspec.structs.replace(result, findings=findings))


def _remove(part: str) -> None:
    with suppress(OSError):
        os.unlink(part)
