"""A process that dies at one of its system calls."""

import os
import warnings
from collections.abc import Callable

CALLS = ("write", "replace", "rename", "unlink", "fsync", "open", "mkdir", "rmdir")
KILLED = 77
MOST_CALLS = 400


def killed_at(number: int, action: Callable[[], object], *, after: bool) -> bool:
    """Whether a process that does ``action`` died at its ``number``-th call, before or after it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads that pytest may have
        child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) in {0, KILLED}
        return os.waitstatus_to_exitcode(status) == KILLED
    try:
        _die_at(number, after=after)
        action()
    except BaseException:  # noqa: BLE001 - whatever it is, the parent must see that it was
        os._exit(1)
    os._exit(0)


def _die_at(number: int, *, after: bool) -> None:
    count = 0

    def dying(call: Callable[..., object]) -> Callable[..., object]:
        def called(*arguments: object, **options: object) -> object:
            nonlocal count
            count += 1
            mine = count == number
            if mine and not after:
                os._exit(KILLED)
            try:
                return call(*arguments, **options)
            finally:
                if mine:
                    os._exit(KILLED)

        return called

    for name in CALLS:
        setattr(os, name, dying(getattr(os, name)))
