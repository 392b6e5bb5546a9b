"""``dicom-fileset sr``."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from .create import AsJSON
from .ledger_place import KeptIn

if TYPE_CHECKING:
    from ..sr import SrDocument

EPILOG = """Examples:

dicom-fileset sr report.dcm

dicom-fileset sr echo.dcm --csv > measurements.csv

dicom-fileset sr cad.dcm --json"""

File = Annotated[str, typer.Argument(metavar="FILE", help="A file with an SR document.")]
AsCSV = Annotated[
    bool,
    typer.Option("--csv", help="The table alone; of an SR without one, a line a content item."),
]


def sr(file: File, as_json: AsJSON = False, as_csv: AsCSV = False, ledger: KeptIn = None) -> int:
    """Show an SR document: its content in order, and what was measured or found as a table.

    There is a table of the measurements of an echocardiography report (TID 5200) and of the
    findings of a mammography CAD (TID 4000). Nothing of a damaged document is left out that can
    be read; the status is 1 where something is amiss.
    """
    if as_json and as_csv:
        message = "name --json or --csv, not both"
        raise typer.BadParameter(message)

    from ..sr import read_sr  # noqa: PLC0415 - --help must answer at once
    from .output import guarded  # noqa: PLC0415

    def run() -> Callable[[], int]:
        from . import sr_output  # noqa: PLC0415

        document = read_sr(file)
        if as_json:
            return partial(show, document, sr_output.as_report(document))
        if as_csv:
            return partial(show, document, sr_output.as_csv(document))
        return partial(show, document, sr_output.as_text(document))

    def show(document: "SrDocument", print_it: Callable[[], None]) -> int:
        print_it()
        return int(any(one.severity != "note" for one in document.findings))

    return guarded(run, as_json=as_json, ledger=ledger)
