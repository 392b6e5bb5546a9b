"""The journal of a migration: what is known of every source file, and what came of it.

SQLite in WAL mode: rows come by the million and are asked for while more are settled; what a
process that was killed had committed stands.  A commit waits for no disk: what the medium of the
destination has taken is noted apart (:mod:`.flushing`), after it has.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Self

import msgspec

from ..commit.lock import lock
from ..errors import Refused
from ..findings import finding
from ..model import Where
from . import journal_tables as tables

_MARK: Final = 0x4D_49_47_52
"""Of databases that are journals: MIGR."""
_CACHE_KIB: Final = 16 * 1024
_TRIES: Final = 5
_NAP: Final = 0.05


class Journal:
    """A journal, open.

    Parameters
    ----------
    path
        Of its file; beside it lie those of SQLite, and a lock.
    create
        Make it where it is not there.
    writing
        Whether to change anything: one process at a time may.

    Raises
    ------
    Refused
        It is none, of another version, not there, or another process is at work on it.
    """

    def __init__(self, path: str, *, create: bool = False, writing: bool = True) -> None:
        self.path = os.path.abspath(path)
        self._lock: int | None = None
        if not create and not os.path.isfile(self.path):
            raise self._refused("journal-missing", "There is no such journal.")
        if writing:
            self._take()
        try:
            with self.told():
                self.data = self._opened(writing=writing)
                self._prepare(create=create)
        except BaseException:
            self._let_go()
            raise

    def _opened(self, *, writing: bool) -> sqlite3.Connection:
        data = _connected(self.path) if writing else self._readable()
        if writing:
            data.execute("PRAGMA journal_mode=WAL")
            data.execute("PRAGMA synchronous=NORMAL")
        else:
            data.execute("PRAGMA query_only=1")
            data.execute("PRAGMA trusted_schema=0")
        data.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
        return data

    def _readable(self) -> sqlite3.Connection:
        """Opened to be read, also where nothing can be written beside it.

        SQLite wants to write there even for that, unless it is told that nobody writes: which is
        so where no ``-wal`` lies beside it, since who writes has one.
        """
        data = _connected(self.path)
        try:
            data.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            data.close()
            with suppress(OSError):
                if os.path.getsize(f"{self.path}-wal"):
                    raise
            return _connected(f"{Path(self.path).as_uri()}?immutable=1", uri=True)
        return data

    def _prepare(self, *, create: bool) -> None:
        mark = self.data.execute("PRAGMA application_id").fetchone()[0]
        version = self.data.execute("PRAGMA user_version").fetchone()[0]
        blank = (
            not mark and not self.data.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        )
        if blank and create:
            numbers = f"PRAGMA application_id={_MARK};PRAGMA user_version={tables.VERSION};"
            self.data.executescript(f"BEGIN;{tables.TABLES}{numbers}COMMIT;")
        elif mark != _MARK:
            raise self._refused("journal-unusable", "It is no journal of a migration.")
        elif version != tables.VERSION:
            message = "Another version of dicom-fileset wrote it."
            raise self._refused("journal-unusable", message)

    def _take(self) -> None:
        path = f"{self.path}.lock"
        while self._lock is None:
            try:
                flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
                descriptor = os.open(path, flags, 0o666)
            except OSError as error:
                reason = error.strerror or type(error).__name__
                message = f"It cannot be written: {reason}."
                raise self._refused("journal-unusable", message) from error
            if not _locked(descriptor):
                os.close(descriptor)
                raise self._refused("journal-busy", "Another process is at work on it.")
            if _is_at(descriptor, path):
                self._lock = descriptor
            else:
                os.close(descriptor)  # who had it before has just removed it

    def _let_go(self) -> None:
        if self._lock is not None:
            with suppress(OSError):  # Windows removes nothing that is open
                os.unlink(f"{self.path}.lock")
            os.close(self._lock)
            self._lock = None

    def _refused(self, code: str, message: str) -> Refused:
        return Refused(finding(code, message, Where(path=self.path)))

    @contextmanager
    def told(self) -> Iterator[None]:
        """What SQLite complains of, as an error of ours; no space as the system's.

        Raises
        ------
        OSError
            There is no room for it.
        Refused
            It cannot be used.
        """
        try:
            yield
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
                raise OSError(28, "No space left on device", self.path) from error
            raise self._refused("journal-unusable", f"It cannot be used: {error}.") from error
        except UnicodeDecodeError as error:  # SQLite tells of damage in the words of the damage
            raise self._refused("journal-unusable", "It is damaged.") from error

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """What is done in the block is there, or none of it."""
        with self.told():
            self.data.execute("BEGIN IMMEDIATE")
            try:
                yield self.data
            except BaseException:
                self.data.execute("ROLLBACK")
                raise
            self.data.execute("COMMIT")

    def rows(self, query: str, values: tuple[object, ...] = ()) -> list[Any]:
        """What a query gives, which is little."""
        with self.told():
            return self.data.execute(query, values).fetchall()

    def number(self, query: str, values: tuple[object, ...] = ()) -> int:
        """The one number that a query gives; 0 for nothing."""
        found = self.rows(query, values)
        return int(found[0][0] or 0) if found else 0

    def fact(self, name: str) -> Any:
        """What was noted under a name; ``None`` where nothing was."""
        found = self.rows("SELECT value FROM fact WHERE name = ?", (name,))
        return msgspec.json.decode(found[0][0]) if found else None

    def note(self, name: str, value: Any) -> None:
        """Note something of the migration as a whole, which JSON can hold."""
        text = msgspec.json.encode(value).decode()
        with self.told():
            self.data.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, text))

    def discard(self) -> None:
        """Close it, and leave nothing of it: for one that was made in vain."""
        self.data.close()
        for end in ("", "-wal", "-shm"):
            with suppress(OSError):
                os.unlink(f"{self.path}{end}")
        self._let_go()

    @property
    def files(self) -> tuple[str, ...]:
        """Paths of all files that are its own, whether they are there or not."""
        return tuple(f"{self.path}{end}" for end in ("", "-wal", "-shm", "-journal", ".lock"))

    def close(self) -> None:
        """Close it."""
        self.data.close()
        self._let_go()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _is_at(descriptor: int, path: str) -> bool:
    """Whether an open file is the one that has a name now."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    except OSError:
        return False


def _connected(path: str, *, uri: bool = False) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, timeout=60, check_same_thread=False, uri=uri)


def _locked(descriptor: int) -> bool:
    """Take the lock on an open file; who only asks whether it is held has it for a moment."""
    for _ in range(_TRIES):
        if lock(descriptor) is not False:
            return True
        time.sleep(_NAP)
    return False


def is_at_work(path: str) -> bool:
    """Whether a process is at work on a journal; where nobody knows of locks, no."""
    try:
        descriptor = os.open(f"{path}.lock", os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return False
    try:
        return lock(descriptor) is False
    finally:
        os.close(descriptor)
