"""A planned change carried out: instances placed, records made, the new state committed."""

import errno
from collections.abc import Sequence
from typing import NamedTuple

from dicom_profiles import KeyTable

from .assembly import add_records
from .commit import Change
from .commit.journal import journal_size
from .conformity.fitting import capacity_findings, check_capacity, check_conforming
from .conformity.terms import AS_IT_IS, Terms, icon_rule
from .destination import check_space
from .dicomdir import LARGEST, write_dicomdir
from .directory import Directory
from .errors import Interrupted, Refused
from .evidence import stored
from .file_ids import FileID
from .findings import finding
from .gathering import Gathered
from .ledger import keep
from .ledger.model import Activity, Role
from .medium_pages import MediumPages
from .model import Decision, Finding, Where
from .outcome import Outcome
from .placement import Placer
from .progress import Progress, silent
from .rekeying import NOBODY, Rekeyed, correct_files, foreseen_corrections
from .report import Removal


class Removing:
    """What a change starts from and takes away; nothing, for a creator.

    Attributes
    ----------
    removals, files
        The instances that go, and their files.
    before
        SHA-256 of the DICOMDIR that the change was planned on.
    patient
        Whose files are written anew.
    """

    def __init__(
        self,
        removals: Sequence[Removal] = (),
        files: Sequence[FileID] = (),
        before: str | None = None,
        patient: Rekeyed = NOBODY,
    ) -> None:
        self.patient = patient
        self.removals = tuple(removals)
        self.files = tuple(files)
        self.before = before


class Manner(NamedTuple):
    """How a change is carried out.

    Attributes
    ----------
    progress
        Told how far things are.
    terms
        On which instances were taken.
    jobs
        Processes that transcode.
    """

    progress: Progress = silent
    terms: Terms = AS_IT_IS
    jobs: int = 1


def planned_outcome(
    root: str,
    directory: Directory,
    gathered: Gathered,
    removing: Removing | None = None,
    terms: Terms = AS_IT_IS,
) -> Outcome:
    """What :func:`write_change` would do; nothing is changed by asking."""
    pages = MediumPages(root, terms.pdi)
    trial = Directory(directory.file_set(), keys_of(terms))
    _directory_size(root, directory, gathered, terms)
    findings = add_records(trial, _without_record(gathered.kept, terms))
    removing = removing or Removing()
    findings += capacity_findings(root, gathered.kept, terms)
    findings += pages.foreseen()
    corrections, told = foreseen_corrections(removing.patient)
    findings += told
    outcome = Outcome(root, gathered, gathered.kept, removing.removals, tuple(findings), terms)
    outcome.corrected = tuple(corrections)
    return outcome


def records_wait(terms: Terms) -> bool:
    """Whether records are made last, of files that lie where they stay too: they have icons."""
    return icon_rule(terms) is not None


def _without_record(decisions: Sequence[Decision], terms: Terms) -> Sequence[Decision]:
    """Those that have no record yet: a file that stays where it lies may have one."""
    return decisions if records_wait(terms) else _brought(decisions)


def _brought(decisions: Sequence[Decision]) -> list[Decision]:
    """Those whose files are written: what is indexed stays where it lies."""
    return [one for one in decisions if one.action != "indexed"]


