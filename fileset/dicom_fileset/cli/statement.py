"""``dicom-fileset statement``."""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from .ledger_place import AtLedger, ledger_at

if TYPE_CHECKING:
    from ..ledger import Ledger

EPILOG = """Examples:

dicom-fileset statement > statement.md

dicom-fileset statement --format docx --vendor "Our Company" --output statement.docx

dicom-fileset statement --format json --output release-2.json

dicom-fileset statement --diff release-1.json"""


class Format(StrEnum):
    """What a statement can be written as."""

    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    CSV = "csv"
    DOCX = "docx"


As = Annotated[Format, typer.Option("--format", help="What to write it as.")]
Title = Annotated[str, typer.Option("--title", metavar="TEXT", help="Its title.")]
Vendor = Annotated[str, typer.Option("--vendor", metavar="NAME", help="Whose product it is of.")]
Output = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; else to the screen.")
]
IncludeSupported = Annotated[
    bool,
    typer.Option(
        "--include-supported", help="List what was not performed so far, too, marked as such."
    ),
]
Diff = Annotated[
    str | None,
    typer.Option(
        "--diff", metavar="OLD.json", help="Say what was gained and lost since that statement."
    ),
]


def statement(
    form: As = Format.MARKDOWN,
    at: AtLedger = None,
    title: Title = "",
    vendor: Vendor = "",
    output: Output = None,
    include_supported: IncludeSupported = False,
    diff: Diff = None,
) -> int:
    """Write the Media Services of a conformance statement (PS3.2 Annex N) out of the ledger.

    Nothing is Y that was not performed and proved. With --diff the status is 1 where something
    was lost.
    """
    from ..conformance.making import conformance_statement  # noqa: PLC0415 - --help answers at once
    from .output import guarded  # noqa: PLC0415
    from .statement_output import checked, written, written_difference  # noqa: PLC0415

    def run() -> Callable[[], int]:
        ledger = _evidence(at)
        checked(form.value, output, ledger.path, differing=diff is not None)
        made = conformance_statement(
            ledger, title=title, vendor=vendor, include_supported=include_supported
        )
        if diff is not None:
            return written_difference(diff, made, form.value, output)
        return written(made, form.value, output)

    return guarded(run, as_json=form is Format.JSON)


def _evidence(at: str | None) -> "Ledger":
    """What the statement is made of."""
    return ledger_at(at)
