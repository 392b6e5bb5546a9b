"""A file-set opened to be repaired: a DICOMDIR that cannot be understood at all is an empty one."""

import hashlib
import os

from ..errors import DamagedFileSet
from ..file_ids import DICOMDIR
from ..identification import new_uid
from ..model import FileSet
from ..opening import Opened, open_file_set


def opened_to_repair(root: str) -> Opened:
    """The file-set at a root, or whose DICOMDIR is named.

    Raises
    ------
    DamagedFileSet
        There is no DICOMDIR, or what was named is another file.
    """
    try:
        return open_file_set(root)
    except DamagedFileSet as error:
        folder, name = _directory_at(root)
        if error.finding.code != "not-a-directory" or not name.upper().startswith(DICOMDIR):
            raise
        with open(os.path.join(folder, name), "rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return Opened(folder, name, FileSet(new_uid(), findings=(error.finding,)), digest)


def _directory_at(root: str) -> tuple[str, str]:
    if not os.path.isdir(root):
        folder, name = os.path.split(root)
        return folder or os.curdir, name
    names = sorted(os.listdir(root))
    alike = (name for name in names if name.upper().rstrip(".") == DICOMDIR)
    return root, DICOMDIR if DICOMDIR in names else next(alike, DICOMDIR)
