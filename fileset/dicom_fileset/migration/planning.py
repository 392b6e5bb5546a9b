"""What all files decide together before any is migrated: which repeat others, and turns."""

import os
from collections.abc import Iterable, Iterator
from typing import Final

from ..errors import UsageError
from ..findings import finding
from ..model import Where
from ..stored_names import as_stored
from .journal import Journal
from .terms import Order

_INDEX: Final = (
    "CREATE INDEX IF NOT EXISTS file_by_instance ON file (instance) WHERE instance IS NOT NULL"
)
_REPEATS: Final = (
    "UPDATE file SET repeats = found.first, occurrence = found.place - 1 FROM (SELECT number, "
    "first_value(number) OVER same AS first, row_number() OVER same AS place FROM file "
    "WHERE instance IN (SELECT instance FROM file WHERE instance IS NOT NULL GROUP BY instance "
    "HAVING count(*) > 1) WINDOW same AS (PARTITION BY instance ORDER BY number)) AS found "
    "WHERE file.number = found.number AND found.place > 1"
)
_OCCURRENCES: Final = (
    "CREATE INDEX IF NOT EXISTS file_by_occurrence ON file (occurrence, number) "
    "WHERE occurrence > 0 AND state <> 'settled'"
)
_NEWEST: Final = (
    "UPDATE file SET rank = turn.place FROM (SELECT number AS one, row_number() OVER "
    "(ORDER BY date DESC, number) AS place FROM file WHERE state <> 'settled') AS turn "
    "WHERE file.number = turn.one"
)
_RANKED: Final = (
    "CREATE INDEX IF NOT EXISTS file_by_rank ON file (rank, number) WHERE state <> 'settled'"
)


def plan(journal: Journal, order: Order, listed: str = "") -> None:
    """Find repeats, and give files their turns.

    Parameters
    ----------
    order
        ``path``: as the inventory has them; ``newest``: the latest study first; ``list``: as a
        file lists them, one path a line, and all others after these.
    listed
        The path of that file.

    Raises
    ------
    UsageError
        The list cannot be read, or names nothing that is to be migrated.
    """
    with journal.change() as data:
        data.execute(_INDEX)
        data.execute(_REPEATS)
        data.execute(_OCCURRENCES)
        data.execute("UPDATE file SET rank = NULL WHERE rank IS NOT NULL")
        if order == "newest":
            data.execute(_NEWEST)
        data.execute(_RANKED)
    if order == "list":
        _rank(journal, listed)


def _rank(journal: Journal, listed: str) -> None:
    """Give those turns that a file lists; a folder stands for all that is below it."""
    try:
        with open(listed, "rb") as file, journal.change() as data:
            data.execute("CREATE TEMP TABLE turn (path PRIMARY KEY, place INTEGER) WITHOUT ROWID")
            rows = ((as_stored(path), place) for place, path in enumerate(_lines(file), 1))
            data.executemany("INSERT OR IGNORE INTO turn VALUES (?, ?)", rows)
            found = data.execute(_BY_LIST).rowcount
            data.execute("UPDATE file SET rank = 1 << 62 WHERE rank IS NULL AND state <> 'settled'")
            data.execute("DROP TABLE turn")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"The list cannot be read: {reason}."
        raise UsageError(finding("bad-call", message, Where(path=listed))) from error
    if not found:
        message = "It lists none of the files that are to be migrated."
        raise UsageError(finding("bad-call", message, Where(path=listed)))


_BY_LIST: Final = (
    "UPDATE file SET rank = turn.place FROM turn, folder, source WHERE file.state <> 'settled' "
    "AND folder.number = file.folder AND source.number = folder.source AND turn.path = "
    "rtrim(source.path, '/') || '/' || CASE folder.path WHEN '' THEN '' ELSE folder.path || '/' "
    "END || file.name"
)


def _lines(file: Iterable[bytes]) -> Iterator[str]:
    for line in file:
        path = os.fsdecode(line.rstrip(b"\r\n"))
        if path:
            yield os.path.abspath(path)
