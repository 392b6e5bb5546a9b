"""The DICOMDIR of one volume, over files that lie where they stay."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from ...assembly import add_records
from ...branches import Branches
from ...commit import recover
from ...conformity.placing import under_terms
from ...dicomdir import read_dicomdir
from ...dicomdir.keys import RecordKeys, reference_of
from ...directory import Directory
from ...errors import Refused
from ...file_ids import DICOMDIR
from ...findings import finding
from ...gathering import Gathered
from ...model import FileSet, Where
from ...place import same_content
from ...plan import InPlacePlacing, Planner
from ...progress import silent
from ...report import Skip
from ...scan.many import scan_files
from ...scan.telling import scanned_finding
from ...writing import Manner, keys_of, recorded, records_wait, write_change

_NO_ICON: Final = "It must have an icon, and none can be made."
PutAside = Callable[[Sequence[Skip]], None]


def make_directory(
    root: str, file_set: FileSet, paths: Iterable[str], manner: Manner, put_aside: PutAside
) -> dict[str, int]:
    """Make the DICOMDIR of a volume, where it is not there already.

    Parameters
    ----------
    root
        Folder of the volume.
    file_set
        UID and ID that it is to have.
    paths
        Its files, in the order of their records.
    put_aside
        Called with the files that cannot be listed: before anything is written, or once the
        DICOMDIR stands, where no icon could be made that a profile asks for.

    Returns
    -------
    dict
        Codes of what there was to say, with their number.

    Raises
    ------
    Refused
        There is one of another file-set, or it cannot be written.
    """
    if os.path.isdir(root):
        recover(root)
    paths = list(paths)
    directory = Directory(file_set, keys_of(manner.terms))
    gathered = _gathered(root, directory, paths, manner)
    if gathered.skipped:
        # What is listed then is decided anew: as if what is put aside had never been there.
        aside = {one.source for one in gathered.skipped}
        put_aside(gathered.skipped)
        paths = [path for path in paths if path not in aside]
        directory = Directory(file_set, keys_of(manner.terms))
        gathered = _gathered(root, directory, paths, manner)
    if os.path.lexists(os.path.join(root, DICOMDIR)):
        _see_it_is_ours(root, file_set)
    elif gathered.kept:
        outcome = write_change(root, directory, gathered, manner)
        gathered.findings += recorded(outcome, "FSC", "create")
    if records_wait(manner.terms) and gathered.kept and (unlisted := _unlisted(root, gathered)):
        put_aside(unlisted)
    return dict(sorted(Counter(one.code for one in gathered.findings).items()))


def _gathered(root: str, directory: Directory, paths: Iterable[str], manner: Manner) -> Gathered:
    placing = under_terms(InPlacePlacing(root), manner.terms, in_place=True)
    gathered = Gathered(Planner(placing, Branches(), same_content), silent)
    decisions = gathered.take(scan_files(paths, manner.jobs, scanned_finding))
    if records_wait(manner.terms):
        list(decisions)
    else:
        gathered.findings += add_records(directory, decisions)
    return gathered


def _unlisted(root: str, gathered: Gathered) -> list[Skip]:
    """Files that were to be listed, and are not; whichever process wrote the DICOMDIR."""
    records = _read(root).records
    found = (reference_of(RecordKeys(one.body)) for one in records)
    listed = {one.file_id for one in found if one is not None}
    return [
        Skip(one.instance.path, "profile-icon", _NO_ICON)
        for one in gathered.kept
        if one.file_id not in listed
    ]


def _read(root: str) -> FileSet:
    with open(os.path.join(root, DICOMDIR), "rb") as stream:
        return read_dicomdir(stream.read())


def _see_it_is_ours(root: str, file_set: FileSet) -> None:
    if _read(root).file_set_uid != file_set.file_set_uid:
        message = "A DICOMDIR of another file-set is there already."
        where = Where(path=os.path.join(root, DICOMDIR))
        raise Refused(finding("directory-exists", message, where))
