"""What ``dicom-fileset ledger --json`` prints: later versions only add to it."""

from typing import Literal

import msgspec

from .model import Tally


class LedgerReport(msgspec.Struct, frozen=True):
    """What a ledger holds, or what was done with it.

    Attributes
    ----------
    operations
        That were added by merging, or forgotten by a reset; with a dry run those that would be.
    tallies
        What it holds, where it is shown.
    """

    ledger: str
    action: Literal["show", "merge", "reset"]
    dry_run: bool = False
    operations: int = 0
    tallies: tuple[Tally, ...] = ()
