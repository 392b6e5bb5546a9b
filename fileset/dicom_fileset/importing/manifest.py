"""The manifest of an archive: what came of every file of every medium.

SQLite, since rows come by the million, are asked for by UID while more are added, and must be
there or not be there after a crash.  A row is committed after the file that it speaks of is on the
disk, so what it says stands.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

import msgspec

from ..errors import Refused
from ..findings import finding
from ..model import Finding, Where
from .model import Row

NAME: Final = "manifest.sqlite"
_VERSION: Final = 1
_TABLES: Final = """
CREATE TABLE import (
    number INTEGER PRIMARY KEY,
    medium TEXT NOT NULL,
    begun TEXT NOT NULL,
    ended TEXT
);
CREATE TABLE file (
    import INTEGER NOT NULL REFERENCES import,
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    archived TEXT NOT NULL,
    sop_instance_uid TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    archived_sha256 TEXT NOT NULL,
    kind TEXT NOT NULL,
    findings TEXT NOT NULL,
    PRIMARY KEY (import, path)
) WITHOUT ROWID;
CREATE INDEX file_by_uid ON file (sop_instance_uid, sha256)
    WHERE outcome IN ('imported', 'kept beside');
"""
_COLUMNS: Final = (
    "path, size, outcome, archived, sop_instance_uid, sha256, archived_sha256, kind, findings"
)


class Manifest:
    """The manifest, open for writing; the import that it is open for has :attr:`number`.

    Parameters
    ----------
    folder
        Where it lies, or will lie.

    Raises
    ------
    Refused
        It is none of ours, or cannot be written.
    """

    def __init__(self, folder: str) -> None:
        self.path = os.path.join(folder, NAME)
        self.number = 0
        with self._told():
            self._data = sqlite3.connect(self.path, isolation_level=None, timeout=60)
            self._prepare()

    def _prepare(self) -> None:
        found = self._data.execute("PRAGMA user_version").fetchone()[0]
        if found == 0:
            self._data.executescript(f"BEGIN;{_TABLES}PRAGMA user_version={_VERSION};COMMIT;")
        elif found != _VERSION:
            message = "Another version of dicom-fileset wrote it."
            raise Refused(finding("manifest-unusable", message, Where(path=self.path)))

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What SQLite complains of, as an error of ours; no space and no access as the system's."""
        try:
            yield
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
                raise OSError(28, "No space left on device", self.path) from error
            message = f"The manifest cannot be used: {error}."
            raise Refused(finding("manifest-unusable", message, Where(path=self.path))) from error

    def begin(self, medium: str, now: str) -> str:
        """Begin the rows of another medium, at a moment, which is given back."""
        with self._told():
            made = self._data.execute(
                "INSERT INTO import (medium, begun) VALUES (?, ?)", (_text(medium), now)
            )
            self.number = made.lastrowid or 0
        return now

    def go_on(self, number: int) -> None:
        """Go on with the rows of a medium that was begun."""
        self.number = number

    @property
    def begun(self) -> str:
        """When the present import was begun."""
        with self._told():
            query = "SELECT begun FROM import WHERE number = ?"
            return str(self._data.execute(query, (self.number,)).fetchone()[0])

    def end(self, now: str) -> None:
        """Say that every file of the medium has its row."""
        with self._told():
            self._data.execute("UPDATE import SET ended = ? WHERE number = ?", (now, self.number))

    def imports(self) -> list[int]:
        """Numbers of all imports, the last first."""
        with self._told():
            rows = self._data.execute("SELECT number FROM import ORDER BY number DESC")
            return [number for (number,) in rows]

    def add(self, row: Row) -> None:
        """Add a row, or replace what was said of the same file; it lasts after :meth:`keep`."""
        values = msgspec.structs.astuple(row)
        findings = json.dumps(msgspec.to_builtins(row.findings)) if row.findings else ""
        with self._told():
            if not self._data.in_transaction:
                self._data.execute("BEGIN")
            self._data.execute(_INSERT, (self.number, *map(_text, values[:-1]), findings))

    def keep(self) -> None:
        """Make what was added last."""
        with self._told():
            if self._data.in_transaction:
                self._data.execute("COMMIT")

    def held(self, sop_instance_uid: str, sha256: str = "") -> str:
        """Where the archive has something of a UID, and of that content where one is named.

        Empty where it has nothing.
        """
        query, values = _HELD, [_text(sop_instance_uid)]
        if sha256:
            query, values = _HELD_EQUAL, [*values, sha256]
        with self._told():
            found = self._data.execute(query, values).fetchone()
        return _named(found[0]) if found else ""

    def count(self, sop_instance_uid: str) -> int:
        """How many contents the archive has under a UID."""
        with self._told():
            found = self._data.execute(_COUNT, (_text(sop_instance_uid),)).fetchone()
        return int(found[0])

    def rows(self, number: int = 0) -> Iterator[Row]:
        """All rows of an import, of the present one if none is named."""
        with self._told():
            found = self._data.execute(
                f"SELECT {_COLUMNS} FROM file WHERE import = ?",  # noqa: S608 - ours alone
                (number or self.number,),
            )
            yield from map(_row, found)

    def samples(self, number: int) -> list[Row]:
        """Some rows of an import whose instances are in the archive."""
        with self._told():
            found = self._data.execute(_SAMPLES, (number,))
            return list(map(_row, found))

    def is_blank(self, number: int, medium: str) -> bool:
        """Whether an import of a medium of this name was broken off before it had any row."""
        with self._told():
            return self._data.execute(_BLANK, (number, _text(medium))).fetchone() is not None

    def close(self) -> None:
        """Close it; what was not kept is gone."""
        self._data.close()


_INSERT: Final = f"INSERT OR REPLACE INTO file (import, {_COLUMNS}) VALUES (?{', ?' * 9})"  # noqa: S608
_OF_UID: Final = "FROM file WHERE sop_instance_uid = ? AND outcome IN ('imported', 'kept beside')"
_HELD: Final = f"SELECT archived {_OF_UID} ORDER BY outcome LIMIT 1"
_HELD_EQUAL: Final = f"SELECT archived {_OF_UID} AND sha256 = ? LIMIT 1"
_SAMPLES: Final = (
    f"SELECT {_COLUMNS} FROM file WHERE import = ? "  # noqa: S608
    "AND outcome IN ('imported', 'linked', 'kept beside') LIMIT 256"
)
_BLANK: Final = (
    "SELECT 1 FROM import WHERE number = ? AND medium = ? "
    "AND NOT EXISTS (SELECT 1 FROM file WHERE file.import = number)"
)
_COUNT: Final = f"SELECT count(*) {_OF_UID}"


def _row(values: Iterable[object]) -> Row:
    *plain, findings = values
    path, size, outcome, archived, *rest = plain
    told = msgspec.convert(json.loads(str(findings)), tuple[Finding, ...]) if findings else ()
    fields = {"outcome": outcome, "size": size, "findings": told}
    names = ("sop_instance_uid", "sha256", "archived_sha256", "kind")
    fields |= dict(zip(names, rest, strict=True))
    return Row(path=_named(path), archived=_named(archived), **fields)  # type: ignore[arg-type]


def _text(value: object) -> object:
    """A value as SQLite takes it: names that are no valid text as bytes."""
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            return value.encode("utf-8", "surrogateescape")
    return value


def _named(value: object) -> str:
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else str(value)
