"""``dicom-fileset codecs``."""

from typing import Annotated

import typer

EPILOG = """Examples:

dicom-fileset codecs

dicom-fileset codecs --json"""

AsJSON = Annotated[bool, typer.Option("--json", help="One JSON document, for machines.")]


def codecs(as_json: AsJSON = False) -> int:
    """Show every transfer syntax of the standard, and what reads and writes it here.

    Where nothing does, the reason stands there, and what to install.
    """
    from .codec_table import show_codecs  # noqa: PLC0415 - --help must answer at once

    return show_codecs(as_json=as_json)
