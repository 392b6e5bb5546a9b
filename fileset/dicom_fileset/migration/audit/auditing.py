"""The audit of a migration: proven again from its journal, by other eyes, and nothing is written.

>>> audit("new.migration.sqlite").exit_status                         # doctest: +SKIP
0
"""

import os
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Final

from ...errors import UsageError
from ...findings import finding
from ...model import Finding, Where
from ...stored_names import as_named
from ...transcoding.messages import Beat, Failed
from ...transcoding.pool import Pool
from ..counts import counts_before
from ..manner import Manner
from ..model import LOST
from ..paths import PATH, WORK_FOLDER, path_of
from ..progress import Progressed
from ..schedulers import LOCAL
from ..terms import FILE_SETS, Terms, destination_of, terms_of, volume_terms
from .counts import counts_now
from .journal import SealedJournal
from .model import AUDITING, AuditedFile, AuditFile
from .notes import Notes
from .report import AuditReport
from .rows import Row, Rows
from .volumes import Volume, volume_findings, volumes_of
from .walk import extra_files

_INDEX: Final = frozenset({"volumes.html", "volumes.csv", "volumes.json"})
_TELL_SECONDS: Final = 0.25
_LOST: Final = (
    f"SELECT file.outcome, file.reason, {PATH} WHERE file.outcome IN "
    f"({', '.join(map(repr, sorted(LOST)))}) AND file.number > ? ORDER BY file.number"
)
_UNSETTLED: Final = "SELECT count(*) FROM file WHERE state <> 'settled'"
_UNREAD: Final = "SELECT count(*) FROM folder WHERE state = 'found'"


def audit(
    journal: str | os.PathLike[str],
    *,
    output: str | os.PathLike[str] = "",
    manner: Manner | None = None,
) -> AuditReport:
    """Prove a migration again, finished or not, by what is there now.

    Every result is hashed, and held against its source where that is as it was: bytes, or elements
    and every frame, by other decoders where there are any.  Journal and files are only read.

    Parameters
    ----------
    journal
        Of the migration, at which nobody is at work.
    output
        Where its destination is now, if that was moved.
    manner
        How many processes, how long a frame may take, and who is told how far things are.

    Raises
    ------
    UsageError
        It was never begun, or the manner is not one of audits.
    Refused
        The journal cannot be used.
    """
    manner = manner or Manner()
    if manner.scheduler != LOCAL or manner.window or manner.rate or manner.order != "path":
        message = "An audit is done here and at once, in the order of the journal: --jobs alone."
        raise UsageError(finding("bad-call", message))
    with SealedJournal(os.fspath(journal)) as sealed:
        terms, root = terms_of(sealed), os.path.abspath(os.fspath(output) or destination_of(sealed))
        if not os.path.isdir(root):
            message = "There is no such folder; name where it is now: --output DEST."
            raise UsageError(finding("bad-call", message, Where(path=root)))
        return _Audit(sealed, terms, root, manner).report()


