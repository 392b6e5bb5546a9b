"""What somebody else does to a file-set that was read before: the reason for what is odd then."""

import os

from ..findings import finding
from ..model import Finding, Where
from .change import dicomdir_digest
from .journal import journal_path


def told_meanwhile(root: str, before: str | None) -> Finding | None:
    """Why a file-set may not be what it was; ``None`` where it is, and nobody is changing it.

    Parameters
    ----------
    before
        SHA-256 of its DICOMDIR when it was read, in hexadecimal.
    """
    where = Where(path=root)
    if os.path.lexists(journal_path(root)):
        message = "Another change of this file-set is under way or was broken off."
        return finding("unfinished-change", message, where)
    if dicomdir_digest(root) != before:
        message = "The file-set is not what it was when it was read: another has changed it."
        return finding("changed-meanwhile", message, where)
    return None
