"""The tables of a manifest, and what is asked of them."""

from typing import Final

from .model import Row

VERSION: Final = 3
COLUMNS: Final = ", ".join(Row.__struct_fields__)
_THERE: Final = "outcome IN ('imported', 'kept beside', 'placed')"
"""Of rows whose file in the archive is their own."""

TABLES: Final = f"""
CREATE TABLE import (
    number INTEGER PRIMARY KEY,
    medium TEXT NOT NULL,
    begun TEXT NOT NULL,
    terms TEXT NOT NULL,
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
    stamp TEXT NOT NULL,
    findings TEXT NOT NULL,
    PRIMARY KEY (import, path)
) WITHOUT ROWID;
CREATE INDEX file_by_uid ON file (sop_instance_uid, sha256)
    WHERE {_THERE};
"""

BEGIN: Final = "INSERT INTO import (medium, begun, terms) VALUES (?, ?, ?)"
INSERT: Final = f"INSERT OR REPLACE INTO file (import, {COLUMNS}) VALUES (?{', ?' * 10})"  # noqa: S608 - ours
_OF_UID: Final = (
    f"FROM file WHERE sop_instance_uid = ? AND {_THERE} "
    "AND NOT (import = ? AND (path = ? OR outcome = 'placed'))"
)
"""What the import itself has placed before it was killed has its turn to be looked at again."""
HELD: Final = f"SELECT archived {_OF_UID} ORDER BY outcome LIMIT 1"
HELD_EQUAL: Final = (
    "SELECT DISTINCT archived, CASE archived_sha256 WHEN '' THEN sha256 ELSE archived_sha256 END "
    f"{_OF_UID} AND sha256 = ?"
)
COUNT: Final = f"SELECT count(*) {_OF_UID}"
ROWS: Final = f"SELECT {COLUMNS} FROM file WHERE import = ?"  # noqa: S608 - ours
ROW: Final = f"{ROWS} AND path = ?"
SAMPLES: Final = f"{ROWS} AND outcome IN ('imported', 'linked', 'kept beside', 'placed') LIMIT 256"
BLANK: Final = (
    "SELECT 1 FROM import WHERE number = ? AND medium = ? "
    "AND NOT EXISTS (SELECT 1 FROM file WHERE file.import = number)"
)
