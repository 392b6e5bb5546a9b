"""``dicom-fileset read``."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from .create import AsJSON
from .ledger_place import KeptIn
from .update import Root

if TYPE_CHECKING:
    from ..reader import FileSetReader
    from ..report import ReadReport

EPILOG = """Examples:

dicom-fileset read disc

dicom-fileset read disc/DICOMDIR --json

dicom-fileset read /media/cdrom --unlisted

dicom-fileset read /media/cdrom --csv > content.csv"""

AsCSV = Annotated[bool, typer.Option("--csv", help="One line an instance, for spreadsheets.")]


Strict = Annotated[
    bool, typer.Option("--strict", help="Mend nothing: a chain ends where its offsets do not hold.")
]
Unlisted = Annotated[
    bool | None,
    typer.Option(
        "--unlisted/--no-unlisted",
        help="Show instances that no record lists, too. By default: of a damaged directory.",
    ),
]


def read(
    root: Root,
    strict: Strict = False,
    unlisted: Unlisted = None,
    as_json: AsJSON = False,
    as_csv: AsCSV = False,
    ledger: KeptIn = None,
) -> int:
    """Show what a file-set holds: patients, studies, series and instances.

    Only the directory is read, where it is whole. What is wrong with it is mended as far as can be
    told, and said; without one, the files are read.
    """
    if as_json and as_csv:
        message = "name --json or --csv, not both"
        raise typer.BadParameter(message)

    from ..reader import FileSetReader as Reader  # noqa: PLC0415 - --help must answer at once
    from .output import guarded, show_findings, show_json  # noqa: PLC0415
    from .tree import show_csv, show_tree  # noqa: PLC0415

    def run() -> Callable[[], int]:
        reader = Reader(root, strict=strict)
        return partial(show, reader, reader.report(unlisted=unlisted))

    def show(reader: "FileSetReader", report: "ReadReport") -> int:
        if as_json:
            show_json(report)
        elif as_csv:
            show_csv(report)
        else:
            show_tree(reader.file_set, report)
            show_findings(report.findings)
        return int(any(one.severity != "note" for one in report.findings))

    return guarded(run, as_json=as_json, ledger=ledger)
