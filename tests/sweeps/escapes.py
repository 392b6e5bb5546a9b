"""What changes a disk past the sweep: by the audit events of Python, and the processes it starts.

Of bytes that go to an open file there is no event: those show when a trace is played again (see
:func:`sweeps.power.traced`).
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

_Result = TypeVar("_Result")
_CHANGING: Final = frozenset(
    {"os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"}
    | {"os.utime", "os.chmod", "os.chown", "os.setxattr", "os.removexattr", "sqlite3.connect"}
)
_STARTING: Final = (
    "subprocess.Popen",
    "os.fork",
    "os.posix_spawn",
    "os.exec",
    "os.spawn",
    "os.system",
    "os.startfile",
)
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class _Listening:
    """A root that is listened for; ``quiet`` while a counted operation is done."""

    def __init__(self, root: Path) -> None:
        self.root = str(root)
        self.quiet = 0
        self.escaped: list[str] = []

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.quiet or not (event.startswith(_STARTING) or self._changes(event, arguments)):
            return
        self.escaped.append(f"{event} {arguments[:2]} passes the sweep by")
        raise AssertionError(self.escaped[-1])

    def _changes(self, event: str, arguments: tuple[Any, ...]) -> bool:
        if event == "open":
            path, mode, flags = arguments
            writes = set(mode) & set("wxa+") if mode is not None else flags & _WRITING
            return bool(writes) and self._is_inside(path)
        if event not in _CHANGING:
            return False
        return any(map(self._is_inside, arguments))

    def _is_inside(self, path: object) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        return os.path.abspath(os.fsdecode(path)).startswith(self.root)


_listening: list[_Listening] = []


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if _listening:
        _listening[-1].hear(event, arguments)


sys.addaudithook(_audit)  # there is no way to take one away: one for all, mostly asleep


def counted(call: Callable[..., _Result], *arguments: Any, **options: Any) -> _Result:
    """What an operation gives that is known to the sweep."""
    _listening[-1].quiet += 1
    try:
        return call(*arguments, **options)
    finally:
        _listening[-1].quiet -= 1


@contextmanager
def nothing_escapes(root: Path) -> Iterator[None]:
    """See that nothing below ``root`` changes but by :func:`counted`, and no process is started.

    Raises
    ------
    AssertionError
        Something does: at once, and again at the end, since whoever does it may pass over errors.
    """
    _listening.append(_Listening(root))
    try:
        yield
    finally:
        escaped = _listening.pop().escaped
    assert not escaped, escaped
