"""A hierarchy of an ISO 9660 image, walked: each sector of a directory is read once."""

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from ...findings import finding
from ...model import Finding, Where
from .iso_bytes import Extent, Image, Tell
from .iso_descriptors import Tree
from .iso_folders import DAMAGED, Folder, Folders
from .iso_path_tables import listed
from .iso_records import Record, places, records
from .medium import Limits


class Found(NamedTuple):
    """A file of a hierarchy, or a folder that cannot be read.

    Attributes
    ----------
    path
        Below the root.
    record
        Of the file.
    extents
        Where it lies.
    problem
        Of the folder.
    """

    path: str
    extents: tuple[Extent, ...]
    record: Record | None = None
    problem: Finding | None = None


class Walk:
    """Finds the files of a hierarchy by its directories, then by its path tables.

    Parameters
    ----------
    image, tree, folders
        The image, the hierarchy, and what reads directories of all of them.
    limits
        Depth of its folders, and number of its files and folders.
    tell
        Takes what is wrong.
    """

    def __init__(
        self, image: Image, tree: Tree, folders: Folders, limits: Limits, tell: Tell
    ) -> None:
        self._image = image
        self._tree = tree
        self._folders = folders
        self._limits = limits
        self._tell = tell
        self._deep = False
        self._left = limits.most_entries
        self._known: set[int] = set()
        self._waiting: deque[Folder] = deque()
        self._moved: deque[Folder] = deque()

    def found(self) -> Iterator[Found]:
        """Every file, and every folder that cannot be read."""
        listing = listed(self._image, self._tree, self._limits.most_entries)
        roots = places(self._image, self._tree.root)
        roots += tuple(Extent(one.position, 0) for one in listing if not one.path)
        self._add(Folder("", self._folders.extent(roots)))
        yield from self._walked()
        for one in listing:
            if not self._left:
                return
            depth = one.path.count("/") + 1
            if one.position in self._known or self._is_too_deep(depth, one.position):
                continue
            size = max(self._folders.sizes(one.position), default=0)
            if size:
                message = f"The folder {one.path} is in the path tables alone"
                self._tell("image-folder-lost", message, one.position)
                self._add(Folder(one.path, Extent(one.position, size), depth))
                yield from self._walked()
            elif one.by > 1:
                message = f"The path tables have a folder {one.path}, and there is none"
                self._tell("image-folder-lost", message, one.position)

    def _walked(self) -> Iterator[Found]:
        """The files of all folders that wait; those that Rock Ridge moved come last."""
        while self._waiting or self._moved:
            if self._waiting:
                folder = self._waiting.popleft()
            else:
                folder = self._moved.popleft()
                if folder.extent.position in self._known:
                    continue
                self._known.add(folder.extent.position)
            yield from self._files(folder)

    def _files(self, folder: Folder) -> Iterator[Found]:
        overlaps = self._folders.was_read(folder.extent.position)
        raws = self._folders.raws(folder)
        problem = self._problem(folder, empty=not (raws or overlaps))
        if problem is not None:
            yield Found(folder.shown, (folder.extent,), problem=problem)
        found = records(self._image, raws, self._tell, joliet=self._tree.joliet)
        for record in found:
            if not self._left:
                message = f"It has more than {self._limits.most_entries} files and folders"
                self._tell("medium-limit", message, folder.extent.position)
                self._waiting.clear()
                self._moved.clear()
                return
            self._left -= 1
            path = f"{folder.path}/{record.name}" if folder.path else record.name
            if record.is_directory and not self._is_file(path, record):
                self._enter(path, record, folder.depth + 1)
                continue
            yield Found(path, record.extents, record)
            for other in record.others:
                yield Found(path, (other,), record._replace(extents=(other,)))

    def _is_file(self, path: str, record: Record) -> bool:
        """Whether what is marked as a folder is none, and is named as a file."""
        lies = record.extents + record.others
        if not record.versioned or any(self._folders.sizes(extent.position) for extent in lies):
            return False
        self._tell(
            DAMAGED, f"{path} is marked as a folder, and is none", record.extents[0].position
        )
        return True

    def _enter(self, path: str, record: Record, depth: int) -> None:
        """Have a folder wait for its turn."""
        if record.child:
            size = max(self._folders.sizes(record.child), default=0)
            extent = Extent(record.child, size)
        else:
            extent = self._folders.extent(record.extents + record.others)
        if extent.position in self._known:
            message = f"The folder {path} was read already"
            self._tell("directory-loop", message, extent.position)
        elif self._is_too_deep(depth, extent.position):
            return
        elif record.moved:
            self._moved.append(Folder(path, extent, depth))
        else:
            self._add(Folder(path, extent, depth))

    def _is_too_deep(self, depth: int, position: int) -> bool:
        """Whether a folder lies too deep; of the first it is told."""
        too_deep = depth > self._limits.most_depth
        if too_deep and not self._deep:
            message = f"It has folders more than {self._limits.most_depth} deep; they were left"
            self._tell("medium-limit", message, position)
        self._deep = self._deep or too_deep
        return too_deep

    def _add(self, folder: Folder) -> None:
        self._known.add(folder.extent.position)
        self._waiting.append(folder)

    def _problem(self, folder: Folder, *, empty: bool) -> Finding | None:
        """Why a folder cannot be read, or not all of it."""
        where = Where(path=folder.shown)
        if sum(folder.extent) > self._image.size:
            message = "This folder lies, in part or whole, behind the end of the image."
            return finding("medium-truncated", message, where)
        if empty:
            message = "There is no folder where one should be."
            return finding("medium-damaged", message, where)
        return None
