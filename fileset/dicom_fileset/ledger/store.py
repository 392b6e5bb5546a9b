"""The ledger as a file: SQLite, one transaction an operation, safe with many processes."""

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec

from ..errors import Refused, UsageError
from ..findings import finding
from ..model import Finding, Where
from .model import Operation, Performed, Tally

_APPLICATION: Final = 0x44_46_53_4C  # "DFSL": what makes an SQLite file a ledger of ours
_VERSION: Final = 1
_SECONDS_TO_WAIT: Final = 8.0
"""For others who write; each needs milliseconds."""
_SECONDS_AT_A_TIME: Final = 0.25
"""SQLite hears nobody who wants to stop while it waits."""

_OPERATION: Final = Operation.__struct_fields__
_PERFORMED: Final = Performed.__struct_fields__

_SCHEMA: Final = f"""
CREATE TABLE operation (
    {", ".join(f"{name} TEXT NOT NULL" for name in _OPERATION)},
    PRIMARY KEY (identifier)
) WITHOUT ROWID;
CREATE TABLE performed (
    operation TEXT NOT NULL REFERENCES operation (identifier),
    {", ".join(f"{name} NOT NULL" for name in _PERFORMED)}
);
CREATE INDEX performed_by ON performed (operation);
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_VERSION};
"""
_ALIKE: Final = (
    *(name for name in _OPERATION if name not in {"identifier", "date"}),
    *(name for name in _PERFORMED if name != "count"),
)
"""Columns that are the same in all that one tally tells of."""
_TALLIES: Final = (
    f"SELECT {', '.join(_ALIKE)}, sum(count), count(DISTINCT operation), min(date), max(date) "  # noqa: S608
    "FROM performed JOIN operation ON operation = identifier "
    f"GROUP BY {', '.join(_ALIKE)} ORDER BY {', '.join(_ALIKE)}"
)
_LIST: Final = "; "
"""Between entries of a list in one column."""


