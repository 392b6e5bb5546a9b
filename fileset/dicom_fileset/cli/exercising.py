"""The statement of what an installation can do: all of it performed now."""

import os
from collections.abc import Callable, Sequence
from tempfile import TemporaryDirectory

import msgspec

from ..conformance.exercise import exercised
from ..conformance.model import NotPerformed, Statement
from ..ledger import Ledger
from .progress_bar import ProgressBar


def exercised_statement(samples: Sequence[str], make: Callable[[Ledger], Statement]) -> Statement:
    """The statement that ``make`` makes of a fresh ledger, and what could not be performed."""
    with TemporaryDirectory(prefix="dicom-fileset-") as place, ProgressBar(wanted=True) as progress:
        ledger = Ledger(os.path.join(place, "ledger"))
        gaps = exercised(ledger, samples, progress).gaps
        missing = tuple(
            NotPerformed(*one.cell, one.role, one.reason, one.by_design) for one in gaps
        )
        return msgspec.structs.replace(make(ledger), not_performed=missing)