class _Audit:
    """One journal, and the destination that it speaks of."""

    def __init__(self, journal: SealedJournal, terms: Terms, root: str, manner: Manner) -> None:
        self._journal = journal
        self._terms = terms
        self._root = root
        self._manner = manner
        self._rows = Rows(journal, terms, root)
        self._all_files = self._rows.number()
        self._notes = Notes(journal)
        self._told = 0.0

    def report(self) -> AuditReport:
        """What it comes to."""
        begun = time.monotonic()
        stopped = False
        before = counts_before(self._journal)
        after = None
        volumes = volumes_of(self._journal)
        try:
            self._files()
            self._as_a_whole(volumes)
            after = counts_now(self._journal)
            if before != after:
                message = "Not as many patients, studies, series or instances are there as were."
                self._notes.add(finding("counts-differ", message, Where(path=self._root)))
        except KeyboardInterrupt:
            stopped = True
        notes = self._notes
        notes.end()
        status = 4 if stopped else int(notes.bad)
        return AuditReport(
            self._root,
            self._journal.path,
            notes.files,
            self._all_files,
            notes.proofs(),
            notes.by_others,
            notes.bytes_read,
            notes.psnr,
            notes.sources_changed,
            notes.sources_gone,
            before,
            after or counts_now(self._journal),
            len(volumes),
            tuple(notes.findings),
            notes.more,
            notes.codes(),
            time.monotonic() - begun,
            stopped,
            status,
        )

    def _files(self) -> None:
        """Every row that there is something to prove of, by processes that may crash."""
        under_way: dict[int, Row] = {}

        def asked() -> Iterator[AuditFile]:
            for turn, row in enumerate(self._rows.all()):
                under_way[turn] = row
                yield AuditFile(row.task)

        with (
            Pool(AUDITING, self._manner.jobs, self._manner.deadline) as pool,
            closing(pool.run(asked())) as answers,
        ):
            for turn, reply in answers:
                if isinstance(reply, Beat):
                    continue
                row = under_way.pop(turn)
                if isinstance(reply, Failed):
                    self._notes.lost(row, reply.finding)
                else:
                    assert isinstance(reply, AuditedFile)  # noqa: S101 - nothing else is left
                    self._notes.take(row, reply.audited)
                self._tell()
        self._tell(now=True)

    def _as_a_whole(self, volumes: list[Volume]) -> None:
        """What no row of its own tells."""
        for found in self._unsettled():
            self._notes.add(found)
        for found in extra_files(self._journal, self._root, self._ours(volumes)):
            self._notes.add(found)
        terms = volume_terms(self._terms, 1)
        profile = terms.profile if volumes and terms else None
        for volume in volumes:
            if volume.state == "built":
                for found in volume_findings(self._journal, self._root, volume, profile):
                    self._notes.add(found)
        if self._journal.was_changed:
            message = "Somebody has written it while it was audited."
            self._notes.add(
                finding("audit-journal-changed", message, Where(path=self._journal.path))
            )

    def _unsettled(self) -> Iterator[Finding]:
        """Rows that say themselves that nothing is at the destination."""
        waiting = self._journal.number(_UNSETTLED)
        if waiting or self._journal.number(_UNREAD) or self._journal.fact("unbuilt"):
            message = f"The migration is not done: {waiting} files are not settled."
            yield finding("audit-unfinished", message, Where(path=self._journal.path))
        for outcome, reason, *place in self._journal.each(_LOST, (0,)):
            message = f"It is called {outcome}: {as_named(reason or 'no reason is told.')}"
            yield finding("audit-not-migrated", message, Where(path=path_of(place)))

    def _ours(self, volumes: list[Volume]) -> "_Ours":
        names = set(_INDEX) if self._terms.layout == FILE_SETS else set[str]()
        names |= {f"{one.label}/DICOMDIR" for one in volumes}
        names |= {f"{WORK_FOLDER}/journal-id"}
        path = self._journal.path
        start = os.path.join(self._root, "")
        if path.startswith(start):
            below = path[len(start) :].replace(os.sep, "/")
            names |= {f"{below}{end}" for end in ("", "-wal", "-shm", ".lock")}
        return _Ours(names)

    def _tell(self, *, now: bool = False) -> None:
        if not now and time.monotonic() - self._told < _TELL_SECONDS:
            return
        self._told = time.monotonic()
        notes = self._notes
        self._manner.progress(
            Progressed(
                "auditing",
                notes.files,
                self._all_files,
                bytes_in=notes.bytes_read,
                failures=notes.failures,
            )
        )


class _Ours:
    """Whether a path below the destination is of the migration though no row speaks of it."""

    def __init__(self, names: set[str]) -> None:
        self._names = names

    def __call__(self, below: str) -> bool:
        return below in self._names or below.startswith(f"{WORK_FOLDER}/parts/")
