"""Folders to files: every regular file once, whatever links and permissions there are."""

import os
from collections.abc import Callable, Iterable, Iterator

from ..findings import finding
from ..medium_links import is_link
from ..model import Finding, Where


def source_files(
    sources: Iterable[str],
    *,
    follow_links: bool = True,
    passed_by: Callable[[str], bool] = lambda name: False,  # noqa: ARG005
) -> Iterator[str | Finding]:
    """Path of every file at or below the sources, in order of name; a Finding for the rest.

    A folder is entered once, so that no link makes a loop.

    Parameters
    ----------
    sources
        Files and folders.
    follow_links
        Whether to follow symbolic links below a folder; without, each is a Finding.
    passed_by
        Says of a name whether it is of no concern, with all below it.
    """
    below = _Folders(follow_links=follow_links, passed_by=passed_by).files_below
    for source in sources:
        if os.path.isdir(source):
            yield from below(source)
        elif os.path.isfile(source):
            yield source
        elif os.path.exists(source):
            yield _special(source)
        else:
            yield finding("source-missing", "There is no such file or folder.", Where(path=source))


class _Folders:
    """The folders below the sources, each entered once."""

    def __init__(self, *, follow_links: bool, passed_by: Callable[[str], bool]) -> None:
        self._follow_links = follow_links
        self._passed_by = passed_by
        self._entered: set[tuple[int, int]] = set()

    def files_below(self, root: str) -> Iterator[str | Finding]:
        """Every file below a folder, those of a folder before those of the folders in it."""
        waiting = [root]
        while waiting:
            folder = waiting.pop()
            folders: list[str] = []
            for entry in self._entries(folder):
                if isinstance(entry, Finding):
                    yield entry
                elif self._is_folder(entry):
                    folders.append(entry.path)
                else:
                    yield self._file(entry)
            waiting.extend(reversed(folders))

    def _is_folder(self, entry: os.DirEntry[str]) -> bool:
        try:
            if not self._follow_links and is_link(entry):
                return False
            return entry.is_dir()
        except OSError:
            return False  # a link that leads to itself

    def _file(self, entry: os.DirEntry[str]) -> str | Finding:
        """The path of a file; a Finding for what is neither file nor folder."""
        if not self._follow_links and is_link(entry):
            message = "A link is not part of a medium."
            return finding("link", message, Where(path=entry.path))
        try:
            return entry.path if entry.is_file() else _special(entry.path)
        except OSError:
            return _special(entry.path)

    def _entries(self, folder: str) -> list[os.DirEntry[str] | Finding]:
        try:
            if not self._enter(folder):
                message = "This folder was read already."
                return [finding("directory-loop", message, Where(path=folder))]
            with os.scandir(folder) as found:
                entries = list(found)
        except OSError as error:
            return [_unreadable(folder, error)]
        entries.sort(key=lambda one: one.name)
        return [self._told(one) if self._passed_by(one.name) else one for one in entries]

    def _told(self, entry: os.DirEntry[str]) -> Finding:
        message = "An operating system's own; it was not looked into."
        return finding("leftover", message, Where(path=entry.path))

    def _enter(self, folder: str) -> bool:
        status = os.stat(folder)
        # Some file systems number nothing: there the real name tells.
        inode = status.st_ino or hash(os.path.realpath(folder))
        key = (status.st_dev, inode)
        new = key not in self._entered
        self._entered.add(key)
        return new


def _special(path: str) -> Finding:
    message = "It is neither a file nor a folder (a broken link, a pipe or a device)."
    return finding("unreadable", message, Where(path=path))


def _unreadable(path: str, error: OSError) -> Finding:
    reason = error.strerror or type(error).__name__
    return finding("unreadable", f"It cannot be read: {reason}.", Where(path=path))
