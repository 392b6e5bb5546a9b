"""``dicom-fileset create``."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .ledger_place import KeptIn
from .pdi_options import (
    AsPdi,
    Contact,
    Disclaimer,
    Institution,
    Privacy,
    Templates,
    WebContent,
    pdi_asked,
)

if TYPE_CHECKING:
    from ..outcome import Outcome

EPILOG = """Examples:

dicom-fileset create incoming --output disc

dicom-fileset create /media/stick --in-place --jobs 2

dicom-fileset create incoming more/ct.dcm --output /media/usb --file-set-id CT_2024 --dry-run

dicom-fileset create incoming --output disc --profile STD-GEN-CD

dicom-fileset create incoming --output stick --medium usb --prefer JPEGLosslessSV1

dicom-fileset create incoming --output disc --medium dvd --capacity dvd --on-nonconforming fail

dicom-fileset create incoming --output disc --pdi --institution "General Hospital" --privacy show"""

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
ProfileName = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="NAME",
        help="Conform to this Application Profile, or that of a TOML; none: carry as it is.",
    ),
]
Medium = Annotated[
    str | None,
    typer.Option("--medium", metavar="cd|dvd|bd|usb", help="The usual profile of a medium."),
]
Prefer = Annotated[
    str,
    typer.Option(
        "--prefer",
        metavar="TS",
        help="Compress with this transfer syntax where the profile has it.",
    ),
]
AllowLossy = Annotated[
    bool,
    typer.Option("--allow-lossy", help="Lose something where nothing lossless of it fits."),
]
Capacity = Annotated[
    str,
    typer.Option(
        "--capacity", metavar="SIZE", help="Compress where it would not fit: 700MB, 4.7GB, cd, dvd."
    ),
]
OnNonconforming = Annotated[
    Literal["exclude", "fail"],
    typer.Option(
        "--on-nonconforming", help="Leave out what cannot be on the medium, or write nothing."
    ),
]
Icons = Annotated[
    bool, typer.Option("--icons", help="Make icons also where the profile does not ask for them.")
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
    profile: ProfileName = None,
    medium: Medium = None,
    prefer: Prefer = "",
    allow_lossy: AllowLossy = False,
    capacity: Capacity = "",
    on_nonconforming: OnNonconforming = "exclude",
    icons: Icons = False,
    pdi: AsPdi = False,
    privacy: Privacy = "hide",
    institution: Institution = "",
    contact: Contact = "",
    disclaimer: Disclaimer = "",
    templates: Templates = "",
    web_content: WebContent = "",
    dry_run: DryRun = False,
    jobs: Jobs = 1,
    ledger: KeptIn = None,
    as_json: AsJSON = False,
) -> int:
    """Make a file-set of instances, copied to a new place or where they lie.

    Every file is placed, or listed with the reason why not. In place, headers alone are read;
    verify looks at whole files. Under a profile each instance is kept, written anew or transcoded
    as the profile asks, and proven; or it is left out, with the clause.
    """
    if in_place == (output is not None) or (in_place and len(sources) != 1):
        message = "name either --output DEST, or one folder and --in-place"
        raise typer.BadParameter(message)
    if "" in (*sources, output, profile, medium):
        message = "a name is empty"
        raise typer.BadParameter(message)

    from ..conformity import terms as asked  # noqa: PLC0415 - --help must answer at once
    from ..creator import FileSetCreator  # noqa: PLC0415
    from .changes import show_change, show_plan  # noqa: PLC0415
    from .output import guarded, show_ahead  # noqa: PLC0415
    from .progress_bar import ProgressBar  # noqa: PLC0415

    def run() -> Callable[[], int]:
        asked.see_rules()
        pages = pdi_asked(
            pdi,
            privacy,
            institution=institution,
            contact=contact,
            disclaimer=disclaimer,
            templates=templates,
            web_content=web_content,
        )
        wished = asked.profile_wished(profile or "", medium or "")
        terms = asked.Terms(
            asked.profile_of_pdi(wished, profile or "") if pages else wished,
            asked.syntax_preferred(prefer) if prefer else "",
            allow_lossy,
            asked.capacity_of(capacity) if capacity else 0,
            on_nonconforming,
            icons,
            pages,
            heal=not dry_run,
        )
        asked.see_wishes(terms)
        with ProgressBar(wanted=not as_json) as progress:
            creator = FileSetCreator(
                output or sources[0],
                file_set_id=file_set_id,
                in_place=in_place,
                terms=terms,
                jobs=jobs,
                progress=progress,
            )
            if not in_place:
                creator.add(*sources)
            if terms.profile and not as_json and not dry_run:
                show_ahead(partial(show_plan, creator.plan()))
            outcome: Outcome = creator.plan() if dry_run else creator.commit()
        return partial(show_change, outcome, dry_run=dry_run, as_json=as_json)

    return guarded(run, as_json=as_json, ledger=ledger)
