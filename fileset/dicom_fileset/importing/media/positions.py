"""Where files lie on a mounted medium, as far as its file system tells.

======================  ============================================  ========================
file system             what is asked                                 needs
======================  ============================================  ========================
iso9660, udf            inode number: the block of its directory      Linux
                        record or file entry, which writers lay
                        down in the order of the content
any other, on a disk    FIEMAP: the first physical extent             Linux, and a file system
that turns                                                            that knows FIEMAP
everything else         the order of paths                            nothing
======================  ============================================  ========================
"""

import os
import struct
import sys
from collections.abc import Callable
from typing import Final

Position = Callable[[str, os.stat_result, int], int]
"""Place of a file: by its path, what the system says of it, its number in the order of paths."""


def positions_in(root: str) -> tuple[str, Position]:
    """What can be told of a folder: its name, and how to ask."""
    if sys.platform.startswith("linux"):
        if _file_system(root) in _NUMBERED_BY_BLOCK:
            return "inode", _by_inode
        if _turns(root):
            return "extent", _by_extent
    return "path", _by_path


_NUMBERED_BY_BLOCK: Final = frozenset({"iso9660", "udf"})


def _by_path(path: str, status: os.stat_result, number: int) -> int:  # noqa: ARG001
    return number


def _by_inode(path: str, status: os.stat_result, number: int) -> int:  # noqa: ARG001
    return status.st_ino


def _by_extent(path: str, status: os.stat_result, number: int) -> int:  # noqa: ARG001
    """The physical byte that a file begins at; before all others where nobody knows."""
    import fcntl  # noqa: PLC0415 - there is none on Windows

    request = bytearray(_FIEMAP.pack(0, 0xFFFF_FFFF_FFFF_FFFF, 0, 0, 1, 0) + bytes(_EXTENT.size))
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return 0
    try:
        fcntl.ioctl(descriptor, _FS_IOC_FIEMAP, request)
    except OSError:
        return 0
    finally:
        os.close(descriptor)
    physical: int = _EXTENT.unpack_from(request, _FIEMAP.size)[1]
    return physical


_FIEMAP: Final = struct.Struct("=QQIIII")
_EXTENT: Final = struct.Struct("=QQQQQIIII")
_FS_IOC_FIEMAP: Final = 0xC020_660B


def _file_system(root: str) -> str:
    """The type of the file system that a folder is on; empty where it cannot be told."""
    device = os.stat(root).st_dev
    wanted = f"{os.major(device)}:{os.minor(device)}"
    try:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="replace") as lines:
            for line in lines:
                fields = line.split()
                if fields[2] == wanted:
                    return fields[fields.index("-") + 1]
    except (OSError, ValueError, IndexError):
        pass
    return ""


def _turns(root: str) -> bool:
    device = os.stat(root).st_dev
    place = f"/sys/dev/block/{os.major(device)}:{os.minor(device)}"
    for queue in (f"{place}/queue/rotational", f"{place}/../queue/rotational"):
        try:
            with open(queue, encoding="ascii") as stream:
                return stream.read().strip() == "1"
        except OSError:
            continue
    return False
