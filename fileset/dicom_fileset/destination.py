"""Whether a place may become a file-set: asked before anything is written."""

import os
import shutil

from dicom_profiles import is_leftover

from .commit.journal import OWN_NAMES
from .errors import Refused, UsageError
from .file_ids import DICOMDIR, FILE_SET_ID
from .findings import finding
from .model import Finding, Where

_NAMED = 5


def check_file_set_id(file_set_id: str) -> None:
    """A File-set ID is 0 to 16 of A-Z 0-9 and underscore (PS3.10 8.1).

    Raises
    ------
    UsageError
        It is not.
    """
    if not FILE_SET_ID.fullmatch(file_set_id):
        message = f"{file_set_id!r} is no File-set ID."
        raise UsageError(finding("file-set-id-illegal", message, Where(tag="(0004,1130)")))


def check_empty(root: str) -> None:
    """Nothing may be there but what operating systems leave on media.

    Raises
    ------
    Refused
        Something is; the Finding names it.
    """
    try:
        names = sorted(os.listdir(root))
    except FileNotFoundError:
        return
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"It cannot be used as a folder: {reason}."
        raise Refused(finding("destination-unwritable", message, Where(path=root))) from error
    if DICOMDIR in (name.upper() for name in names):
        raise Refused(_exists(root))
    foreign = [name for name in names if not is_leftover(name) and name not in OWN_NAMES]
    if foreign:
        shown = ", ".join(foreign[:_NAMED])
        more = f" and {len(foreign) - _NAMED} more" if len(foreign) > _NAMED else ""
        message = f"It is not empty: {shown}{more}."
        raise Refused(finding("destination-not-empty", message, Where(path=root)))


def _exists(root: str) -> Finding:
    message = "A DICOMDIR is there already."
    return finding("directory-exists", message, Where(path=os.path.join(root, DICOMDIR)))


def check_in_place(root: str) -> None:
    """It must be a folder, without a DICOMDIR.

    Raises
    ------
    Refused
        It is none, or has one.
    """
    if not os.path.isdir(root):
        raise Refused(finding("source-missing", "There is no such folder.", Where(path=root)))
    if any(name.upper() == DICOMDIR for name in os.listdir(root)):
        raise Refused(_exists(root))


def check_space(root: str, size: int) -> None:
    """There must be room for what will be written.

    Parameters
    ----------
    size
        Bytes of all the files to be written.

    Raises
    ------
    Refused
        There is not.
    """
    place = os.path.abspath(root)
    while not os.path.exists(place):
        place = os.path.dirname(place)
    try:
        free = shutil.disk_usage(place).free
    except OSError:
        return
    if size > free:
        message = f"{size} bytes are needed, {free} are free."
        raise Refused(finding("no-space", message, Where(path=root)))
