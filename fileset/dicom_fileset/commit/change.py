"""One change of a file-set: new files first, the DICOMDIR by one atomic replace, old files last.

At any instant there is the old set or the new one.  Until the replace, whatever was placed is
referred to by no record, and undoing is deleting it; after the replace, what is left to do is
deleting what no record refers to any more.
"""

import contextlib
import errno
import hashlib
import os
import time
from collections.abc import Iterable, Sequence
from typing import Final

from ..errors import Refused
from ..file_ids import DICOMDIR, FileID
from ..findings import finding
from ..medium_links import open_inside
from ..model import Where
from .flush import flush_descriptor, flush_files, flush_folder, flush_folders
from .journal import (
    NEW_DICOMDIR,
    OLD_DICOMDIR,
    STALE_SECONDS,
    Decide,
    journal_path,
    write_begin,
    write_decide,
)


class Change:
    """A change under way.

    Attributes
    ----------
    root
        Of the file-set.

    Parameters
    ----------
    root
        The root of the file-set; made if it is not there.
    add
        File IDs of the files that will be placed.
    before
        SHA-256 of the DICOMDIR that the change starts from, in hexadecimal; ``None`` where there
        must be none.

    Raises
    ------
    FileExistsError
        Another change is under way, or was broken off.
    Refused
        The file-set is not what the change starts from, or something lies where files would go.
    OSError
        The root cannot be written; nothing was changed.
    """

    def __init__(self, root: str, add: Sequence[FileID], before: str | None = None) -> None:
        # Before the journal: what it names is ours, and goes when the change is undone.
        _check_free(root, add)
        self.root = root
        self._new_digest = ""
        self._started: list[FileID] = []
        self._made_root = _make_root(root)
        self._real_root = os.path.realpath(root)
        self._folders: set[str] = set()
        self._journal: int | None = None
        try:
            self._journal = write_begin(root, tuple(add), root_was_made=self._made_root)
        except FileExistsError:
            raise
        except BaseException:  # also of a person who stops it
            undo_root(root, was_made=self._made_root)
            raise
        self._touched = time.monotonic()
        self._see_state(before)

    def _see_state(self, before: str | None) -> None:
        try:
            is_that = dicomdir_digest(self.root) == before
        except BaseException:
            self.undo()
            raise
        if not is_that:
            self.undo()
            message = "The file-set is not what it was when it was read."
            raise Refused(finding("changed-meanwhile", message, Where(path=self.root)))

    @property
    def committed(self) -> bool:
        """Whether the new state stands, by what is on the disk; it cannot be undone any more."""
        return dicomdir_digest(self.root) == self._new_digest

    def release(self) -> None:
        """Let go of a change: its journal, if it is there still, is a leftover from now on."""
        descriptor, self._journal = self._journal, None
        if descriptor is not None:
            os.close(descriptor)

    def _keep_alive(self) -> None:
        """Show to other computers, which see no lock, that somebody is at work."""
        if time.monotonic() - self._touched > STALE_SECONDS / 10:
            self._touched = time.monotonic()
            with contextlib.suppress(OSError):
                os.utime(journal_path(self.root))

    def path_for(self, file_id: FileID) -> str:
        """The path of a file that is placed now, its folders made."""
        self._started.append(file_id)
        self._keep_alive()
        folder = os.path.join(self.root, *file_id[:-1])
        if folder not in self._folders:
            os.makedirs(folder, exist_ok=True)
            if os.path.realpath(folder) != os.path.join(self._real_root, *file_id[:-1]):
                raise PermissionError(errno.EACCES, "a link leads out of the file-set", folder)
            self._folders.add(folder)
        return os.path.join(folder, file_id[-1])

    def give_back(self, file_id: FileID) -> None:
        """What was begun there did not come about; another will be placed there instead."""
        self._started.remove(file_id)
        _unlink(os.path.join(self.root, *file_id))

    def disown(self, file_id: FileID) -> None:
        """What lies there is not ours: undoing lets it be."""
        self._started.remove(file_id)

    def commit(
        self,
        dicomdir: bytes,
        placed: Sequence[FileID],
        remove: Sequence[FileID] = (),
        renew: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Make the new state the one that stands.

        Parameters
        ----------
        dicomdir
            The new directory.
        placed
            The files that were placed and are to last.
        remove
            Files that no record of the new directory refers to.
        renew
            Files in the root that were placed, and the names of those that they replace.

        Raises
        ------
        OSError
            The old state stands; :meth:`undo` removes what was placed.
        """
        root = self.root
        if placed:
            flush_files(root, (os.path.join(root, *file_id) for file_id in placed))
        new = os.path.join(root, NEW_DICOMDIR)
        _write_flushed(new, dicomdir)
        self._new_digest = hashlib.sha256(dicomdir).hexdigest()
        if self._journal is not None:
            write_decide(self._journal, Decide(self._new_digest, tuple(remove), tuple(renew)))
        replace_dicomdir(root)
        renew_files(root, renew)
        flush_folder(root)
        if self._made_root:
            with contextlib.suppress(PermissionError):  # a folder that may be passed, not read
                flush_folder(os.path.dirname(self._real_root))
        finish(root, remove)
        self.release()
        os.unlink(journal_path(root))

    def undo(self) -> None:
        """Remove what was placed; the old state stands as it stood."""
        bring_back(self.root)  # first: once files are gone, the new directory must never stand
        remove_files(self.root, self._started)
        self.release()
        undo(self.root, (), root_was_made=self._made_root)


def undo(root: str, add: Iterable[FileID], *, root_was_made: bool) -> None:
    """Remove files that a change placed or was about to place, and its traces."""
    undo_files(root, add)
    _unlink(journal_path(root))
    undo_root(root, was_made=root_was_made)


def undo_root(root: str, *, was_made: bool) -> None:
    """Remove the root where a change made it and nothing is in it."""
    if was_made:
        _remove_folder(root)


def undo_files(root: str, add: Iterable[FileID]) -> None:
    """The same, but for the journal: it goes last, once nobody needs to know any more."""
    bring_back(root)
    remove_files(root, add)
    _unlink(os.path.join(root, NEW_DICOMDIR))


def remove_files(root: str, file_ids: Iterable[FileID]) -> None:
    """Remove files, and the folders that are empty without them."""
    folders: set[FileID] = set()
    for file_id in file_ids:
        path = os.path.join(root, *file_id)
        # A record may name a folder: what is in it is not its own.  A link is not followed.
        if os.path.islink(path) or not os.path.isdir(path):
            _unlink(path)
        folders.update(file_id[:depth] for depth in range(1, len(file_id)))
    for folder in sorted(folders, key=len, reverse=True):
        _remove_folder(os.path.join(root, *folder))


def finish(root: str, remove: Iterable[FileID]) -> None:
    """What is left to do once the new directory stands: old files go, and that lasts.

    Only then may the journal go, which knows of them.
    """
    _unlink(os.path.join(root, OLD_DICOMDIR))
    files = list(remove)
    remove_files(root, files)
    folders = {file_id[:depth] for file_id in files for depth in range(len(file_id))}
    flush_folders(os.path.join(root, *folder) for folder in folders)


def replace_dicomdir(root: str) -> None:
    """Put the new directory in the place of the old one.

    Some drivers of FAT and of network shares rename over nothing: there the old one is put aside
    first, and recovery finds both beside the journal.

    Raises
    ------
    OSError
        The old one stands, or :func:`bring_back` can make it stand.
    """
    new, path, old = (os.path.join(root, name) for name in (NEW_DICOMDIR, DICOMDIR, OLD_DICOMDIR))
    try:
        os.replace(new, path)
    except OSError as error:
        if error.errno not in _NOT_OVER or not os.path.lexists(path):
            raise
    else:
        return
    _unlink(old)
    os.rename(path, old)
    os.rename(new, path)


def bring_back(root: str) -> None:
    """Put an old directory that was put aside back where it was, if nothing is there now."""
    path, old = os.path.join(root, DICOMDIR), os.path.join(root, OLD_DICOMDIR)
    if os.path.lexists(path):
        _unlink(old)
    else:
        with contextlib.suppress(FileNotFoundError):
            os.rename(old, path)


_NOT_OVER: Final = frozenset({errno.EEXIST, errno.EACCES, errno.EPERM})
"""Errors of a rename that may be due to there being something in its place."""


def renew_files(root: str, renew: Sequence[tuple[str, str]]) -> None:
    """Put files of the root in the place of others there; those that are not there are there.

    They speak of the new directory, which first stands for good: power may go in between.
    """
    if renew:
        flush_folder(root)
    for new, name in renew:
        if os.path.lexists(os.path.join(root, new)):
            _put_over(os.path.join(root, new), os.path.join(root, name))


def _put_over(new: str, path: str) -> None:
    """Rename what is there over a file that may go; where that is refused, the file goes first."""
    try:
        os.replace(new, path)
    except OSError as error:
        if error.errno not in _NOT_OVER or not os.path.lexists(path):
            raise
        _unlink(path)
        os.rename(new, path)


def _check_free(root: str, add: Sequence[FileID]) -> None:
    ours = [(name,) for name in (NEW_DICOMDIR, OLD_DICOMDIR)]
    folders = [one for one in ours if os.path.isdir(os.path.join(root, *one))]
    for file_id in (*add, *folders):
        path = os.path.join(root, *file_id)
        if os.path.lexists(path):
            message = "Something lies where a file would go."
            raise Refused(finding("destination-not-empty", message, Where(path=path)))


def dicomdir_digest(root: str) -> str | None:
    """SHA-256 of the DICOMDIR of a file-set, in hexadecimal; ``None`` where there is none."""
    return digest_of(root, DICOMDIR)


_PIECE_BYTES: Final = 1 << 20


def digest_of(root: str, name: str) -> str | None:
    """SHA-256 of a file of a medium, in hexadecimal; ``None`` where there is none."""
    try:
        with open_inside(root, name) as stream:
            digest = hashlib.sha256()
            while piece := stream.read(_PIECE_BYTES):
                digest.update(piece)
            return digest.hexdigest()
    except FileNotFoundError:
        return None


def _make_root(root: str) -> bool:
    if os.path.isdir(root):
        return False
    if os.path.lexists(root):
        raise NotADirectoryError(errno.ENOTDIR, "it is no folder, or a link to nothing", root)
    os.makedirs(root)
    return True


def _write_flushed(path: str, data: bytes) -> None:
    _unlink(path)  # a leftover, or a link that leads elsewhere
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o666)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        flush_descriptor(descriptor, through=True)
    finally:
        os.close(descriptor)


def _unlink(path: str) -> None:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        os.unlink(path)


def _remove_folder(path: str) -> None:
    try:
        os.rmdir(path)
    except OSError as error:
        if error.errno not in _LEFT_BE:
            raise


_LEFT_BE: Final = frozenset(
    {errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT, errno.ENOTDIR, errno.EBUSY, errno.EACCES}
    | {errno.EPERM, errno.EINVAL}
)
"""Why a folder stays: others have something there, it is none, or somebody is in it."""
