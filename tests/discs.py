"""Discs to import from: folders, zips and ISO images of them, and media that fail."""

import errno
import shutil
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pycdlib
from dicom_fileset import FileSetCreator
from dicom_fileset.importing.media import Entry, Limits, Medium, Source, open_medium
from dicom_fileset.importing.report import ImportReport
from file_sets import Place, instance, save, snapshot
from pydicom import dcmread

EXTRAS = {"AUTORUN.INF": b"[autorun]\r\nopen=VIEWER.EXE\r\n", "README.TXT": b"Read me.\r\n"}
"""What lies beside instances on discs."""


def places(count: int) -> list[Place]:
    """So many instances, of two patients, two studies each."""
    return [Place(1 + n % 2, 1 + n // 2 % 2, 1, 1 + n) for n in range(count)]


def disc(root: Path, count: int = 12) -> Path:
    """Return the root of a file-set, with what lies beside instances on discs."""
    source = root.with_name(f"{root.name} sources")
    for number, place in enumerate(places(count)):
        save(instance(place), source / f"{number}.dcm")
    with FileSetCreator(root, file_set_id="DISC") as creator:
        creator.add(source)
    shutil.rmtree(source)
    for name, content in EXTRAS.items():
        (root / name).write_bytes(content)
    return root


def as_zip(folder: Path, path: Path, compression: int = zipfile.ZIP_DEFLATED) -> Path:
    """Return a zip of a folder."""
    with zipfile.ZipFile(path, "w", compression) as made:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                made.write(file, file.relative_to(folder).as_posix())
    return path


def as_iso(folder: Path, path: Path, **kind: Any) -> Path:
    """Return an image of a folder by pycdlib; ``rock_ridge`` and ``joliet`` as it has them."""
    iso = pycdlib.PyCdlib()
    iso.new(interchange_level=1, **kind)
    _add(iso, folder, ("", ""), kind)
    iso.write(str(path))
    iso.close()
    return path


def _add(iso: Any, folder: Path, below: tuple[str, str], kind: dict[str, Any]) -> None:
    for number, one in enumerate(sorted(folder.iterdir())):
        legal = one.name.isupper() and len(one.stem) <= 8
        plain = below[0] + "/" + (one.name if legal else f"{'D' if one.is_dir() else 'F'}{number}")
        long = f"{below[1]}/{one.name}"
        names: dict[str, str] = {}
        if "rock_ridge" in kind:
            names["rr_name"] = one.name
        if "joliet" in kind:
            names["joliet_path"] = long
        if one.is_dir():
            iso.add_directory(plain, **names)
            _add(iso, one, (plain, long), kind)
        else:
            dotted = plain if "." in plain.rpartition("/")[2] else plain + "."
            iso.add_file(str(one), f"{dotted};1", **names)


def manifest(report: ImportReport) -> dict[str, tuple[str, str, str]]:
    """Outcome, path in the archive and SHA-256 by path on the medium, read by SQLite alone."""
    with sqlite3.connect(report.manifest) as data:
        rows = data.execute("SELECT path, outcome, archived, sha256 FROM file").fetchall()
    data.close()
    return {path: (outcome, archived, sha256) for path, outcome, archived, sha256 in rows}


def contents(archive: Path) -> dict[str, bytes]:
    """Instances of an archive: bytes by SOP Instance UID as pydicom reads it."""
    files = [path for path in archive.rglob("*.dcm") if path.is_file()]
    return {str(dcmread(path).SOPInstanceUID): path.read_bytes() for path in files}


def on_disc(root: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path: data for path, data in snapshot(root).items() if data != b"(folder)"}


class FaultyMedium:
    """A medium of which some files cannot be read.

    Parameters
    ----------
    path
        Of what it really is.
    fails
        Says of a path, and how often it was opened before, whether reading it fails.
    error, gives
        The number of the error, and the bytes that come before it.

    Attributes
    ----------
    opened
        How often each path was opened.
    order_read
        Positions in the order in which files were opened.
    """

    def __init__(
        self,
        path: Path,
        fails: Callable[[str, int], bool],
        error: int = errno.EIO,
        gives: int = 200,
    ) -> None:
        self._real = open_medium(path, Limits())
        self._fails = fails
        self._error = error
        self._gives = gives
        self.path = self._real.path
        self.order = self._real.order
        self.findings = self._real.findings
        self.opened: Counter[str] = Counter()
        self.order_read: list[int] = []
        assert isinstance(self, Medium)

    def entries(self) -> Iterator[Entry]:
        return self._real.entries()

    def open(self, entry: Entry) -> Source:
        self.order_read.append(entry.position)
        times = self.opened[entry.path]
        self.opened[entry.path] += 1
        source = self._real.open(entry)
        if not self._fails(entry.path, times):
            return source
        return _Failing(source, self._error, self._gives)

    def close(self) -> None:
        self._real.close()

    def passes(self) -> tuple[list[int], list[int]]:
        """Positions in the order in which headers, and then files, were read.

        The directory is read before them, once.
        """
        read = self.order_read[1:]
        assert not len(read) % 2
        return read[: len(read) // 2], read[len(read) // 2 :]


class _Failing:
    """The beginning of a file, and then an error."""

    def __init__(self, source: Source, error: int, gives: int) -> None:
        self._source = source
        self._error = error
        self._left = gives

    def readinto(self, buffer: memoryview, /) -> int:
        if not self._left:
            raise OSError(self._error, "Input/output error")
        length = self._source.readinto(buffer[: self._left]) or 0
        self._left -= length
        return length

    def seek(self, position: int, /) -> int:
        return self._source.seek(position)

    def close(self) -> None:
        self._source.close()
