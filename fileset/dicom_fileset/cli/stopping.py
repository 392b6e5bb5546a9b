"""Ctrl-C: one sentence and a documented exit status, at whatever instant it comes.

A system that goes down, a service that is stopped and a terminal that is closed say it otherwise,
and are answered alike.

While modules are imported and nothing is at work, the process ends at once.  Later the exception
of Python comes, which undoes what is under way; but never inside of an import, which would be told
as a module that is not there, nor where Python only prints it: there it comes a moment later.
"""

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType

Answer = Callable[[int, FrameType | None], object] | signal.Handlers
STOPPED = "Stopped; nothing was changed."
STATUS = 3
_MOMENT = 0.02
_IMPORT = "<frozen importlib._bootstrap>"
SIGNS = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    if hasattr(signal, name)
)
"""What ends a process that can still be answered, as far as the system has them."""


def at_once() -> None:
    """From now on Ctrl-C ends the process: nothing is at work yet."""
    _answer_by(_end, signal.default_int_handler, signal.SIG_DFL)


def in_order() -> None:
    """From now on Ctrl-C raises KeyboardInterrupt, which undoes what is at work."""
    if _answer_by(_raise, _end):
        import threading  # noqa: F401, PLC0415 - in time: not while it is answered

        sys.unraisablehook = _unraisable


def no_more() -> None:
    """From now on Ctrl-C is passed over: all is done, and Python ends."""
    _answer_by(signal.SIG_IGN, _end, _raise)


def _answer_by(answer: Answer, *before: Answer) -> bool:
    """Have all of them answered so where it was so before: others may have it otherwise."""
    ours = [sign for sign in SIGNS if signal.getsignal(sign) in before]
    for sign in ours:
        signal.signal(sign, answer)
    return bool(ours)


def _end(_number: int, _frame: FrameType | None) -> None:
    os.write(2, f"{STOPPED}\n".encode())
    os._exit(STATUS)


def _raise(_number: int, frame: FrameType | None) -> None:
    while frame is not None:
        if frame.f_code.co_filename == _IMPORT:
            _again()
            return
        frame = frame.f_back
    raise KeyboardInterrupt


def _again() -> None:
    """Have the same a moment later."""
    from threading import Timer  # noqa: PLC0415 - it is there

    timer = Timer(_MOMENT, _interrupt)
    timer.daemon = True
    timer.start()


def _interrupt() -> None:
    """What Ctrl-C does: to the first thread, and where that can be also to what it waits for."""
    from _thread import interrupt_main  # noqa: PLC0415 - it is there
    from threading import main_thread  # noqa: PLC0415

    kill, ident = getattr(signal, "pthread_kill", None), main_thread().ident
    if kill is None or ident is None:
        interrupt_main()
    else:
        kill(ident, signal.SIGINT)


def _unraisable(what: "sys.UnraisableHookArgs") -> None:
    if what.exc_type is KeyboardInterrupt:
        _again()
    else:
        sys.__unraisablehook__(what)
