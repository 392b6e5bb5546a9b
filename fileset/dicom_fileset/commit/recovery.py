"""A change that was broken off, finished or undone: whichever leaves a whole file-set."""

import os
import socket

from ..errors import Refused
from ..findings import finding
from ..model import Finding, Where
from .change import UNDER_WAY, dicomdir_digest, remove_files, undo
from .journal import NEW_DICOMDIR, Begin, Journal, journal_path, read_journal


def recover(root: str, *, heal: bool = True) -> Finding | None:
    """Bring a file-set out of a change that was broken off; ``None`` where none was.

    Parameters
    ----------
    root
        Of the file-set.
    heal
        Whether to do so; without, the Finding says that it would be done.

    Raises
    ------
    Refused
        The change is not broken off: another process is at work.
    """
    journal = read_journal(root)
    if journal is None:
        return None
    if _alive(root, journal.begin):
        message = f"Process {journal.begin.process} is changing this file-set."
        raise Refused(finding("unfinished-change", message, Where(path=root)))
    if not heal:
        message = "A change was broken off here; the next one finishes or undoes it."
        return finding("unfinished-change", message, Where(path=root))
    if _was_committed(root, journal):
        remove_files(root, journal.decide.remove if journal.decide else ())
        os.unlink(journal_path(root))
        done = "finished"
    else:
        undo(root, journal.begin.add, root_was_made=False)
        done = "undone"
    message = f"A change that was broken off has been {done}."
    return finding("recovered", message, Where(path=root))


def is_unfinished(root: str) -> bool:
    """Whether a change of this file-set is under way or was broken off."""
    return os.path.exists(journal_path(root)) or os.path.exists(os.path.join(root, NEW_DICOMDIR))


def _was_committed(root: str, journal: Journal) -> bool:
    if journal.decide is None:
        return False
    return dicomdir_digest(root) == journal.decide.dicomdir_sha256


def _alive(root: str, begin: Begin) -> bool:
    """Whether the process that began a change is still there; unknown counts as gone."""
    if begin.process == os.getpid():
        return os.path.realpath(root) in UNDER_WAY
    if begin.host != socket.gethostname() or not begin.process or os.name == "nt":
        return False
    try:
        os.kill(begin.process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
