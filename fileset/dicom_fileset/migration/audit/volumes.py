"""Volumes held against the standard, and their directories against the journal."""

import os
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from dicom_profiles import Profile

from ...dicomdir import read_dicomdir
from ...dicomdir.keys import RecordKeys, reference_of
from ...errors import FileSetError
from ...file_ids import DICOMDIR, FileID
from ...finding_tables.file import FILE_CODES
from ...findings import finding
from ...model import Finding, Where
from ...stored_names import as_named
from ...verification import verify
from .journal import SealedJournal

_VOLUMES: Final = (
    "SELECT label, number, state, uid FROM volume WHERE uid IS NOT NULL ORDER BY number"
)
_BYTE_FOR_BYTE: Final = (
    "SELECT destination FROM file WHERE volume = ? AND outcome IN ('kept', 'carried')"
)
_ON_VOLUME: Final = "SELECT destination, instance_out FROM file WHERE volume = ? ORDER BY number"


class Volume(NamedTuple):
    """A volume, as the journal has it."""

    label: str
    number: int
    state: str
    uid: str


def volumes_of(journal: SealedJournal) -> list[Volume]:
    """All volumes that something is on; none where files keep their names."""
    if not journal.has("volume"):
        return []
    return [Volume(as_named(label), *rest) for label, *rest in journal.rows(_VOLUMES)]


def volume_findings(
    journal: SealedJournal, root: str, volume: Volume, profile: Profile | None
) -> Iterator[Finding]:
    """What is wrong with one volume.

    Parameters
    ----------
    root
        The destination.
    volume
        As the journal has it, built.
    profile
        That it was made for.
    """
    folder = os.path.join(root, volume.label)
    where = Where(path=os.path.join(folder, DICOMDIR))
    try:
        found = verify(folder, profile=profile).findings
        yield from _not_of_sources(journal, root, volume.number, found)
        with open(os.path.join(folder, DICOMDIR), "rb") as file:
            file_set = read_dicomdir(file.read())
    except FileSetError as error:
        yield error.finding
        return
    except OSError as error:
        reason = error.strerror or type(error).__name__
        yield finding("audit-volume-differs", f"It cannot be read: {reason}.", where)
        return
    if (file_set.file_set_uid, file_set.file_set_id) != (volume.uid, volume.label):
        yield finding("audit-volume-differs", "It is the directory of another file-set.", where)
    references = (reference_of(RecordKeys(one.body)) for one in file_set.records if one.in_use)
    listed = {one.file_id: one.sop_instance_uid for one in references if one is not None}
    yield from _unlisted(journal, root, volume.number, listed)


def _not_of_sources(
    journal: SealedJournal, root: str, number: int, found: Iterable[Finding]
) -> Iterator[Finding]:
    """Errors, but those that sources had: what is proven byte for byte is what it was."""
    rows = journal.each(_BYTE_FOR_BYTE, (number,))
    same = {os.path.join(root, *as_named(place).split("/")) for (place,) in rows}
    for one in found:
        of_source = one.code in FILE_CODES and one.where.path in same
        if one.severity == "error" and not of_source and one.code != "uid-invalid":
            yield one


def _unlisted(
    journal: SealedJournal, root: str, number: int, listed: dict[FileID, str]
) -> Iterator[Finding]:
    """Instances of the journal that a directory does not list, or as another."""
    for destination, instance in journal.each(_ON_VOLUME, (number,)):
        _, *file_id = as_named(destination).split("/")
        found = listed.get(tuple(file_id))
        where = Where(path=os.path.join(root, *as_named(destination).split("/")))
        if found is None:
            yield finding("audit-unlisted", "The directory of its volume does not list it.", where)
        elif found != as_named(instance or ""):
            message = "The directory of its volume lists it as another instance."
            yield finding("audit-unlisted", message, where)
