"""Directories of an ISO 9660 image: where each lies, and its records; each sector is read once."""

from collections.abc import Iterator
from typing import NamedTuple

from .iso_bytes import SECTOR, Extent, Image, Tell, readings
from .iso_sectors import makes_sense, raw_records

DAMAGED = "image-directory-damaged"
_LONGEST_RECORD = 255
_ITSELF_AND_PARENT = [b"\0", b"\1"]


class Folder(NamedTuple):
    """A folder: its path below the root, where its directory lies, how deep it is."""

    path: str
    extent: Extent
    depth: int = 0

    @property
    def shown(self) -> str:
        """Its path for a person."""
        return self.path or "/"


class Folders:
    """Reads directories.

    Parameters
    ----------
    image
        The image.
    tell
        Takes what is wrong.
    """

    def __init__(self, image: Image, tell: Tell) -> None:
        self._image = image
        self._tell = tell
        self._read: set[int] = set()

    def raws(self, folder: Folder) -> list[tuple[int, bytes]]:
        """Records of a folder with their places, but for what was read as part of another."""
        raws = list(self._raws(folder))
        if raws and [raw[33:34] for _, raw in raws[:2]] != _ITSELF_AND_PARENT:
            message = f"The folder {folder.shown} does not begin with itself and its parent"
            self._tell(DAMAGED, message, folder.extent.position)
        return raws

    def _raws(self, folder: Folder) -> Iterator[tuple[int, bytes]]:
        position, size = folder.extent
        for start in range(position, min(position + size, self._image.size), SECTOR):
            if start in self._read:
                message = f"A sector of the folder {folder.shown} was read as part of another"
                self._tell("image-folders-overlap", message, start)
                return
            self._read.add(start)
            sector = self._image.read(start, SECTOR)
            if not sector.strip(b"\0"):
                message = f"A sector of the folder {folder.shown} has no record, or cannot be read"
                self._tell(DAMAGED, message, start)
            for raw in raw_records(sector):
                if raw.wrong:
                    message = f"In the folder {folder.shown}: {raw.wrong}"
                    self._tell(DAMAGED, message, start + raw.at)
                if raw.data:
                    yield start + raw.at, raw.data

    def was_read(self, position: int) -> bool:
        """Whether a sector was read as part of a directory."""
        return position in self._read

    def extent(self, extents: tuple[Extent, ...]) -> Extent:
        """Of places where a directory may lie the one where it does, as long as it says itself."""
        first, *others = extents
        for extent in extents:
            sizes = self.sizes(extent.position)
            if extent.size in sizes:
                return extent
            if sizes and (others or not extent.size):
                return Extent(extent.position, max(sizes))
        return first

    def sizes(self, position: int) -> tuple[int, ...]:
        """How long a directory may be, as it says itself; nothing where none begins."""
        first = self._image.read(position, _LONGEST_RECORD)
        if not (makes_sense(first) and first[32:34] == b"\1\0"):
            return ()
        blocks = [(block + first[1]) * SECTOR for block in readings(first, 2, 4)]
        return readings(first, 10, 4) if position in blocks else ()
