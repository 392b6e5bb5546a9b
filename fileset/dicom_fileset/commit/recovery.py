"""A change that was broken off, finished or undone: whichever leaves a whole file-set.

A journal may lie on a medium that somebody else made.  Nothing outside of the root is touched for
it, and nothing that the present directory refers to.
"""

import os
import socket
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from dicom_profiles.pdi import is_pdi_name

from ..dicomdir import read_dicomdir
from ..dicomdir.keys import RecordKeys, reference_of
from ..errors import DamagedFileSet, Refused
from ..file_ids import DICOMDIR, MOST_COMPONENTS, FileID, is_legal
from ..findings import finding
from ..medium_links import open_inside, resolved
from ..medium_names import MediumNames, is_safe
from ..model import Finding, Where
from .backup import is_backup
from .change import dicomdir_digest, digest_of, finish, renew_files, undo_files
from .journal import (
    NEW_DICOMDIR,
    OLD_DICOMDIR,
    OWN_NAMES,
    RENEWALS,
    STALE_SECONDS,
    Begin,
    Journal,
    is_journal,
    journal_path,
    open_journal,
    read_journal,
)
from .lock import lock


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
        The change is not broken off: somebody is at work; or its journal is none of ours, or the
        medium does not let it be healed.
    """
    try:
        return _recovered(root, heal=heal)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"A change that may have been broken off cannot be healed: {reason}."
        where = Where(path=str(error.filename or journal_path(root)))
        raise Refused(finding("unfinished-change", message, where)) from error


def _recovered(root: str, *, heal: bool) -> Finding | None:
    try:
        descriptor = open_journal(root)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        journal = _journal_of_the_dead(root, descriptor)
        if journal is None:
            return None
        if not heal:
            message = "A change was broken off here; the next one finishes or undoes it."
            return finding("unfinished-change", message, Where(path=root))
        healed = _healed(root, journal)
        if not _REMOVES_NO_OPEN_FILE:
            os.unlink(journal_path(root))
    finally:
        os.close(descriptor)
    if _REMOVES_NO_OPEN_FILE:
        with suppress(FileNotFoundError):  # another who heals came first, and found nothing to do
            os.unlink(journal_path(root))
    return healed


_REMOVES_NO_OPEN_FILE: Final = os.name == "nt"
"""Windows: there the lock goes an instant before the journal; that of a new change is open."""


def _journal_of_the_dead(root: str, descriptor: int) -> Journal | None:
    """The journal that is open, now that nobody else writes it; ``None`` where it is gone.

    Raises
    ------
    Refused
        Somebody is at work.
    """
    ours = lock(descriptor)
    if not os.path.lexists(journal_path(root)):
        return None
    journal = read_journal(descriptor)  # only now: whoever held the lock may have gone on before
    if _alive(root, ours, journal.begin) or not is_journal(root, descriptor):
        message = f"Process {journal.begin.process} is changing this file-set."
        raise Refused(finding("unfinished-change", message, Where(path=root)))
    return journal


def _healed(root: str, journal: Journal) -> Finding:
    removing = journal.decide.remove if journal.decide else ()
    renewing = journal.decide.renew if journal.decide else ()
    legal = all(map(_is_ours, journal.begin.add)) and all(map(is_safe, removing))
    if not legal or not all(_is_renewal(root, *pair) for pair in renewing):
        message = "The journal of a change names files that no file-set has; remove it by hand."
        raise Refused(finding("unfinished-change", message, Where(path=journal_path(root))))
    _bring_forward(root, journal)
    if journal.decide is not None and dicomdir_digest(root) == journal.decide.dicomdir_sha256:
        renew_files(root, renewing)
        finish(root, _unlisted(root, removing))
        done = "finished"
    else:
        undo_files(root, _unlisted(root, journal.begin.add))
        done = "undone"
    message = f"A change that was broken off has been {done}."
    return finding("recovered", message, Where(path=root))


def _bring_forward(root: str, journal: Journal) -> None:
    """Put a new directory in its place that is whole, where the old one was put aside for it."""
    names = DICOMDIR, OLD_DICOMDIR, NEW_DICOMDIR
    there, old, new = (os.path.join(root, name) for name in names)
    if os.path.lexists(there) or not os.path.isfile(old) or journal.decide is None:
        return
    if digest_of(root, NEW_DICOMDIR) == journal.decide.dicomdir_sha256:
        os.rename(new, there)


def _is_ours(file_id: FileID) -> bool:
    """Whether a change places files of such a name: instances, pages of IHE PDI media, backups."""
    if is_legal(file_id) or (len(file_id) == 1 and is_backup(file_id[0])):
        return True
    return len(file_id) <= MOST_COMPONENTS and all(map(is_pdi_name, file_id))


def _is_renewal(root: str, new: str, name: str) -> bool:
    """Whether a change may put a file of the root in the place of another there: pages alone."""
    folders = any(os.path.isdir(os.path.join(root, one)) for one in (new, name))
    return (new, name) in RENEWALS.items() and not folders


def _unlisted(root: str, file_ids: Iterable[FileID]) -> list[FileID]:
    """Those of the files that lie inside the root, if at all, and are in no record."""
    names = MediumNames(root)
    listed = _listed(root, names) | {(name,) for name in (DICOMDIR, *OWN_NAMES)}
    real_root = os.path.realpath(root)
    unlisted = []
    for file_id in file_ids:
        match = names.find(file_id)
        parts = match.parts if match else file_id
        if parts not in listed and resolved(real_root, parts[:-1]) == parts[:-1]:
            unlisted.append(parts)
    return unlisted


def _listed(root: str, names: MediumNames) -> set[FileID]:
    try:
        with open_inside(root, DICOMDIR) as stream:
            records = read_dicomdir(stream.read()).records
    except (OSError, DamagedFileSet):
        return set()
    references = (reference_of(RecordKeys(record.body)) for record in records)
    matches = (names.find(one.file_id) for one in references if one is not None)
    return {one.parts for one in matches if one is not None}


def is_unfinished(root: str) -> bool:
    """Whether a change of this file-set is under way or was broken off."""
    return any(os.path.lexists(os.path.join(root, name)) for name in OWN_NAMES)


def _alive(root: str, ours: bool | None, begin: Begin) -> bool:
    """Whether the one who began a change is still at work, by the lock and by signs of life."""
    if ours is False:
        return True
    if ours and begin.host in {socket.gethostname(), ""}:
        return False
    # Locks do not reach other computers: there a sign of life is what tells.
    idle = time.time() - os.stat(journal_path(root)).st_mtime
    return bool(begin.host) and idle < STALE_SECONDS
