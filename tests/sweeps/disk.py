"""Every operation by which our code changes a disk: counted, failed, or written down."""

import errno
import io
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple
from unittest import mock

from dicom_fileset.transcoding import part_file
from sweeps.escapes import counted, nothing_escapes

CALLS: Final = (
    *("open", "write", "ftruncate", "fsync", "mkdir", "rmdir"),
    *("rename", "replace", "unlink", "utime"),
)
Hook = Callable[["Operation", Callable[[], Any]], Any]


class Operation(NamedTuple):
    """One of them, about to be done; ``arguments`` as they were given.

    One of SQLite has the path of the database, and the connection; see :class:`_Database`.
    """

    name: str
    arguments: tuple[Any, ...]


@contextmanager
def watched(root: Path, hook: Hook) -> Iterator[None]:
    """Let ``hook`` do, or not do, each operation below ``root``; nothing may pass it by.

    ``hook`` gets the operation and what does it.  What changes the disk in another way is an
    AssertionError, at once or at the end: it would not be swept.
    """
    inside = _Inside(root)
    originals = {name: getattr(os, name) for name in CALLS}

    def watching(name: str) -> Callable[..., Any]:
        call = originals[name]

        def called(*arguments: Any, **options: Any) -> Any:
            operation = Operation(name, arguments)
            if not inside.concerns(operation):
                return inside.passed(operation, call(*arguments, **options))
            result = hook(operation, lambda: counted(call, *arguments, **options))
            inside.note(operation, result)
            return result

        return called

    with ExitStack() as patches:
        patches.enter_context(nothing_escapes(root))
        for name in CALLS:
            patches.enter_context(mock.patch.object(os, name, watching(name)))
        patches.enter_context(mock.patch.object(io, "FileIO", _ByDescriptor))
        patches.enter_context(mock.patch.object(part_file, "_Raw", _PartByDescriptor))
        patches.enter_context(mock.patch.object(sqlite3, "connect", _connecting(root, hook)))
        yield


class _Inside:
    """Which operations are on files below a root: by path, or by a descriptor of one."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._open: dict[int, str] = {}

    def concerns(self, operation: Operation) -> bool:
        first = operation.arguments[0]
        if isinstance(first, int):
            return first in self._open
        if operation.name == "open" and _only_reads(operation):
            return False
        return os.path.abspath(os.fspath(first)).startswith(self._root)

    def passed(self, operation: Operation, result: Any) -> Any:
        """Forget a descriptor that is another file's now."""
        if operation.name == "open":
            self._open.pop(result, None)
        return result

    def note(self, operation: Operation, result: Any) -> None:
        if operation.name == "open":
            self._open[result] = operation.arguments[0]


def _only_reads(operation: Operation) -> bool:
    """Whether a file is opened to be read: one that cannot be is told, and stops nothing."""
    path, flags, *_ = operation.arguments
    writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT
    return not flags & writes and not os.path.isdir(path)


class _ByDescriptor(io.FileIO):
    """A file that is opened and written by ``os``, where it is counted."""

    def __init__(self, path: str, mode: str = "rb") -> None:
        counted(super().__init__, path, mode, opener=_opened)

    def write(self, data: Any, /) -> int:
        return os.write(self.fileno(), data)


def _opened(path: str, flags: int) -> int:
    return os.open(path, flags, 0o666)


class _PartByDescriptor(part_file._Raw, _ByDescriptor):
    """The same of a file that is transcoded to."""


_AS_SQLITE_SAYS: Final = {
    errno.ENOSPC: sqlite3.SQLITE_FULL,
    errno.EIO: sqlite3.SQLITE_IOERR,
    errno.EROFS: sqlite3.SQLITE_READONLY,
}


def _connecting(root: Path, hook: Hook) -> Callable[..., sqlite3.Connection]:
    """Databases below a root, each statement an operation: SQLite sees to what is in between.

    What it has committed is taken to last, and what it has not to be gone, however it ends.
    """
    connect = sqlite3.connect

    class Database(sqlite3.Connection):
        def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
            if statement.startswith("SELECT") or statement == "PRAGMA user_version":
                return super().execute(statement, *values)
            return self._done(lambda: super(Database, self).execute(statement, *values))

        def executescript(self, script: str) -> sqlite3.Cursor:
            return self._done(lambda: super(Database, self).executescript(script))

        def _done(self, go_on: Callable[[], sqlite3.Cursor]) -> sqlite3.Cursor:
            try:
                return hook(Operation("sqlite", (self.path, self)), go_on)
            except OSError as error:
                failed = sqlite3.OperationalError(error.strerror)
                failed.sqlite_errorcode = _AS_SQLITE_SAYS[error.errno]
                raise failed from error

    def connected(path: str, **options: Any) -> sqlite3.Connection:
        if not os.path.abspath(path).startswith(str(root)):
            return connect(path, **options)
        database = counted(connect, path, factory=Database, **options)
        database.path = path
        return database

    return connected
