"""Files below a destination that no row of its journal speaks of; no list of them is ever held."""

import os
from collections.abc import Callable, Iterator
from typing import Final

from ...findings import finding
from ...model import Finding, Where
from ...stored_names import as_stored
from .journal import SealedJournal

_IS_SPOKEN_OF: Final = "SELECT 1 FROM temp.place WHERE path = ?"
_EXTRA: Final = "No row of the journal speaks of it."


def extra_files(
    journal: SealedJournal, root: str, is_ours: Callable[[str], bool]
) -> Iterator[Finding]:
    """A Finding on each.

    Parameters
    ----------
    journal
        With the places that its rows speak of.
    root
        The destination.
    is_ours
        Whether a path below it, ``/`` between names, is of the migration though no row has it.
    """
    for below in _files(root):
        if isinstance(below, Finding):
            yield below
        elif not is_ours(below) and not journal.rows(_IS_SPOKEN_OF, (as_stored(below),)):
            path = os.path.join(root, *below.split("/"))
            yield finding("audit-file-extra", _EXTRA, Where(path=path))


def _files(root: str) -> Iterator[str | Finding]:
    """Paths below a folder of all that is no folder, and what cannot be read.

    Folders that wait are held: those beside each other on the way to one.
    """
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        path = os.path.join(root, *folder.split("/")) if folder else root
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    below = f"{folder}/{entry.name}" if folder else entry.name
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(below)
                    else:
                        yield below
        except OSError as error:
            message = f"It cannot be read: {error.strerror or type(error).__name__}."
            yield finding("unreadable", message, Where(path=path))
