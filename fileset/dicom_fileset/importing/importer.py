"""Import: a medium looked at, judged, and taken into an archive."""

import os
from collections.abc import Callable, Container, Mapping
from datetime import UTC, datetime
from typing import Self

from ..destination import check_space
from ..errors import Interrupted, Refused, UsageError
from ..evidence import directory_read, performed
from ..findings import finding
from ..ledger import keep
from ..model import Finding, Where
from ..progress import VolumeProgress, silent_on_volume
from .archive import Archive, opened_archive
from .books import ManifestBooks
from .coercing import Coercing
from .coercion_rules import read_rules
from .decoding import Decoding
from .duplicates import Duplicates, Refusal
from .gatekeeper import Gatekeeper
from .intake import Intake, Rules
from .keeping import CopyKeeper, PlanOnly
from .kept_terms import KeptTerms, kept_terms
from .layout import layout
from .looking import Looking
from .manifest import Manifest
from .media import Medium, open_medium
from .model import Row
from .placing import Placing
from .reading import reason_of
from .report import ImportReport, Overview
from .resume import same_medium, settled
from .running import MediumGone, Run
from .survey import survey
from .terms import ImportTerms, Selection


class Importer:
    """Takes the instances of somebody else's medium into an archive.

    >>> with Importer("/media/cdrom", "archive") as importer:        # doctest: +SKIP
    ...     print([patient.name for patient in importer.look().patients])
    ...     print([person.name for person in importer.identify().identities])
    ...     print(importer.run().sentence)
    ['Able^Anna']
    ['Able^Anna']
    All 412 instances are imported.

    Parameters
    ----------
    media
        A mounted disc, a folder, a zip or an ISO 9660 image; or a medium of another kind.
    archive
        A folder; it is made where it is not there.
    terms
        How to import.
    progress
        Told how far things are.
    told
        Told who is on the medium, before anything is copied.

    Raises
    ------
    UsageError
        There is no such medium, or the terms cannot be understood.
    Refused
        The medium cannot be read at all.
    """

    def __init__(
        self,
        media: str | os.PathLike[str] | Medium,
        archive: str | os.PathLike[str],
        terms: ImportTerms | None = None,
        progress: VolumeProgress = silent_on_volume,
        told: Callable[[Overview], None] = lambda _: None,
    ) -> None:
        self._told = told
        self._terms = terms or ImportTerms()
        self._root = os.fspath(archive)
        self._progress = progress
        self._layout = layout(self._terms.layout)
        self._coerce = read_rules(self._terms.coerce) if self._terms.coerce else None
        self._gate = Gatekeeper(self._terms.expect, accept=self._terms.accept)
        self._rules = Rules(Selection(self._terms.select), self._gate.refused)
        self._medium = open_medium(media, self._terms.limits)
        _see_places(self._medium.path, self._root)
        self._looked = survey(self._medium, self._terms.limits)
        self._planning = Intake(self._medium, self._rules, PlanOnly(self._layout))
        self._looking = Looking(self._medium, self._looked, self._gate, self._planning, progress)
        self._findings: list[Finding] = list(self._looked.findings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the medium."""
        self._medium.close()

    def look(self) -> Overview:
        """What is on the medium, before anything is copied.

        It is told from the directory; from headers where there is none.
        """
        return self._looking.at_once()

    def identify(self) -> Overview:
        """Who is on the medium, before anything is copied: all headers are read, once.

        Directory, files and patients are compared; where somebody is expected, all are judged.
        """
        return self._looking.whole()

    def plan(self) -> ImportReport:
        """What :meth:`run` would do, from headers; nothing is written.

        Raises
        ------
        Refused
            As there.
        """
        self._see_who()
        run = Run(self._looked, self._planning, self._progress)
        complete = self._guarded(run)
        return self._report(run, "", complete=complete)

    def run(self) -> ImportReport:
        """Import.

        Raises
        ------
        Refused
            Nothing was copied, and why.
        Interrupted
            A person stopped it where no report can be made any more.
        """
        if self._gate.expects or not self._terms.resume:
            self._see_who()
        if not self._terms.resume:
            self._see_space({})
        try:
            with opened_archive(self._root) as archive:
                return self._into(archive)
        except KeyboardInterrupt:
            raise Interrupted(finding("import-stopped", "It was stopped.")) from None
        except OSError as error:  # it was full before the first copy
            message = f"It cannot be written: {reason_of(error)}."
            unwritable = finding("destination-unwritable", message, Where(path=self._root))
            raise Refused(unwritable) from error

    def _see_who(self, settled: Container[str] = ()) -> None:
        """Tell who is on the medium, and see that it is the expected person's."""
        if not self._looking.is_whole:
            self._told(self._looking.whole(settled))
        self._gate.see()

    def _see_space(self, settled_rows: Mapping[str, Row]) -> None:
        rest = sum(
            entry.size
            for entry in self._looked.entries
            if entry.path in self._gate.noted and entry.path not in settled_rows
        )
        check_space(self._root, rest)

    def _into(self, archive: Archive) -> ImportReport:
        copies, manifest, _ = archive
        terms = kept_terms(self._terms, self._coerce)
        known = self._settled(archive, terms) if self._terms.resume else None
        if known is None:
            begun = manifest.begin(self._medium.path, _now(), terms)
        else:
            begun = manifest.begun
        coercing = Coercing(self._coerce, copies, _as_dicom(begun)) if self._coerce else None
        duplicates = Duplicates(copies, manifest, self._terms.on_duplicate)
        placing = Placing(archive, duplicates, self._layout)
        keeper = CopyKeeper(copies, duplicates, placing, coercing)
        decoding = Decoding(copies, self._terms.jobs, frames=self._terms.verify)
        books = ManifestBooks(archive, decoding)
        run = Run(self._looked, Intake(self._medium, self._rules, keeper), self._progress, books)
        run.go_on(known or {})
        complete = self._guarded(run) and self._ended(manifest, run)
        if coercing is not None:
            self._findings += coercing.findings(all_seen=complete and not known)
        read = [one for each in self._looked.directories for one in directory_read(each.file_set)]
        self._findings += keep("FSR", "import", [*read, *performed(decoding.performed)])
        return self._report(run, manifest.path, complete=complete)

    def _settled(self, archive: Archive, terms: KeptTerms) -> dict[str, Row] | None:
        """What an import of this medium that was broken off has settled; ``None`` without one."""
        entries, (copies, manifest, _) = self._looked.entries, archive
        number = same_medium(manifest, self._medium.path, entries, self._planning.proof)
        if not number:
            message = "No import of this medium, as it is now, is known."
            self._findings.append(finding("import-nothing-to-resume", message))
            self._see_who()
            self._see_space({})
            return None
        manifest.go_on(number, terms)
        known = settled(manifest, number, entries, copies.holds)
        self._see_who(known)
        self._see_space(known)
        return known

    def _guarded(self, run: Run) -> bool:
        """Take in the files; whether all were, and what stopped it as a Finding."""
        try:
            run.take()
        except KeyboardInterrupt:
            self._stopped("import-stopped", "It was stopped.", run)
        except MediumGone:
            self._stopped("medium-gone", "The medium gives nothing any more.", run)
        except Refusal as refusal:
            run.add(refusal.row)
            self._stopped("import-stopped", "A duplicate ends it, as was asked.", run)
        except OSError as error:
            message = f"The archive takes no more: {reason_of(error)}."
            self._stopped("import-stopped", message, run)
        except Refused as refused:
            self._stopped("import-stopped", refused.finding.message, run)
        else:
            return True
        return False

    def _ended(self, manifest: Manifest, run: Run) -> bool:
        """Whether it stands in the manifest that this was all."""
        try:
            manifest.end(_now())
        except (OSError, Refused) as error:
            self._stopped("import-stopped", f"The manifest takes no more: {error}.", run)
            return False
        return True

    def _stopped(self, code: str, message: str, run: Run) -> None:
        self._findings.append(finding(code, message))
        try:
            run.keep()
        except (OSError, Refused, KeyboardInterrupt) as error:
            run.forget()
            why = str(error) or "it was stopped again"
            message = f"The manifest could not be brought up to date: {why}."
            self._findings.append(finding("import-stopped", message))

    def _report(self, run: Run, manifest: str, *, complete: bool) -> ImportReport:
        accounts = run.accounts
        if complete and not accounts.instances and not accounts.outcomes["planned"]:
            message = "There is no instance on the medium that was asked for."
            self._findings.append(finding("import-nothing-found", message))
        return ImportReport(
            self._medium.path,
            self._root,
            manifest,
            accounts.sentence() if complete else accounts.stopped(run.rest),
            accounts.instances,
            accounts.imported,
            complete,
            {name: number for name, number in accounts.outcomes.items() if number},
            {kind: number for kind, number in accounts.left.items() if number},
            self.identify(),
            accounts.others(),
            (*self._findings, *self._gate.findings()),
        )


def _see_places(medium: str, archive: str) -> None:
    """See that the archive does not lie on the medium.

    Raises
    ------
    UsageError
        It does.
    """
    inside = os.path.join(os.path.realpath(medium), "")
    if os.path.join(os.path.realpath(archive), "").startswith(inside):
        message = "The archive lies on the medium: name another folder."
        raise UsageError(finding("bad-call", message, Where(path=archive)))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _as_dicom(moment: str) -> str:
    """A moment of ISO 8601 as VR DT has it (PS3.5 6.2).

    >>> _as_dicom("2024-01-31T10:15:00+00:00")
    '20240131101500+0000'
    """
    return moment.replace("-", "").replace(":", "").replace("T", "")


def import_media(
    media: str | os.PathLike[str], archive: str | os.PathLike[str], terms: ImportTerms | None = None
) -> ImportReport:
    """Take the instances of a medium into an archive: :class:`Importer`, in one call.

    Raises
    ------
    UsageError, Refused
        As there.
    """
    with Importer(media, archive, terms) as importer:
        return importer.run()
