"""Written data brought to the medium, in the cheapest way that keeps the promise.

A flush of each file costs more than its copy.  Linux flushes a whole file system in one call,
which waits (syncfs); elsewhere each file is flushed, after all were written, so that the system
has long begun.
"""

import contextlib
import ctypes
import errno
import os
import sys
from collections.abc import Iterable
from typing import Final

_NOT_SUPPORTED: Final = frozenset(
    {errno.EINVAL, errno.ENOTTY, errno.ENOSYS, getattr(errno, "ENOTSUP", errno.ENOSYS)}
)
"""EINVAL, ENOTTY, ENOSYS, ENOTSUP: exFAT and network file systems that cannot flush."""


def flush_files(root: str, paths: Iterable[str]) -> None:
    """Bring files below ``root`` to the medium, and the names of all folders on the way to them.

    Raises
    ------
    OSError
        The medium did not take the data.
    """
    if _flush_file_system(root):
        return
    folders: set[str] = set()
    for path in paths:
        flush_file(path)
        folder = os.path.dirname(path)
        while folder not in folders and len(folder) >= len(root):
            folders.add(folder)
            folder = os.path.dirname(folder)
    flush_folders(folders)


def flush_folders(paths: Iterable[str]) -> None:
    """Make the names in folders last; those that are not there any more are passed by."""
    for path in paths:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            flush_folder(path)


def flush_file(path: str) -> None:
    """Bring one file to the medium; a file system that cannot is let be."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        flush_descriptor(descriptor)
    finally:
        os.close(descriptor)


def flush_descriptor(descriptor: int, *, through: bool = False) -> None:
    """Bring what was written to an open file to the medium.

    Parameters
    ----------
    descriptor
        Of the open file.
    through
        Also what the drive itself holds back: macOS leaves that out unless it is asked.
    """
    try:
        os.fsync(descriptor)
        if through and sys.platform == "darwin":
            import fcntl  # noqa: PLC0415 - there is none on Windows

            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    except OSError as error:
        if error.errno not in _NOT_SUPPORTED:
            raise


def flush_folder(path: str) -> None:
    """Make the names in a folder last; Windows does so by itself and opens no folder."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        flush_descriptor(descriptor)
    finally:
        os.close(descriptor)


def _flush_file_system(root: str) -> bool:
    """One call for all that was written to the file system of ``root``, where there is one."""
    if not sys.platform.startswith("linux"):
        return False
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        return False
    descriptor = os.open(root, os.O_RDONLY)
    try:
        if syncfs(descriptor) == 0:
            return True
        number = ctypes.get_errno()
        if number in _NOT_SUPPORTED:
            return False
        raise OSError(number, os.strerror(number), root)
    finally:
        os.close(descriptor)
