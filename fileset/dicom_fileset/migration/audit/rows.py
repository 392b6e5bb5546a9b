"""Rows of a journal as tasks of an audit, read as they are asked for, and where their files lie."""

import os
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from ...stored_names import as_stored
from ..paths import PATH, path_of, staged_path
from ..terms import Terms
from ..work import place_below
from .journal import WRITTEN_OUTCOMES, SealedJournal, identity_in
from .model import AuditTask

_PAGE: Final = 256
_STANDER: Final = (
    "CASE file.outcome WHEN 'duplicate' THEN EXISTS (SELECT 1 FROM file AS other "  # noqa: S608 - ours
    "WHERE other.instance = file.instance AND other.sha256_in = file.sha256_in "
    f"AND other.outcome IN ({WRITTEN_OUTCOMES})) ELSE 1 END"
)
_BEFORE: Final = "before.patient, before.person, before.study, before.series, file.instance"
_AFTER: Final = "after.patient, after.person, after.study, after.series, file.instance_out"
_WHICH: Final = f"file.outcome IN ({WRITTEN_OUTCOMES}, 'duplicate', 'left')"
_ROWS: Final = (
    f"SELECT file.number, file.outcome, file.code, file.size, file.sha256_in, file.size_out, "
    f"file.sha256_out, file.syntax_out, file.frames, file.lossless, {_STANDER}, file.destination, "
    f"source.name, {_BEFORE}, {_AFTER}, {PATH} "
    "LEFT JOIN series AS before ON before.number = file.series "
    "LEFT JOIN series AS after ON after.number = file.series_out "
    f"WHERE file.state = 'settled' AND {_WHICH} AND file.number > ? "
    f"ORDER BY file.number LIMIT {_PAGE}"
)
_COUNTED: Final = f"SELECT count(*), sum(size) FROM file WHERE state = 'settled' AND {_WHICH}"  # noqa: S608 - ours
_SPOKEN_OF: Final = "INSERT OR IGNORE INTO temp.place VALUES (?)"


class Row(NamedTuple):
    """A task, and the paths of its files as text."""

    task: AuditTask
    source: str
    place: str


class Rows:
    """The rows that there is something to prove of.

    Parameters
    ----------
    journal
        That is audited.
    terms
        Of the migration.
    root
        Where its destination is now.
    """

    def __init__(self, journal: SealedJournal, terms: Terms, root: str) -> None:
        self._journal = journal
        self._terms = terms
        self._root = root
        self._unbuilt = bool(journal.fact("unbuilt"))

    def number(self) -> int:
        """How many there are."""
        return int(self._journal.rows(_COUNTED)[0][0])

    def all(self) -> Iterator[Row]:
        """All of them in their order; the places that they speak of are noted."""
        last = 0
        while rows := self._journal.rows(_ROWS, (last,)):
            made = [self._row(row) for row in rows]
            with self._journal.told():
                self._journal.data.execute("BEGIN")
                self._journal.data.executemany(_SPOKEN_OF, self._places(made))
                self._journal.data.execute("COMMIT")
            yield from made
            last = rows[-1][0]

    def _row(self, row: tuple[Any, ...]) -> Row:
        number, outcome, code, size, sha256_in, size_out, sha256_out = row[:7]
        syntax, frames, lossless, stander, placed, source_name = row[7:13]
        place = row[23:]
        below = place_below(self._terms.layout, number, placed, source_name, place)
        there = os.path.join(self._root, below) if sha256_out is not None else ""
        waiting = os.path.join(self._root, staged_path(number)) if self._unbuilt else ""
        source = path_of(place)
        task = AuditTask(
            number,
            os.fsencode(source),
            os.fsencode(there),
            os.fsencode(waiting),
            outcome,
            code or "",
            size,
            sha256_in or b"",
            size_out or 0,
            sha256_out or b"",
            syntax or "",
            frames or 0,
            lossless is None or bool(lossless),
            identity_in(row[13:18]),
            identity_in(row[18:23]),
            bool(stander),
        )
        return Row(task, source, there)

    def _places(self, rows: Sequence[Row]) -> Iterator[tuple[object]]:
        start = len(os.path.join(self._root, ""))
        for row in rows:
            if row.place:
                yield (as_stored(row.place[start:].replace(os.sep, "/")),)
            if row.place and row.task.waiting:
                yield (as_stored(staged_path(row.task.number)),)
