"""``dicom-fileset update``."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

import typer

from .create import AsJSON, DryRun, Icons, Jobs, ProfileName
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

EPILOG = """Examples:

dicom-fileset update disc --add more

dicom-fileset update disc --remove StudyInstanceUID=1.2.840.1 --remove PatientID=12345

dicom-fileset update disc --remove Modality=SR --add corrected --dry-run

dicom-fileset update disc --rekey PatientID=12345 --to PatientID=54321 --to PatientName=Doe^Jane

dicom-fileset update disc --compact --dry-run

dicom-fileset update disc --add more --profile STD-GEN-CD

dicom-fileset update disc --pdi --institution "General Hospital" --privacy show"""

Root = Annotated[
    str, typer.Argument(metavar="ROOT", help="The folder of the file-set, or its DICOMDIR.")
]
Add = Annotated[
    list[str] | None,
    typer.Option("--add", metavar="SRC", help="A file or a folder with instances to add."),
]
Remove = Annotated[
    list[str] | None,
    typer.Option(
        "--remove",
        metavar="KEYWORD=VALUE",
        help="Remove the records that have this key, and all below them.",
    ),
]
Rekey = Annotated[
    list[str] | None,
    typer.Option(
        "--rekey",
        metavar="KEYWORD=VALUE",
        help="The patient who gets other attributes (--to), in the records and in each file.",
    ),
]
To = Annotated[
    list[str] | None,
    typer.Option(
        "--to", metavar="KEYWORD=VALUE", help="An attribute of that patient and its new value."
    ),
]
Compact = Annotated[
    bool,
    typer.Option(
        "--compact", help="Remove inactive records, and grouping records with nothing below."
    ),
]
NewFileSetID = Annotated[
    str | None, typer.Option("--file-set-id", metavar="ID", help="A new File-set ID.")
]


def update(
    root: Root,
    add: Add = None,
    remove: Remove = None,
    rekey: Rekey = None,
    to: To = None,
    compact: Compact = False,
    file_set_id: NewFileSetID = None,
    profile: ProfileName = None,
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
    """Add instances to a file-set, and remove patients, studies, series or instances.

    What is removed is removed before a patient is re-keyed, and that before anything is added; the
    old file-set stands until the new one is whole. What is added is brought to the profile that
    the file-set conforms to, unless another is named, or none.
    """
    if profile == "":
        message = "a name is empty"
        raise typer.BadParameter(message)
    pairs = _pairs(remove)
    which, values = _once("--rekey", rekey), _once("--to", to)
    if bool(which) != bool(values):
        message = "--rekey and --to go together"
        raise typer.BadParameter(message)

    from ..conformity import terms as asked  # noqa: PLC0415 - --help must answer at once
    from ..updater import FileSetUpdater  # noqa: PLC0415
    from .changes import show_change  # noqa: PLC0415
    from .output import guarded  # noqa: PLC0415
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
        wished = asked.profile_wished(profile or "", "")
        terms = asked.Terms(
            asked.profile_of_pdi(wished, profile) if pages and profile else wished,
            icons=icons,
            pdi=pages,
            keep_profile=not profile,
            heal=not dry_run,
        )
        with ProgressBar(wanted=not as_json) as progress:
            updater = FileSetUpdater(
                root, file_set_id=file_set_id, terms=terms, jobs=jobs, progress=progress
            )
            for keyword, value in pairs:
                updater.remove(**{keyword: value})
            if which:
                updater.rekey(which, values)
            if compact:
                updater.compact()
            updater.add(*(add or ()))
            outcome = updater.plan() if dry_run else updater.commit()
        return partial(show_change, outcome, dry_run=dry_run, as_json=as_json)

    return guarded(run, as_json=as_json, ledger=ledger)


def _once(option: str, given: list[str] | None) -> dict[str, str]:
    """Keywords and values of an option that takes each keyword once."""
    pairs = _pairs(given)
    if len(dict(pairs)) < len(pairs):
        message = f"{option} names a keyword twice"
        raise typer.BadParameter(message)
    return dict(pairs)


def _pairs(options: list[str] | None) -> list[tuple[str, str]]:
    """Keywords and values of an option that was given more than once."""
    pairs = [one.partition("=") for one in options or ()]
    for keyword, equals, _ in pairs:
        if not (keyword and equals):
            message = f"{keyword!r} is not of the form KEYWORD=VALUE"
            raise typer.BadParameter(message)
    return [(keyword, value) for keyword, _, value in pairs]
