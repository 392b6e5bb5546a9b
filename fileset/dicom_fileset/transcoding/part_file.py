"""The file that is being written: what fails there is not the source's fault."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from ..commit.lock import lock
from .failure import MediumFailure

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_BUFFER_BYTES = 1024 * 1024


@contextmanager
def part_file(path: str) -> Iterator[BinaryIO]:
    """A new file to be written to, also in its middle.

    Raises
    ------
    MediumFailure
        It cannot be made or written.
    """
    try:
        raw = _Raw(path, "xb+")
    except OSError as error:
        raise MediumFailure(error) from error
    lock(raw.fileno())  # tells others that somebody is at work; gone with the process
    with io.BufferedRandom(raw, _BUFFER_BYTES) as file:
        yield file


class _Raw(io.FileIO):
    def write(self, data: "ReadableBuffer", /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            error.filename = os.fsdecode(self.name)
            raise MediumFailure(error) from error
