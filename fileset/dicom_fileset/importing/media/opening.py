"""Which kind of medium a path is."""

import os
import stat

from ...errors import Refused, UsageError
from ...findings import finding
from ...model import Where
from .folder import Folder
from .iso_image import IsoImage, is_iso, is_udf
from .medium import Limits, Medium
from .zip_archive import ZipArchive, is_zip


def open_medium(path: str | os.PathLike[str] | Medium, limits: Limits | None = None) -> Medium:
    """A folder, a zip or an ISO 9660 image, by what it is and not by its name.

    A medium of another kind is given back as it is.

    Raises
    ------
    UsageError
        There is none.
    Refused
        It cannot be read at all, or is neither.
    """
    if isinstance(path, Medium):
        return path
    name = os.fspath(path)
    bounds = limits or Limits()
    if os.path.isdir(name):
        return Folder(name, bounds)
    if not os.path.exists(name):
        missing = finding("source-missing", "There is no such medium.", Where(path=name))
        raise UsageError(missing)
    try:
        if not _may_be_image(os.stat(name).st_mode):
            message = "It is neither a file, nor a folder, nor a drive."
            raise Refused(finding("medium-unreadable", message, Where(path=name)))
        return _open_image(name, bounds)
    except OSError as error:
        message = f"It cannot be read: {error.strerror or type(error).__name__}."
        where = Where(path=name)
        raise Refused(finding("medium-unreadable", message, where)) from error


def _may_be_image(mode: int) -> bool:
    """Whether it has an end: pipes and the like may wait, or give bytes, for ever."""
    return stat.S_ISREG(mode) or stat.S_ISBLK(mode)


def _open_image(name: str, limits: Limits) -> Medium:
    if is_iso(name):
        return IsoImage(name, limits)
    if is_zip(name):
        return ZipArchive(name, limits)
    message = "It is neither a folder, nor a zip, nor an ISO 9660 image."
    if is_udf(name):
        message = "It is an image of UDF alone: mount it, and import the folder."
    raise Refused(finding("medium-unreadable", message, Where(path=name)))