def write_change(
    root: str,
    directory: Directory,
    gathered: Gathered,
    manner: Manner,
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
    pages = MediumPages(root, manner.terms.pdi)
    check_capacity(root, gathered.kept, manner.terms)
    announced = [*_new_files(gathered.kept, removing.patient), *pages.file_ids]
    size = _size_of_files(gathered.kept, removing.patient) + pages.size
    size += _directory_size(root, directory, gathered, manner.terms)
    check_space(root, size + journal_size(announced, removing.files))
    change = _begun(root, announced, removing, gathered)
    try:
        placed = Placer(change, gathered, manner.progress, manner.terms, manner.jobs).place_all()
        corrections, told = correct_files(change, removing.patient, manner.progress)
        gathered.findings += told
        check_conforming(gathered, manner.terms)
        gathered.findings += add_records(directory, _without_record(placed, manner.terms))
        _check_something(root, directory, gathered)
        file_set = directory.file_set()
        dicomdir = write_dicomdir(file_set)
        measured = len(dicomdir) + pages.size
        _check_measured(capacity_findings(root, placed, manner.terms, measured))
        manner.progress("writing the directory", len(placed), len(placed))
        pages.write(change, file_set, dicomdir)
        files = [*_new_files(placed, removing.patient), *pages.file_ids]
        change.commit(dicomdir, files, removing.files, pages.renew)
    except BaseException as error:
        leave_change(change, error)
        raise refusal(root, error, gathered.findings) from error
    gathered.findings += pages.findings()
    outcome = Outcome(root, gathered, placed, removing.removals, (), manner.terms)
    outcome.corrected = tuple(corrections)
    return outcome


def _new_files(decisions: Sequence[Decision], patient: Rekeyed) -> list[FileID]:
    """Files that a change writes: what is added, and what is written anew."""
    added = [one.file_id for one in _brought(decisions)]
    return added + [one.file_id for one in patient.files]


def _size_of_files(decisions: Sequence[Decision], patient: Rekeyed) -> int:
    return sum(one.size for one in _brought(decisions)) + sum(one.size for one in patient.files)


def _begun(
    root: str, announced: Sequence[FileID], removing: Removing, gathered: Gathered
) -> Change:
    """A change that is under way; refused where it cannot begin."""
    try:
        return Change(root, announced, removing.before)
    except OSError as error:
        raise Refused(journal_finding(root, error), tuple(gathered.findings)) from error


def recorded(
    outcome: Outcome, role: Role, activity: Activity, conforms: bool = True
) -> tuple[Finding, ...]:
    """Keep in the ledger what a change that is committed did; why not, where that fails.

    Parameters
    ----------
    conforms
        Whether all that is in the file-set now conforms to the profile of the terms.
    """
    profile = outcome.terms.profile if conforms and outcome.placed else None
    name, medium = (profile.name, profile.medium) if profile is not None else ("", "")
    return keep(role, activity, stored(outcome.placed, outcome.findings), name, medium)


def _check_something(root: str, directory: Directory, gathered: Gathered) -> None:
    """Refuse to write a directory of nothing, where there was something to be placed."""
    if gathered.kept and directory.is_empty:
        message = "None of the instances could be placed."
        raise Refused(finding("nothing-to-do", message, Where(path=root)), tuple(gathered.findings))


def keys_of(terms: Terms) -> KeyTable:
    """The Types that the profile of the terms gives to additional keys of records."""
    return terms.profile.keys if terms.profile is not None else KeyTable()


def _check_measured(over: Sequence[Finding]) -> None:
    """Refuse what does not fit on the medium, by the sizes that files really have."""
    if over:
        raise Refused(over[0])


_MOST_OF_A_REFERENCE = 1024
"""More than the elements by which a record refers to its file can take."""
_MOST_OF_AN_ICON = 256
"""More than the elements of an icon beside its pixels take."""


def _directory_size(root: str, directory: Directory, gathered: Gathered, terms: Terms) -> int:
    """Bytes that the directory has at most; refused where its offsets could not say them."""
    new = _without_record(gathered.kept, terms)
    keys = sum(sum(map(len, one.instance.keys)) for one in new)
    rule = icon_rule(terms)
    icon = rule.rows * rule.columns + _MOST_OF_AN_ICON if rule is not None else 0
    most = directory.size + keys + (_MOST_OF_A_REFERENCE + icon) * len(new)
    if most > LARGEST:
        message = "The directory would pass 4 GiB."
        raise Refused(finding("directory-too-large", message, Where(path=root)))
    return most


def leave_change(change: Change, error: BaseException) -> None:
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


def refusal(root: str, error: BaseException, told: Sequence[Finding]) -> BaseException:
    """The error as its caller is to see it, once nothing is changed any more."""
    findings = tuple(told)
    if isinstance(error, KeyboardInterrupt):
        stopped = finding("interrupted", "Stopped; nothing was changed.", Where(path=root))
        return Refused(stopped, findings)
    if isinstance(error, OSError):
        return Refused(_write_finding(root, error), findings)
    return error


def journal_finding(root: str, error: OSError) -> Finding:
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
