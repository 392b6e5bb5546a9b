"""The statement of what an installation can do: all of it performed now."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from tempfile import TemporaryDirectory

import msgspec

from ..conformance.exercise import exercised
from ..conformance.model import NotPerformed, Statement
from ..ledger import Ledger
from .progress_bar import ProgressBar
from .stopping import SIGNS


def exercised_statement(samples: Sequence[str], make: Callable[[Ledger], Statement]) -> Statement:
    """The statement that ``make`` makes of a fresh ledger, and what could not be performed."""
    with (
        _stopped_cleanly() as see,
        TemporaryDirectory(prefix="dicom-fileset-") as place,
        ProgressBar(wanted=True) as progress,
    ):

        def watched(stage: str, done: int, total: int | None) -> None:
            see()
            progress(stage, done, total)

        ledger = Ledger(os.path.join(place, "ledger"))
        gaps = exercised(ledger, samples, watched).gaps
        see()
        missing = tuple(
            NotPerformed(*one.cell, one.role, one.reason, one.by_design) for one in gaps
        )
        return msgspec.structs.replace(make(ledger), not_performed=missing)


@contextmanager
def _stopped_cleanly() -> Iterator[Callable[[], None]]:
    """Whoever ends the process leaves no temporary files behind; what sees whether one did.

    An engine that is done and is stopped while it waits for the ledger has nothing to stop.
    """
    asked: list[int] = []

    def stop(number: int, _frame: object) -> None:
        asked.append(number)
        raise KeyboardInterrupt

    def see() -> None:
        if asked:
            raise KeyboardInterrupt

    before = {one: signal.signal(one, stop) for one in SIGNS}
    try:
        yield see
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
