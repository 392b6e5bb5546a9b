"""``dicom-fileset statement``."""

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import Annotated

import typer

from .ledger_place import AtLedger, ledger_at

EPILOG = """Examples:

dicom-fileset statement > statement.md

dicom-fileset statement --format docx --vendor "Our Company" --output statement.docx

dicom-fileset statement --format json --output release-2.json

dicom-fileset statement --diff release-1.json

dicom-fileset statement --exercise --format html --output installation.html"""


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

Exercise = Annotated[
    bool, typer.Option("--exercise", help="Perform everything on samples, and say how it went.")
]
Samples = Annotated[
    list[str] | None,
    typer.Option("--samples", metavar="DIR", help="Instances to exercise on instead of our own."),
]


def statement(
    form: As = Format.MARKDOWN,
    at: AtLedger = None,
    title: Title = "",
    vendor: Vendor = "",
    output: Output = None,
    include_supported: IncludeSupported = False,
    diff: Diff = None,
    exercise: Exercise = False,
    samples: Samples = None,
) -> int:
    """Write the Media Services of a conformance statement (PS3.2 Annex N) out of the ledger.

    Nothing is Y that was not performed and proved. With --diff the status is 1 where something
    was lost. With --exercise all of it is performed now, on samples and in a ledger of its own.
    """
    if exercise and at is not None:
        message = "an exercise has a ledger of its own: leave out --ledger"
        raise typer.BadParameter(message)
    if samples and not exercise:
        message = "samples are for --exercise"
        raise typer.BadParameter(message)
    from ..conformance.making import conformance_statement  # noqa: PLC0415 - --help answers at once
    from .exercising import exercised_statement  # noqa: PLC0415
    from .output import guarded  # noqa: PLC0415
    from .statement_output import checked, written, written_difference  # noqa: PLC0415

    def run() -> Callable[[], int]:
        ledger = None if exercise else ledger_at(at)
        checked(form.value, output, diff, ledger)
        make = partial(
            conformance_statement,
            title=title,
            vendor=vendor,
            include_supported=include_supported,
        )
        made = make(ledger) if ledger else exercised_statement(samples or (), make)
        if diff is not None:
            return written_difference(diff, made, form.value, output)
        return written(made, form.value, output)

    return guarded(run, as_json=form is Format.JSON)
