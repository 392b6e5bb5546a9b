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
        File IDs that are in the file-set already.
    occupied
        Says of a File ID whether something else lies there.
    below
        The folder that all of them are in; empty for the root.
    """

    def __init__(
        self,
        taken: frozenset[FileID] = frozenset(),
        occupied: Callable[[FileID], bool] = lambda file_id: False,  # noqa: ARG005
        below: FileID = (),
    ) -> None:
        self._occupied = occupied
        self._below = below
        self._names: dict[FileID, set[str]] = {}
        self._folders: dict[FileID, bytes] = {}
        self._of_series: dict[Lineage, tuple[FileID, set[str]]] = {}
        for file_id in taken:
            self._names.setdefault(file_id[:-1], set()).add(file_id[-1])

    def for_instance(self, lineage: Lineage, sop_instance_uid: str) -> FileID:
        """A File ID for an instance of a patient, a study and a series.

        Parameters
        ----------
        lineage
            Patient ID, Study and Series Instance UID, as the records have them.
        sop_instance_uid
            Of the instance.
        """
        found = self._of_series.get(lineage)
        if found is None:
            folder = self._folder(lineage)
            found = self._of_series[lineage] = folder, self._names.setdefault(folder, set())
        folder, names = found
        name = self._free(folder, names, sop_instance_uid.encode("ascii", "replace"))
        names.add(name)
        if len(names) >= MOST_IN_FOLDER:
            del self._of_series[lineage]
        return (*folder, name)

    def _folder(self, lineage: Lineage) -> FileID:
        """The folder of a series that has room; the same as long as it has."""
        patient, study, series = lineage
        upper = self._keyed(self._below, "P", patient)
        upper = self._keyed(upper, "S", study)
        folder = self._keyed(upper, "E", series)
        part = 0
        while len(self._names.get(folder, ())) >= MOST_IN_FOLDER:
            part += 1
            folder = self._keyed(upper, "E", series + b"/%d" % part)
        return folder

    def _keyed(self, parent: FileID, prefix: str, key: bytes) -> FileID:
        """The folder of a key: the first that is free, or that was given to the same key."""
        files = self._names.get(parent, ())
        attempt = 0
        while True:
            name = component(prefix, key, attempt)
            folder = (*parent, name)
            if name not in files and self._folders.setdefault(folder, key) == key:
                return folder
            attempt += 1

    def _free(self, folder: FileID, names: set[str], key: bytes) -> str:
        """A name in a folder that nothing has; no folder does, whose names begin otherwise."""
        attempt = 0
        while True:
            name = component("I", key, attempt)
            if name not in names and not self._occupied((*folder, name)):
                return name
            attempt += 1
