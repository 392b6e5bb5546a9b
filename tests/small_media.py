"""A file system as sticks and shares have it, by the functions of ``os``: a model in a folder.

Names that differ in case alone are one name, which stays as it was made (FAT, exFAT, SMB); a name
beyond 8.3 may be refused (FAT without long names), and a rename over something.
"""

import builtins
import errno
import io
import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple
from unittest import mock

_TAKE_A_PATH: Final = ("stat", "lstat", "access", "readlink", "utime", "scandir", "listdir")
_MAKE: Final = ("open", "mkdir")
_TAKE_AWAY: Final = ("unlink", "rmdir")
_RENAME: Final = ("rename", "replace")
_SHORT: Final = re.compile(r"[^.]{1,8}(\.[^.]{1,3})?")


class Manners(NamedTuple):
    """What a medium cannot do, beside telling upper from lower case."""

    long_names: bool = True
    rename_over: bool = True


class _Medium:
    """The names below a root, as the medium has them."""

    def __init__(self, root: Path, manners: Manners) -> None:
        self._root = str(root)
        self._manners = manners
        self._list = os.listdir

    def real(self, path: Any) -> Any:
        """The path of what is there under a name, whatever its case; else as it was given."""
        text = os.fspath(path) if isinstance(path, str | os.PathLike) else ""
        if not isinstance(text, str) or not text.startswith(self._root + os.sep):
            return path
        found = self._root
        for part in text[len(self._root) :].strip(os.sep).split(os.sep):
            found = os.path.join(found, self._known(found, part))
        return found

    def _known(self, folder: str, name: str) -> str:
        try:
            names = self._list(folder)
        except OSError:
            return name
        return next((one for one in names if one.casefold() == name.casefold()), name)

    def see_name(self, path: Any) -> None:
        """Refuse a new name that the medium cannot have."""
        text = str(path)
        inside = text.startswith(self._root + os.sep)
        if inside and not self._manners.long_names and not self._is_short(text):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), text)

    def _is_short(self, path: str) -> bool:
        return _SHORT.fullmatch(os.path.basename(path)) is not None

    def see_free(self, source: str, target: str) -> None:
        """Refuse to rename over something."""
        if not self._manners.rename_over and source != target and self._is_there(target):
            raise OSError(errno.EEXIST, os.strerror(errno.EEXIST), source, None, target)

    def _is_there(self, path: str) -> bool:
        try:
            return os.path.basename(path) in self._list(os.path.dirname(path))
        except OSError:
            return False


@contextmanager
def small_medium(root: Path, manners: Manners = Manners()) -> Iterator[None]:  # noqa: B008
    """Let a folder behave as such a medium; its own name is not its matter."""
    medium = _Medium(root, manners)
    wrapped = {
        **dict.fromkeys((*_TAKE_A_PATH, *_TAKE_AWAY), _taking),
        **dict.fromkeys(_MAKE, _making),
        **dict.fromkeys(_RENAME, _renaming),
    }
    with ExitStack() as patches:
        for name, wrap in wrapped.items():
            patches.enter_context(mock.patch.object(os, name, wrap(medium, getattr(os, name))))
        for module in (io, builtins):
            patches.enter_context(mock.patch.object(module, "open", _taking(medium, open)))
        patches.enter_context(mock.patch.object(io, "FileIO", _file_of(medium)))
        yield


def _taking(medium: _Medium, call: Callable[..., Any]) -> Callable[..., Any]:
    def called(path: Any = ".", *more: Any, **options: Any) -> Any:
        return call(medium.real(path), *more, **options)

    return called


def _making(medium: _Medium, call: Callable[..., Any]) -> Callable[..., Any]:
    def called(path: Any, *more: Any, **options: Any) -> Any:
        if call.__name__ == "mkdir" or more[0] & os.O_CREAT:
            medium.see_name(path)
        return call(medium.real(path), *more, **options)

    return called


def _renaming(medium: _Medium, call: Callable[..., Any]) -> Callable[..., Any]:
    def called(source: Any, target: Any) -> None:
        medium.see_name(target)
        medium.see_free(medium.real(source), medium.real(target))
        call(medium.real(source), medium.real(target))

    return called


def _file_of(medium: _Medium) -> type[io.FileIO]:
    class File(io.FileIO):
        def __init__(self, path: Any, mode: str = "rb", **options: Any) -> None:
            if set(mode) & set("wxa"):
                medium.see_name(path)
            super().__init__(medium.real(path), mode, **options)

    return File
