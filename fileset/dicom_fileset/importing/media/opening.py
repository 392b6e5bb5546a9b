"""Which kind of medium a path is."""

import os

from ...errors import Refused, UsageError
from ...findings import finding
from ...model import Where
from .folder import Folder
from .medium import Limits, Medium


def open_medium(path: str | os.PathLike[str], limits: Limits | None = None) -> Medium:
    """A folder, a zip or an ISO 9660 image, by what it is and not by its name.

    Raises
    ------
    UsageError
        There is none.
    Refused
        It cannot be read at all, or is neither.
    """
    name = os.fspath(path)
    bounds = limits or Limits()
    if os.path.isdir(name):
        return Folder(name, bounds)
    if not os.path.exists(name):
        missing = finding("source-missing", "There is no such medium.", Where(path=name))
        raise UsageError(missing)
    message = "It is neither a folder, nor a zip, nor an ISO 9660 image."
    raise Refused(finding("medium-unreadable", message, Where(path=name)))
