"""A repair carried out: over the old directory, which is kept beside it, or into a copy."""

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from ..commit import Change
from ..commit.backup import free_backup
from ..conformity.terms import AS_IT_IS
from ..errors import Refused
from ..file_ids import DICOMDIR, FileID
from ..findings import finding
from ..gathering import Gathered
from ..model import Decision, Finding, Where
from ..opening import Opened
from ..place.copy import copy_file
from ..placement import Placer
from ..progress import Progress
from ..writing import journal_finding, leave_change, refusal

_UNWRITABLE: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


def replace_directory(opened: Opened, dicomdir: bytes) -> str:
    """Write a new DICOMDIR in the place of the old one; the name that the old one has now, if any.

    Raises
    ------
    Refused
        The medium takes it not; nothing was changed.
    Interrupted
        It failed where neither could be reached; the next change finishes or undoes it.
    """
    root, name = opened.root, opened.dicomdir_name
    if not name:
        with _changing(root, [], None, ()) as change:
            change.commit(dicomdir, [])
        return ""
    backup = (free_backup(root),)
    # Where both names are one, the file system tells no cases apart, and nothing is to go.
    there = os.path.lexists(os.path.join(root, DICOMDIR))
    with _changing(root, [backup], opened.digest if there else None, ()) as change:
        copy_file(os.path.join(root, name), change.path_for(backup))
        change.commit(dicomdir, [backup], [] if there else [(name,)])
    return backup[0]


@contextmanager
def copying(
    root: str, decisions: Sequence[Decision], gathered: Gathered, jobs: int, progress: Progress
) -> Iterator[tuple[Change, list[Decision]]]:
    """Instances copied to a new place; the block makes their directory and commits.

    Raises
    ------
    Refused
        The place takes them not; nothing was left behind.
    """
    announced = [one.file_id for one in decisions]
    with _changing(root, announced, None, gathered.findings) as change:
        gathered.kept = list(decisions)
        yield change, Placer(change, gathered, progress, AS_IT_IS, jobs).place_all()


@contextmanager
def _changing(
    root: str, announced: Sequence[FileID], before: str | None, told: Sequence[Finding]
) -> Iterator[Change]:
    """A change that is undone where the block fails."""
    try:
        change = Change(root, announced, before)
    except OSError as error:
        raise Refused(_why_not(root, error)) from error
    try:
        yield change
    except BaseException as error:
        leave_change(change, error)
        raise refusal(root, error, told) from error


def _why_not(root: str, error: OSError) -> Finding:
    if error.errno not in _UNWRITABLE:
        return journal_finding(root, error)
    message = f"It cannot be written: {error.strerror}."
    return finding("medium-unwritable", message, Where(path=root))
