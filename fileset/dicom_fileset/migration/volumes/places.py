"""Where files lie while they are staged, and once they are on a volume."""

import os
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from ...file_ids import FileID, FileIDs
from ..paths import WORK_FOLDER

STAGED: Final = f"{WORK_FOLDER}/staged"
ASIDE: Final = f"{WORK_FOLDER}/aside"
_TOP: Final = "DICOM"
_MOST_PATIENTS: Final = 1000
"""In one folder."""
_MOST_INSTANCES: Final = 2000


def aside_path(number: int) -> str:
    """Where the file of a row goes that no directory can list, below the destination."""
    return f"{ASIDE}/{number // 1000}/{number}.dcm"


def below(dest: str, path: str) -> str:
    """A path below the destination, as this system writes it."""
    return os.path.join(dest, *path.split("/"))


def folders_of(paths: Iterable[str]) -> set[str]:
    """All folders on the way to paths, themselves below another.

    >>> sorted(folders_of(["A/B/C", "A/B/D"]))
    ['A', 'A/B']
    """
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders


class Placed(NamedTuple):
    """What a File ID is made of: digests or UIDs of patient, study and series, and the instance."""

    patient: bytes
    study: str
    series: str
    instance: str


def file_ids(instances: Iterable[Placed]) -> Iterator[FileID]:
    """A File ID for each instance of a volume: ``DICOM``, then a folder for each patient and so on.

    Parameters
    ----------
    instances
        In order; those of a patient beside each other.
    """
    given: FileIDs | None = None
    patients: set[bytes] = set()
    part = 0
    for patient, study, series, instance in instances:
        if given is None or (patient not in patients and len(patients) == _MOST_PATIENTS):
            given = FileIDs(below=(f"{_TOP}{part or ''}",), most_in_folder=_MOST_INSTANCES)
            patients, part = set(), part + 1
        patients.add(patient)
        yield given.for_instance((patient, study.encode(), series.encode()), instance)
