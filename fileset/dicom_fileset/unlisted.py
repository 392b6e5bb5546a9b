"""Instances on a medium that no record lists: what the files themselves say of them."""

import os
from collections.abc import Collection, Iterator

from dicom_profiles import is_leftover

from .commit.journal import OWN_NAMES
from .file_ids import COMPONENT, FileID
from .findings import finding
from .model import Finding, Instance, Where
from .records.sop_classes import MEDIA_STORAGE_DIRECTORY, record_type_of
from .report import ListedInstance
from .scan.many import scan_files
from .scan.sources import source_files
from .scan.telling import scanned_finding
from .text import fitting

_NO_INSTANCE = frozenset({"not-dicom", "empty-file", "leftover"})


def unlisted_instances(
    root: str, listed: Collection[FileID], jobs: int = 1
) -> Iterator[ListedInstance | Finding]:
    """Every instance below a root but those listed; a Finding on what cannot be read.

    Links are not followed, and files that are not DICOM are passed by.

    Parameters
    ----------
    root
        Of the medium.
    listed
        Names below the root, as they are there, of what records refer to.
    jobs
        Processes that read headers.
    """
    start = len(os.path.join(root, ""))

    def files() -> Iterator[str | Finding]:
        for one in source_files([root], follow_links=False, passed_by=_passed_by):
            if isinstance(one, Finding) or tuple(one[start:].split(os.sep)) not in listed:
                yield one

    for found in scan_files(files(), jobs, scanned_finding):
        if isinstance(found, Finding):
            if found.code not in _NO_INSTANCE:
                yield found
        elif found.sop_class_uid != MEDIA_STORAGE_DIRECTORY:
            yield _listed(found, tuple(found.path[start:].split(os.sep)))


def unlisted_finding(one: ListedInstance) -> Finding:
    """That no record lists an instance."""
    message = f"No record lists {'/'.join(one.file_id)}."
    return finding("instance-unlisted", message, Where(path=one.path, record=one.record_type))


def _passed_by(name: str) -> bool:
    legal = COMPONENT.fullmatch(name) is not None
    return (is_leftover(name) and not legal) or name in OWN_NAMES


def _listed(instance: Instance, parts: FileID) -> ListedInstance:
    parents = instance.parents

    def text(value: bytes) -> str:
        return fitting(value, parents.character_set).text

    return ListedInstance(
        parts,
        instance.path,
        record_type_of(instance.sop_class_uid),
        instance.sop_class_uid,
        instance.sop_instance_uid,
        instance.transfer_syntax_uid,
        text(parents.patient_id),
        text(parents.patient_name),
        text(parents.study_instance_uid),
        text(parents.series_instance_uid),
        text(parents.modality),
        present=True,
        listed=False,
    )
