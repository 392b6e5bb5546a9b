"""The options of ``create`` and ``update`` for IHE PDI media."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from ..pdi.terms import PdiTerms

AsPdi = Annotated[
    bool,
    typer.Option(
        "--pdi", help="Make an IHE PDI medium: INDEX.HTM, README.TXT, instances in a folder."
    ),
]
Privacy = Annotated[
    Literal["hide", "show"],
    typer.Option("--privacy", help="Whether the page of --pdi names patients and studies."),
]
Institution = Annotated[
    str, typer.Option("--institution", metavar="NAME", help="Who makes the medium, for the pages.")
]
Contact = Annotated[
    str, typer.Option("--contact", metavar="TEXT", help="Whom to ask, for the pages.")
]
Disclaimer = Annotated[
    str, typer.Option("--disclaimer", metavar="TEXT", help="On privacy and use, for the pages.")
]
Templates = Annotated[
    str,
    typer.Option(
        "--templates", metavar="DIR", help="Jinja2 templates INDEX.HTM, README.TXT of your own."
    ),
]
WebContent = Annotated[
    str,
    typer.Option(
        "--web-content", metavar="DIR", help="Pages for a browser, to go to IHE_PDI/ as they are."
    ),
]


def pdi_asked(asked: bool, privacy: str, **texts: str) -> "PdiTerms | None":
    """The terms of the pages; ``None`` where none are asked for.

    Raises
    ------
    UsageError
        Something is said of pages that are not asked for.
    """
    from ..errors import UsageError  # noqa: PLC0415 - --help must answer at once
    from ..findings import finding  # noqa: PLC0415
    from ..pdi.terms import PdiTerms  # noqa: PLC0415

    if asked:
        return PdiTerms(names_patients=privacy == "show", **texts)
    if any(texts.values()) or privacy == "show":
        raise UsageError(finding("bad-call", "Pages are made with --pdi only: add it."))
    return None
