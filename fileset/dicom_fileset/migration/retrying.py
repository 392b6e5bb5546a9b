"""What failed looked at again: files that changed, could not be read, or were put aside."""

import os
from collections.abc import Iterator

from ..stored_names import as_named, as_stored
from .journal import Journal
from .paths import PATH, path_of

_FAILED = (
    f"SELECT file.number, {PATH} WHERE file.outcome IN ('failed', 'put aside') "
    "AND file.number > ? ORDER BY file.number LIMIT 256"
)
_UNREADABLE = (
    "SELECT folder.number, source.path, folder.path FROM folder JOIN source "
    "ON source.number = folder.source WHERE folder.state = 'unreadable'"
)
_AGAIN = (
    "UPDATE file SET state = 'found', size = ?, mtime = ?, kind = NULL, series = NULL, "
    "instance = NULL, repeats = NULL, occurrence = 0, destination = NULL, outcome = NULL, "
    "code = NULL, reason = NULL, findings = NULL, sha256_in = NULL, sequence = NULL "
    "WHERE number = ?"
)


def retry(journal: Journal) -> int:
    """Have files that failed looked at again, as they are now, and folders read that could not be.

    Returns
    -------
    int
        How many files they are; one that is not there any more stays failed.
    """
    files = 0
    for rows in _pages(journal):
        with journal.change() as data:
            data.executemany(_AGAIN, rows)
        files += len(rows)
    folders = journal.rows(_UNREADABLE)
    with journal.change() as data:
        for number, *place in folders:
            path = as_stored(os.path.join(*filter(None, map(as_named, place))))
            data.execute("DELETE FROM listed WHERE path = ?", (path,))
            data.execute("UPDATE folder SET state = 'found' WHERE number = ?", (number,))
    return files


def _pages(journal: Journal) -> Iterator[list[tuple[int, int, int]]]:
    last = 0
    while rows := journal.rows(_FAILED, (last,)):
        last = rows[-1][0]
        found = []
        for number, *place in rows:
            try:
                status = os.stat(path_of(place))
            except OSError:
                continue
            found.append((status.st_size, status.st_mtime_ns, number))
        yield found
