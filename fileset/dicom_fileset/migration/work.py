"""What is left to be done, task by task."""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from ..stored_names import as_named, as_stored
from ..transcoding.request import Request
from .interning import kinds
from .journal import Journal
from .model import WRITTEN, Kind, Task, named
from .paths import PATH, mirrored, path_of, staged_path, work_folder
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
_ALL: Final = "?1 = ?1 AND "
_FIRSTS: Final = f"{_ALL}file.occurrence = 0 AND "
_REPEATS: Final = (
    f"{_SELECT}file.occurrence > 0 AND file.occurrence = ? AND file.number > ? "
    f"ORDER BY file.number LIMIT {_PAGE}"
)
_KNOWN: Final = (
    "SELECT DISTINCT other.sha256_in FROM file JOIN file AS other ON other.instance = "  # noqa: S608 - ours
    "file.instance AND other.number < file.number WHERE file.number = ? AND other.sha256_in "
    f"IS NOT NULL AND other.outcome IN ({named(WRITTEN)}) ORDER BY other.number"
)
_MOST: Final = "SELECT max(occurrence) FROM file WHERE occurrence > 0 AND state <> 'settled'"
_PLACED: Final = (
    "SELECT file.sequence, file.sha256_out, file.number, file.destination, source.name, "
    f"{PATH} WHERE file.sequence > ? AND file.sequence <= ? AND file.sha256_out IS NOT NULL "
    f"ORDER BY file.sequence LIMIT {_PAGE}"
)


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
        self._template = terms.template
        self._part = os.fsencode(work_folder(destination, "parts"))
        order = _BY_NUMBER if journal.fact("order") == "path" else _BY_RANK
        self._query = _SELECT + (_ALL if terms.layout == TREE else _FIRSTS) + order

    def tasks(self) -> Iterator[Task]:
        """Tasks in their order, read as they are asked for.

        Where an archive has a content once, files that repeat a UID have their own turn.
        """
        rank, last = -1, 0
        while rows := self._journal.rows(self._query, (rank, last)):
            for row in rows:
                yield self._task(row)
            last, rank = rows[-1][0], rows[-1][5] or 0

    @property
    def most_occurrences(self) -> int:
        """How many files come before the last one of a UID, among those that are left."""
        return 0 if self._terms.layout == TREE else self._journal.number(_MOST)

    def repeats(self, occurrence: int) -> Iterator[Task]:
        """Tasks of files that so many of their UID come before, when these are settled.

        One that is equal to any of them is not written; another goes beside them.
        """
        last = 0
        while rows := self._journal.rows(_REPEATS, (occurrence, last)):
            for row in rows:
                known = tuple(sha256 for (sha256,) in self._journal.rows(_KNOWN, row[:1]))
                yield self._task(self._beside(row, len(known)), known)
            last = rows[-1][0]

    def _beside(self, row: tuple[Any, ...], others: int) -> tuple[Any, ...]:
        """A row whose file goes beside others, where a template names the places."""
        number, size, mtime, kind, placed, *rest = row
        if not others or self._template is None:
            return row
        path = as_stored(self._template.beside(as_named(placed), others))
        with self._journal.change() as data:
            data.execute("UPDATE file SET destination = ? WHERE number = ?", (path, number))
        return (number, size, mtime, kind, path, *rest)

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

    def _task(self, row: tuple[Any, ...], known: tuple[bytes, ...] = ()) -> Task:
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
            known,
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
