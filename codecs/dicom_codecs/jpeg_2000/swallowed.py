"""Errors that a library swallows, as imagecodecs does with those of OpenJPH.

``htj2k_decode`` reads lines in a function that cannot raise: what OpenJPH throws there goes to
:data:`sys.excepthook` and :data:`sys.unraisablehook`, and the caller is given an array whose
remaining lines nobody has written.
"""

import sys
import threading
from collections.abc import Callable
from typing import Any, Final, TypeVar

Result = TypeVar("Result")


class _Hooks:
    """Both hooks of the interpreter, ours while any thread needs them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._here = threading.local()
        self._callers = 0
        self._before: tuple[Any, Any] = (None, None)

    def __enter__(self) -> None:
        self._here.error = None
        self._here.inside = True
        with self._lock:
            self._callers += 1
            if self._callers == 1:
                self._before = (sys.excepthook, sys.unraisablehook)
                sys.excepthook, sys.unraisablehook = self._printed, self._unraisable

    def __exit__(self, *_: object) -> None:
        self._here.inside = False
        with self._lock:
            self._callers -= 1
            if not self._callers:
                sys.excepthook, sys.unraisablehook = self._before

    def swallowed(self) -> BaseException | None:
        """The last error that was swallowed in this thread."""
        error: BaseException | None = self._here.error
        return error

    def _printed(self, kind: Any, error: Any, trace: Any) -> None:
        if not getattr(self._here, "inside", False):
            self._before[0](kind, error, trace)

    def _unraisable(self, unraisable: Any) -> None:
        if getattr(self._here, "inside", False):
            self._here.error = unraisable.exc_value
        else:
            self._before[1](unraisable)


_HOOKS: Final = _Hooks()


def raising(call: Callable[[], Result]) -> Result:
    """What a call gives.

    Parameters
    ----------
    call
        Into a library that swallows errors.

    Raises
    ------
    RuntimeError
        The call swallowed one, in this thread; it is the cause.
    """
    with _HOOKS:
        result = call()
        error = _HOOKS.swallowed()
    if error is not None:
        raise RuntimeError(str(error)) from error
    return result
