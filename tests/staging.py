"""Instances staged as a migration does it, with the rows of its journal that volumes ask for."""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from dicom_fileset.migration.journal import Journal
from dicom_fileset.migration.paths import staged_path
from file_sets import Place, instance, save


class Row(NamedTuple):
    """A staged instance: what the journal says of it."""

    place: Place
    repeats: int | None = None
    size: int = 0
    """Bytes of its pixel data, most of them a hole that takes nothing of the disk; 0: a few."""
    changed: tuple[tuple[str, Any], ...] = ()
    file: Path | None = None
    """What is staged, where it is no small CT image."""


def stage(dest: Path, journal: Path, rows: Iterable[Row]) -> None:
    """Write staged files, and the journal of a migration that has settled all of them."""
    with Journal(str(journal), create=True) as books, books.change() as data:
        data.execute("INSERT INTO source VALUES (1, 'archive', '')")
        data.execute("INSERT INTO folder (number, source, path) VALUES (1, 1, '')")
        for number, row in enumerate(rows, 1):
            path = dest / staged_path(number)
            save_staged(row, path)
            add_row(data, number, row, path.stat().st_size, digest(path))


def save_staged(row: Row, path: Path) -> None:
    """Write one; pixel data of a stated size are zeros but for a few at the begin."""
    if row.file is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(row.file, path)
        return
    ds = instance(row.place, **dict(row.changed))
    if row.size:
        ds.Rows, ds.Columns = row.size // 2 // 256, 256
    save(ds, path)
    if row.size:
        before, length = len(ds.PixelData), ds.Rows * ds.Columns * 2
        with path.open("r+b") as stream:
            stream.seek(-before - 4, 2)
            stream.write(length.to_bytes(4, "little"))
            stream.truncate(stream.tell() + length)


def digest(path: Path) -> bytes:
    """SHA-256 of a file."""
    with path.open("rb", buffering=0) as stream:
        return hashlib.file_digest(stream, "sha256").digest()


def add_row(data: sqlite3.Connection, number: int, row: Row, size: int, sha256: bytes) -> None:
    """The row of a settled file, and of its series."""
    place, changed = row.place, dict(row.changed)
    patient = str(changed.get("PatientID", place.patient_id)).encode()
    study, series = place.study_uid, place.series_uid
    identity = (patient[:8].ljust(8), b"", study, series)
    data.execute(
        "INSERT OR IGNORE INTO series (patient, person, study, series) VALUES (?, ?, ?, ?)",
        identity,
    )
    found = data.execute(
        "SELECT number FROM series WHERE patient = ? AND person = ? AND study = ? AND series = ?",
        identity,
    )
    values = (number, f"f{number}", row.repeats, size, sha256, found.fetchone()[0], place.uid)
    data.execute(
        "INSERT INTO file (number, folder, name, size, mtime, state, outcome, date, repeats,"
        " size_out, sha256_out, series_out, instance_out)"
        " VALUES (?, 1, ?, 0, 0, 'settled', 'kept', 20240131, ?, ?, ?, ?, ?)",
        values,
    )
