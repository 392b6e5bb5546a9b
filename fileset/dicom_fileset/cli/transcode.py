"""``dicom-fileset transcode``."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

import typer

from .ledger_place import KeptIn

EPILOG = """Examples:

dicom-fileset transcode incoming --output archive --transfer-syntax JPEGLosslessSV1

dicom-fileset transcode ct.dcm mr.dcm -o out -t 1.2.840.10008.1.2.4.201 --jobs 2

dicom-fileset transcode us --output small --transfer-syntax JPEGBaseline8Bit --quality 85

dicom-fileset codecs shows the names of transfer syntaxes, and which can be written here."""

Sources = Annotated[
    list[str], typer.Argument(metavar="SRC...", help="Files and folders with instances.")
]
Output = Annotated[
    str, typer.Option("--output", "-o", metavar="DEST", help="The folder that takes the files.")
]
Target = Annotated[
    str,
    typer.Option("--transfer-syntax", "-t", metavar="NAME|UID", help="Keyword or UID of PS3.6."),
]
Quality = Annotated[
    int | None,
    typer.Option("--quality", "-q", metavar="Q", help="1 to 100, where loss is possible (90)."),
]
Ratio = Annotated[
    float | None,
    typer.Option("--ratio", "-r", metavar="R", help="Times smaller, where loss is possible."),
]
Verify = Annotated[
    bool, typer.Option("--verify/--no-verify", help="Decode what was encoded, and compare.")
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that work.")]
Deadline = Annotated[
    float | None,
    typer.Option("--deadline", metavar="SECONDS", min=0.1, help="For decoding one frame (120)."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be done; write nothing.")]
AsJSON = Annotated[bool, typer.Option("--json", help="One JSON document, for machines.")]


def transcode(
    sources: Sources,
    output: Output,
    transfer_syntax: Target,
    quality: Quality = None,
    ratio: Ratio = None,
    verify: Verify = True,
    jobs: Jobs = 1,
    deadline: Deadline = None,
    dry_run: DryRun = False,
    ledger: KeptIn = None,
    as_json: AsJSON = False,
) -> int:
    """Write instances anew in another transfer syntax; sources are never touched.

    Every file is written and proven, or listed with the reason why not. Files below a folder keep
    their names. What an earlier run has written stays: run again to go on.
    """
    if "" in (*sources, output):
        message = "a name is empty"
        raise typer.BadParameter(message)

    from dicom_codecs import Lossy  # noqa: PLC0415 - --help must answer at once

    from ..transcoder import Transcoder  # noqa: PLC0415
    from .output import guarded  # noqa: PLC0415
    from .progress_bar import ProgressBar  # noqa: PLC0415
    from .transcoded import show_transcoded  # noqa: PLC0415

    def run() -> Callable[[], int]:
        with ProgressBar(wanted=not as_json) as progress:
            transcoder = Transcoder(
                output,
                transfer_syntax,
                lossy=Lossy(quality, ratio),
                verify=verify,
                jobs=jobs,
                progress=progress,
            )
            transcoder.deadline = deadline or transcoder.deadline
            transcoder.add(*sources)
            outcome = transcoder.plan() if dry_run else transcoder.run()
        return partial(show_transcoded, outcome, dry_run=dry_run, as_json=as_json)

    return guarded(run, as_json=as_json, ledger=ledger)
