"""A file-set repaired: from what records and files say to a new directory, and the report."""

import os

import msgspec

from ..commit import recover
from ..commit.recovery import is_unfinished
from ..destination import check_empty, check_space
from ..dicomdir import read_dicomdir, write_dicomdir
from ..errors import DamagedFileSet, Refused, UsageError
from ..evidence import stored
from ..file_ids import DICOMDIR, LONGEST_FILE_SET_ID
from ..findings import finding
from ..gathering import Gathered
from ..identification import new_uid
from ..ledger import keep
from ..model import FileSet, Finding, Where
from ..opening import Opened
from ..progress import Progress, silent
from ..records.values import valid_uid
from ..report import RepairReport
from .carrying import copying, replace_directory
from .medium import Medium
from .opened import opened_to_repair
from .planning import Planned, planned
from .telling import told
from .tree import Tree


def repair(
    root: str | os.PathLike[str],
    *,
    output: str | os.PathLike[str] | None = None,
    keep_missing: bool = False,
    dry_run: bool = False,
    jobs: int = 1,
    progress: Progress = silent,
) -> RepairReport:
    """Make a new, correct DICOMDIR from what the records and the files of a file-set say.

    A record that is right is kept to the byte; one that its file contradicts is made anew, for the
    file is right; a file without a record gets one.  No file of an instance is changed.

    Parameters
    ----------
    root
        The folder of the file-set, or its DICOMDIR.
    output
        An empty or new folder for a whole new file-set, where files get legal names; the old one
        is not touched then.  Without, the new DICOMDIR takes the place of the old one, which is
        kept beside it as ``DICOMDIR.BAK`` or the next free name of that kind.
    keep_missing
        Whether records stay whose files are not there.
    dry_run
        Only say what would be done.
    jobs
        Processes that read headers.
    progress
        Told how far things are.

    Raises
    ------
    DamagedFileSet
        There is neither a DICOMDIR nor any instance; or what was named is another file.
    Refused
        The medium takes no more, or ``output`` is not empty; nothing was changed.
    UsageError
        ``output`` lies in the file-set.
    """
    place = os.fspath(root)
    folder = (place if os.path.isdir(place) else os.path.dirname(place)) or os.curdir
    recovered = _recovered(folder, heal=not dry_run and output is None)
    opened = opened_to_repair(place)
    if output is not None:
        _check_output(opened.root, os.fspath(output), heal=not dry_run)
    medium = Medium(opened.root, opened.dicomdir_name, jobs, progress)
    plan = planned(
        opened,
        medium,
        copying=output is not None,
        keep_missing=keep_missing,
        progress=progress,
    )
    if not (opened.dicomdir_name or plan.decisions):
        raise DamagedFileSet(opened.file_set.findings[0], plan.left)
    if output is not None:
        report = _into_copy(plan, os.fspath(output), dry_run, jobs, progress)
    else:
        report = _in_place(plan, dry_run=dry_run)
    return msgspec.structs.replace(report, findings=(*recovered, *report.findings))


def _recovered(folder: str, *, heal: bool) -> tuple[Finding, ...]:
    """What became of a change that was broken off; a plan or a copy leaves it as it is."""
    if not is_unfinished(folder):
        return ()
    found = recover(folder, heal=heal)
    return (found,) if found else ()


def _check_output(root: str, output: str, *, heal: bool) -> None:
    inside = os.path.join(os.path.realpath(root), "")
    if os.path.join(os.path.realpath(output), "").startswith(inside):
        message = "The copy would lie in the file-set itself."
        raise UsageError(finding("bad-call", message, Where(path=output)))
    if os.path.isdir(output) and is_unfinished(output):
        recover(output, heal=heal)
    check_empty(output)


def _head(opened: Opened) -> FileSet:
    """The new file-set before it has records: what is whole of the head of the old one."""
    old = opened.file_set
    is_one = valid_uid(old.file_set_uid.encode("ascii", "replace"))
    uid = old.file_set_uid if is_one else new_uid()
    name = old.file_set_id
    legible = len(name) <= LONGEST_FILE_SET_ID and name.isascii() and name.isprintable()
    bare = FileSet(uid, name if legible else "")
    head = msgspec.structs.replace(bare, preface=old.preface, epilogue=old.epilogue)
    # An element whose length lies swallows what follows it: written again, it would do so again.
    return head if read_dicomdir(write_dicomdir(head), strict=True) == head else bare


def _tree(plan: Planned) -> Tree:
    return Tree(_head(plan.opened), plan.before, plan.claimed, plan.staying)


def _in_place(plan: Planned, *, dry_run: bool) -> RepairReport:
    tree = _tree(plan)
    file_set = tree.build(plan.decisions)
    dicomdir = write_dicomdir(file_set)
    report = _report(plan, tree, file_set, _proven(file_set, dicomdir))
    if not report.changed or dry_run:
        return report
    root = plan.opened.root
    check_space(root, 2 * len(dicomdir))
    backup = replace_directory(plan.opened, dicomdir)
    findings = report.findings
    if backup:
        message = f"The old directory is kept as {backup}."
        kept = finding("backup-kept", message, Where(path=os.path.join(root, backup)))
        findings = (*findings, kept)
    performed = stored(plan.decisions, findings)
    findings += tuple(keep("FSU", "update", performed))
    return msgspec.structs.replace(report, backup=backup, findings=findings)


def _into_copy(
    plan: Planned, output: str, dry_run: bool, jobs: int, progress: Progress
) -> RepairReport:
    tree = _tree(plan)
    if dry_run:
        file_set = tree.build(plan.decisions)
        report = _report(plan, tree, file_set, _proven(file_set, write_dicomdir(file_set)))
        return msgspec.structs.replace(report, changed=True, output=output)
    check_space(output, sum(one.size for one in plan.decisions))
    gathered = Gathered(plan.planner, progress)
    with copying(output, plan.decisions, gathered, jobs, progress) as (change, placed):
        file_set = tree.build(placed)
        dicomdir = write_dicomdir(file_set)
        after = _proven(file_set, dicomdir)
        change.commit(dicomdir, [one.file_id for one in placed])
    report = _report(plan, tree, file_set, after)
    findings = (*report.findings, *gathered.findings)
    findings += tuple(keep("FSC", "create", stored(placed, findings)))
    return msgspec.structs.replace(report, changed=True, output=output, findings=findings)


def _proven(file_set: FileSet, dicomdir: bytes) -> FileSet:
    """The new directory as it reads.

    Raises
    ------
    Refused
        It reads otherwise than it was meant.
    """
    read = read_dicomdir(dicomdir)
    if read.records != file_set.records:
        message = "The new directory does not read as it was meant; nothing was changed."
        raise Refused(finding("not-proven", message))
    return read


def _report(plan: Planned, tree: Tree, file_set: FileSet, after: FileSet) -> RepairReport:
    """What is otherwise; of what was wrong with the directory, what reads well now is mended."""
    old = plan.opened.file_set
    still = {one.code for one in after.findings}
    mended = tuple(one for one in old.findings if one.code not in still)
    remains = tuple(one for one in old.findings if one.code in still)
    about = told(plan, tree)
    same = file_set.records == old.records and file_set.file_set_uid == old.file_set_uid
    return RepairReport(
        plan.opened.root,
        bool(mended) or not same or plan.opened.dicomdir_name != DICOMDIR,
        file_set_uid=file_set.file_set_uid,
        records=about.records,
        mended=(*mended, *plan.healed, *about.mended),
        findings=(*remains, *about.left, *plan.left, *tree.findings),
    )
