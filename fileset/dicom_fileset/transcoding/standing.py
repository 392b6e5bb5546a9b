"""What stands where a file would go: the work of an earlier run, or somebody else's."""

import os
from typing import Final

from ..errors import FileSetError
from ..findings import finding
from ..model import Finding, Instance, Where
from ..scan.failure import ScanFailure
from ..scan.scanner import Scanner
from .request import Request

_HEADER_BYTES: Final = 64 * 1024


def standing(instance: Instance, destination: str, request: Request) -> Finding | None:
    """Why an instance is not written again; ``None`` where its place is free.

    A file gets its name when it is whole and proven, so one that is this instance in the
    transfer syntax asked for was done by an earlier run, which this one goes on with.
    """
    if not os.path.lexists(destination):
        return None
    where = Where(path=instance.path)
    if _is_this(instance, destination, request):
        return finding("already-there", "It was done by an earlier run.", where)
    message = "Another file stands where this one would go; it was left as it is."
    return finding("destination-exists", message, where)


def _is_this(instance: Instance, destination: str, request: Request) -> bool:
    try:
        there = Scanner().scan(destination)
    except (ScanFailure, FileSetError, OSError):
        return False
    if there.transfer_syntax_uid != request.transfer_syntax_uid:
        return False
    if there.sop_instance_uid == instance.sop_instance_uid:
        return True
    # What lost something has a UID of its own, and names this one as its source.
    with open(destination, "rb") as file:
        return instance.sop_instance_uid.encode() in file.read(_HEADER_BYTES)
