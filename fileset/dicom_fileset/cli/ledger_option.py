"""Where what a command does is kept, as an option of every command that does something."""

from typing import Annotated

import typer

KeptIn = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="PATH|off",
        help="Where what was performed is kept, for the conformance statement.",
    ),
]
