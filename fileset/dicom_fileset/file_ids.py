"""File IDs: legal, stable, and no two alike (PS3.10 8.2).

A File ID is made of UIDs, not of a count: the same instance has the same one on every disc, and
whatever is added later never renames what is there.
"""

import hashlib
import re
from collections.abc import Callable
from functools import cache
from typing import Final

from dicom_profiles import reserved_names

FileID = tuple[str, ...]
Lineage = tuple[bytes, bytes, bytes]
"""Patient ID, Study and Series Instance UID."""

MOST_COMPONENTS: Final = 8
COMPONENT: Final = re.compile(r"[A-Z0-9_]{1,8}")
LONGEST_FILE_SET_ID: Final = 16
FILE_SET_ID: Final = re.compile(rf"[A-Z0-9_]{{0,{LONGEST_FILE_SET_ID}}}")
DICOMDIR: Final = "DICOMDIR"
MOST_IN_FOLDER: Final = 50_000
"""Files in one folder: FAT32 holds 65,534 entries in one, and slows down long before."""


def is_legal(file_id: FileID) -> bool:
    """Whether components and their number are as PS3.10 8.2 and 8.5 allow.

    >>> is_legal(("IMAGES", "IM0001")), is_legal(("images", "im.dcm"))
    (True, False)
    """
    return 1 <= len(file_id) <= MOST_COMPONENTS and all(map(COMPONENT.fullmatch, file_id))


def is_reserved(file_id: FileID) -> bool:
    """Whether Windows takes a component for a device."""
    return not reserved_names().isdisjoint(file_id)


def component(prefix: str, key: bytes, attempt: int = 0) -> str:
    """A component of eight characters that stands for ``key``.

    Parameters
    ----------
    prefix
        One letter; with it no component can be a reserved name, which are all shorter.
    key
        What it is made of: a UID, or a Patient ID.
    attempt
        Counts up where another key has the same component already.
    """
    salt = attempt.to_bytes(4, "little") if attempt else b""
    number = int.from_bytes(hashlib.blake2b(key, digest_size=5, salt=salt).digest(), "big")
    pairs = _pairs()
    first, second, third = (
        pairs[number >> 30],
        pairs[number >> 20 & 1023],
        pairs[number >> 10 & 1023],
    )
    return f"{prefix}{first}{second}{third}{_BASE32[number >> 5 & 31]}"


_BASE32: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@cache
def _pairs() -> tuple[str, ...]:
    """Two letters of Base 32 (RFC 4648) for each ten bits."""
    return tuple(first + second for first in _BASE32 for second in _BASE32)


class FileIDs:
    """Gives out File IDs, each once.

    Parameters
    ----------
    taken
        Says of a File ID whether it is in the file-set already.
    occupied
        Says of a File ID whether something else lies there.
    below
        The folder that all of them are in; empty for the root.
    number_in
        Says how much lies in a folder.
    most_in_folder
        Files in one folder.
    """

    def __init__(
        self,
        taken: Callable[[FileID], bool] = lambda file_id: False,  # noqa: ARG005
        occupied: Callable[[FileID], bool] = lambda file_id: False,  # noqa: ARG005
        below: FileID = (),
        number_in: Callable[[FileID], int] = lambda folder: 0,  # noqa: ARG005
        most_in_folder: int = MOST_IN_FOLDER,
    ) -> None:
        self._most_in_folder = most_in_folder
        self._taken = taken
        self._occupied = occupied
        self._below = below
        self._number_in = number_in
        self._given: set[FileID] = set()
        self._room: dict[FileID, int] = {}
        self._folders: dict[FileID, bytes] = {}
        self._of_series: dict[Lineage, FileID] = {}

    def for_instance(self, lineage: Lineage, sop_instance_uid: str) -> FileID:
        """A File ID for an instance of a patient, a study and a series.

        Parameters
        ----------
        lineage
            Patient ID, Study and Series Instance UID, as the records have them.
        sop_instance_uid
            Of the instance.
        """
        folder = self._of_series.get(lineage)
        if folder is None:
            folder = self._of_series[lineage] = self._folder(lineage)
        file_id = self._free(folder, sop_instance_uid.encode("ascii", "replace"))
        self._given.add(file_id)
        self._room[folder] -= 1
        if self._room[folder] <= 0:
            del self._of_series[lineage]
        return file_id

    def _folder(self, lineage: Lineage) -> FileID:
        """The folder of a series that has room; the same as long as it has."""
        patient, study, series = lineage
        upper = self._keyed(self._below, "P", patient)
        upper = self._keyed(upper, "S", study)
        folder = self._keyed(upper, "E", series)
        part = 0
        while self._room_in(folder) <= 0:
            part += 1
            folder = self._keyed(upper, "E", series + b"/%d" % part)
        return folder

    def _room_in(self, folder: FileID) -> int:
        """How many files more there may be in a folder."""
        if folder not in self._room:
            self._room[folder] = self._most_in_folder - self._number_in(folder)
        return self._room[folder]

    def _keyed(self, parent: FileID, prefix: str, key: bytes) -> FileID:
        """The folder of a key: the first that is free, or that was given to the same key."""
        attempt = 0
        while True:
            folder = (*parent, component(prefix, key, attempt))
            if not self._is_file(folder) and self._folders.setdefault(folder, key) == key:
                return folder
            attempt += 1

    def _free(self, folder: FileID, key: bytes) -> FileID:
        """A File ID in a folder that nothing has; no folder does, whose names begin otherwise."""
        attempt = 0
        while True:
            file_id = (*folder, component("I", key, attempt))
            if not self._is_file(file_id) and not self._occupied(file_id):
                return file_id
            attempt += 1

    def _is_file(self, file_id: FileID) -> bool:
        return file_id in self._given or self._taken(file_id)
