"""``dicom-fileset repair``."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

import typer

from .create import AsJSON, DryRun
from .ledger_place import KeptIn
from .update import Root

EPILOG = """Examples:

dicom-fileset repair disc --dry-run

dicom-fileset repair disc

dicom-fileset repair /media/cdrom --output disc

dicom-fileset repair disc --keep-missing"""

Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="DEST",
        help="Make a whole new file-set there; ROOT is not touched, and files get legal names.",
    ),
]
KeepMissing = Annotated[
    bool, typer.Option("--keep-missing", help="Keep records whose files are not there.")
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that read headers.")]


def repair(
    root: Root,
    output: Output = None,
    keep_missing: KeepMissing = False,
    dry_run: DryRun = False,
    jobs: Jobs = 1,
    ledger: KeptIn = None,
    as_json: AsJSON = False,
) -> int:
    """Make a new, correct DICOMDIR from what records and files say.

    The old one is kept beside it as DICOMDIR.BAK. Records that are right are kept to the byte, a
    record that its file contradicts is made anew, and files are not changed.
    """
    from ..repairing import repair as repaired  # noqa: PLC0415 - --help must answer at once
    from .output import guarded  # noqa: PLC0415
    from .progress_bar import ProgressBar  # noqa: PLC0415
    from .repaired import show_repair  # noqa: PLC0415

    def run() -> Callable[[], int]:
        with ProgressBar(wanted=not as_json) as progress:
            report = repaired(
                root,
                output=output,
                keep_missing=keep_missing,
                dry_run=dry_run,
                jobs=jobs,
                progress=progress,
            )
        return partial(show_repair, report, dry_run=dry_run, as_json=as_json)

    return guarded(run, as_json=as_json, ledger=ledger)
