"""A file-set opened to be repaired: where there is no directory to be understood, an empty one."""

import os

from ..errors import DamagedFileSet
from ..file_ids import DICOMDIR
from ..findings import finding
from ..identification import new_uid
from ..model import FileSet, Where
from ..opening import Opened, dicomdirs_in, digest_of, open_file_set, open_medium


def opened_to_repair(root: str) -> Opened:
    """The file-set at a root, or whose DICOMDIR is named.

    Its name is empty where the root has none.

    Raises
    ------
    DamagedFileSet
        What was named is no DICOMDIR, or cannot be read; or a folder below has one.
    """
    try:
        return open_file_set(root)
    except DamagedFileSet as error:
        folder, name = _directory_at(root)
        if name:
            path = os.path.join(folder, name)
            if error.finding.code != "not-a-directory" or not name.upper().startswith(DICOMDIR):
                raise
            return Opened(folder, name, _nothing(error), digest_of(path))
        _check_none_below(folder, error)
        return Opened(folder, "", _nothing(error), "")


def _nothing(error: DamagedFileSet) -> FileSet:
    return FileSet(new_uid(), findings=(error.finding,))


def _directory_at(root: str) -> tuple[str, str]:
    """Folder and name of the DICOMDIR that was meant; the name is empty where there is none."""
    if os.path.isdir(root):
        return root, next(iter(dicomdirs_in(root)), "")
    folder, name = os.path.split(root)
    return folder or os.curdir, name


def _check_none_below(folder: str, error: DamagedFileSet) -> None:
    below = open_medium(folder)
    if below.dicomdir_name:
        path = os.path.join(below.root, below.dicomdir_name)
        message = f"There is no DICOMDIR, but {os.path.relpath(path, folder)}: name its folder."
        raise DamagedFileSet(finding("directory-missing", message, Where(path=path))) from error
