"""Links on a medium, followed by what they say: nothing outside of the root is even looked at.

To look at a path is enough to mount a network folder, or to greet a server with a user's password.
"""

import errno
import os
import stat
from typing import BinaryIO, Final

_MOST_LINKS: Final = 40
"""As many as systems follow for one path, before they take it for a loop."""
_OPEN_FLAGS: Final = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NONBLOCK", "O_NOCTTY")
)


def is_link(entry: os.DirEntry[str]) -> bool:
    """Whether an entry of a folder is a symbolic link, or a junction of Windows."""
    if entry.is_symlink():
        return True
    if os.name != "nt":
        return False
    tag = getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0)
    return bool(tag) and tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)


def resolved(root: str, parts: tuple[str, ...]) -> tuple[str, ...] | None:
    """What a path below a root is when all links in it are followed.

    Parameters
    ----------
    root
        As :func:`os.path.realpath` has it.
    parts
        Of the path, from the root on.

    Returns
    -------
    tuple[str, ...] | None
        Parts from the root on; ``None`` where a link leads out of it, or in a circle.
    """
    done: list[str] = []
    waiting = list(reversed(parts))
    links = 0
    while waiting:
        part = waiting.pop()
        if part == os.pardir:
            if not done:
                return None
            done.pop()
        elif part not in {"", os.curdir}:
            target = _target(os.path.join(root, *done, part))
            if target is None:
                done.append(part)
                continue
            links += 1
            inside = _below(root, target) if links <= _MOST_LINKS else None
            if inside is None:
                return None
            done = [] if os.path.isabs(target) else done
            waiting += reversed(inside)
    return tuple(done)


def open_inside(root: str, name: str) -> BinaryIO:
    """A file of a medium, open for reading; a pipe is not waited for.

    Raises
    ------
    OSError
        It cannot be read, is no file, or is a link that leads out of the root.
    """
    parts = resolved(os.path.realpath(root), (name,))
    if not parts:
        raise OSError(errno.EINVAL, "it leads out of the file-set")
    descriptor = os.open(os.path.join(root, *parts), _OPEN_FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is no file")
    return os.fdopen(descriptor, "rb")


def _target(path: str) -> str | None:
    """What a link says; ``None`` of what is no link, or not there."""
    try:
        return os.readlink(path)
    except (OSError, ValueError):
        return None


def _below(root: str, target: str) -> list[str] | None:
    """The parts of what a link says, from the root or from its folder on."""
    target = target.replace(os.altsep, os.sep) if os.altsep else target
    drive, rest = os.path.splitdrive(target)
    if not drive and not rest.startswith(os.sep):
        return rest.split(os.sep)
    start = os.path.join(root, "")
    return target[len(start) :].split(os.sep) if target.startswith(start) else None
