"""An ISO 9660 image, or the drive that a disc lies in, as a medium: files by their extents.

It is read by ourselves: pycdlib, which is good where an image is, gives up the whole of one that
has a loop, a wrong extent or a missing end.
"""

import io
import os
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from ...errors import Refused
from ...findings import finding
from ...model import Finding, Where
from .iso_records import SECTOR, Extent, Record, Tree, records, trees
from .medium import Entry, Limits, Source


class _Folder(NamedTuple):
    path: str
    extent: Extent
    depth: int


class IsoImage:
    """An image with ISO 9660, Rock Ridge and Joliet hierarchies, of which nothing is lost.

    A file is named by the first hierarchy that has it: the primary one, by Rock Ridge names where
    it has such, then Joliet.

    Parameters
    ----------
    path
        Of the image, or of a drive.
    limits
        Depth of its folders, and number of its entries.

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
        self._stream = io.FileIO(path)
        self._size = self._stream.seek(0, os.SEEK_END)
        self._trees = trees(self._read)
        self._extents: list[tuple[Extent, ...]] = []
        if not self._trees:
            self._stream.close()
            message = "No volume descriptor of ISO 9660 can be read."
            raise Refused(finding("medium-unreadable", message, Where(path=path)))

    def _read(self, position: int, size: int) -> bytes:
        """As much of the image as can be read there."""
        if position >= self._size:
            return b""
        try:
            self._stream.seek(position)
            data = b""
            while len(data) < size and (more := self._stream.read(size - len(data))):
                data += more
        except OSError:
            return b""
        return data

    def entries(self) -> Iterator[Entry]:
        """Every file of every hierarchy, each once."""
        wanted = max(tree.volume_size for tree in self._trees)
        if self._size < wanted:
            message = f"It ends after {self._size} of {wanted} bytes."
            self.findings.append(finding("medium-truncated", message, Where(path=self.path)))
        seen: set[object] = set()
        for tree in self._trees:
            mine: set[object] = set()
            for entry, extents in self._files(tree):
                place = extents if entry.size else entry.path.upper()
                if place not in seen:
                    mine.add(place)
                    yield entry
            seen |= mine

    def _files(self, tree: Tree) -> Iterator[tuple[Entry, tuple[Extent, ...]]]:
        waiting = deque([_Folder("", tree.root, 0)])
        moved: deque[_Folder] = deque()
        entered: set[int] = set()
        while waiting or moved:
            folder = waiting.popleft() if waiting else moved.popleft()
            if folder.extent.position in entered:
                continue
            entered.add(folder.extent.position)
            problem = self._problem(folder)
            if problem is not None:
                yield self._entry(folder.path or "/", (), problem), (folder.extent,)
            for record in records(self._read, self._bounded(folder.extent), joliet=tree.joliet):
                path = f"{folder.path}/{record.name}" if folder.path else record.name
                if record.is_directory:
                    below = _Folder(path, self._folder_extent(record), folder.depth + 1)
                    self._enter(below, moved if record.moved else waiting, entered)
                else:
                    yield (
                        self._entry(path, record.extents, self._obstacle(path, record)),
                        record.extents,
                    )

    def _enter(self, below: _Folder, waiting: deque[_Folder], entered: set[int]) -> None:
        """Have a folder wait for its turn."""
        where = Where(path=below.path)
        if below.extent.position in entered:
            message = "This folder was read already."
            self.findings.append(finding("directory-loop", message, where))
        elif below.depth > self._limits.most_depth:
            message = f"It lies more than {self._limits.most_depth} folders deep."
            self.findings.append(finding("medium-limit", message, where))
        else:
            waiting.append(below)

    def _folder_extent(self, record: Record) -> Extent:
        if not record.child:
            return record.extents[0]
        # A directory that Rock Ridge moved says its size in its own first record.
        own = self._read(record.child, 34)
        return Extent(record.child, int.from_bytes(own[10:14], "little"))

    def _bounded(self, extent: Extent) -> Extent:
        return extent._replace(size=max(0, min(extent.size, self._size - extent.position)))

    def _problem(self, folder: _Folder) -> Finding | None:
        """Why a folder cannot be read, or not all of it."""
        position, size = folder.extent
        first = self._read(position, 34)
        where = Where(path=folder.path or "/")
        if position + size > self._size:
            message = "This folder lies, in part or whole, behind the end of the image."
            return finding("medium-truncated", message, where)
        if len(first) < 34 or first[0] < 34 or first[32:34] != b"\1\0":
            message = "There is no folder where one should be."
            return finding("medium-damaged", message, where)
        return None

    def _entry(self, path: str, extents: tuple[Extent, ...], obstacle: Finding | None) -> Entry:
        self._extents.append(extents)
        size = sum(extent.size for extent in extents)
        position = extents[0].position if extents else 0
        return Entry(path, size, position, len(self._extents) - 1, obstacle)

    def _obstacle(self, path: str, record: Record) -> Finding | None:
        where = Where(path=path)
        if record.is_link:
            return finding("link", "A link is not part of a medium.", where)
        if record.interleaved:
            message = "Its content is interleaved with that of others."
            return finding("entry-damaged", message, where)
        if any(extent.size and sum(extent) > self._size for extent in record.extents):
            message = "It lies, in part or whole, behind the end of the image."
            return finding("medium-truncated", message, where)
        if sum(extent.size for extent in record.extents) > self._size:
            message = "Its sections are more than the whole image."
            return finding("medium-damaged", message, where)
        return None

    def open(self, entry: Entry) -> Source:
        """Open a file."""
        return _File(self._stream, self._extents[entry.key])

    def close(self) -> None:
        """Close the image."""
        self._stream.close()


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
    """Whether a file has the mark of a volume descriptor."""
    try:
        with io.FileIO(path) as stream:
            stream.seek(16 * SECTOR)
            return (stream.read(6) or b"")[1:6] == b"CD001"
    except OSError:
        return False


def is_udf(path: str) -> bool:
    """Whether a file has the mark of UDF, and none of ISO 9660 before it."""
    try:
        with io.FileIO(path) as stream:
            stream.seek(16 * SECTOR)
            return (stream.read(6) or b"")[1:6] == b"BEA01"
    except OSError:
        return False
