"""What ``dicom-fileset migrate`` does, once its words are understood."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

import msgspec

from ..conformity.terms import capacity_of
from ..errors import UsageError
from ..findings import finding
from ..migration.account.answering import status_of
from ..migration.account.files import report_places, write_report, write_report_or_tell
from ..migration.manner import Manner, rate, window
from ..migration.migration import Migration
from ..migration.opening import journal_beside
from ..migration.policies.policy_file import policy_of
from ..migration.progress import MigrationProgress, Progressed, silent
from ..migration.terms import FILE_SETS, Terms
from .assessed import show_assessment, write_page
from .audited import show_audit
from .migrated import show_migration
from .migration_status import show_status
from .progress_bar import ProgressBar

Show = Callable[[], int]


class Places(NamedTuple):
    """Where everything of a migration lies."""

    sources: tuple[str, ...]
    output: str
    journal: str
    report: str


@contextmanager
def drawn(progress: str, *, as_json: bool) -> Iterator[MigrationProgress]:
    """How far things are, drawn or written as it is wished, on standard error."""
    if progress == "lines":
        yield _line
    elif progress == "none":
        yield silent
    else:
        with ProgressBar(wanted=not as_json) as bar:
            yield bar.migration


def _line(progressed: Progressed) -> None:
    print(msgspec.json.encode(progressed).decode(), file=sys.stderr, flush=True)


def manner_of(*, hours: str, limit_rate: str, deadline: float | None, **others: Any) -> Manner:
    """How it is carried out.

    Raises
    ------
    UsageError
        A word is none.
    """
    if (others["order"] == "list") != bool(others["listed"]):
        raise UsageError(finding("bad-call", "--order list and --list FILE go together."))
    made = Manner(**others)
    if hours:
        made = made._replace(window=window(hours))
    if limit_rate:
        made = made._replace(rate=rate(limit_rate))
    return made._replace(deadline=deadline) if deadline else made


def terms_of(
    policy: str, layout: str, *, carry: bool, volume_size: str, profile: str, **others: Any
) -> Terms:
    """What becomes of files, and where they go.

    Raises
    ------
    UsageError
        A word is none, or does not go with others.
    """
    volumes = {
        name: others.pop(name) for name in ("volume_prefix", "split_series", "index_patients")
    }
    if layout != FILE_SETS and (volume_size or profile or volumes["split_series"]):
        message = "Volumes and their profile are of --layout file-sets alone."
        raise UsageError(finding("bad-call", message))
    if layout == FILE_SETS and not volume_size:
        raise UsageError(finding("bad-call", "Name --volume-size, e.g. 700MB or dvd."))
    terms = Terms(
        policy_of(policy, **others),
        layout,
        carry,
        capacity_of(volume_size) if volume_size else 0,
        profile=profile,
        **volumes,
    )
    _ = terms.template  # understood now, or never
    return terms


def migrate(
    places: Places,
    terms: Terms,
    manner: Manner,
    *,
    resume: bool,
    dry_run: bool,
    as_json: bool,
) -> Show:
    """Migrate, or show what would be."""
    journal = places.journal or journal_beside(places.output)
    report_to = report_places(places.report, journal, places.sources) if places.report else None
    with Migration(
        places.sources,
        places.output,
        terms,
        journal=journal,
        resume=resume,
        manner=manner._replace(command=tuple(sys.argv[1:])),
    ) as migration:
        report = migration.plan() if dry_run else migration.run()
    told = write_report_or_tell(journal, report_to) if report_to else ()
    if told:
        findings = (*report.findings, *told)
        status = report.exit_status or 1
        report = msgspec.structs.replace(report, findings=findings, exit_status=status)
    return partial(show_migration, report, as_json=as_json)


def assess(places: Places, terms: Terms, manner: Manner, *, as_json: bool) -> Show:
    """Take stock of the sources, and try some of them."""
    with Migration(
        places.sources, places.output, terms, journal=places.journal, manner=manner
    ) as migration:
        assessment = migration.assess()
    if places.report:
        write_page(assessment, places.report)
    return partial(show_assessment, assessment, as_json=as_json)


def status(journal: str, report: str, *, as_json: bool) -> Show:
    """How far a migration is."""
    places = report_places(report, journal) if report else None
    found = status_of(journal)
    if places is not None:
        write_report(journal, places)
    return partial(show_status, found, as_json=as_json)


def audit(journal: str, output: str, manner: Manner, *, as_json: bool) -> Show:
    """Prove a migration again; ``output``: where its destination is now, if that was moved."""
    from ..migration.audit.auditing import audit as audited  # noqa: PLC0415 - only an audit waits for it

    return partial(show_audit, audited(journal, output=output, manner=manner), as_json=as_json)
