"""The ledger that a command means or adds to, and how it is named."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ..ledger import Ledger


def _named(path: str | None) -> str | None:
    if path == "":
        message = "a path is empty"
        raise typer.BadParameter(message)
    return path


AtLedger = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="PATH",
        callback=_named,
        help="The ledger; else that of DICOM_FILESET_LEDGER, else the user's own.",
    ),
]

KeptIn = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="PATH|off",
        callback=_named,
        help="Where what was performed is kept, for the conformance statement.",
    ),
]


def ledger_at(path: str | None) -> "Ledger":
    """The ledger at a path, or the one that operations are kept in here.

    Raises
    ------
    UsageError
        Operations are kept in none.
    """
    from ..errors import UsageError  # noqa: PLC0415 - --help must answer at once
    from ..findings import finding  # noqa: PLC0415
    from ..ledger import kept_in, ledger_here  # noqa: PLC0415

    if path == "":
        raise UsageError(finding("ledger-call", "The path of the ledger is empty."))
    with kept_in(path):
        ledger = ledger_here()
    if ledger is None:
        raise UsageError(finding("ledger-off", "The ledger is turned off."))
    return ledger
