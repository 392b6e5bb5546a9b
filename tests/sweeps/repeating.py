"""Changes that are the same each time: identifiers, times, and no process but this one."""

import itertools
import os
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from typing import Any, Self
from unittest import mock

from dicom_fileset.correction import Modification
from dicom_fileset.pdi import pages
from dicom_fileset.transcoding import to_place, worker
from dicom_fileset.transcoding.pool import Answer
from dicom_fileset.transcoding.serving import Say


class _NoPool:
    """Does what child processes would do, here, one task after the other."""

    def __init__(self, *_: object) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, tasks: Iterable[Any]) -> Iterator[Answer]:
        for number, task in enumerate(tasks):
            for reply in worker._replies(task, Say(BytesIO())):
                yield Answer(number, reply)


class _OneDay(date):
    @classmethod
    def today(cls) -> "_OneDay":
        return cls(2024, 1, 31)


@contextmanager
def repeatable() -> Iterator[None]:
    """New UIDs and the time of day are the same each time, so that states can be compared."""

    def uuids() -> Callable[[], uuid.UUID]:
        numbers = itertools.count(1)
        return lambda: uuid.UUID(int=next(numbers))

    with (
        mock.patch.object(uuid, "uuid4", new_callable=uuids),
        mock.patch.object(Modification, "stamp", return_value="20240131120000+0000"),
        mock.patch.object(pages, "date", _OneDay),
        mock.patch.object(to_place, "Pool", _NoPool),
        mock.patch.dict(os.environ, {"DICOM_FILESET_LEDGER": "off"}),
    ):
        yield
