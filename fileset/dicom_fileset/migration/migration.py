"""A migration: sources taken stock of, brought to one policy file by file, counted, and told."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from shutil import rmtree
from typing import Final, Self

from ..errors import Interrupted, Refused, UsageError
from ..findings import finding
from ..model import Finding, Where
from ..transcoding.failure import medium_finding
from ..version import __version__
from .account.command import note_beginning
from .account.evidence import evidence_of_session
from .assessing.assessing import Trying, assess, standing_above
from .assessing.assessment import Assessment
from .books import Books
from .flushing import Flusher
from .gate import Gate
from .inventory import Inventory
from .journal import Journal
from .looking import Look
from .manner import Manner
from .opening import journal_beside, leave, opened_journal, see_destination
from .paths import work_folder
from .planning import plan
from .policies.choosing import choices_for
from .policies.policy_file import policy_of
from .policies.smallest import choices_of
from .progress import Progressed, Stage
from .report import Listed, MigrationReport
from .reporting import report_of
from .retrying import retry
from .running import Run, Tally, stopped_finding
from .scheduler import Scheduler
from .schedulers import scheduler_of
from .tail import look_again
from .terms import TREE, Terms, volume_terms
from .volumes.building import build_volumes
from .volumes.terms import VolumeTerms
from .work import Requests, Work


class Migration:
    """Brings an archive to one policy of transfer syntaxes.

    >>> terms = Terms(policy=policy_of("HTJ2KLossless"))                   # doctest: +SKIP
    >>> with Migration(["old"], "new", terms) as migration:               # doctest: +SKIP
    ...     migration.run().exit_status
    0

    Sources are read and never changed.  Every file has its row in the journal, which is there for
    whoever goes on after this process was killed.

    Parameters
    ----------
    sources
        Files and folders.
    destination
        A folder that is empty, not there yet, or of the migration that is gone on with.
    terms
        What becomes of files, and where they go.
    journal
        Path of the journal; beside the destination if none is named.
    resume
        Whether to go on with a migration that was begun.
    manner
        How it is carried out.

    Raises
    ------
    UsageError, Refused
        It cannot be begun, or gone on with, and why.
    """

    def __init__(
        self,
        sources: Sequence[str | os.PathLike[str]],
        destination: str | os.PathLike[str],
        terms: Terms,
        *,
        journal: str | os.PathLike[str] = "",
        resume: bool = False,
        manner: Manner | None = None,
    ) -> None:
        self._manner = manner or Manner()
        self._terms = terms
        self._template = terms.template
        self._volumes = volume_terms(terms, self._manner.jobs)
        self._root = os.path.abspath(os.fspath(destination))
        path = os.fspath(journal) or journal_beside(self._root)
        self._journal = opened_journal(path, [os.fspath(one) for one in sources], resume=resume)
        self._findings: list[Finding] = []

    def prepare(self) -> None:
        """Take stock of the sources and read their headers, as far as that was not done yet."""
        journal, order = self._journal, self._manner.order
        if self._manner.retry:
            retry(journal)
            journal.note("order", None)
        Inventory(journal, (self._root, *journal.files)).run(
            lambda files: self._tell("inventory", files)
        )
        carry = self._terms.carry and self._terms.layout == TREE
        look = Look(journal, self._template, self._manner.jobs, carry=carry)
        look.run(lambda done, whole: self._tell("headers", done, whole))
        if journal.fact("order") != order or order == "list":
            plan(journal, order, self._manner.listed)
            journal.note("order", order)

    def plan(self) -> MigrationReport:
        """What is there, and what :meth:`run` would do; nothing is written but the journal."""
        self.prepare()
        return report_of(self._journal, self._root, dry_run=True)

    def assess(self) -> Assessment:
        """What is there, and what :meth:`run` would come to; trials are written and removed again.

        Raises
        ------
        Refused
            There is no place for trials: they go to the nearest folder above the destination
            that is there.
        """
        self.prepare()
        manner, terms = self._manner, self._terms
        trying = Trying(
            folder=standing_above(self._root),
            once=terms.layout != TREE,
            carry=terms.carry,
            window=manner.window,
            told=lambda files: self._tell("trying", files),
        )
        scheduler = scheduler_of(manner)
        try:
            return assess(self._journal, terms.policy, scheduler, trying)
        finally:
            scheduler.close()

    def run(self) -> MigrationReport:
        """Migrate what is left.

        Raises
        ------
        UsageError, Refused
            It cannot be begun.
        """
        scheduler = self._begin()
        note_beginning(self._journal, self._manner.command)
        session = _Session(self._journal, self._manner)
        try:
            self.prepare()
            self._migrate(session, scheduler)
            if self._volumes is not None:
                self._build(self._volumes)
            self._end()
        except KeyboardInterrupt:
            self._findings.append(stopped_finding("it was interrupted"))
        except (Interrupted, Refused) as stop:
            self._findings += [stop.finding, *stop.others]
        except OSError as error:
            self._findings.append(medium_finding(error))
        finally:
            self._findings += scheduler.findings
            scheduler.close()
            session.end()
            self._findings += evidence_of_session(self._journal, session.number, session.after)
        report = report_of(self._journal, self._root, tuple(self._findings))
        if not report.outcomes:
            # A source that is not mounted is there, and empty: the next run is to find it whole.
            leave(self._journal, self._root)
            nothing = finding("nothing-to-do", "There is no file among the sources.")
            raise Refused(nothing, (*told_of(report.listed), *report.findings))
        return report

    def _begin(self) -> Scheduler:
        """Who does the work, once it can be begun; a journal that was made in vain goes again."""
        journal = self._journal
        new = journal.fact("terms") is None and not journal.number(
            "SELECT count(*) FROM folder WHERE state <> 'found'"
        )
        scheduler: Scheduler | None = None
        try:
            scheduler = scheduler_of(self._manner)
            see_destination(journal, self._terms, self._root)
        except (Refused, UsageError):
            if scheduler is not None:
                scheduler.close()
            if new:
                journal.discard()
            raise
        return scheduler

    def _migrate(self, session: "_Session", scheduler: Scheduler) -> None:
        journal, manner = self._journal, self._manner
        parts = work_folder(self._root, "parts")
        rmtree(parts, ignore_errors=True)
        os.makedirs(parts, exist_ok=True)
        policy = self._terms.policy
        choices = choices_of(choices_for(journal, policy, manner.jobs))
        requests = Requests(journal, lambda kind: policy.request(kind, choices))
        work = Work(journal, self._terms, requests, self._root)
        flusher = Flusher(journal, self._root, work.paths)
        look_again(journal, work, flusher.flushed)
        tally = Tally(journal, manner.progress)
        books = Books(journal, session.number, session.moment)
        run = Run(scheduler, Gate(manner, self._root), books, flusher, tally)
        try:
            run.through(work.tasks)
            for occurrence in range(1, work.most_occurrences + 1):
                run.through(partial(work.repeats, occurrence))
            flusher.finish(books.sequence)
        finally:
            flusher.close()

    def _build(self, terms: VolumeTerms) -> None:
        """Bring what is staged onto volumes."""

        def told(_: str, done: int, whole: int | None) -> None:
            self._tell("volumes", done, whole or 0)

        self._journal.note("unbuilt", value=True)
        report = build_volumes(self._journal, self._root, terms, told)
        self._journal.note("unbuilt", value=False)
        self._findings += report.findings
        self._findings += [
            finding(one.code, one.message, Where(path=os.path.join(self._root, one.path)))
            for one in report.left_out
        ]

    def _end(self) -> None:
        """Let the work folder go, where nothing is in it but what is ours."""
        self._tell("checking")
        rmtree(work_folder(self._root, "parts"), ignore_errors=True)
        self._journal.note("finished", time.time())
        folder = work_folder(self._root)
        with suppress(OSError):
            os.unlink(os.path.join(folder, "journal-id"))
            os.rmdir(folder)

    def _tell(self, stage: Stage, files: int = 0, all_files: int = 0) -> None:
        self._manner.progress(Progressed(stage, files, all_files))

    def close(self) -> None:
        """Let go of the journal."""
        self._journal.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def migrate(
    sources: Sequence[str | os.PathLike[str]],
    destination: str | os.PathLike[str],
    transfer_syntax: str,
    *,
    layout: str = TREE,
    resume: bool = False,
    jobs: int = 1,
) -> MigrationReport:
    """Bring an archive to one policy of transfer syntaxes; what it came to.

    As :class:`Migration`, in one call.

    Parameters
    ----------
    transfer_syntax
        What ``--transfer-syntax`` takes: a keyword or UID, ``smallest``, ``keep``, or a TOML file.
    layout
        ``tree``, or a template of paths.

    Raises
    ------
    UsageError, Refused
        As there.
    """
    terms = Terms(policy_of(transfer_syntax), layout)
    manner = Manner(jobs=jobs)
    with Migration(sources, destination, terms, resume=resume, manner=manner) as migration:
        return migration.run()


def told_of(listed: Sequence[Listed]) -> Iterator[Finding]:
    """What is listed of sources in which there is no file."""
    return (finding(one.code, one.reason, Where(path=one.path)) for one in listed)


class _Session:
    """The present time that somebody is at work on it."""

    def __init__(self, journal: Journal, manner: Manner) -> None:
        self._journal = journal
        self._wall, self._start = time.time(), time.monotonic()
        with journal.change() as data:
            row = (self._wall, manner.jobs, manner.scheduler, __version__)
            made = data.execute(_BEGIN, row)
            self.number = int(made.lastrowid or 0)
        self.after = journal.number("SELECT max(sequence) FROM file")

    def moment(self) -> float:
        """Seconds since 1970 when it began, and since then by a clock that nobody sets."""
        return self._wall + time.monotonic() - self._start

    def end(self) -> None:
        """Say how long it took."""
        seconds = time.monotonic() - self._start
        with suppress(OSError), self._journal.change() as data:
            data.execute(_END, (self._wall + seconds, seconds, self.number))


_BEGIN: Final = "INSERT INTO session (begun, jobs, scheduler, version) VALUES (?, ?, ?, ?)"
_END: Final = "UPDATE session SET ended = ?, seconds = ? WHERE number = ?"
