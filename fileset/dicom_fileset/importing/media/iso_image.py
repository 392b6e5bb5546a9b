"""An ISO 9660 image, or the drive that a disc lies in, as a medium: files by their extents.

It is read by ourselves: pycdlib, which is good where an image is, gives up the whole of one that
has a loop, a wrong extent or a missing end.
"""

import io
from collections.abc import Iterator

from ...dicomdir.telling import Telling
from ...errors import Refused
from ...findings import finding
from ...model import Finding, Where
from .iso_bytes import SECTOR, Extent, Image
from .iso_descriptors import trees
from .iso_folders import Folders
from .iso_records import Record
from .iso_unclaimed import unclaimed
from .iso_walk import Found, Walk
from .medium import Entry, Limits, Source


class IsoImage:
    """An image with ISO 9660, Rock Ridge and Joliet hierarchies, of which nothing is lost.

    A file is named by the first hierarchy that has it: the primary one, by Rock Ridge names where
    it has such, then Joliet.

    Parameters
    ----------
    path
        Of the image, or of a drive.
    limits
        Depth of its folders, number of its entries, and of Findings.

    Raises
    ------
    Refused
        It is none, or cannot be read.
    """

    order = "extent"

    def __init__(self, path: str, limits: Limits) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self._limits = limits
        self._image = Image(path)
        self._told = Telling(limits.most_findings, path)
        self._trees = trees(self._image, self._tell)
        self._extents: list[tuple[Extent, ...]] = []
        if not self._trees:
            self._image.stream.close()
            message = "No volume descriptor of ISO 9660 can be read."
            raise Refused(finding("medium-unreadable", message, Where(path=path)))

    def _tell(self, code: str, message: str, offset: int) -> None:
        self._told.append(finding(code, f"{message}.", Where(self.path, offset)))

    def entries(self) -> Iterator[Entry]:
        """Every file of every hierarchy, each once."""
        entries = list(self._entries())
        extents = (extent for lies in self._extents for extent in lies if extent.size)
        for position in unclaimed(self._image, extents):
            message = "An instance begins where no record leads to"
            self._tell("image-content-lost", message, position)
        self.findings += self._told.all()
        yield from entries

    def _entries(self) -> Iterator[Entry]:
        wanted = max(tree.volume_size for tree in self._trees)
        if self._image.size < wanted:
            message = f"It ends after {self._image.size} of {wanted} bytes"
            self._tell("medium-truncated", message, self._image.size)
        folders = Folders(self._image, self._tell)
        seen: set[object] = set()
        for tree in self._trees:
            mine: set[object] = set()
            for found in Walk(self._image, tree, folders, self._limits, self._tell).found():
                entry = self._entry(found)
                place = found.extents if entry.size else entry.path.upper()
                if place not in seen:
                    mine.add(place)
                    yield entry
            seen |= mine

    def _entry(self, found: Found) -> Entry:
        extents = found.extents if found.record is not None else ()
        obstacle, stamp = found.problem, ""
        if found.record is not None:
            obstacle, stamp = self._obstacle(found.path, found.record), found.record.recorded
        self._extents.append(extents)
        size = sum(extent.size for extent in extents)
        position = extents[0].position if extents else 0
        return Entry(found.path, size, position, len(self._extents) - 1, obstacle, stamp)

    def _obstacle(self, path: str, record: Record) -> Finding | None:
        where = Where(path=path)
        if record.is_link:
            return finding("link", "A link is not part of a medium.", where)
        if record.interleaved:
            message = "Its content is interleaved with that of others."
            return finding("entry-damaged", message, where)
        if not all(self._image.holds(extent) for extent in record.extents):
            message = "It lies, in part or whole, behind the end of the image."
            return finding("medium-truncated", message, where)
        if sum(extent.size for extent in record.extents) > self._image.size:
            message = "Its sections are more than the whole image."
            return finding("medium-damaged", message, where)
        return None

    def open(self, entry: Entry) -> Source:
        """Open a file."""
        return _File(self._image.stream, self._extents[entry.key])

    def close(self) -> None:
        """Close the image."""
        self._image.stream.close()


class _File:
    """The extents of a file, one after another."""

    def __init__(self, stream: io.FileIO, extents: tuple[Extent, ...]) -> None:
        self._stream = stream
        self._extents = extents
        self._at = 0

    def readinto(self, buffer: memoryview, /) -> int:
        """As that of a file; it ends at the end of an extent."""
        before = 0
        for position, size in self._extents:
            within = self._at - before
            if within < size:
                self._stream.seek(position + within)
                length = self._stream.readinto(buffer[: size - within]) or 0
                self._at += length
                return length
            before += size
        return 0

    def seek(self, position: int, /) -> int:
        """Go to a byte."""
        self._at = position
        return position

    def close(self) -> None:
        """The image stays open."""


def is_iso(path: str) -> bool:
    """Whether a file has a volume descriptor, or the mark of one."""
    image = Image(path)
    try:
        return bool(trees(image, lambda *_: None)) or image.read(16 * SECTOR + 1, 5) == b"CD001"
    finally:
        image.stream.close()


def is_udf(path: str) -> bool:
    """Whether a file has the mark of UDF, and none of ISO 9660 before it."""
    image = Image(path)
    try:
        return image.read(16 * SECTOR + 1, 5) == b"BEA01"
    finally:
        image.stream.close()
