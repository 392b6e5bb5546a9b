"""Folders to files: every regular file once, whatever links and permissions there are."""

import os
from collections.abc import Iterable, Iterator

from ..findings import finding
from ..model import Finding, Where


def source_files(sources: Iterable[str], *, follow_links: bool = True) -> Iterator[str | Finding]:
    """Path of every file at or below the sources, in order of name; a Finding for the rest.

    A folder is entered once, so that no link makes a loop.
    """
    entered: set[tuple[int, int]] = set()
    for source in sources:
        if os.path.isdir(source):
            yield from _below(source, entered, follow_links=follow_links)
        elif os.path.isfile(source):
            yield source
        elif os.path.exists(source):
            yield _special(source)
        else:
            yield finding("source-missing", "There is no such file or folder.", Where(path=source))


def _below(
    root: str, entered: set[tuple[int, int]], *, follow_links: bool
) -> Iterator[str | Finding]:
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            if not _enter(folder, entered):
                yield finding("directory-loop", "This folder was read already.", Where(path=folder))
                continue
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            yield _unreadable(folder, error)
            continue
        folders = []
        for entry in entries:
            if not follow_links and entry.is_symlink():
                yield finding("link", "A link is not part of a medium.", Where(path=entry.path))
            elif entry.is_dir():
                folders.append(entry.path)
            elif entry.is_file():
                yield entry.path
            else:
                yield _special(entry.path)
        waiting.extend(reversed(folders))


def _enter(folder: str, entered: set[tuple[int, int]]) -> bool:
    status = os.stat(folder)
    key = (status.st_dev, status.st_ino)
    if key in entered:
        return False
    entered.add(key)
    return True


def _special(path: str) -> Finding:
    message = "It is neither a file nor a folder (a broken link, a pipe or a device)."
    return finding("unreadable", message, Where(path=path))


def _unreadable(path: str, error: OSError) -> Finding:
    reason = error.strerror or type(error).__name__
    return finding("unreadable", f"It cannot be read: {reason}.", Where(path=path))
