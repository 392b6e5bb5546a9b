"""What can be done with a ledger, and what calls make no sense."""

import os
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..ledger import Ledger
    from ..ledger.report import LedgerReport


class Action(StrEnum):
    """What to do with a ledger."""

    SHOW = "show"
    MERGE = "merge"
    RESET = "reset"


def report_of(
    action: Action, ledger: "Ledger", others: Sequence[str], *, dry_run: bool, sure: bool
) -> "LedgerReport":
    """Do it, and report what came of it.

    Raises
    ------
    UsageError, Refused
        It makes no sense, or a ledger cannot be used.
    """
    from ..ledger.report import LedgerReport  # noqa: PLC0415 - --help must answer at once

    _check(action, others, dry_run=dry_run, sure=sure)
    if action is Action.MERGE:
        return LedgerReport(ledger.path, "merge", operations=_merged(ledger, others))
    if action is Action.RESET:
        return LedgerReport(ledger.path, "reset", dry_run, _forgotten(ledger, dry_run=dry_run))
    return LedgerReport(ledger.path, "show", tallies=ledger.tallies())


def _check(action: Action, others: Sequence[str], *, dry_run: bool, sure: bool) -> None:
    if action is Action.MERGE and not others:
        _refuse("ledger-call", "It is not said which ledgers to merge.")
    if action is not Action.MERGE and others:
        _refuse("ledger-call", f"{action} takes no other ledgers.")
    if action is not Action.RESET and (dry_run or sure):
        _refuse("ledger-call", "--dry-run and --yes go with reset alone.")
    if action is Action.RESET and not dry_run and not sure:
        _refuse("ledger-reset", "It forgets all that was performed, and cannot be undone.")


def _refuse(code: str, message: str) -> None:
    from ..errors import UsageError  # noqa: PLC0415 - --help must answer at once
    from ..findings import finding  # noqa: PLC0415

    raise UsageError(finding(code, message))


def _merged(ledger: "Ledger", paths: Sequence[str]) -> int:
    """All others are read before anything is added."""
    from ..ledger import Ledger  # noqa: PLC0415 - --help must answer at once

    others = [Ledger(path) for path in paths]
    for other in others:
        other.tallies()
    os.makedirs(os.path.dirname(os.path.abspath(ledger.path)), exist_ok=True)
    return sum(ledger.merge(other) for other in others)


def _forgotten(ledger: "Ledger", *, dry_run: bool) -> int:
    return sum(1 for _ in ledger.operations()) if dry_run else ledger.reset()
