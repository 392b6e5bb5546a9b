"""A journal that is only read: nothing of it, or beside it, is written."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Self

from ...commit.lock import lock
from ..journal import Journal
from ..model import WRITTEN, Identity, named

_TABLES: Final = """
CREATE TEMP TABLE place (path PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP TABLE otherwise (
    number INTEGER PRIMARY KEY, patient BLOB, person BLOB, study TEXT, series TEXT, instance TEXT
);
"""
"""Of ours, and gone with us: places that rows speak of; and what results are of, where that is not
what the journal says."""
_CACHE_KIB: Final = 16 * 1024


class SealedJournal(Journal):
    """A journal of a migration that nobody is at work on.

    SQLite keeps what it needs on the way in temporary files of the system.

    Parameters
    ----------
    path
        Of its file.

    Raises
    ------
    Refused
        It is none, of another version, not there, or another process is at work on it.
    """

    def __init__(self, path: str) -> None:
        self._stamp = _stamp(os.path.abspath(path))
        super().__init__(path, writing=False)
        if _is_locked(f"{self.path}.lock"):
            super().close()
            raise self._refused("journal-busy", "Another process is at work on it.")

    def _opened(self, *, writing: bool) -> sqlite3.Connection:  # noqa: ARG002 - never
        # What a process that was killed has left beside it belongs to it; without such a log
        # nothing has to be made beside it, so that it may lie on a medium that is read-only.
        log = f"{self.path}-wal"
        whole = "" if os.path.exists(log) and os.path.getsize(log) else "&immutable=1"
        uri = f"{Path(self.path).as_uri()}?mode=ro{whole}"
        data = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=60)
        data.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
        data.execute("PRAGMA temp_store=1")
        data.executescript(_TABLES)
        return data

    @property
    def was_changed(self) -> bool:
        """Whether somebody has written it since it was opened."""
        return self._stamp != _stamp(self.path)

    def has(self, table: str) -> bool:
        """Whether there is a table of that name."""
        query = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?"
        return bool(self.number(query, (table,)))

    def each(self, query: str, values: tuple[object, ...] = ()) -> Iterator[Any]:
        """What a query gives, row by row."""
        with self.told():
            yield from self.data.execute(query, values)

    def __enter__(self) -> Self:
        return self


def _stamp(path: str) -> tuple[int, int] | None:
    with suppress(OSError):
        status = os.stat(path)
        return status.st_size, status.st_mtime_ns
    return None


def _is_locked(path: str) -> bool:
    """Whether a process that migrates is at work; a lock that nobody holds was left behind."""
    try:
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return False
    try:
        return lock(descriptor) is False
    finally:
        os.close(descriptor)


WRITTEN_OUTCOMES: Final = named(WRITTEN)
"""For SQL."""


def identity_in(columns: tuple[object, ...]) -> Identity:
    """An Identity of columns: of the series, and its instance; none where these are NULL."""
    *series, instance = columns
    if instance is None or series[2] is None:
        return Identity()
    patient, person, study, uid = series
    return Identity(
        patient if isinstance(patient, bytes) else b"",
        person if isinstance(person, bytes) else b"",
        _text(study),
        _text(uid),
        _text(instance),
    )


def _text(value: object) -> str:
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else str(value)
