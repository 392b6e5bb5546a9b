"""What is swept: each row a change of a file-set, from one state to another.

A change of another kind is one row more: a name, what makes the old state in an empty folder, and
what carries the change out.  Whatever it is, it must end in the same bytes each time.
"""

import itertools
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple
from unittest import mock

from dicom_fileset import FileSetCreator, FileSetUpdater, repair
from dicom_fileset.correction import Modification
from dicom_fileset.dicomdir import read_dicomdir, write_dicomdir
from file_sets import Place, write_instances
from msgspec.structs import replace

OLD: Final = (Place(1), Place(1, 1, 2), Place(2))
ADDED: Final = (Place(1, 1, 1, 9), Place(4))


class Change(NamedTuple):
    """A change, its old state and how it is carried out.

    Attributes
    ----------
    prepare
        Makes the old state in a folder that is there.
    carry_out
        Takes the root, and a folder with :data:`ADDED` in it.
    """

    name: str
    prepare: Callable[[Path, Path], None]
    carry_out: Callable[[Path, Path], None]


def _nothing(root: Path, sources: Path) -> None:
    """No folder, to create a file-set in."""
    del sources
    root.rmdir()


def _made(root: Path, sources: Path) -> None:
    with FileSetCreator(root) as creator:
        creator.add(sources / "old")


def _with_inactive(root: Path, sources: Path) -> None:
    _made(root, sources)
    path = root / "DICOMDIR"
    found = read_dicomdir(path.read_bytes())
    last = len(found.records) - 1
    records = [replace(one, in_use=0) if n == last else one for n, one in enumerate(found.records)]
    path.write_bytes(write_dicomdir(replace(found, records=tuple(records))))


def _create(root: Path, sources: Path) -> None:
    with FileSetCreator(root) as creator:
        creator.add(sources / "old")


def _add(root: Path, sources: Path) -> None:
    with FileSetUpdater(root) as updater:
        updater.add(sources / "added")


def _remove(root: Path, sources: Path) -> None:
    del sources
    with FileSetUpdater(root) as updater:
        updater.remove(PatientID="ID1")


def _rekey(root: Path, sources: Path) -> None:
    del sources
    with FileSetUpdater(root) as updater:
        updater.rekey({"PatientID": "ID1"}, {"PatientID": "NEW", "PatientName": "Doe^Jane"})


def _compact(root: Path, sources: Path) -> None:
    del sources
    with FileSetUpdater(root) as updater:
        updater.compact()


def _all(root: Path, sources: Path) -> None:
    with FileSetUpdater(root) as updater:
        updater.remove(PatientID="ID2")
        updater.rekey({"PatientID": "ID1"}, {"PatientID": "NEW"})
        updater.add(sources / "added")


def _damaged(root: Path, sources: Path) -> None:
    """A file-set of which a record lies, and a file has none."""
    _made(root, sources)
    path = root / "DICOMDIR"
    path.write_bytes(path.read_bytes().replace(b"Brown^Bruno", b"White^Wanda"))
    write_instances(root, ADDED)


def _repair(root: Path, sources: Path) -> None:
    del sources
    repair(root)


def _repair_elsewhere(root: Path, sources: Path) -> None:
    repair(sources / "damaged", output=root)


CHANGES: Final = (
    Change("create", _nothing, _create),
    Change("add", _made, _add),
    Change("remove", _made, _remove),
    Change("re-key", _made, _rekey),
    Change("compact", _with_inactive, _compact),
    Change("remove, re-key and add", _made, _all),
    Change("repair", _damaged, _repair),
    Change("repair into a copy", _nothing, _repair_elsewhere),
)


def write_sources(folder: Path) -> Path:
    """The instances that the rows take."""
    write_instances(folder / "old", OLD)
    write_instances(folder / "added", ADDED)
    _damaged(folder / "damaged", folder)
    return folder


@contextmanager
def repeatable() -> Iterator[None]:
    """New UIDs and the time of day are the same each time, so that states can be compared."""

    def uuids() -> Callable[[], uuid.UUID]:
        numbers = itertools.count(1)
        return lambda: uuid.UUID(int=next(numbers))

    with (
        mock.patch.object(uuid, "uuid4", new_callable=uuids),
        mock.patch.object(Modification, "stamp", return_value="20240131120000+0000"),
        mock.patch.dict(os.environ, {"DICOM_FILESET_LEDGER": "off"}),
    ):
        yield
