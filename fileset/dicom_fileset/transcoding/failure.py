"""What ended the transcoding of a file, as a Finding on it."""

import errno
import traceback
from typing import Final

import msgspec
from dicom_codecs.errors import CodecError

from ..findings import finding
from ..model import Finding, Where
from ..scan.failure import ScanFailure
from ..scan.telling import scanned_finding
from .refusal import Refusal, refusal_of

_FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


class MediumFailure(Exception):
    """The place written to took no more; going on makes no sense."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


def failure_of(error: BaseException, path: str) -> tuple[Finding, bool]:
    """The Finding on a file, and whether the place written to is to blame."""
    match error:
        case Refusal():
            return located(error.finding, path), False
        case CodecError():
            return located(refusal_of(error).finding, path), False
        case ScanFailure() | OSError():
            return scanned_finding(path, error), False
        case MediumFailure():
            return medium_finding(error.error), True
        case MemoryError():
            message = "There is not enough memory for one frame of it."
            return finding("frame-too-large", message, Where(path=path)), False
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{last.filename.replace(chr(92), '/').rpartition('/')[2]}:{last.lineno}"
    return finding("internal", f"{type(error).__name__} at {place}.", Where(path=path)), False


def located(found: Finding, path: str) -> Finding:
    """A Finding with the path of the file that it is about."""
    return msgspec.structs.replace(found, where=msgspec.structs.replace(found.where, path=path))


def medium_finding(error: OSError) -> Finding:
    """Why a file could not be written."""
    reason = error.strerror or type(error).__name__
    if error.errno in _FULL:
        return finding("no-space", "The medium is full.")
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return finding("destination-unwritable", f"It cannot be written: {reason}.")
    return finding("write-failed", f"Writing failed: {reason}.")
