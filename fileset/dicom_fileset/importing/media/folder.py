"""A folder, or the place where a disc is mounted."""

import io
import os
from collections.abc import Iterator

from ...model import Finding
from ...scan.sources import source_files
from .medium import Entry, Limits, Source
from .positions import positions_in


class Folder:
    """A folder as a medium; no link below it is followed.

    Parameters
    ----------
    path
        Of the folder.
    limits
        The number of entries is bounded.
    """

    def __init__(self, path: str, limits: Limits) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self._start = os.path.join(path, "")
        self._limits = limits
        self.order, self._position = positions_in(path)

    def entries(self) -> Iterator[Entry]:
        """Every file below it."""
        for number, one in enumerate(source_files([self.path], follow_links=False)):
            if isinstance(one, Finding):
                yield Entry(self._below(one.where.path or ""), obstacle=one)
            else:
                yield self._entry(one, number)

    def _entry(self, path: str, number: int) -> Entry:
        try:
            status = os.stat(path)
        except OSError:
            return Entry(self._below(path), 0, number)  # reading it will say why
        position, stamp = self._position(path, status, number), f"{status.st_mtime_ns:x}"
        return Entry(self._below(path), status.st_size, position, stamp=stamp)

    def _below(self, path: str) -> str:
        return path.removeprefix(self._start).replace(os.sep, "/")

    def open(self, entry: Entry) -> Source:
        """Open a file, unbuffered."""
        return io.FileIO(self._start + entry.path)

    def close(self) -> None:
        """Nothing is held."""
