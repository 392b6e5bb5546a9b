"""A change killed, or failed by the disk, at each of its operations in turn."""

import errno
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any, Final, NamedTuple
from unittest import mock

from dicom_fileset import DamagedFileSet, FileSetError, FileSetReader, FileSetUpdater, Refused
from dicom_fileset.commit import flush
from file_sets import snapshot
from sweeps.disk import Operation, watched
from sweeps.repeating import repeatable
from sweeps.states import Stage, archive_state_of, is_clean, is_clean_archive, state_of


class Failure(NamedTuple):
    """What goes wrong: the process dies before or after an operation, or the disk refuses it.

    Attributes
    ----------
    number
        Of the error; 0 where the process is killed.
    lasting
        Whether every operation after it fails, too; of a kill, whether it comes after.
    """

    name: str
    number: int
    lasting: bool


FAILURES: Final = (
    Failure("killed before", 0, lasting=False),
    Failure("killed after", 0, lasting=True),
    Failure("ENOSPC once", errno.ENOSPC, lasting=False),
    Failure("ENOSPC from then on", errno.ENOSPC, lasting=True),
    Failure("EIO once", errno.EIO, lasting=False),
    Failure("EIO from then on", errno.EIO, lasting=True),
    Failure("EROFS once", errno.EROFS, lasting=False),
    Failure("EROFS from then on", errno.EROFS, lasting=True),
)


class Point(NamedTuple):
    """One state that a failure left behind; ``problem`` is empty where all is as promised."""

    number: int
    operation: str
    problem: str


_DONE, _REFUSED, _INTERRUPTED, _OTHER, _KILLED = 0, 3, 4, 5, 9


def swept(stage: Stage, failure: Failure, root: Path, step: int = 1) -> Iterator[Point]:
    """A point for every ``step``-th operation of a change, until it comes to its end."""
    for number in count(1, step):
        stage.anew(root)
        told = root.parent / "told"
        told.unlink(missing_ok=True)
        status = _in_child(lambda n=number, t=told: _failing(stage, failure, root, n, t))
        if not told.exists():
            assert status == _DONE, "it fails by itself"
            return
        yield Point(number, told.read_text(), judged(stage, root, status))


def _in_child(action: Callable[[], None]) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads that pytest may have
        child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return abs(os.waitstatus_to_exitcode(status))
    status = _OTHER
    try:
        action()
        status = _DONE
    except Refused:
        status = _REFUSED
    except FileSetError:
        status = _INTERRUPTED
    finally:
        os._exit(status)


def _failing(stage: Stage, failure: Failure, root: Path, number: int, told: Path) -> None:
    counted = 0

    def hook(operation: Operation, go_on: Callable[[], Any]) -> Any:
        nonlocal counted
        counted += 1
        if counted == number:
            told.write_text(operation.name)
        due = counted == number or (counted > number and failure.lasting)
        if due and failure.number:
            raise OSError(failure.number, os.strerror(failure.number), operation.arguments[0])
        if due and not failure.lasting:
            os.kill(os.getpid(), _KILLED)
        result = None if operation.name == "fsync" else go_on()
        if due:
            os.kill(os.getpid(), _KILLED)
        return result

    # One file flushed after the other, as on systems without syncfs: more operations to fail at.
    one_by_one = mock.patch.object(flush, "_flush_file_system", return_value=False)
    with repeatable(), one_by_one, watched(root, hook):
        stage.change.carry_out(root, stage.sources)


def judged(stage: Stage, root: Path, status: int) -> str:
    """What is not as promised, after a change that ended so."""
    if status == _OTHER:
        return "an error that is none of ours"
    with mock.patch.object(os, "fsync"):  # takes its time, and shows nothing here
        judge = _judged_archive if stage.change.of_archive else _judged
        return judge(stage, root, status)


def _judged_archive(stage: Stage, root: Path, status: int) -> str:
    """What is not as promised, now and once the import was gone on with."""
    state = archive_state_of(root, stage)
    promised = {_DONE: ("new",), _REFUSED: ("old",)}.get(status, ("old", "new"))
    if state not in promised:
        return f"status {status}: {state}"
    with repeatable():
        stage.change.carry_out(root, stage.sources)
    state = archive_state_of(root, stage)
    if state != "new":
        return f"{state}, when it was gone on with"
    return "" if is_clean_archive(root, stage.states) else "not clean"


def _judged(stage: Stage, root: Path, status: int) -> str:
    state = state_of(root, stage.states)
    promised = {_DONE: ("new",), _REFUSED: ("old",)}.get(status, ("old", "new"))
    if state not in promised:
        return f"status {status}: {state}"
    there = snapshot(root)
    with suppress(DamagedFileSet):
        list(FileSetReader(root))
    if snapshot(root) != there:
        return "a reader changed it"
    return _healed(stage, root, state)


def _healed(stage: Stage, root: Path, state: str) -> str:
    """What is not as it should be once the next change has opened the file-set."""
    if (root / "DICOMDIR").exists():
        FileSetUpdater(root)
    elif "DICOMDIR" not in stage.states.old:
        with repeatable():
            stage.change.carry_out(root, stage.sources)
        state = "new"
    else:
        FileSetUpdater(root)
    if state_of(root, stage.states) != state:
        return f"{state} before healing, {state_of(root, stage.states)} after"
    return "" if is_clean(root, stage.states) else f"{state}, and not clean"
