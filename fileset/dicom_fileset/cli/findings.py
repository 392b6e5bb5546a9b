"""``dicom-fileset findings``."""

from collections.abc import Callable
from functools import partial
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
    from .finding_table import codes_report, show_codes  # noqa: PLC0415 - --help must answer at once
    from .output import guarded  # noqa: PLC0415

    def run() -> Callable[[], int]:
        report = codes_report(codes or [])
        return partial(show_codes, report, statuses=not codes, as_json=as_json)

    return guarded(run, as_json=as_json)
