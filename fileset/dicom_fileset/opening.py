"""A file-set opened: its root and its DICOMDIR found, and read."""

import hashlib
import os
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from .directory_file import directory_in
from .errors import DamagedFileSet
from .file_ids import DICOMDIR
from .findings import finding
from .limits import LIMITS, Limits
from .medium_links import open_inside
from .model import FileSet, Finding, Where


class Opened(NamedTuple):
    """A file-set, its root, the real name of its DICOMDIR, and the SHA-256 of that.

    ``findings`` say how it was found; ``error`` is why there is none, and the name is empty then.
    """

    root: str
    dicomdir_name: str
    file_set: FileSet
    digest: str
    findings: tuple[Finding, ...] = ()
    error: DamagedFileSet | None = None


def open_file_set(
    root: str | os.PathLike[str], *, strict: bool = False, limits: Limits = LIMITS
) -> Opened:
    """Read the DICOMDIR of a file-set, named itself or by its folder.

    Raises
    ------
    DamagedFileSet
        There is none, or it is none.
    """
    path = os.fspath(root)
    folder, name = (path, None) if os.path.isdir(path) else os.path.split(path)
    folder = folder or os.curdir
    if name is None:
        name = next(iter(dicomdirs_in(folder)), DICOMDIR)
    return _read(folder, name, strict=strict, limits=limits)


def open_medium(root: str | os.PathLike[str], limits: Limits = LIMITS) -> Opened:
    """Read the DICOMDIR of a medium, wherever it is; with none there is an empty file-set.

    Of a folder that has none, those below are looked into, nearest first (PS3.10 8.6 has it in the
    root).  One that cannot be read gives way to the next.

    Raises
    ------
    DamagedFileSet
        A file was named, and it is no DICOMDIR.
    """
    path = os.fspath(root)
    if not os.path.isdir(path):
        return open_file_set(root, limits=limits)
    findings: list[Finding] = []
    error: DamagedFileSet | None = None
    found = _dicomdirs_below(path, limits, findings)
    for folder, name in found:
        try:
            opened = _read(folder, name, strict=False, limits=limits)
        except DamagedFileSet as failure:
            error = error or failure
            findings.append(failure.finding)
            continue
        others = found if folder != path else _others_in(path, name)
        findings += _about_place(path, folder, name)
        findings += [_about_other(*one) for one in others]
        return opened._replace(findings=tuple(findings))
    if error is None:
        message = "There is no DICOMDIR."
        error = DamagedFileSet(finding("directory-missing", message, Where(path=path)))
    message = "There is no DICOMDIR that can be read: the files are."
    findings.append(finding("medium-scanned", message, Where(path=path)))
    nothing = FileSet("", has_directory=False)
    return Opened(path, "", nothing, "", tuple(findings), error)


def digest_of(path: str) -> str:
    """SHA-256 of a DICOMDIR as it lies there now; empty where none can be read."""
    try:
        with open(path, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _read(folder: str, name: str, *, strict: bool, limits: Limits) -> Opened:
    path = os.path.join(folder, name)
    try:
        with open_inside(folder, name) as stream:
            large = os.fstat(stream.fileno()).st_size > limits.directory_bytes
            data = b"" if large else stream.read()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"The DICOMDIR cannot be read: {reason}."
        raise DamagedFileSet(finding("directory-missing", message, Where(path=path))) from error
    if large:
        message = f"The DICOMDIR has more than {limits.directory_bytes} bytes."
        raise DamagedFileSet(finding("limit-reached", message, Where(path=path)))
    file_set = directory_in(data, path, strict=strict, limits=limits)
    return Opened(folder, name, file_set, hashlib.sha256(data).hexdigest())


def _dicomdirs_below(
    root: str, limits: Limits, findings: list[Finding]
) -> Iterator[tuple[str, str]]:
    """Folder and name of each DICOMDIR, those of the root first, and so on by depth."""
    folders = deque([root])
    seen = 0
    while folders:
        folder = folders.popleft()
        seen += 1
        if seen > limits.folders:
            message = f"More than {limits.folders} folders: no DICOMDIR was looked for in others."
            findings.append(finding("limit-reached", message, Where(path=root)))
            return
        yield from ((folder, name) for name in dicomdirs_in(folder))
        folders.extend(_folders_in(folder))


def _folders_in(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(one.path for one in entries if one.is_dir(follow_symlinks=False))
    except OSError:
        return []


def dicomdirs_in(folder: str) -> list[str]:
    """Names of a DICOMDIR as drivers and copying tools have them, the right one first."""
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    found = sorted(
        name for name in names if name.upper().removesuffix(";1").rstrip(".") == DICOMDIR
    )
    return sorted(found, key=lambda name: name != DICOMDIR)


def _others_in(folder: str, taken: str) -> Iterator[tuple[str, str]]:
    return ((folder, name) for name in dicomdirs_in(folder) if name != taken)


def _about_place(root: str, folder: str, name: str) -> Iterator[Finding]:
    where = Where(path=os.path.join(folder, name))
    if folder != root:
        below = os.path.relpath(folder, root)
        message = "The root has no DICOMDIR that can be read."
        yield finding("directory-elsewhere", message, where, before="root", after=below)
    if name != DICOMDIR:
        message = f"The directory is named {name}."
        yield finding("directory-name", message, where, before=DICOMDIR, after=name)


def _about_other(folder: str, name: str) -> Finding:
    where = Where(path=os.path.join(folder, name))
    return finding("directory-other", "This DICOMDIR was not taken.", where)
