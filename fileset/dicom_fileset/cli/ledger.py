"""``dicom-fileset ledger``."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from .create import AsJSON
from .ledger_place import AtLedger, ledger_at
from .ledger_verbs import Action

if TYPE_CHECKING:
    from ..ledger.report import LedgerReport

EPILOG = """Examples:

dicom-fileset ledger

dicom-fileset ledger show --ledger release.sqlite --json

dicom-fileset ledger merge from-windows.sqlite from-mac.sqlite --ledger release.sqlite

dicom-fileset ledger reset --dry-run"""

What = Annotated[Action, typer.Argument(metavar="[show|merge|reset]", help="What to do with it.")]
Others = Annotated[
    list[str] | None, typer.Argument(metavar="OTHER...", help="Ledgers to merge into it.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what a reset would forget.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do reset it: all operations are forgotten.")]


def ledger(
    action: What = Action.SHOW,
    others: Others = None,
    at: AtLedger = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: AsJSON = False,
) -> int:
    """Show what was performed and proved, merge ledgers of several machines, or forget it all.

    It names SOP Classes, transfer syntaxes, profiles and counts; no patient, path or instance.
    """
    from .ledger_table import show_report  # noqa: PLC0415 - --help must answer at once
    from .ledger_verbs import report_of  # noqa: PLC0415
    from .output import guarded, show_json  # noqa: PLC0415

    def run() -> Callable[[], int]:
        report = report_of(action, ledger_at(at), others or [], dry_run=dry_run, sure=yes)
        return partial(show, report)

    def show(report: "LedgerReport") -> int:
        if as_json:
            show_json(report)
        else:
            show_report(report)
        return 0

    return guarded(run, as_json=as_json)
