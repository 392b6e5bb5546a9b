"""File IDs matched to the names that a medium really has, and never to anything outside of it."""

import os
from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from typing import Final, NamedTuple
from unicodedata import normalize

from .file_ids import FileID, is_reserved
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


def _folded(name: str) -> str:
    """A name as drivers of ISO 9660, FAT, HFS+ and copying tools may have changed it."""
    return normalize("NFC", name).upper().strip().removesuffix(";1").rstrip(". ")


_EXTENSION: Final = ".DCM"


class _Folder:
    """The names in a folder; those that are not met as they stand are sorted when first asked."""

    def __init__(self, names: list[str]) -> None:
        self.names = frozenset(names)

    @cached_property
    def _folded(self) -> dict[str, list[str]]:
        return self._by(_folded)

    @cached_property
    def _stems(self) -> dict[str, list[str]]:
        return self._by(lambda name: _folded(name).partition(".")[0])

    def _by(self, key: Callable[[str], str]) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(self.names):
            found[key(name)].append(name)
        return found

    def fitting(self, name: str, *, last: bool) -> list[str]:
        """Names that may be meant, the likeliest first; a file's may have an extension, or lack it.

        Of several that differ in their extension alone only ``.dcm`` is taken for it.
        """
        if name in self.names:
            return [name]
        meant = _folded(name)
        found = self._folded.get(meant)
        if found is not None or not last:
            return found or []
        found = self._folded.get(meant + _EXTENSION)
        if found is None and meant.endswith(_EXTENSION):
            found = self._folded.get(meant.removesuffix(_EXTENSION))
        if found is None:
            found = self._stems.get(meant, [])
            found = found if len(found) == 1 else []
        return found


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
        self._folders: dict[FileID, _Folder] = {}
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
            if len(match.parts) == len(file_id):
                self._folders_found[file_id[:-1]] = Match(match.parts[:-1], exact)
        return match

    def _beside_another(self, file_id: FileID) -> Match | None:
        """The common case: a plain file in a folder where another was found before."""
        folder, name = self._folders_found.get(file_id[:-1]), file_id[-1:]
        if folder is None or name[0] not in self._listed(folder.parts).names:
            return None
        parts = folder.parts + name
        safe = parts not in self._links and is_safe(name)
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
            if parts in self._links and not self._stays_inside(parts):
                return None
        return Match(parts, parts == file_id, ambiguous)

    def number_in(self, folder: FileID) -> int:
        """How much lies in a folder; 0 where there is none."""
        match = self.find(folder)
        return len(self._listed(match.parts).names) if match else 0

    def path(self, match: Match) -> str:
        """The path of a match."""
        return self._start + os.sep.join(match.parts)

    def _listed(self, folder: FileID) -> _Folder:
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
            found = self._folders[folder] = _Folder(names)
        return found

    def _stays_inside(self, parts: FileID) -> bool:
        real = resolved(self._real_root, parts)
        return bool(real and os.path.lexists(os.path.join(self._real_root, *real)))
