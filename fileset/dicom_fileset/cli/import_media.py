"""``dicom-fileset import``."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

import typer

from .create import AsJSON
from .ledger_place import KeptIn
from .verify import Jobs

EPILOG = """Examples:

dicom-fileset import /media/cdrom --output archive

dicom-fileset import disc.iso -o archive --expect PatientID=4711 --expect "PatientName=Able, Anna"

dicom-fileset import disc.zip -o archive --select Modality=CT --select "StudyDate=2024*"

dicom-fileset import /media/cdrom -o archive --resume

What came of every file of the medium stands in ARCHIVE/dicom-fileset-import/manifest.sqlite."""

Media = Annotated[
    str,
    typer.Argument(metavar="MEDIA", help="A mounted disc, a folder, a zip or an ISO 9660 image."),
]
Archive = Annotated[
    str, typer.Option("--output", "-o", metavar="ARCHIVE", help="The folder that takes them.")
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="KEYWORD=PATTERN",
        help="Only instances that match, as a shell pattern; repeated: all of them.",
    ),
]
LayoutTemplate = Annotated[
    str | None,
    typer.Option(
        "--layout", metavar="TEMPLATE", help="Paths in ARCHIVE: {StudyInstanceUID}/... by default."
    ),
]
Coerce = Annotated[
    str | None,
    typer.Option(
        "--coerce",
        metavar="RULES.toml",
        help="Change identifying attributes by rules; originals are kept in the instance.",
    ),
]
OnDuplicate = Annotated[
    str,
    typer.Option(
        "--on-duplicate",
        metavar="keep-both|skip|fail",
        help="Where ARCHIVE has another content of a SOP Instance UID.",
    ),
]
Expect = Annotated[
    list[str] | None,
    typer.Option(
        "--expect",
        metavar="KEYWORD=VALUE",
        help="Whose medium it must be: PatientID, PatientName, PatientBirthDate, PatientSex.",
    ),
]
Accept = Annotated[
    bool, typer.Option("--accept", help="A person has seen that it is the one expected.")
]
Decoded = Annotated[bool, typer.Option("--verify", help="Decode every frame in ARCHIVE, too.")]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with an import of this medium that was broken off.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be done; write nothing.")]


def import_(
    media: Media,
    output: Archive,
    select: Select = None,
    layout: LayoutTemplate = None,
    coerce: Coerce = None,
    on_duplicate: OnDuplicate = "keep-both",
    expect: Expect = None,
    accept: Accept = False,
    decoded: Decoded = False,
    resume: Resume = False,
    dry_run: DryRun = False,
    jobs: Jobs = 1,
    ledger: KeptIn = None,
    as_json: AsJSON = False,
) -> int:
    """Take the instances of somebody else's medium into an archive, and account for every file.

    The medium is never written to, nothing on it is run, and nothing that is in ARCHIVE already is
    overwritten. One bad file never stops the others.
    """
    if "" in (media, output):
        message = "a name is empty"
        raise typer.BadParameter(message)

    from .output import guarded, show_ahead  # noqa: PLC0415 - --help must answer at once

    def run() -> Callable[[], int]:
        from ..importing.importer import Importer  # noqa: PLC0415 - they take their time, and
        from ..importing.report import Overview  # noqa: PLC0415
        from ..importing.terms import terms_of  # noqa: PLC0415 - may be stopped like the rest
        from .imported import show_identities, show_import, show_overview  # noqa: PLC0415
        from .progress_bar import ProgressBar  # noqa: PLC0415

        terms = terms_of(
            select=tuple(select or ()),
            layout=layout,
            coerce=coerce,
            on_duplicate=on_duplicate,
            expect=tuple(expect or ()),
            accept=accept,
            verify=decoded,
            resume=resume,
            jobs=jobs,
        )

        def told(overview: Overview) -> None:
            if not as_json:
                show_ahead(partial(show_identities, overview))

        with (
            ProgressBar(wanted=not as_json) as progress,
            Importer(media, output, terms, progress.volume, told) as importer,
        ):
            if not as_json:
                show_ahead(partial(show_overview, importer.look()))
            report = importer.plan() if dry_run else importer.run()
        return partial(show_import, report, as_json=as_json)

    return guarded(run, as_json=as_json, ledger=ledger)
