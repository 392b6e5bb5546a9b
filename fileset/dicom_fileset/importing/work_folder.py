"""The folder of ours in an archive, and every name that a file system takes for its own."""

import re
from typing import Final
from unicodedata import normalize

WORK_FOLDER: Final = "dicom-fileset-import"
"""In the archive: the manifest, a lock, and what is not whole yet."""

_SHORT: Final = re.compile(r"di(?:com-|[0-9a-f]{4})~[0-9]+")
"""The second name that FAT and NTFS may give it, of eight letters."""


def names_work_folder(name: str) -> bool:
    """Whether some file system takes a name at the top of an archive for the folder of ours.

    >>> names_work_folder("DICOM-FileSet-Import. "), names_work_folder("DICOM-~1")
    (True, True)
    >>> names_work_folder("dicom-fileset-imports")
    False
    """
    folded = _folded(name)
    return folded == _folded(WORK_FOLDER) or _SHORT.fullmatch(folded) is not None


def _folded(name: str) -> str:
    """What names have in common that any file system may take for one."""
    return normalize("NFKC", name).upper().casefold().rstrip(" .")
