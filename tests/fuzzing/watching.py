"""What a block of code does to the world: every path it touches, every process, every connection.

Python tells of most of it by audit events; of looking whether a file is there it does not, so the
functions that look are wrapped.
"""

import os
import sys
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import dicom_codecs
import dicom_fileset
import dicom_profiles

_PATHS: Final = ("open", "os.", "shutil.", "tempfile.", "glob.", "pathlib.", "sqlite3.", "mmap.")
_FORBIDDEN: Final = (
    "subprocess.",
    "socket.connect",
    "socket.getaddrinfo",
    "socket.bind",
    "ftplib.",
    "http.",
    "urllib.",
    "webbrowser.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "winreg.",
)
_CHANGING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_LOOKING: Final = ("stat", "lstat", "access", "readlink")
_CODE: Final = tuple(
    os.path.join(os.path.realpath(place), "")
    for place in {
        *(sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")),
        *(
            str(Path(package.__file__ or "").parent)
            for package in (dicom_codecs, dicom_fileset, dicom_profiles)
        ),
    }
)
_Listener = Callable[[str, tuple[Any, ...]], None]
_listener: _Listener | None = None


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _listener is not None:
        _listener(event, arguments)


sys.addaudithook(_hook)  # there is no way to take one away: one for all, mostly asleep


class Watch:
    """Sees to it that nothing outside of a root is touched.

    Parameters
    ----------
    root
        Of a medium.
    """

    def __init__(self, root: Path) -> None:
        self._root = os.path.realpath(root)
        self._inside = os.path.join(self._root, "")
        self._above = {self._root, *map(str, Path(self._root).parents)}
        self._real = {name: getattr(os, name) for name in _LOOKING}
        self._allowed: set[tuple[str, str]] = set()
        self.touched: list[str] = []

    @contextmanager
    def watching(self) -> Iterator[list[str]]:
        """What was touched outside of the root in this block, each with the event that told."""
        global _listener  # noqa: PLW0603 - the hook is one for the process
        self.touched = []
        for name in _LOOKING:
            setattr(os, name, self._wrapped(name))
        _listener = self._heard
        try:
            yield self.touched
        finally:
            _listener = None
            for name, function in self._real.items():
                setattr(os, name, function)

    def _wrapped(self, name: str) -> Callable[..., Any]:
        real = self._real[name]

        def looked(path: Any, *arguments: Any, **keywords: Any) -> Any:
            if _listener is not None:
                followed = name in {"stat", "access"} and keywords.get("follow_symlinks", True)
                self._heard("stat" if followed else "lstat", (path,))
            return real(path, *arguments, **keywords)

        return looked

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        global _listener  # noqa: PLW0603
        if event.startswith(_FORBIDDEN):
            self.touched.append(f"{event} {arguments!r:.200}")
            return
        if not (event.startswith(_PATHS) or event in {"stat", "lstat"}):
            return
        listener, _listener = _listener, None  # looking at a path here is not told of
        try:
            for one in arguments:
                if isinstance(one, (str, bytes, os.PathLike)) and (
                    event != "open" or one is arguments[0]
                ):
                    self._path(event, os.fsdecode(one), arguments)
        finally:
            _listener = listener

    def _path(self, event: str, path: str, arguments: tuple[Any, ...]) -> None:
        if (event, path) in self._allowed:
            return
        where = os.path.abspath(path)
        looking = event in {"stat", "lstat"}
        if event == "lstat":
            real = os.path.join(os.path.realpath(os.path.dirname(where)), os.path.basename(where))
        else:
            real = os.path.realpath(where)
        inside = real == self._root or real.startswith(self._inside)
        if inside or (looking and real in self._above) or self._is_code(event, real, arguments):
            self._allowed.add((event, path))
        else:
            self.touched.append(f"{event} {path[:200]}")

    def _is_code(self, event: str, real: str, arguments: tuple[Any, ...]) -> bool:
        """Whether it is a module that is imported when it is needed, or data that lie beside it."""
        if event == "open" and (isinstance(arguments[2], int) and arguments[2] & _CHANGING):
            return False
        if event == "os.listdir" and real in map(os.path.realpath, sys.path):
            return True  # an import looks what there is
        reads = event in {"open", "stat", "lstat", "os.listdir", "os.scandir"}
        return reads and f"{real}/".startswith(_CODE)
