"""``dicom-fileset profiles``."""

from collections.abc import Callable
from typing import Annotated

import typer

from .create import AsJSON

EPILOG = """Examples:

dicom-fileset profiles

dicom-fileset profiles STD-CTMR-CD

dicom-fileset profiles our-archive.toml --json"""

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="An identifier of PS3.11, or a TOML of a site.")
]


def profiles(name: Name = "", as_json: AsJSON = False) -> int:
    """Show the Application Profiles of PS3.11, or one of them in full."""
    from .output import guarded, show_json  # noqa: PLC0415 - --help must answer at once
    from .profile_table import described, report_of, show_all, show_one  # noqa: PLC0415

    def run() -> Callable[[], int]:
        found = described(name)

        def show() -> int:
            if as_json:
                show_json(report_of(found))
            elif name:
                show_one(found[0])
            else:
                show_all(found)
            return 0

        return show

    return guarded(run, as_json=as_json)
