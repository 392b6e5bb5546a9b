"""A lock on an open file, gone with the process that holds it, however it ends."""

import os
import sys

_FAR = 1 << 30
"""Windows locks bytes against reading too: this one is past anything that is there."""


def lock(descriptor: int) -> bool | None:
    """Take the lock on an open file.

    Returns
    -------
    bool or None
        Whether it is ours now; ``None`` where the file system knows no locks.
    """
    if sys.platform == "win32":
        return _lock_on_windows(descriptor)
    return _lock_on_posix(descriptor)


def _lock_on_posix(descriptor: int) -> bool | None:
    import fcntl  # noqa: PLC0415 - there is none on Windows

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


if sys.platform == "win32":

    def _lock_on_windows(descriptor: int) -> bool | None:
        import msvcrt  # noqa: PLC0415 - on Windows only

        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        except OSError:
            return None
        finally:
            os.lseek(descriptor, 0, os.SEEK_END)
        return True
