"""``dicom-fileset verify``."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from .create import AsJSON
from .ledger_place import KeptIn
from .update import Root

if TYPE_CHECKING:
    from ..report import VerifyReport

EPILOG = """Examples:

dicom-fileset verify disc

dicom-fileset verify /media/cdrom --json

dicom-fileset verify disc --profile STD-GEN-CD

dicom-fileset verify disc --profile our-site.toml

dicom-fileset verify /media/cdrom --pdi

dicom-fileset verify disc --pixels --jobs 2"""


Against = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="NAME|FILE.toml",
        help="Hold it against this Application Profile (PS3.11), too.",
    ),
]


AgainstPdi = Annotated[
    bool,
    typer.Option("--pdi", help="Hold the medium against IHE PDI (IHE RAD TF-3 4.47), too."),
]

AndPixels = Annotated[
    bool, typer.Option("--pixels", help="Decode every frame of every instance, too.")
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that decode.")]


def verify(
    root: Root,
    profile: Against = None,
    pdi: AgainstPdi = False,
    pixels: AndPixels = False,
    jobs: Jobs = 1,
    ledger: KeptIn = None,
    as_json: AsJSON = False,
) -> int:
    """Hold a file-set against the standard: records, files, and each against the other.

    The status is 1 where it does not conform, to the profile named or to IHE PDI neither.
    """
    if profile == "":
        message = "a name is empty"
        raise typer.BadParameter(message)

    from ..conformity.terms import profile_of_pdi, profile_wished  # noqa: PLC0415
    from ..verification import verify as verified  # noqa: PLC0415 - --help must answer at once
    from .output import guarded, show_findings, show_json  # noqa: PLC0415
    from .progress_bar import ProgressBar  # noqa: PLC0415

    verify_all = partial(verified, root, pdi=pdi, pixels=pixels, jobs=jobs)

    def run() -> Callable[[], int]:
        with ProgressBar(wanted=not as_json) as progress:
            wished = profile_wished(profile or "", "")
            if pdi and profile:
                wished = profile_of_pdi(wished, profile)
            return partial(show, verify_all(profile=wished, progress=progress))

    def show(report: "VerifyReport") -> int:
        if as_json:
            show_json(report)
        else:
            show_findings(report.findings)
            print(f"{report.root}: {'conforms' if report.conforms else 'does not conform'}")
            if report.statement:
                print(f"{report.root}: {report.statement}")
        return int(any(one.severity != "note" for one in report.findings))

    return guarded(run, as_json=as_json, ledger=ledger)
