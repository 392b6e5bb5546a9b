"""What many files have in common, kept once in the journal: kinds and series by number."""

import sqlite3
from typing import Final

from .journal import Journal
from .model import Identity, Kind

_MOST_HELD: Final = 20_000
_ADD_KIND: Final = f"INSERT OR IGNORE INTO kind VALUES (NULL{', ?' * len(Kind._fields)})"  # noqa: S608 - ours
_FIND_KIND: Final = "SELECT number FROM kind WHERE " + " AND ".join(  # noqa: S608 - ours
    f"{name} = ?" for name in Kind._fields
)
_ADD_SERIES: Final = (
    "INSERT OR IGNORE INTO series (patient, person, study, series) VALUES (?, ?, ?, ?)"
)
_FIND_SERIES: Final = (
    "SELECT number FROM series WHERE patient = ? AND person = ? AND study = ? AND series = ?"
)


class Interned:
    """Numbers of kinds and series, made when they are asked for first; within a change."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[object, ...], int] = {}

    def kind(self, data: sqlite3.Connection, kind: Kind) -> int:
        """The number of a kind."""
        return self._number(data, (_ADD_KIND, _FIND_KIND), tuple(kind))

    def series(self, data: sqlite3.Connection, identity: Identity) -> int:
        """The number of a series: of all that an identity says but the instance."""
        values = (identity.patient, identity.person, identity.study, identity.series)
        return self._number(data, (_ADD_SERIES, _FIND_SERIES), values)

    def _number(
        self, data: sqlite3.Connection, queries: tuple[str, str], values: tuple[object, ...]
    ) -> int:
        known = self._numbers.get(values)
        if known is None:
            if len(self._numbers) >= _MOST_HELD:
                self._numbers.clear()
            add, find = queries
            data.execute(add, values)
            known = int(data.execute(find, values).fetchone()[0])
            self._numbers[values] = known
        return known


def kinds(journal: Journal) -> dict[int, Kind]:
    """All kinds that there are, of which there are few."""
    names = ", ".join(Kind._fields)
    rows = journal.rows(f"SELECT number, {names} FROM kind")  # noqa: S608 - ours
    return {row[0]: Kind._make((*row[1:-1], bool(row[-1]))) for row in rows}
