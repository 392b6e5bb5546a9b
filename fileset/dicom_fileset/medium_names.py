"""File IDs matched to the names that a medium really has, and never to anything outside of it."""

import os
from collections.abc import Iterable
from typing import Final, NamedTuple, Protocol

from .file_ids import FileID, is_reserved
from .folder_names import FolderNames
from .medium_links import is_link, resolved


class Match(NamedTuple):
    """Where a File ID leads.

    ``parts`` are the real names below the root; ``exact`` is whether they are the File ID's own;
    ``ambiguous`` is whether others would have fitted as well.
    """

    parts: FileID
    exact: bool
    ambiguous: bool = False


def is_safe(file_id: FileID) -> bool:
    """Whether a File ID cannot lead out of its root: no ``..``, no drive, nothing absolute.

    >>> is_safe(("A", "B")), is_safe(("..", "B")), is_safe(("C:", "B")), is_safe(("", "etc"))
    (True, False, False, False)
    """
    return bool(file_id) and not any(
        part in {"", ".", ".."} or not _FORBIDDEN.isdisjoint(part) or _is_device(part)
        for part in components(file_id)
    )


def components(file_id: FileID) -> FileID:
    """A File ID whose writer put slashes where backslashes belong, as it was meant.

    >>> components(("IMAGES/IM1",))
    ('IMAGES', 'IM1')
    """
    return tuple("/".join(file_id).split("/")) if any("/" in part for part in file_id) else file_id


_FORBIDDEN: Final = frozenset('\\:\0*?"<>|')


def _is_device(name: str) -> bool:
    """Whether to open a file of this name is to open a device; there are such on Windows."""
    return os.name == "nt" and is_reserved((name.strip().upper().partition(".")[0],))


class Listing(Protocol):
    """Tells what names there are."""

    def names(self, folder: FileID) -> Iterable[str]:
        """The names in a folder, by its own names below the root; none where there is none."""
        ...

    def leads_out(self, parts: FileID) -> bool:
        """Whether a name that was told is a link that leads out, or to nothing."""
        ...


class Names:
    """Names that File IDs are matched to, each folder listed once and only when it is asked for.

    Parameters
    ----------
    listing
        Tells what there is.
    """

    def __init__(self, listing: Listing) -> None:
        self._listing = listing
        self._folders: dict[FileID, FolderNames] = {}
        self._folders_found: dict[FileID, Match] = {}

    def find(self, file_id: FileID) -> Match | None:
        """Where a File ID leads; ``None`` when nothing is there or it would lead outside."""
        near = self._beside_another(file_id)
        if near is not None:
            return near
        match = self._find(file_id)
        if match is not None:
            exact = match.parts[:-1] == file_id[:-1]
            if len(match.parts) == len(file_id):
                self._folders_found[file_id[:-1]] = Match(match.parts[:-1], exact)
        return match

    def _beside_another(self, file_id: FileID) -> Match | None:
        """The common case: a plain file in a folder where another was found before."""
        folder, name = self._folders_found.get(file_id[:-1]), file_id[-1:]
        if folder is None or self._listed(folder.parts).names.isdisjoint(name):
            return None
        parts = folder.parts + name
        safe = is_safe(name) and not self._listing.leads_out(parts)
        return Match(parts, folder.exact) if safe else None

    def _find(self, file_id: FileID) -> Match | None:
        if not is_safe(file_id):
            return None
        parts: FileID = ()
        ambiguous = False
        meant = components(file_id)
        for place, name in enumerate(meant, 1):
            fitting = self._listed(parts).fitting(name, last=place == len(meant))
            if not fitting:
                return None
            ambiguous |= len(fitting) > 1
            parts = (*parts, fitting[0])
            if self._listing.leads_out(parts):
                return None
        return Match(parts, parts == file_id, ambiguous)

    def number_in(self, folder: FileID) -> int:
        """How much lies in a folder; 0 where there is none."""
        match = self.find(folder)
        return len(self._listed(match.parts).names) if match else 0

    def _listed(self, folder: FileID) -> FolderNames:
        found = self._folders.get(folder)
        if found is None:
            found = self._folders[folder] = FolderNames(self._listing.names(folder))
        return found


class MediumNames(Names):
    """The names on a medium that is mounted.

    Parameters
    ----------
    root
        Of the file-set.
    """

    def __init__(self, root: str) -> None:
        super().__init__(_OnDisk(root))
        self._start = os.path.join(root, "")

    def path(self, match: Match) -> str:
        """The path of a match."""
        return self._start + os.sep.join(match.parts)


class _OnDisk:
    """The names below a folder; links are told apart as they are met."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._real_root = os.path.realpath(root)
        self._links: set[FileID] = set()

    def names(self, folder: FileID) -> list[str]:
        names = []
        try:
            with os.scandir(os.path.join(self._root, *folder)) as entries:
                for entry in entries:
                    names.append(entry.name)
                    if is_link(entry):
                        self._links.add((*folder, entry.name))
        except OSError:
            return []
        return names

    def leads_out(self, parts: FileID) -> bool:
        if parts not in self._links:
            return False
        real = resolved(self._real_root, parts)
        return not (real and os.path.lexists(os.path.join(self._real_root, *real)))
