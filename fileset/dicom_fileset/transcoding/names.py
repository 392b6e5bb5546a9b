"""Where transcoded files go: under the names that they had, and nowhere else."""

import os
import unicodedata
from typing import Final

PART_PREFIX: Final = "dicom-fileset-"
PART_SUFFIX: Final = ".part"
"""Of files that are not whole yet; they bear nothing of their source's name."""


class Names:
    """The names that the sources of one run get below a folder."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._inside = os.path.join(os.path.realpath(root), "")
        self._taken: set[str] = set()

    def name_for(self, path: str, source: str) -> str:
        """Where a file goes: below a source folder it keeps its place, alone it keeps its name.

        Raises
        ------
        FileExistsError
            Another source has that name, in the eyes of some file system.
        """
        relative = os.path.basename(path) if path == source else os.path.relpath(path, source)
        seen_as = unicodedata.normalize("NFC", relative).casefold()
        if seen_as in self._taken:
            raise FileExistsError(relative)
        self._taken.add(seen_as)
        return os.path.join(self._root, relative)

    def is_inside(self, path: str) -> bool:
        """Whether a file lies below the folder already."""
        return os.path.realpath(path).startswith(self._inside)


def part_path(destination: str) -> str:
    """A new name beside a destination, for the file while it is being written."""
    name = f"{PART_PREFIX}{os.getpid()}-{os.urandom(8).hex()}{PART_SUFFIX}"
    return os.path.join(os.path.dirname(destination), name)
