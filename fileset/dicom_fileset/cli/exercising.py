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


def exercised_statement(samples: Sequence[str], make: Callable[[Ledger], Statement]) -> Statement:
    """The statement that ``make`` makes of a fresh ledger, and what could not be performed."""
    with (
        _ended_cleanly(),
        TemporaryDirectory(prefix="dicom-fileset-") as place,
        ProgressBar(wanted=True) as progress,
    ):
        ledger = Ledger(os.path.join(place, "ledger"))
        gaps = exercised(ledger, samples, progress).gaps
        missing = tuple(
            NotPerformed(*one.cell, one.role, one.reason, one.by_design) for one in gaps
        )
        return msgspec.structs.replace(make(ledger), not_performed=missing)


@contextmanager
def _ended_cleanly() -> Iterator[None]:
    """Whoever ends the process leaves no temporary files behind."""

    def stop(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signs = [one for one in signal.Signals if one.name in {"SIGTERM", "SIGHUP"}]
    before = {one: signal.signal(one, stop) for one in signs}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
