"""The paths of a medium's entries, as folders with names in them: what File IDs are matched to."""

from collections.abc import Iterable

from ..file_ids import FileID
from .media import Entry


class EntryPaths:
    """The paths of entries, of whatever medium.

    Parameters
    ----------
    entries
        All of them.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._paths = {entry.path for entry in entries}
        self._folders: dict[str, list[str]] = {}
        for path in self._paths:
            self._add(path)

    def _add(self, path: str) -> None:
        """Put a path into its folder, and a folder that is new into the one above."""
        while True:
            folder, slash, name = path.rpartition("/")
            known = folder in self._folders
            self._folders.setdefault(folder, []).append(name)
            if known or not slash:
                return
            path = folder

    def __contains__(self, path: str) -> bool:
        return path in self._paths

    def below(self, folder: str) -> "Below":
        """What lies below one folder, as :class:`.medium_names.Names` asks for it."""
        return Below(self._folders, folder)


class Below:
    """The names below a folder of a medium.

    Parameters
    ----------
    folders
        By path the names in each; the root is empty.
    folder
        The path of the one that File IDs begin at.
    """

    def __init__(self, folders: dict[str, list[str]], folder: str) -> None:
        self._folders = folders
        self._folder = folder

    def names(self, folder: FileID) -> list[str]:
        """The names in a folder below it."""
        path = "/".join((self._folder, *folder) if self._folder else folder)
        return self._folders.get(path, [])

    def leads_out(self, parts: FileID) -> bool:  # noqa: ARG002 - a link is an entry like others
        """Nothing does: links of a medium are told by its entries, and not followed."""
        return False
