"""FSU: adds instances, removes some, re-keys a patient; every other byte stays as it is."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

import msgspec
from dicom_profiles import is_leftover
from dicom_profiles.pdi import pdi

from .commit import recover
from .commit.meanwhile import told_meanwhile
from .conformity.fitting import check_conforming, fitted, with_sizes
from .conformity.found import found_profile
from .conformity.keeping import Kept, keeping_profile
from .conformity.placing import folder_under, under_terms
from .conformity.terms import AS_IT_IS, Terms
from .conformity.told import overview_of
from .destination import check_file_set_id
from .dicomdir import write_dicomdir
from .dicomdir.overview import Overview
from .dicomdir.references import References, file_ids_in
from .directory import Directory
from .elements import tag_name
from .errors import Refused, UsageError
from .file_ids import FileID, FileIDs
from .findings import finding
from .gathering import STEP, Gathered, Scanned
from .medium_names import MediumNames
from .model import Finding, Instance, Record, Where
from .opening import open_file_set
from .outcome import Outcome
from .place import same_content
from .plan import CopyPlacing, Planner
from .progress import Progress, silent
from .rekeying import NOBODY, Rekeying, rekeyed, rekeying
from .removal import Criterion, Pruned, criterion, pruned
from .scan.many import scan_files
from .scan.sources import source_files
from .scan.telling import scanned_finding
from .standing import branches_of, check_updatable, remember, unneeded_files
from .writing import Manner, Removing, keys_of, planned_outcome, recorded, write_change


class FileSetUpdater:
    """Updates a file-set (PS3.10 8.3, the role of File-set Updater).

    >>> with FileSetUpdater("disc") as updater:                       # doctest: +SKIP
    ...     updater.remove(StudyInstanceUID="1.2.3")
    ...     updater.add("incoming")

    Leaving the block commits; leaving it by an exception changes nothing on the disk.  What is
    removed is removed before a patient is re-keyed, and before anything is added.

    Parameters
    ----------
    root
        The folder of the file-set, or its DICOMDIR.
    file_set_id
        A new File-set ID; ``None`` leaves it.
    terms
        The profile that what is added is to conform to, and what else is asked; where none is
        named, that which the file-set was made for, if one is found again.
    jobs
        Processes that read headers, and that transcode.
    progress
        Told how far things are.

    Raises
    ------
    DamagedFileSet
        There is no DICOMDIR that can be understood.
    Refused
        The standard forbids updating it, or updating would lose records.
    UsageError
        The File-set ID is not a legal one.
    """

    def __init__(
        self,
        root: str | os.PathLike[str],
        *,
        file_set_id: str | None = None,
        terms: Terms = AS_IT_IS,
        jobs: int = 1,
        progress: Progress = silent,
    ) -> None:
        check_file_set_id(file_set_id or "")
        folder = os.fspath(root) if os.path.isdir(root) else os.path.dirname(os.fspath(root))
        recovered = recover(folder or os.curdir, heal=terms.heal)
        opened = open_file_set(root)
        check_updatable(opened.file_set, os.path.join(opened.root, opened.dicomdir_name))
        self._root = opened.root
        self._before = opened.digest
        self._jobs = jobs
        self._terms = terms
        self._progress = progress
        self._file_set = opened.file_set
        if file_set_id is not None:
            self._file_set = msgspec.structs.replace(opened.file_set, file_set_id=file_set_id)
        self._renamed = file_set_id not in {None, opened.file_set.file_set_id}
        self._sources: list[str] = []
        self._criteria: list[Criterion] = []
        self._compact = False
        self._rekeying: Rekeying | None = None
        self._committed: Outcome | None = None
        self._recovered = (recovered,) if recovered else ()

    def add(self, *sources: str | os.PathLike[str]) -> None:
        """Add the instances in files and below folders."""
        self._sources += [os.fspath(source) for source in sources]

    def remove(self, /, **keys: str) -> None:
        """Remove every record that has one of these keys with this value, and all below it.

        Raises
        ------
        UsageError
            No record has a key of this name.
        """
        self._criteria += [criterion(keyword, value) for keyword, value in keys.items()]

    def compact(self) -> None:
        """Remove inactive records, what is below them, and grouping records with nothing below.

        Files that only they refer to go with them; the directory is written anew without gaps.
        """
        self._compact = True

    def rekey(self, which: Mapping[str, str], to: Mapping[str, str]) -> None:
        """Give one patient other attributes: in the PATIENT record, and in each file.

        It is carried out after removing and before adding.  A file is written anew, with its
        original attributes beside the new ones and its pixel data to the byte.

        Parameters
        ----------
        which
            Keys of the PATIENT record that is meant, and of no other: ``{"PatientID": "1234"}``.
        to
            Attributes of group 0010 with their new values.

        Raises
        ------
        UsageError
            One is no such key or attribute, or has no such value; or another patient was named
            for re-keying before.
        """
        if self._rekeying is not None:
            message = "One patient is re-keyed at a time."
            raise UsageError(finding("rekey-ambiguous", message, Where(path=self._root)))
        self._rekeying = rekeying(which, to)

    def plan(self) -> Outcome:
        """What committing would do; nothing is written.

        Sizes of what will be compressed are estimated by one frame of each series.
        """
        planned = self._planned()
        planned.gathered.kept = with_sizes(planned.gathered.kept, self._jobs)
        changes = self._changes(planned)
        outcome = planned_outcome(
            self._root,
            planned.directory,
            planned.gathered,
            planned.removing,
            planned.terms,
        )
        outcome.changed = changes
        return outcome

    def commit(self) -> Outcome:
        """Carry it out; once, however often it is called.

        Raises
        ------
        Refused
            Nothing matches what is to be removed, another has changed the file-set meanwhile, or
            the medium took no more; nothing was changed.
        """
        if self._committed is not None:
            return self._committed
        planned = self._planned()
        if not self._changes(planned):
            outcome = Outcome(self._root, planned.gathered, ())
            outcome.changed = False
            return outcome
        try:
            self._committed = write_change(
                self._root,
                planned.directory,
                planned.gathered,
                Manner(self._progress, planned.terms, self._jobs),
                planned.removing,
            )
        except Refused as refused:
            raise self._reason(refused) from refused
        conforms = self._conforms(planned)
        planned.gathered.findings += recorded(self._committed, "FSU", "update", conforms)
        return self._committed

    def _changes(self, planned: "_Planned") -> bool:
        """Whether anything of the file-set is to be other than it is."""
        if planned.gathered.kept or self._renamed or self._terms.pdi is not None:
            return True
        if planned.changes_records:
            return True
        return self._compact and planned.digest() != self._before

    def _conforms(self, planned: "_Planned") -> bool:
        """Whether the file-set as it is now conforms to the profile that it was updated under."""
        profile = planned.terms.profile
        if profile is None or not planned.gathered.kept:
            return True
        if self._terms.profile is None and self._terms.pdi is None:
            return True  # it was found because all conformed to it
        now = planned.directory.file_set()
        return found_profile(self._root, overview_of(now.records), [profile]).profile is not None

    def _planned(self) -> "_Planned":
        try:
            return self._planned_from_what_was_read()
        except Refused as refused:
            raise self._reason(refused) from refused

    def _reason(self, refused: Refused) -> Refused:
        """The reason for a refusal: what is odd about files may be that another changes them."""
        told = told_meanwhile(self._root, self._before) if self._terms.heal else None
        if told is None or told.code == refused.finding.code:
            return refused
        return Refused(told, refused.others)

    def _planned_from_what_was_read(self) -> "_Planned":
        self._check_asked()
        names = MediumNames(self._root)
        left = self._left()
        removes = len(left.records) < len(self._file_set.records)
        scanned = self._scanned()
        added = [one for one in scanned if isinstance(one, Instance)]
        (terms, told), there = self._kept_terms(added)
        file_ids = FileIDs(there.has_file_id, self._occupied, folder_under(terms), names.number_in)
        patient, records = NOBODY, left.records
        if self._rekeying is not None:
            patient = rekeyed(left.records, self._rekeying, names, file_ids)
            records = patient.records
        left_set = msgspec.structs.replace(self._file_set, records=records)
        directory = Directory(left_set, keys_of(terms))
        planner = Planner(
            under_terms(CopyPlacing(file_ids), terms),
            branches_of(directory),
            same_content,
        )
        again = there.to_instances({one.sop_instance_uid for one in added})
        remember(planner, left.records, again, names)
        gathered = Gathered(planner, self._progress)
        gathered.findings += (*self._recovered, *told, *self._about_pages(names))
        gathered.findings += (*self._about_left(left), *patient.findings)
        for _ in gathered.take(scanned):
            pass
        check_conforming(gathered, terms)
        gathered.kept = fitted(gathered.kept, terms, self._jobs)
        if removes and self._sources:
            self._check_sources_gave(gathered)
        files = {*left.files, *(one.was for one in patient.files)}
        gathered.findings += self._about_needed(left, records)
        unneeded = unneeded_files(files, records, names)
        removing = Removing(left.removals, unneeded, self._before, patient)
        changes_records = records != self._file_set.records
        return _Planned(directory, gathered, removing, changes_records, terms)

    def _check_asked(self) -> None:
        changes = self._compact or self._rekeying or self._renamed or self._terms.pdi
        if not (self._sources or self._criteria or changes or self._recovered):
            message = "Nothing to add, to remove or to change was named."
            raise UsageError(finding("nothing-to-do", message, Where(path=self._root)))

    def _left(self) -> Pruned:
        """The directory without what is to be removed."""
        left = pruned(self._file_set, self._criteria, compact=self._compact)
        if self._criteria and len(left.unmet) == len(self._criteria):
            message = "No record matches what is to be removed."
            raise Refused(finding("nothing-matches", message, Where(path=self._root)))
        return left

    def _about_left(self, left: Pruned) -> list[Finding]:
        """What there is to say of what is removed."""
        told = []
        for one in left.unmet:
            message = f"No record has {tag_name(one.tag)} as it was named for removal."
            told.append(finding("nothing-matches", message, Where(path=self._root)))
        if self._compact:
            gone = len(self._file_set.records) - len(left.records)
            message = f"{gone} records go, {left.inactive} of them inactive or below such."
            nothing = "No record is to go: there is nothing to be compacted."
            code, said = ("compacted", message) if gone else ("nothing-to-change", nothing)
            told.append(finding(code, said, Where(path=self._root)))
        return told

    def _about_needed(self, left: Pruned, records: Sequence[Record]) -> list[Finding]:
        """Files that stay, though a record that refers to them goes."""
        still = set(left.files) & file_ids_in(records) if left.files else set()
        message = "Another record refers to the file: it stays."
        paths = (os.path.join(self._root, *file_id) for file_id in sorted(still))
        return [finding("file-needed", message, Where(path=path)) for path in paths]

    def _scanned(self) -> list[Scanned]:
        """All that is to be added, read: the profile may depend on it."""
        files = source_files(self._sources, passed_by=is_leftover)
        scanned: list[Scanned] = []
        for number, one in enumerate(scan_files(files, self._jobs, scanned_finding), 1):
            scanned.append(one)
            if not number % STEP:
                self._progress("reading", number, None)
        return scanned

    def _kept_terms(self, added: Sequence[Instance]) -> tuple[Kept, References]:
        """The terms, with the profile that the file-set was made for where none is named.

        Beside them what the records refer to: both is seen in one pass.
        """
        records, terms = self._file_set.records, self._terms
        if not added or terms.profile is not None or not terms.keep_profile:
            return Kept(terms, ()), Overview(records).references
        overview = overview_of(records)
        return keeping_profile(terms, self._root, overview, added), overview.references

    def _about_pages(self, names: MediumNames) -> list[Finding]:
        """What is to be said of the page of an IHE PDI medium that is not made anew."""
        page = pdi().files.page
        match = names.find((page,))
        if self._terms.pdi is not None or match is None:
            return []
        message = f"{page} tells what the medium held before."
        return [finding("pdi-page-stale", message, Where(path=names.path(match)))]

    def _check_sources_gave(self, gathered: Gathered) -> None:
        """See that a replacement is there before what it replaces goes.

        Raises
        ------
        Refused
            A source is missing, or none gave an instance.
        """
        codes = {one.code for one in gathered.findings}
        if "source-missing" in codes or not (gathered.kept or "duplicate" in codes):
            message = "What is to be added was not found: nothing was removed either."
            nothing = finding("nothing-to-do", message, Where(path=self._root))
            raise Refused(nothing, tuple(gathered.findings))

    def _occupied(self, file_id: FileID) -> bool:
        return os.path.lexists(os.path.join(self._root, *file_id))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.commit()


class _Planned:
    """All that carrying out an update takes."""

    def __init__(
        self,
        directory: Directory,
        gathered: Gathered,
        removing: Removing,
        changes_records: bool,
        terms: Terms,
    ) -> None:
        self.terms = terms
        self.directory = directory
        self.gathered = gathered
        self.removing = removing
        self.changes_records = changes_records

    def digest(self) -> str:
        """SHA-256 of the DICOMDIR as it would be written, in hexadecimal."""
        return hashlib.sha256(write_dicomdir(self.directory.file_set())).hexdigest()