class Ledger:
    """The ledger in one file, which is made by the first operation that is added.

    Parameters
    ----------
    path
        Of the file.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)

    def append(self, operation: Operation, performed: Sequence[Performed]) -> None:
        """Add an operation and what it performed: both or neither, whatever happens meanwhile.

        Raises
        ------
        Refused
            The file is no ledger, damaged, newer than this software, or cannot be written.
        """
        with self._writing() as connection:
            _insert(connection, operation, performed)

    def tallies(self) -> tuple[Tally, ...]:
        """All that was performed, by what is alike.

        Raises
        ------
        Refused
            The file is no ledger, damaged, newer than this software, or cannot be read.
        UsageError
            There is none.
        """
        with self._reading() as connection:
            return tuple(_tally(row) for row in connection.execute(_TALLIES))

    def operations(self) -> Iterator[tuple[Operation, tuple[Performed, ...]]]:
        """Each operation with what it performed, in the order of their identifiers.

        Raises
        ------
        Refused, UsageError
            As :meth:`tallies`.
        """
        with self._reading() as connection:
            yield from _operations(connection)

    def merge(self, other: "Ledger") -> int:
        """Add the operations of another ledger that are not in this one; how many those were.

        Nothing is written, and no ledger is made, where the other cannot be read.

        Raises
        ------
        Refused, UsageError
            As :meth:`append`, and as :meth:`tallies` for the other.
        """
        if self._is(other):
            return 0
        added = 0
        with other._reading() as there, self._writing() as connection:  # noqa: SLF001 - one of us
            for operation, performed in _operations(there):
                known = "SELECT 1 FROM operation WHERE identifier = ?"
                if connection.execute(known, (operation.identifier,)).fetchone() is None:
                    _insert(connection, operation, performed)
                    added += 1
        return added

    def reset(self) -> int:
        """Forget all operations; how many they were.

        Raises
        ------
        Refused, UsageError
            As :meth:`tallies`, or it cannot be written.
        """
        if not os.path.exists(self.path):
            raise UsageError(_found("ledger-missing", "There is no ledger.", self.path))
        with self._writing() as connection:
            connection.execute("DELETE FROM performed")
            return connection.execute("DELETE FROM operation").rowcount

    def _is(self, other: "Ledger") -> bool:
        """Whether both are one file: who reads it holds a lock that who writes it waits for."""
        try:
            return os.path.samefile(self.path, other.path)
        except OSError:
            return False

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with _told(self.path), closing(_connected(self.path, "rwc")) as connection:
            _begin(connection)
            if _is_new(connection):
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    connection.execute(statement)
            else:
                _check(connection, self.path)
            yield connection
            connection.execute("COMMIT")

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        if not os.path.exists(self.path):
            raise UsageError(_found("ledger-missing", "There is no ledger.", self.path))
        # What a killed writer has begun is undone by whoever opens the file next, and may write.
        mode = "rw" if os.access(self.path, os.W_OK) else "ro"
        with _told(self.path), closing(_connected(self.path, mode)) as connection:
            _begin(connection, "DEFERRED")
            if _is_new(connection):
                # Its first writer was killed before it had written anything.
                with closing(sqlite3.connect(":memory:")) as empty:
                    empty.executescript(_SCHEMA)
                    yield empty
                return
            _check(connection, self.path)
            yield connection


def _connected(path: str, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{Path(os.path.abspath(path)).as_uri()}?mode={mode}",
        uri=True,
        timeout=_SECONDS_AT_A_TIME,
        isolation_level=None,
    )


def _begin(connection: sqlite3.Connection, kind: str = "IMMEDIATE") -> None:
    """Begin a transaction that has its lock, as soon as others let it."""
    end = time.monotonic() + _SECONDS_TO_WAIT
    while True:
        try:
            connection.execute(f"BEGIN {kind}")
            connection.execute("PRAGMA application_id").fetchone()
        except sqlite3.OperationalError as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if "locked" not in str(error) or time.monotonic() > end:
                raise
        else:
            return


def _is_new(connection: sqlite3.Connection) -> bool:
    [application] = connection.execute("PRAGMA application_id").fetchone()
    [version] = connection.execute("PRAGMA user_version").fetchone()
    [tables] = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return not application and not version and not tables


def _check(connection: sqlite3.Connection, path: str) -> None:
    [application] = connection.execute("PRAGMA application_id").fetchone()
    [version] = connection.execute("PRAGMA user_version").fetchone()
    if application != _APPLICATION or version < 1:
        raise Refused(_found("ledger-not-one", "It is a database of something else.", path))
    if version > _VERSION:
        message = f"It is of version {version}; this software knows {_VERSION}."
        raise Refused(_found("ledger-newer", message, path))


_DAMAGE: Final = ("no such", "has no column", "overflow")
"""Words of errors of SQLite over a file that can be read and is not as ours are."""


@contextmanager
def _told(path: str) -> Iterator[None]:
    """Errors of SQLite as ours."""
    try:
        yield
    except sqlite3.OperationalError as error:
        ours = any(word in str(error) for word in _DAMAGE)
        code = "ledger-damaged" if ours else "ledger-unusable"
        raise Refused(_found(code, f"It cannot be used: {error}.", path)) from error
    except sqlite3.DatabaseError as error:
        code = "ledger-not-one" if "not a database" in str(error) else "ledger-damaged"
        raise Refused(_found(code, f"It cannot be read: {error}.", path)) from error
    except (msgspec.MsgspecError, ValueError) as error:
        raise Refused(_found("ledger-damaged", f"A row is none of ours: {error}.", path)) from error


def _found(code: str, message: str, path: str) -> Finding:
    return finding(code, message, Where(path=path))


def _insert(
    connection: sqlite3.Connection, operation: Operation, performed: Sequence[Performed]
) -> None:
    if any(one.count < 1 for one in performed):
        message = "it counts no instance"
        raise ValueError(message)
    row = msgspec.structs.astuple(msgspec.structs.replace(operation, versions=()))
    values = (*row[:-1], _LIST.join(operation.versions))
    connection.execute(f"INSERT INTO operation VALUES ({_marks(_OPERATION)})", values)  # noqa: S608
    connection.executemany(
        f"INSERT INTO performed VALUES (?, {_marks(_PERFORMED)})",  # noqa: S608
        [(operation.identifier, *msgspec.structs.astuple(one)) for one in performed],
    )


def _marks(fields: Sequence[str]) -> str:
    return ", ".join("?" * len(fields))


def _operations(
    connection: sqlite3.Connection,
) -> Iterator[tuple[Operation, tuple[Performed, ...]]]:
    for row in connection.execute("SELECT * FROM operation ORDER BY identifier"):
        operation = _operation(row)
        done = connection.execute(
            f"SELECT {', '.join(_PERFORMED)} FROM performed WHERE operation = ?",  # noqa: S608
            (operation.identifier,),
        )
        yield operation, tuple(_performed(one) for one in done)


def _operation(row: Sequence[str]) -> Operation:
    fields = {**dict(zip(_OPERATION, row, strict=True)), "versions": _listed(row[-1])}
    return msgspec.convert(fields, Operation)


def _performed(row: Sequence[str | int]) -> Performed:
    fields = dict(zip(_PERFORMED, row, strict=True))
    return msgspec.convert(fields, Performed, strict=False)


def _listed(versions: object) -> tuple[str, ...]:
    if not isinstance(versions, str):
        message = "the versions are no text"
        raise ValueError(message)  # noqa: TRY004 - a damaged row, and no mistake of a caller
    return tuple(versions.split(_LIST)) if versions else ()


def _tally(row: Sequence[Any]) -> Tally:
    named = dict(zip(_ALIKE, row, strict=False))
    count, operations, first, last = row[len(_ALIKE) :]
    performed = _performed([*(named[name] for name in _PERFORMED[:-1]), count])
    fields = {name: named[name] for name in _ALIKE if name not in _PERFORMED}
    fields |= {"versions": _listed(fields["versions"]), "performed": performed}
    return msgspec.convert(
        {**fields, "operations": operations, "first": first, "last": last}, Tally
    )
