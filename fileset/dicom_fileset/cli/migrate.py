"""``dicom-fileset migrate``."""

from collections.abc import Callable

import typer

from . import migrate_options as options
from .ledger_place import KeptIn

EPILOG = """Examples:

dicom-fileset migrate --assess /archive --output /new -t HTJ2KLossless --report assessment.html

dicom-fileset migrate /archive --output /new -t HTJ2KLossless --jobs 2

dicom-fileset migrate /archive --output /new -t HTJ2KLossless --jobs 2 --resume --window 19:00-06:00

dicom-fileset migrate old --output discs -t smallest --layout file-sets --volume-size dvd

dicom-fileset migrate --status --journal /new.migration.sqlite --report report.html

dicom-fileset migrate --audit --journal /new.migration.sqlite"""


def migrate(
    sources: options.Sources = None,
    output: options.Output = "",
    transfer_syntax: options.Policy = "",
    keep_compressed: options.KeepCompressed = False,
    decode_lossy: options.DecodeLossy = False,
    allow_lossy: options.AllowLossy = False,
    quality: options.Quality = None,
    ratio: options.Ratio = None,
    layout: options.Place = "tree",
    volume_size: options.VolumeSize = "",
    volume_prefix: options.VolumePrefix = "VOLUME",
    split_series: options.SplitSeries = False,
    index_patients: options.IndexPatients = False,
    profile: options.Profile = "",
    journal: options.JournalPath = "",
    resume: options.Resume = False,
    retry: options.Retry = False,
    on_refusal: options.OnRefusal = "carry",
    when_full: options.WhenFull = "wait",
    order: options.Order = "path",
    listed: options.ListedIn = "",
    hours: options.Hours = "",
    limit_rate: options.LimitRate = "",
    jobs: options.Jobs = 1,
    scheduler: options.SchedulerAddress = "local",
    deadline: options.Deadline = None,
    dry_run: options.DryRun = False,
    assess: options.Assess = False,
    status: options.Status = False,
    audit: options.Audit = False,
    report: options.ReportPath = "",
    progress: options.ProgressAs = "bar",
    ledger: KeptIn = None,
    as_json: options.AsJSON = False,
) -> int:
    """Bring an archive to one policy of transfer syntaxes, every pixel proven.

    Sources are only read. Every file has its row in a journal: kill it at any point, and go on
    with --resume. What cannot be transcoded is carried byte for byte, and listed.
    """
    _see_call(sources or [], output, transfer_syntax, status=status or audit, journal=journal)
    from .output import guarded  # noqa: PLC0415 - --help must answer at once

    def run() -> Callable[[], int]:
        from . import migrating  # noqa: PLC0415 - it takes its time

        with migrating.drawn(progress, as_json=as_json) as told:
            if status:
                return migrating.status(journal, report, as_json=as_json)
            manner = migrating.manner_of(
                jobs=jobs,
                scheduler=scheduler,
                order=order,
                listed=listed,
                hours=hours,
                limit_rate=limit_rate,
                retry=retry,
                wait_for_room=when_full == "wait",
                deadline=deadline,
                progress=told,
            )
            if audit:
                return migrating.audit(journal, output, manner, as_json=as_json)
            terms = migrating.terms_of(
                transfer_syntax,
                layout,
                keep_compressed=keep_compressed,
                decode_lossy=decode_lossy,
                allow_lossy=allow_lossy,
                quality=quality,
                ratio=ratio,
                carry=on_refusal == "carry",
                volume_size=volume_size,
                volume_prefix=volume_prefix,
                profile=profile,
                split_series=split_series,
                index_patients=index_patients,
            )
            places = migrating.Places(tuple(sources or ()), output, journal, report)
            if assess:
                return migrating.assess(places, terms, manner, as_json=as_json)
            return migrating.migrate(
                places, terms, manner, resume=resume, dry_run=dry_run, as_json=as_json
            )

    return guarded(run, as_json=as_json, ledger=ledger)


def _see_call(sources: list[str], output: str, policy: str, *, status: bool, journal: str) -> None:
    """What must be named, by what is asked."""
    wrong = ""
    if "" in sources:
        wrong = "a name is empty"
    elif status:
        if not journal:
            wrong = "name the journal: --journal PATH"
    elif not sources:
        wrong = "name the sources: SRC..."
    elif not policy:
        wrong = "say what files are to become: --transfer-syntax POLICY"
    elif not output:
        wrong = "say where they go: --output DEST"
    if wrong:
        raise typer.BadParameter(wrong)
