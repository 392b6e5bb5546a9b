"""Every operation by which our code changes a disk: counted, failed, or written down."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

CALLS: Final = ("open", "write", "fsync", "mkdir", "rmdir", "rename", "replace", "unlink", "utime")
Hook = Callable[["Operation", Callable[[], Any]], Any]


class Operation(NamedTuple):
    """One of them, about to be done; ``arguments`` as they were given."""

    name: str
    arguments: tuple[Any, ...]


@contextmanager
def watched(root: Path, hook: Hook) -> Iterator[None]:
    """Let ``hook`` do, or not do, each operation below ``root``; nothing may pass it by.

    ``hook`` gets the operation and what does it.  Files that are written by other ways than
    ``os.open`` and ``os.write`` are an AssertionError: they would not be swept.
    """
    inside = _Inside(root)
    originals = {name: getattr(os, name) for name in CALLS}

    def watching(name: str) -> Callable[..., Any]:
        call = originals[name]

        def called(*arguments: Any, **options: Any) -> Any:
            operation = Operation(name, arguments)
            if not inside.concerns(operation):
                return inside.passed(operation, call(*arguments, **options))
            result = hook(operation, lambda: call(*arguments, **options))
            inside.note(operation, result)
            return result

        return called

    for name in CALLS:
        setattr(os, name, watching(name))
    _PASSED_BY.append(str(root))
    try:
        yield
    finally:
        _PASSED_BY.pop()
        for name, call in originals.items():
            setattr(os, name, call)


class _Inside:
    """Which operations are on files below a root: by path, or by a descriptor of one."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._open: dict[int, str] = {}

    def concerns(self, operation: Operation) -> bool:
        first = operation.arguments[0]
        if isinstance(first, int):
            return first in self._open
        if operation.name == "open" and _only_reads(operation):
            return False
        return os.path.abspath(os.fspath(first)).startswith(self._root)

    def passed(self, operation: Operation, result: Any) -> Any:
        """Forget a descriptor that is another file's now."""
        if operation.name == "open":
            self._open.pop(result, None)
        return result

    def note(self, operation: Operation, result: Any) -> None:
        if operation.name == "open":
            self._open[result] = operation.arguments[0]


def _only_reads(operation: Operation) -> bool:
    """Whether a file is opened to be read: one that cannot be is told, and stops nothing."""
    path, flags, *_ = operation.arguments
    writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT
    return not flags & writes and not os.path.isdir(path)


_PASSED_BY: Final[list[str]] = []


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "open" or not _PASSED_BY:
        return
    path, mode, _ = arguments
    if not isinstance(path, str) or not os.path.abspath(path).startswith(_PASSED_BY[-1]):
        return
    assert mode is None or not set(mode) & set("wax+"), f"{path} is written past the sweep"


sys.addaudithook(_audit)
