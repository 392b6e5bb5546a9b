"""The inventory: every file below the sources gets its row, and no list of them is ever held.

The journal is the queue: folders wait in it until they are read, so whoever goes on reads those
that are left.  Files of a folder are taken in order of name, as far as memory should hold them.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from ..findings import finding
from ..model import Finding, Where
from ..stored_names import as_named, as_stored
from .journal import Journal

_MOST_HELD: Final = 20_000
"""Entries of a folder that are held, and sorted, at once."""
_NEXT: Final = (
    "SELECT folder.number, source.number, source.path, folder.path FROM folder JOIN source "
    "ON source.number = folder.source WHERE state = 'found' ORDER BY folder.source, folder.path "
    "LIMIT 1"
)
_ADD_FOLDER: Final = "INSERT OR IGNORE INTO folder (source, path) VALUES (?, ?)"
_ADD_FILE: Final = "INSERT OR IGNORE INTO file (folder, name, size, mtime) VALUES (?, ?, ?, ?)"
_ADD_LISTED: Final = "INSERT OR IGNORE INTO listed (path, code, message) VALUES (?, ?, ?)"
_READ: Final = "UPDATE folder SET state = ?, inode = ? WHERE number = ?"


class _Folder(NamedTuple):
    number: int
    source: int
    root: str
    below: str

    @property
    def path(self) -> str:
        return os.path.join(self.root, self.below) if self.below else self.root


class _Found(NamedTuple):
    """What an entry of a folder is."""

    folder: tuple[object, ...] | None = None
    file: tuple[object, ...] | None = None
    listed: Finding | None = None


class Inventory:
    """Reads the folders that are left to be read.

    Parameters
    ----------
    journal
        With its sources.
    passed_by
        Real paths of folders and files that are ours, and no part of an archive.
    """

    def __init__(self, journal: Journal, passed_by: Iterable[str]) -> None:
        self._journal = journal
        self._ours = {os.path.realpath(path) for path in passed_by}

    def run(self, told: Callable[[int], None]) -> None:
        """Read all of them; ``told`` of the number of files now and then."""
        files = self._journal.number("SELECT count(*) FROM file")
        while folder := self._next():
            for number in self._read(folder):
                files += number
                told(files)

    def _next(self) -> _Folder | None:
        found = self._journal.rows(_NEXT)
        if not found:
            return None
        number, source, root, below = found[0]
        return _Folder(number, source, as_named(root), as_named(below))

    def _read(self, folder: _Folder) -> Iterator[int]:
        """Take a folder in, piece by piece; it counts as read with the last of them."""
        try:
            inode = _inode(folder.path)
            if self._journal.rows("SELECT 1 FROM folder WHERE inode = ?", (inode,)):
                loop = finding("directory-loop", "This folder was read already.")
                self._end(folder, "read", None, loop)
                return
            with os.scandir(folder.path) as entries:
                while some := sorted(islice(entries, _MOST_HELD), key=lambda one: one.name):
                    yield self._take(folder, some)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self._end(
                folder, "unreadable", None, finding("unreadable", f"It cannot be read: {reason}.")
            )
            return
        self._end(folder, "read", inode)

    def _end(
        self, folder: _Folder, state: str, inode: str | None, listed: Finding | None = None
    ) -> None:
        with self._journal.change() as data:
            if listed is not None:
                data.execute(_ADD_LISTED, _listed(folder.path, listed))
            data.execute(_READ, (state, inode, folder.number))

    def _take(self, folder: _Folder, entries: list[os.DirEntry[str]]) -> int:
        found = [self._look(folder, entry) for entry in entries]
        files = [one.file for one in found if one.file]
        with self._journal.change() as data:
            data.executemany(_ADD_FOLDER, [one.folder for one in found if one.folder])
            data.executemany(_ADD_FILE, files)
            data.executemany(
                _ADD_LISTED,
                [_listed(one.listed.where.path or "", one.listed) for one in found if one.listed],
            )
        return len(files)

    def _look(self, folder: _Folder, entry: os.DirEntry[str]) -> _Found:
        where = Where(path=entry.path)
        try:
            if self._is_ours(entry):
                message = "It is of this migration; what is in it was passed by."
                return _Found(listed=finding("destination-among-sources", message, where))
            if entry.is_dir():
                below = f"{folder.below}/{entry.name}" if folder.below else entry.name
                return _Found(folder=(folder.source, as_stored(below)))
            status = entry.stat()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            return _Found(listed=finding("unreadable", f"It cannot be read: {reason}.", where))
        if not stat.S_ISREG(status.st_mode):
            message = "It is neither a file nor a folder (a broken link, a pipe or a device)."
            return _Found(listed=finding("unreadable", message, where))
        name = as_stored(entry.name)
        return _Found(file=(folder.number, name, status.st_size, status.st_mtime_ns))

    def _is_ours(self, entry: os.DirEntry[str]) -> bool:
        """Whether it is the destination, or the journal; asked of names that may be, not of all."""
        return any(
            os.path.basename(own) == entry.name and os.path.realpath(entry.path) == own
            for own in self._ours
        ) or (entry.is_symlink() and os.path.realpath(entry.path) in self._ours)


def add_sources(journal: Journal, sources: Iterable[str]) -> list[Finding]:
    """Give sources their rows; what is none of a file or a folder is told, and listed.

    Several sources get a folder each below the destination, of their own name.
    """
    told = []
    roots: dict[str, list[str]] = {}
    for path in dict.fromkeys(os.path.abspath(one) for one in sources):
        missing = _missing(path)
        if missing is None:
            is_file = os.path.isfile(path)
            # The slash keeps files that are named apart from a source that is their folder.
            roots.setdefault(f"{os.path.dirname(path)}/" if is_file else path, [])
            if is_file:
                roots[f"{os.path.dirname(path)}/"].append(path)
            continue
        told.append(missing)
        with journal.change() as data:
            data.execute(_ADD_LISTED, _listed(path, missing))
    taken: set[str] = set()
    for root, files in roots.items():
        name = os.path.basename(root.rstrip("/")) or "root"
        _add_source(journal, root, _free_name(name, taken) if len(roots) > 1 else "", files)
    return told


def _missing(path: str) -> Finding | None:
    if os.path.isdir(path) or os.path.isfile(path):
        return None
    where = Where(path=path)
    if os.path.exists(path):
        return finding(
            "unreadable", "It is neither a file nor a folder (a pipe or a device).", where
        )
    return finding("source-missing", "There is no such file or folder.", where)


def _free_name(name: str, taken: set[str]) -> str:
    """A name that no other source has, in the eyes of any file system."""
    tried, number = name, 1
    while tried.casefold() in taken:
        number += 1
        tried = f"{name}-{number}"
    taken.add(tried.casefold())
    return tried


def _add_source(journal: Journal, root: str, name: str, files: list[str]) -> None:
    """A folder; one of which only some files are named is read already."""
    with journal.change() as data:
        stored = as_stored(root), as_stored(name)
        data.execute("INSERT OR IGNORE INTO source (path, name) VALUES (?, ?)", stored)
        number = data.execute("SELECT number FROM source WHERE path = ?", stored[:1]).fetchone()[0]
        data.execute(_ADD_FOLDER, (number, ""))
        if not files:
            return
        select = "SELECT number FROM folder WHERE source = ? AND path = ''"
        folder = data.execute(select, (number,)).fetchone()[0]
        data.execute("UPDATE folder SET state = 'read' WHERE number = ?", (folder,))
        for path in files:
            status = os.stat(path)
            row = (folder, as_stored(os.path.basename(path)), status.st_size, status.st_mtime_ns)
            data.execute(_ADD_FILE, row)


def _inode(path: str) -> str:
    status = os.stat(path)
    # Some file systems number nothing: there the real name tells.
    return f"{status.st_dev}:{status.st_ino}" if status.st_ino else os.path.realpath(path)


def _listed(path: str, found: Finding) -> tuple[object, ...]:
    return as_stored(path), found.code, found.message
