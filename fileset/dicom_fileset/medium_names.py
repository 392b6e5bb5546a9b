"""File IDs matched to the names that a medium really has, and never to anything outside of it."""

import os
from typing import NamedTuple

from .file_ids import FileID
from .medium_links import is_link, resolved


class Match(NamedTuple):
    """Where a File ID leads.

    ``parts`` are the real names below the root; ``exact`` is whether they are the File ID's own.
    """

    parts: FileID
    exact: bool


def is_safe(file_id: FileID) -> bool:
    """Whether a File ID cannot lead out of its root: no ``..``, no drive, nothing absolute.

    >>> is_safe(("A", "B")), is_safe(("..", "B")), is_safe(("C:", "B")), is_safe(("", "etc"))
    (True, False, False, False)
    """
    return bool(file_id) and not any(
        part in {"", ".", ".."} or not _FORBIDDEN.isdisjoint(part) for part in file_id
    )


_FORBIDDEN = frozenset('/\\:\0*?"<>|')


def _folded(name: str) -> str:
    """A name as ISO 9660 drivers, FAT and copying tools may have changed it."""
    return name.upper().removesuffix(";1").rstrip(".")


class MediumNames:
    """The names on a medium, each folder listed once and only when it is asked for.

    Parameters
    ----------
    root
        Of the file-set.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._real_root = os.path.realpath(root)
        self._folders: dict[FileID, tuple[frozenset[str], dict[str, str]]] = {}
        self._links: set[FileID] = set()
        self._folders_found: dict[FileID, Match] = {}
        self._start = os.path.join(root, "")

    def find(self, file_id: FileID) -> Match | None:
        """Where a File ID leads; ``None`` when nothing is there or it would lead outside."""
        near = self._beside_another(file_id)
        if near is not None:
            return near
        match = self._find(file_id)
        if match is not None:
            exact = match.parts[:-1] == file_id[:-1]
            self._folders_found[file_id[:-1]] = Match(match.parts[:-1], exact)
        return match

    def _beside_another(self, file_id: FileID) -> Match | None:
        """The common case: a plain file in a folder where another was found before."""
        folder, name = self._folders_found.get(file_id[:-1]), file_id[-1:]
        if folder is None or name[0] not in self._listed(folder.parts)[0]:
            return None
        parts = folder.parts + name
        safe = parts not in self._links and is_safe(name)
        return Match(parts, folder.exact) if safe else None

    def _find(self, file_id: FileID) -> Match | None:
        if not is_safe(file_id):
            return None
        parts: FileID = ()
        for name in file_id:
            exact, folded = self._listed(parts)
            real = name if name in exact else folded.get(_folded(name))
            if real is None:
                return None
            parts = (*parts, real)
            if parts in self._links and not self._stays_inside(parts):
                return None
        return Match(parts, parts == file_id)

    def path(self, match: Match) -> str:
        """The path of a match."""
        return self._start + os.sep.join(match.parts)

    def _listed(self, folder: FileID) -> tuple[frozenset[str], dict[str, str]]:
        found = self._folders.get(folder)
        if found is None:
            names = []
            try:
                with os.scandir(os.path.join(self._root, *folder)) as entries:
                    for entry in entries:
                        names.append(entry.name)
                        if is_link(entry):
                            self._links.add((*folder, entry.name))
            except OSError:
                names = []
            folded = {_folded(name): name for name in sorted(names, reverse=True)}
            found = self._folders[folder] = frozenset(names), folded
        return found

    def _stays_inside(self, parts: FileID) -> bool:
        real = resolved(self._real_root, parts)
        return bool(real and os.path.lexists(os.path.join(self._real_root, *real)))
