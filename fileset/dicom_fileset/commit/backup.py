"""A DICOMDIR kept beside the one that takes its place, under a name that no File ID can have.

The names are of 8.3 characters, so that every medium takes them: ``DICOMDIR.BAK``, ``.BA2`` to
``.BA9``, ``.B10`` to ``.B99``.
"""

import os
import re
from typing import Final

from ..errors import Refused
from ..file_ids import DICOMDIR
from ..findings import finding
from ..model import Where

_NAMES: Final = (
    f"{DICOMDIR}.BAK",
    *(f"{DICOMDIR}.BA{number}" for number in range(2, 10)),
    *(f"{DICOMDIR}.B{number}" for number in range(10, 100)),
)
_BACKUP: Final = re.compile(rf"{DICOMDIR}\.(BAK|BA[2-9]|B[1-9][0-9])", re.IGNORECASE)


def is_backup(name: str) -> bool:
    """Whether a file of this name is an earlier DICOMDIR.

    >>> is_backup("DICOMDIR.BAK"), is_backup("dicomdir.ba2"), is_backup("DICOMDIR")
    (True, True, False)
    """
    return _BACKUP.fullmatch(name) is not None


def free_backup(root: str) -> str:
    """The first name for a backup that nothing in the root has.

    Raises
    ------
    Refused
        There are as many as there are names.
    """
    for name in _NAMES:
        if not os.path.lexists(os.path.join(root, name)):
            return name
    message = f"{len(_NAMES)} earlier directories are kept there already."
    raise Refused(finding("backups-full", message, Where(path=root)))
