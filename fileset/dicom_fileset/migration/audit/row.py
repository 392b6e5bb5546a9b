"""What a row of a journal says, held against itself: pure."""

from collections.abc import Iterator
from typing import Final

from dicom_codecs.registry import TRANSFER_SYNTAXES
from msgspec import structs

from ..model import WRITTEN
from .model import AuditTask

_BY_BYTES: Final = frozenset({"kept", "carried"})


def contradictions(task: AuditTask) -> Iterator[str]:
    """What in a row contradicts the rest of it, one sentence each."""
    if task.outcome == "left":
        if task.before.instance:
            yield "It is called no instance, and has a SOP Instance UID."
        return
    if not task.sha256_in or (task.outcome in WRITTEN and not task.sha256_out):
        yield f"It is called {task.outcome} without a hash."
    if task.outcome not in WRITTEN:
        return
    if (task.outcome == "carried") != bool(task.code):
        yield f"It is called {task.outcome} with{'out' if not task.code else ''} a reason."
    yield from _of_bytes(task)
    yield from _of_pixels(task)
    if task.after.instance and task.before.instance and _moved(task):
        yield "It is of another patient, study, series or instance than before."


def _of_bytes(task: AuditTask) -> Iterator[str]:
    same = (task.size, task.sha256_in) == (task.size_out, task.sha256_out)
    if same != (task.outcome in _BY_BYTES):
        yield f"It is called {task.outcome}, and its bytes are {'' if same else 'not '}the same."


def _of_pixels(task: AuditTask) -> Iterator[str]:
    if (task.outcome == "transcoded") != bool(task.frames):
        yield f"It is called {task.outcome}, and {task.frames} frames passed a codec."
    row = TRANSFER_SYNTAXES.get(task.syntax_out)
    lossless = task.outcome != "transcoded" or (row is not None and row.lossless)
    if task.lossless != lossless:
        lost = "nothing" if task.lossless else "something"
        yield f"It is said that {lost} was lost, and its transfer syntax says otherwise."


def _moved(task: AuditTask) -> bool:
    if task.lossless:
        return task.before != task.after
    same = structs.replace(task.after, instance=task.before.instance) == task.before
    return not same or task.after.instance == task.before.instance
