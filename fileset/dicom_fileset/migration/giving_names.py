"""A whole file gets its name, and nothing else loses its own."""

import os
import stat

from ..transcoding.source_file import digest_of, source_file


def give_name(part: str, destination: str) -> bool:
    """Rename a file, in a folder that is made where there is none.

    Returns
    -------
    bool
        ``False`` where something has that name already; nothing has changed then.

    Raises
    ------
    OSError
        It cannot be done.
    """
    try:
        return _named(part, destination)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(destination), exist_ok=True)
    return _named(part, destination)


def _named(part: str, destination: str) -> bool:
    try:
        os.link(part, destination)
    except FileExistsError:
        return False
    except FileNotFoundError:
        raise
    except (OSError, NotImplementedError, AttributeError):
        # Without hard links (exFAT, some networks): Windows never renames onto what is there.
        return _renamed(part, destination)
    os.unlink(part)
    return True


def _renamed(part: str, destination: str) -> bool:
    if os.path.lexists(destination):
        return False
    try:
        os.rename(part, destination)
    except FileExistsError:
        return False
    return True


def is_equal(path: str, size: int, sha256: bytes) -> bool:
    """Whether a file is there that has this content; a link to one is none."""
    try:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_size != size:
            return False
        with source_file(path) as there:
            return digest_of(there.source) == sha256
    except OSError:
        return False
