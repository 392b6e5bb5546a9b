"""A planned change carried out: instances placed, records made, the new state committed."""

import errno
import os
from collections.abc import Sequence

from .assembly import add_records
from .commit import Change
from .destination import check_space
from .dicomdir import LARGEST, write_dicomdir
from .directory import Directory
from .errors import Interrupted, Refused
from .file_ids import FileID
from .findings import finding
from .gathering import STEP, Gathered
from .model import Decision, Finding, Where
from .outcome import Outcome
from .place import place
from .progress import Progress
from .report import Removal
from .scan.failure import ScanFailure
from .scan.telling import scanned_finding


class Removing:
    """What a change starts from and takes away; nothing, for a creator.

    Attributes
    ----------
    removals, files
        The instances that go, and their files.
    before
        SHA-256 of the DICOMDIR that the change was planned on.
    """

    def __init__(
        self,
        removals: Sequence[Removal] = (),
        files: Sequence[FileID] = (),
        before: str | None = None,
    ) -> None:
        self.removals = tuple(removals)
        self.files = tuple(files)
        self.before = before


def planned_outcome(
    root: str, directory: Directory, gathered: Gathered, removing: Removing | None = None
) -> Outcome:
    """What :func:`write_change` would do; nothing is changed by asking."""
    trial = Directory(directory.file_set())
    copied = _without_record(gathered.kept)
    _check_directory_size(root, directory, copied)
    findings = add_records(trial, copied)
    removals = removing.removals if removing else ()
    return Outcome(root, gathered, gathered.kept, removals, tuple(findings))


def _without_record(decisions: Sequence[Decision]) -> list[Decision]:
    """Those that are not indexed: the record of a file that stays where it lies is there."""
    return [one for one in decisions if one.action != "indexed"]


def write_change(
    root: str,
    directory: Directory,
    gathered: Gathered,
    progress: Progress,
    removing: Removing | None = None,
) -> Outcome:
    """Carry out what was decided; either all of it stands afterwards, or nothing was changed.

    Raises
    ------
    Refused
        There is no room, or the medium took no more; what was there before is there still.
    Interrupted
        The medium failed where neither could be reached; the next change finishes or undoes it.
    """
    removing = removing or Removing()
    copied = _without_record(gathered.kept)
    check_space(root, sum(one.instance.size for one in copied))
    _check_directory_size(root, directory, copied)
    try:
        change = Change(root, [one.file_id for one in copied], removing.before)
    except OSError as error:
        raise Refused(_journal_finding(root, error), tuple(gathered.findings)) from error
    try:
        placed = _place_all(change, gathered, progress)
        gathered.findings += add_records(directory, _without_record(placed))
        dicomdir = write_dicomdir(directory.file_set())
        progress("writing the directory", len(placed), len(placed))
        change.commit(dicomdir, [one.file_id for one in _without_record(placed)], removing.files)
    except BaseException as error:
        _leave(change, error)
        raise _refusal(root, error, gathered) from error
    return Outcome(root, gathered, placed, removing.removals)


_MOST_OF_A_REFERENCE = 1024
"""More than the elements by which a record refers to its file can take."""


def _check_directory_size(root: str, directory: Directory, copied: Sequence[Decision]) -> None:
    """Refuse a directory that could pass what its offsets can say, before a file is placed."""
    keys = sum(sum(map(len, one.instance.keys)) for one in copied)
    if directory.size + keys + _MOST_OF_A_REFERENCE * len(copied) > LARGEST:
        message = "The directory would pass 4 GiB."
        raise Refused(finding("directory-too-large", message, Where(path=root)))


def _leave(change: Change, error: BaseException) -> None:
    """Leave the old state or the new one; where the medium allows neither, say so."""
    where = Where(path=change.root)
    if change.committed:
        change.release()
        message = "The new file-set stands; old files could not be removed."
        raise Interrupted(finding("unfinished-change", message, where)) from error
    try:
        change.undo()
    except OSError as failure:
        change.release()
        message = "The old file-set stands; new files could not be removed."
        raise Interrupted(finding("unfinished-change", message, where)) from failure


def _refusal(root: str, error: BaseException, gathered: Gathered) -> BaseException:
    """The error as its caller is to see it, once nothing is changed any more."""
    findings = tuple(gathered.findings)
    if isinstance(error, KeyboardInterrupt):
        stopped = finding("interrupted", "Stopped; nothing was changed.", Where(path=root))
        return Refused(stopped, findings)
    if isinstance(error, OSError):
        return Refused(_write_finding(root, error), findings)
    return error


def _place_all(change: Change, gathered: Gathered, progress: Progress) -> list[Decision]:
    placed = []
    for number, decision in enumerate(gathered.kept, 1):
        if not number % STEP:
            progress("placing", number, len(gathered.kept))
        if decision.action == "indexed" or _placed(change, decision, gathered):
            placed.append(decision)
    return placed


def _placed(change: Change, decision: Decision, gathered: Gathered) -> bool:
    """Whether an instance is in its place; one that cannot be is left out with its reason."""
    destination = change.path_for(decision.file_id)
    try:
        gathered.findings += place(decision, destination).findings
    except FileExistsError:
        change.disown(decision.file_id)
        raise
    except ScanFailure as failure:
        gathered.skip(scanned_finding(decision.instance.path, failure))
        if os.path.exists(destination):
            os.unlink(destination)
        return False
    return True


def _journal_finding(root: str, error: OSError) -> Finding:
    """Why a change could not begin: its journal is there already, or cannot be written."""
    if error.errno != errno.EEXIST:
        return _write_finding(root, error)
    message = "Another change of this file-set is under way or was broken off."
    return finding("unfinished-change", message, Where(path=root))


def _write_finding(root: str, error: OSError) -> Finding:
    reason = error.strerror or type(error).__name__
    where = Where(path=str(error.filename or root))
    if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}:
        return finding("no-space", "The medium is full; nothing was changed.", where)
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return finding("destination-unwritable", f"It cannot be written: {reason}.", where)
    if not error.errno:
        return finding("not-proven", f"It failed: {reason}; nothing was changed.", where)
    if error.errno == errno.EEXIST:
        message = "Something appeared where a file was to go."
        return finding("destination-not-empty", message, where)
    return finding("write-failed", f"Writing failed: {reason}; nothing was changed.", where)
