"""What a file named DICOMDIR holds: a directory, or an instance that only has the name."""

import re
from typing import Final

from .dicomdir import read_dicomdir
from .errors import DamagedFileSet
from .findings import finding
from .limits import LIMITS, Limits
from .model import FileSet, Where
from .records.sop_classes import MEDIA_STORAGE_DIRECTORY
from .scan.failure import ScanFailure
from .scan.scanner import Scanner
from .scan.window import window_of_bytes

_SOP_CLASS: Final = re.compile(
    rb"\x08\0\x16\0(?:UI.\0|.\0\0\0)[0-9.]{5,64}|\0\x08\0\x16(?:UI\0.|\0\0\0.)[0-9.]{5,64}",
    re.DOTALL,
)
"""SOP Class UID (0008,0016) with a value, as it lies in either order: no directory has one."""
_HEADER_BYTES: Final = 1 << 16


def directory_in(
    data: bytes, path: str, *, strict: bool = False, limits: Limits = LIMITS
) -> FileSet:
    """Read a file that is named as a directory.

    Raises
    ------
    DamagedFileSet
        It is none: ``directory-is-instance`` where it is an instance.
    """
    try:
        file_set = read_dicomdir(data, strict=strict, limits=limits)
    except DamagedFileSet as error:
        if _is_instance(path, data, limits):
            raise _instance(path) from error
        raise
    if not file_set.records and _is_instance(path, data, limits):
        raise _instance(path)
    return file_set


def _is_instance(path: str, data: bytes, limits: Limits) -> bool:
    """Whether it has a SOP Class of its own, in a header that can be read or in one that cannot."""
    try:
        found = Scanner(limits).scan_window(path, window_of_bytes(data))
    except ScanFailure:
        pass
    else:
        if found.sop_class_uid not in {"", MEDIA_STORAGE_DIRECTORY}:
            return True
    return _SOP_CLASS.search(data, 0, _HEADER_BYTES) is not None


def _instance(path: str) -> DamagedFileSet:
    name = re.split(r"[/\\]", path)[-1]
    message = f"{name} holds an instance, and no directory: rename it, then repair."
    return DamagedFileSet(finding("directory-is-instance", message, Where(path=path)))
