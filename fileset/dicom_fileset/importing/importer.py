"""Import: what is on a medium, looked at, then taken into an archive."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

from ..commit.lock import lock
from ..destination import check_space
from ..errors import Refused
from ..evidence import directory_read, performed
from ..findings import finding
from ..ledger import keep
from ..model import Finding, Where
from ..progress import VolumeProgress, silent_on_volume
from .contents import Contents, Patient, count_records
from .copying import Copies, folder_for
from .intake import Intake, Refusal, Rules
from .layout import layout
from .manifest import Manifest
from .media import open_medium
from .reading import reason_of
from .report import ImportReport
from .running import Archive, MediumGone, Run
from .survey import survey
from .terms import Selection, Terms

WORK_FOLDER: Final = "dicom-fileset-import"
"""In the archive: the manifest, a lock, and what is not whole yet."""


class Importer:
    """Takes the instances of somebody else's medium into an archive.

    >>> importer = Importer("/media/cdrom", "archive")               # doctest: +SKIP
    >>> for patient in importer.patients(): print(patient.name)      # doctest: +SKIP
    >>> importer.run().sentence                                      # doctest: +SKIP
    'All 412 instances are imported.'

    Parameters
    ----------
    media
        A mounted disc, a folder, a zip or an ISO 9660 image.
    archive
        A folder; it is made where it is not there.
    terms
        How to import.
    progress
        Told how far things are.

    Raises
    ------
    UsageError
        There is no such medium, or the terms cannot be understood.
    Refused
        The medium cannot be read at all.
    """

    def __init__(
        self,
        media: str | os.PathLike[str],
        archive: str | os.PathLike[str],
        terms: Terms | None = None,
        progress: VolumeProgress = silent_on_volume,
    ) -> None:
        self._terms = terms or Terms()
        self._archive = os.fspath(archive)
        self._progress = progress
        self._rules = Rules(
            layout(self._terms.layout), Selection(self._terms.select), self._terms.on_duplicate
        )
        self._medium = open_medium(media, self._terms.limits)
        self._looked = survey(self._medium, self._terms.limits)
        self._findings: list[Finding] = list(self._looked.findings)

    def patients(self) -> tuple[Patient, ...]:
        """Who and what is on the medium by its directories; empty where it has none."""
        contents = Contents()
        for directory in self._looked.directories:
            count_records(directory.file_set, contents)
        return contents.patients()

    def run(self) -> ImportReport:
        """Import.

        Raises
        ------
        Refused
            Nothing was copied, and why.
        """
        self._see_space()
        work = folder_for(self._archive, WORK_FOLDER)
        with _alone(work):
            copies, manifest = Copies(self._archive, work), Manifest(work)
            try:
                copies.clear()
                return self._run(copies, manifest)
            finally:
                manifest.close()

    def _run(self, copies: Copies, manifest: Manifest) -> ImportReport:
        intake = Intake(self._medium, copies, manifest, self._rules)
        run = Run(self._looked, intake, Archive(copies, manifest), self._progress)
        manifest.begin(self._medium.path, _now())
        complete = self._guarded(lambda: run.take(set()), run)
        if complete:
            manifest.end(_now())
        self._record(run)
        accounts = run.accounts
        return ImportReport(
            self._medium.path,
            self._archive,
            manifest.path,
            accounts.sentence(),
            accounts.instances,
            accounts.imported,
            complete,
            {name: number for name, number in accounts.outcomes.items() if number},
            {kind: number for kind, number in accounts.left.items() if number},
            self.patients(),
            accounts.others(),
            tuple(self._findings),
        )

    def _guarded(self, take: Callable[[], None], run: Run) -> bool:
        """Take in the files; whether all were, and what stopped it as a Finding."""
        try:
            take()
        except KeyboardInterrupt:
            self._stopped("import-stopped", "It was stopped.", run)
        except MediumGone:
            self._stopped("medium-gone", "The medium gives nothing any more.", run)
        except Refusal as refusal:
            run.accounts.take(refusal.row)
            self._stopped("import-stopped", "A duplicate ends it, as was asked.", run)
        except OSError as error:
            message = f"The archive takes no more: {reason_of(error)}."
            self._stopped("import-stopped", message, run)
        else:
            return True
        return False

    def _stopped(self, code: str, message: str, run: Run) -> None:
        self._findings.append(finding(code, message))
        try:
            run.keep()
        except (OSError, Refused) as error:
            message = f"The manifest could not be brought up to date: {error}."
            self._findings.append(finding("import-stopped", message))

    def _see_space(self) -> None:
        check_space(self._archive, sum(entry.size for entry in self._looked.entries))

    def _record(self, run: Run) -> None:
        """Keep in the ledger what was read."""
        done = [one for each in self._looked.directories for one in directory_read(each.file_set)]
        self._findings += keep("FSR", "import", [*done, *performed(run.performed)])


@contextmanager
def _alone(work: str) -> Iterator[None]:
    """Have no other import work in an archive meanwhile.

    Raises
    ------
    Refused
        Another does.
    """
    path = os.path.join(work, "lock")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    try:
        if lock(descriptor) is False:
            message = "Another import works in this archive."
            raise Refused(finding("import-busy", message, Where(path=path)))
        yield
    finally:
        os.close(descriptor)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def import_media(
    media: str | os.PathLike[str], archive: str | os.PathLike[str], terms: Terms | None = None
) -> ImportReport:
    """Take the instances of a medium into an archive: :class:`Importer`, in one call.

    Raises
    ------
    UsageError, Refused
        As there.
    """
    return Importer(media, archive, terms).run()
