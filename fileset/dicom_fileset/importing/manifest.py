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
from ..stored_names import as_named, as_stored
from . import manifest_tables as tables
from .kept_terms import KeptTerms, differences
from .model import SETTLED, Row

NAME: Final = "manifest.sqlite"


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
            version = f"PRAGMA user_version={tables.VERSION}"
            self._data.executescript(f"BEGIN;{tables.TABLES}{version};COMMIT;")
        elif found != tables.VERSION:
            message = "Another version of dicom-fileset wrote it."
            raise Refused(finding("manifest-unusable", message, Where(path=self.path)))

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What SQLite complains of, as an error of ours; no space and no access as the system's."""
        try:
            yield
        except (sqlite3.Error, ValueError) as error:
            if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
                raise OSError(28, "No space left on device", self.path) from error
            message = f"The manifest cannot be used: {error}."
            raise Refused(finding("manifest-unusable", message, Where(path=self.path))) from error

    def begin(self, medium: str, now: str, terms: KeptTerms) -> str:
        """Begin the rows of another medium, at a moment, which is given back."""
        with self._told():
            made = self._data.execute(tables.BEGIN, (as_stored(medium), now, _terms_text(terms)))
            self.number = made.lastrowid or 0
        return now

    def go_on(self, number: int, terms: KeptTerms) -> None:
        """Go on with the rows of a medium that was begun.

        Raises
        ------
        Refused
            It was begun by terms under which these rows would be others.
        """
        with self._told():
            kept = self._data.execute("SELECT terms FROM import WHERE number = ?", (number,))
            begun = msgspec.json.decode(kept.fetchone()[0], type=KeptTerms)
        others = differences(begun, terms)
        if others:
            message = f"The import that was begun was asked otherwise: {'; '.join(others)}."
            raise Refused(finding("import-other-terms", message, Where(path=self.path)))
        with self._told():
            query = "UPDATE import SET terms = ? WHERE number = ?"
            self._data.execute(query, (_terms_text(terms), number))
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
        self._add(self.number, row)

    def add_placed(self, number: int, row: Row) -> None:
        """Add the row of a copy that an import of this number placed, if nothing is settled yet."""
        known = self._of_file(number, row.path)
        if known is None or known.outcome not in SETTLED:
            self._add(number, row)

    def _add(self, number: int, row: Row) -> None:
        values = msgspec.structs.astuple(row)
        findings = json.dumps(msgspec.to_builtins(row.findings)) if row.findings else ""
        with self._told():
            if not self._data.in_transaction:
                self._data.execute("BEGIN")
            self._data.execute(tables.INSERT, (number, *map(as_stored, values[:-1]), findings))

    def keep(self) -> None:
        """Make what was added last."""
        with self._told():
            if self._data.in_transaction:
                self._data.execute("COMMIT")

    def held(self, sop_instance_uid: str, *, aside: str = "") -> str:
        """Where the archive has something of a UID; empty where there is nothing.

        What the present import has said of the file ``aside`` does not count.
        """
        values = (as_stored(sop_instance_uid), self.number, as_stored(aside))
        with self._told():
            found = self._data.execute(tables.HELD, values).fetchone()
        return as_named(found[0]) if found else ""

    def equals(self, sop_instance_uid: str, sha256: str, *, aside: str = "") -> dict[str, str]:
        """Where the archive has a content of a UID: paths, and the SHA-256 that each file had.

        ``aside`` as for :meth:`held`.
        """
        values = (as_stored(sop_instance_uid), self.number, as_stored(aside), sha256)
        with self._told():
            found = self._data.execute(tables.HELD_EQUAL, values).fetchall()
        return {as_named(archived): str(digest) for archived, digest in found}

    def count(self, sop_instance_uid: str, *, aside: str = "") -> int:
        """How many contents the archive has under a UID, ``aside`` as for :meth:`held`."""
        values = (as_stored(sop_instance_uid), self.number, as_stored(aside))
        with self._told():
            found = self._data.execute(tables.COUNT, values).fetchone()
        return int(found[0])

    def placed(self, path: str) -> Row | None:
        """What the present import has placed of a file, where it was killed before it said so."""
        row = self._of_file(self.number, path)
        return row if row is not None and row.outcome == "placed" else None

    def _of_file(self, number: int, path: str) -> Row | None:
        with self._told():
            found = self._data.execute(tables.ROW, (number, as_stored(path))).fetchone()
        return _row(found) if found else None

    def rows(self, number: int = 0) -> Iterator[Row]:
        """All rows of an import, of the present one if none is named."""
        with self._told():
            yield from map(_row, self._data.execute(tables.ROWS, (number or self.number,)))

    def samples(self, number: int) -> list[Row]:
        """Some rows of an import whose instances are in the archive."""
        with self._told():
            found = self._data.execute(tables.SAMPLES, (number,))
            return list(map(_row, found))

    def is_blank(self, number: int, medium: str) -> bool:
        """Whether an import of a medium of this name was broken off before it had any row."""
        with self._told():
            return (
                self._data.execute(tables.BLANK, (number, as_stored(medium))).fetchone() is not None
            )

    def close(self) -> None:
        """Close it; what was not kept is gone."""
        self._data.close()


def _row(values: Iterable[object]) -> Row:
    *plain, findings = values
    path, size, outcome, archived, *rest = plain
    told = msgspec.convert(json.loads(str(findings)), tuple[Finding, ...]) if findings else ()
    fields = {"outcome": outcome, "size": size, "findings": told}
    names = ("sop_instance_uid", "sha256", "archived_sha256", "kind", "stamp")
    fields |= dict(zip(names, rest, strict=True))
    return Row(path=as_named(path), archived=as_named(archived), **fields)  # type: ignore[arg-type]


def _terms_text(terms: KeptTerms) -> str:
    return msgspec.json.encode(terms).decode()
