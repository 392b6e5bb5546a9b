"""``dicom-fileset create``."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ..outcome import Outcome

EPILOG = """Examples:

dicom-fileset create incoming --output disc

dicom-fileset create /media/stick --in-place --jobs 2

dicom-fileset create incoming more/ct.dcm --output /media/usb --file-set-id CT_2024 --dry-run"""

Sources = Annotated[
    list[str], typer.Argument(metavar="SRC...", help="Files and folders with instances.")
]
Output = Annotated[
    str | None, typer.Option("--output", "-o", metavar="DEST", help="Where the file-set goes.")
]
InPlace = Annotated[
    bool,
    typer.Option("--in-place", help="Write a DICOMDIR over SRC as it lies; nothing is copied."),
]
FileSetID = Annotated[
    str, typer.Option("--file-set-id", metavar="ID", help="File-set ID: at most 16 of A-Z 0-9 _.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be done; write nothing.")]
Jobs = Annotated[
    int, typer.Option("--jobs", "-j", min=1, help="Processes that read headers at the same time.")
]
AsJSON = Annotated[bool, typer.Option("--json", help="One JSON document, for machines.")]


def create(
    sources: Sources,
    output: Output = None,
    in_place: InPlace = False,
    file_set_id: FileSetID = "",
    dry_run: DryRun = False,
    jobs: Jobs = 1,
    as_json: AsJSON = False,
) -> int:
    """Make a file-set of instances, copied to a new place or where they lie.

    Every file is placed, or listed with the reason why not. In place, headers alone are read;
    verify looks at whole files.
    """
    if in_place == (output is not None) or (in_place and len(sources) != 1):
        message = "name either --output DEST, or one folder and --in-place"
        raise typer.BadParameter(message)
    if "" in (*sources, output):
        message = "a name is empty"
        raise typer.BadParameter(message)

    from ..creator import FileSetCreator  # noqa: PLC0415 - --help must answer at once
    from .changes import show_change  # noqa: PLC0415
    from .output import guarded  # noqa: PLC0415
    from .progress_bar import ProgressBar  # noqa: PLC0415

    def run() -> Callable[[], int]:
        with ProgressBar(wanted=not as_json) as progress:
            creator = FileSetCreator(
                output or sources[0],
                file_set_id=file_set_id,
                in_place=in_place,
                jobs=jobs,
                progress=progress,
                heal=not dry_run,
            )
            if not in_place:
                creator.add(*sources)
            outcome: Outcome = creator.plan() if dry_run else creator.commit()
        return partial(show_change, outcome, dry_run=dry_run, as_json=as_json)

    return guarded(run, as_json=as_json)
