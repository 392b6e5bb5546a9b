"""What of a file-set stands, for an update to start from."""

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from .branches import Branches
from .commit.journal import OWN_NAMES
from .dicomdir.keys import Reference, active
from .dicomdir.references import file_ids_in
from .directory import Directory
from .errors import Refused
from .file_ids import DICOMDIR, FileID
from .findings import finding
from .medium_names import MediumNames
from .model import FileSet, Instance, ParentKeys, Record, Where
from .plan import Planner

_LOSING: Final = frozenset(
    {
        "directory-truncated",
        "directory-head-damaged",
        "root-offset-wrong",
        "offset-dangling",
        "offsets-shifted",
        "record-damaged",
        "sequence-length-wrong",
        "hierarchy-inferred",
        "limit-reached",
        "record-referenced-twice",
        "record-unreachable",
        "nested-too-deep",
    }
)
"""Findings on a directory that would be made worse by writing what was understood of it."""

_MULTI_REFERENCED: Final = "MRDR"


def check_updatable(file_set: FileSet, path: str) -> None:
    """See that a file-set may be updated, and loses nothing by it (PS3.10 8.3).

    Raises
    ------
    Refused
        It may not, or would lose records.
    """
    if not file_set.has_directory:
        message = "The DICOMDIR has no Directory Information Module; such a one is not updated."
        raise Refused(finding("directory-without-module", message, Where(path=path)))
    if os.path.basename(path) != DICOMDIR:
        message = f"The directory is named {os.path.basename(path)}; it must be DICOMDIR."
        raise Refused(finding("file-name-case", message, Where(path=path)))
    losing = [one for one in file_set.findings if one.code in _LOSING]
    retired = _MULTI_REFERENCED in {record.record_type for record in file_set.records}
    if losing or retired:
        message = "Updating this directory would lose records that could not be understood."
        raise Refused(
            finding("directory-damaged", message, Where(path=path)), tuple(file_set.findings)
        )


def branches_of(directory: Directory) -> Branches:
    """The hierarchy that is there, for new instances to join."""
    branches = Branches(directory.people())
    for lineage in directory.lineages():
        branches.remember(*lineage)
    return branches


def remember(
    planner: Planner,
    records: Sequence[Record],
    again: Mapping[bytes, Reference],
    names: MediumNames,
) -> None:
    """Tell a planner of the instances that are there and come again, so that none comes twice.

    Of all others neither names nor files are looked at.
    """
    for record in active(records) if again else ():
        reference = again.get(record.body)
        if reference is None:
            continue
        match = names.find(reference.file_id)
        path = names.path(match) if match else ""
        planner.remember(
            Instance(
                path,
                0,
                reference.sop_class_uid,
                reference.sop_instance_uid,
                reference.transfer_syntax_uid,
                ParentKeys(),
                (),
            )
        )


def unneeded_files(
    files: Iterable[FileID], records: Sequence[Record], names: MediumNames
) -> list[FileID]:
    """Those of the files that no record needs, by the names they really have."""
    given_up = {_parts(names, file_id) for file_id in files} - {None}
    if not given_up:
        return []
    needed = {_parts(names, file_id) for file_id in file_ids_in(records)}
    needed |= {(name,) for name in (DICOMDIR, *OWN_NAMES)}
    return sorted(parts for parts in given_up - needed if parts)


def _parts(names: MediumNames, file_id: FileID) -> FileID | None:
    match = names.find(file_id)
    return match.parts if match else None
