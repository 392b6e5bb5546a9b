"""``dicom-fileset findings``."""

from typing import Annotated

import typer

from .create import AsJSON

EPILOG = """Examples:

dicom-fileset findings

dicom-fileset findings file-missing offset-dangling

dicom-fileset findings --json"""

Codes = Annotated[
    list[str] | None, typer.Argument(metavar="[CODE]...", help="Show these codes alone.")
]


def findings(codes: Codes = None, as_json: AsJSON = False) -> int:
    """Show every code of a Finding, with severity, clause and remedy; and the exit statuses.

    A code keeps its meaning from version to version.
    """
    from .finding_table import show_codes  # noqa: PLC0415 - --help must answer at once
    from .output import guarded  # noqa: PLC0415

    return guarded(lambda: lambda: show_codes(codes or [], as_json=as_json), as_json=as_json)
