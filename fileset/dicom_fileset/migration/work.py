"""What is left to be done, task by task."""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from ..stored_names import as_named
from ..transcoding.request import Request
from .interning import kinds
from .journal import Journal
from .model import Kind, Task
from .paths import PATH, mirrored, path_of, staged_path, work_folder
from .repeats import DISTINCT
from .terms import FILE_SETS, TREE, Terms

_PAGE: Final = 256
_SELECT: Final = (
    "SELECT file.number, file.size, file.mtime, file.kind, file.destination, file.rank, "
    f"source.name, {PATH} WHERE file.state = 'looked at' AND file.state <> 'settled' AND "
)
_BY_NUMBER: Final = f"file.number > ?2 ORDER BY file.number LIMIT {_PAGE}"
_BY_RANK: Final = (
    f"(file.rank, file.number) > (?1, ?2) ORDER BY file.rank, file.number LIMIT {_PAGE}"
)
_PLACED: Final = (
    "SELECT file.sequence, file.sha256_out, file.number, file.destination, source.name, "
    f"{PATH} WHERE file.sequence > ? AND file.sequence <= ? AND file.sha256_out IS NOT NULL "
    f"ORDER BY file.sequence LIMIT {_PAGE}"
)
_ALL: Final = "?1 = ?1 AND "
_FIRSTS: Final = f"{_ALL}file.repeats IS NULL AND "
_REPEATS: Final = f"{_ALL}file.repeats IS NOT NULL AND {DISTINCT} AND "


class Requests:
    """What files become, by their kinds."""

    def __init__(self, journal: Journal, request: Callable[[Kind], Request | None]) -> None:
        self._kinds = kinds(journal)
        self._request = request
        self._known: dict[int, Request | None] = {}

    def of(self, kind: int | None) -> Request | None:
        """What files of the kind of that number become; ``None``: they stay as they are."""
        if kind is None:
            return None
        if kind not in self._known:
            self._known[kind] = self._request(self._kinds[kind])
        return self._known[kind]


class Work:
    """The files that are left, and their tasks.

    Parameters
    ----------
    journal
        Whose files were looked at, and planned.
    terms
        Of the migration.
    requests
        What files become.
    destination
        The folder, absolute.
    """

    def __init__(
        self, journal: Journal, terms: Terms, requests: Requests, destination: str
    ) -> None:
        self._journal = journal
        self._terms = terms
        self._requests = requests
        self._root = destination
        self._part = os.fsencode(work_folder(destination, "parts"))
        order = _BY_NUMBER if journal.fact("order") == "path" else _BY_RANK
        which = [_ALL] if terms.layout == TREE else [_FIRSTS, _REPEATS]
        self._queries = [_SELECT + one + order for one in which]

    def left(self) -> int:
        """How many files are left."""
        return self._journal.number("SELECT count(*) FROM file WHERE state <> 'settled'")

    def tasks(self, *, repeats: bool = False) -> Iterator[Task]:
        """Tasks in their order, read as they are asked for.

        Parameters
        ----------
        repeats
            Those of files that repeat a UID, where these have their own turn; else all others.
        """
        rank, last = -1, 0
        query = self._queries[-1 if repeats else 0]
        while rows := self._journal.rows(query, (rank, last)):
            for row in rows:
                yield self._task(row)
            last, rank = rows[-1][0], rows[-1][5] or 0

    def placed(self, after: int, to: int) -> Iterator[tuple[int, str, bytes]]:
        """Number, path and SHA-256 of what was settled after a sequence and up to another."""
        query = _PLACED
        while rows := self._journal.rows(query, (after, to)):
            for sequence, sha256, number, placed, source_name, *place in rows:
                yield number, self._destination(number, placed, source_name, place), sha256
                after = sequence

    def paths(self, after: int, to: int) -> Iterator[str]:
        """Paths of files that were settled after a sequence and up to another."""
        return (path for _, path, _ in self.placed(after, to))

    def _task(self, row: tuple[Any, ...]) -> Task:
        number, size, mtime, kind, placed, _, source_name, *place = row
        destination = self._destination(number, placed, source_name, place)
        return Task(
            number,
            os.fsencode(path_of(place)),
            size,
            mtime,
            os.fsencode(destination),
            self._part,
            self._requests.of(kind),
            self._terms.carry,
        )

    def _destination(
        self, number: int, placed: object, source_name: object, place: Sequence[object]
    ) -> str:
        below = place_below(self._terms.layout, number, placed, source_name, place)
        return os.path.join(self._root, below)


def place_below(
    layout: str, number: int, placed: object, source_name: object, place: Sequence[object]
) -> str:
    """Where the file of a row goes, below the destination.

    Parameters
    ----------
    layout
        Of the terms.
    number, placed
        Of the row, and its ``destination``.
    source_name, place
        Name of its source, and the columns of :data:`.paths.PATH`.
    """
    if placed is not None:
        return as_named(placed)
    if layout == FILE_SETS:
        return staged_path(number)
    return mirrored(as_named(source_name), *map(as_named, place[1:]))
