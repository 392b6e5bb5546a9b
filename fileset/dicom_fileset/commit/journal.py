"""What a change is about to do, on disk before it does it.

Two lines of JSON at most, in a file beside the DICOMDIR.  The first stands before any file is
placed and names all that will be; the second stands before the DICOMDIR is replaced and names
its hash, the files that then go, and those that are renewed.  File IDs and names stand in it, and
no more.
"""

import errno
import os
import socket
import stat
from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

import msgspec

from ..file_ids import FileID
from ..limits import LIMITS
from .flush import flush_descriptor, flush_folder
from .lock import lock

JOURNAL: Final = ".dicom-fileset-change"
NEW_DICOMDIR: Final = ".dicom-fileset-dicomdir"
OLD_DICOMDIR: Final = ".dicom-fileset-before"
"""Where the old directory is put aside on media that rename over nothing."""
STALE_SECONDS: Final = 600
"""After this long without a sign of life, a change by another computer counts as broken off."""

OWN_NAMES: Final = frozenset({JOURNAL, NEW_DICOMDIR, OLD_DICOMDIR})
"""Names that no File ID can have, for files that are never part of a file-set."""

RENEWALS: Final = MappingProxyType({"INDEX.NEW": "INDEX.HTM", "README.NEW": "README.TXT"})
"""Pages that are written anew, under the names they have until the new DICOMDIR stands."""


class Begin(msgspec.Struct, frozen=True):
    """The first line."""

    add: tuple[FileID, ...]
    process: int
    host: str
    root_was_made: bool


class Decide(msgspec.Struct, frozen=True):
    """The second line; ``renew`` has files in the root that take the place of others there."""

    dicomdir_sha256: str
    remove: tuple[FileID, ...]
    renew: tuple[tuple[str, str], ...] = ()


class Journal(msgspec.Struct, frozen=True):
    """Both lines; ``decide`` is ``None`` while files are being placed."""

    begin: Begin
    decide: Decide | None = None


_MOST_OF_A_NAME: Final = 12
"""A component of a File ID as JSON, with quotes and comma; real names may have a few more."""
_MOST_BESIDE: Final = 1024
"""More than all else in both lines."""


def journal_size(add: Iterable[FileID], remove: Iterable[FileID]) -> int:
    """About how many bytes the journal of a change has, rather more than less."""
    components = sum(len(file_id) + 1 for names in (add, remove) for file_id in names)
    return components * _MOST_OF_A_NAME + _MOST_BESIDE


def journal_path(root: str) -> str:
    """Where the journal of a file-set stands."""
    return os.path.join(root, JOURNAL)


def write_begin(root: str, add: tuple[FileID, ...], *, root_was_made: bool) -> int:
    """Announce the files that will be placed; also the lock against a second writer.

    Returns
    -------
    int
        The open journal, locked as long as it is open.

    Raises
    ------
    FileExistsError
        A change is under way, or was broken off.
    """
    begin = Begin(add, os.getpid(), socket.gethostname(), root_was_made)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(journal_path(root), flags, 0o666)
    try:
        # Whoever recovers locks it first: an instant ago this one was nobody's, and may be gone.
        if lock(descriptor) is False or not is_journal(root, descriptor):
            raise FileExistsError(errno.EEXIST, "somebody recovers it", journal_path(root))
        _append(descriptor, begin)
        flush_folder(root)  # what is placed from now on is known to whoever comes after us
    except BaseException as error:
        os.close(descriptor)
        if not isinstance(error, FileExistsError):  # it is ours
            os.unlink(journal_path(root))
        raise
    return descriptor


def is_journal(root: str, descriptor: int) -> bool:
    """Whether an open file is the journal that stands; another may have taken its place."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.lstat(journal_path(root)))
    except FileNotFoundError:
        return False


def write_decide(descriptor: int, decide: Decide) -> None:
    """Announce, in the open journal, the directory that will stand and the files that then go."""
    _append(descriptor, decide)


def _append(descriptor: int, line: Begin | Decide) -> None:
    data = memoryview(msgspec.json.encode(line) + b"\n")
    while data:
        data = data[os.write(descriptor, data) :]
    flush_descriptor(descriptor)


def open_journal(root: str) -> int:
    """The journal of a change that was not finished, open to be locked and read.

    Raises
    ------
    FileNotFoundError, NotADirectoryError
        There is none.
    OSError
        It is no file of ours: a link, which is not followed, or a pipe, which is not waited for.
    """
    path = journal_path(root)
    if not stat.S_ISREG(os.lstat(path).st_mode):
        raise OSError(errno.EINVAL, "it is no file, remove it by hand", path)
    return os.open(path, _OPEN_FLAGS)


_OPEN_FLAGS: Final = os.O_RDWR | sum(
    getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK")
)


def read_journal(descriptor: int) -> Journal:
    """What an open journal says.

    A first line that is not whole means that nothing was placed yet.

    Raises
    ------
    OSError
        It cannot be read, or is longer than that of any change.
    """
    with open(descriptor, "rb", closefd=False) as stream:
        if stream.seek(0, os.SEEK_END) > LIMITS.journal_bytes:
            raise OSError(errno.EFBIG, "it is longer than any journal, remove it by hand")
        stream.seek(0)
        lines = stream.read().split(b"\n")
    try:
        begin = msgspec.json.decode(lines[0], type=Begin)
    except msgspec.DecodeError:
        return Journal(Begin((), 0, "", root_was_made=False))
    try:
        return Journal(begin, msgspec.json.decode(lines[1], type=Decide))
    except (IndexError, msgspec.DecodeError):
        return Journal(begin)
