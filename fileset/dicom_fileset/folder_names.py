"""The names in one folder that a component of a File ID may mean, by what drivers make of names."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Final
from unicodedata import normalize


def folded(name: str) -> str:
    """A name as drivers of ISO 9660, FAT, HFS+ and copying tools may have changed it."""
    return normalize("NFC", name).upper().strip().removesuffix(";1").rstrip(". ")


_EXTENSION: Final = ".DCM"


class FolderNames:
    """The names in a folder; those that are not met as they stand are sorted when first asked.

    Parameters
    ----------
    names
        All of them.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)

    @cached_property
    def _folded(self) -> dict[str, list[str]]:
        return self._by(folded)

    @cached_property
    def _stems(self) -> dict[str, list[str]]:
        return self._by(lambda name: folded(name).partition(".")[0])

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
        meant = folded(name)
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
