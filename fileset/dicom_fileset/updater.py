"""FSU: adds instances to a file-set, removes some, and leaves every other byte as it is."""

import os
from collections.abc import Sequence
from types import TracebackType
from typing import Final, Self

import msgspec
from dicom_profiles import is_leftover
from dicom_profiles.pdi import pdi

from .branches import Branches
from .commit import recover
from .commit.journal import OWN_NAMES
from .conformity.fitting import check_conforming, fitted, with_sizes
from .conformity.found import found_profile
from .conformity.keeping import Kept, keeping_profile
from .conformity.placing import folder_under, under_terms
from .conformity.terms import AS_IT_IS, Terms
from .destination import check_file_set_id
from .dicomdir.keys import RecordKeys, reference_of, with_path
from .directory import Directory
from .elements import tag_name
from .errors import Refused, UsageError
from .file_ids import DICOMDIR, FileID, FileIDs
from .findings import finding
from .gathering import STEP, Gathered, Scanned
from .medium_names import MediumNames
from .model import FileSet, Finding, Instance, ParentKeys, Where
from .opening import open_file_set
from .outcome import Outcome
from .place import same_content
from .plan import CopyPlacing, Planner
from .progress import Progress, silent
from .removal import Criterion, Pruned, criterion, pruned
from .scan.many import scan_files
from .scan.sources import source_files
from .scan.telling import scanned_finding
from .writing import Manner, Removing, keys_of, planned_outcome, recorded, write_change

_LOSING: Final = frozenset(
    {
        "directory-truncated",
        "root-offset-wrong",
        "offset-dangling",
        "offsets-shifted",
        "record-damaged",
        "sequence-length-wrong",
        "hierarchy-inferred",
        "limit-reached",
        "record-referenced-twice",
        "record-unreachable",
        "nested-too-deep",
    }
)
"""Findings on a directory that would be made worse by writing what was understood of it."""

_MULTI_REFERENCED: Final = "MRDR"


class FileSetUpdater:
    """Updates a file-set (PS3.10 8.3, the role of File-set Updater).

    >>> with FileSetUpdater("disc") as updater:                       # doctest: +SKIP
    ...     updater.remove(StudyInstanceUID="1.2.3")
    ...     updater.add("incoming")

    Leaving the block commits; leaving it by an exception changes nothing on the disk.  What is
    removed is removed before anything is added.

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
        _check_updatable(opened.file_set, os.path.join(opened.root, opened.dicomdir_name))
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

    def plan(self) -> Outcome:
        """What committing would do; nothing is written.

        Sizes of what will be compressed are estimated by one frame of each series.
        """
        planned = self._planned()
        planned.gathered.kept = with_sizes(planned.gathered.kept, self._jobs)
        terms = planned.terms
        return planned_outcome(
            self._root, planned.directory, planned.gathered, planned.removing, terms
        )

    def commit(self) -> Outcome:
        """Carry it out; once, however often it is called.

        Raises
        ------
        Refused
            Nothing matches what is to be removed, or the medium took no more; nothing was changed.
        """
        if self._committed is not None:
            return self._committed
        planned = self._planned()
        pages = self._terms.pdi is not None
        if not (planned.gathered.kept or planned.removes or self._renamed or pages):
            return Outcome(self._root, planned.gathered, ())
        self._committed = write_change(
            self._root,
            planned.directory,
            planned.gathered,
            Manner(self._progress, planned.terms, self._jobs),
            planned.removing,
        )
        conforms = self._conforms(planned)
        planned.gathered.findings += recorded(self._committed, "FSU", "update", conforms)
        return self._committed

    def _conforms(self, planned: "_Planned") -> bool:
        """Whether the file-set as it is now conforms to the profile that it was updated under."""
        profile = planned.terms.profile
        if profile is None or not planned.gathered.kept:
            return True
        if self._terms.profile is None and self._terms.pdi is None:
            return True  # it was found because all conformed to it
        now = planned.directory.file_set()
        return found_profile(self._root, now, [profile]).profile is not None

    def _planned(self) -> "_Planned":
        asked = self._sources or self._criteria or self._renamed or self._terms.pdi
        if not (asked or self._recovered):
            message = "Nothing to add, to remove or to change was named."
            raise UsageError(finding("nothing-to-do", message, Where(path=self._root)))
        names = MediumNames(self._root)
        left = pruned(self._file_set, self._criteria)
        removes = len(left.records) < len(self._file_set.records)
        if self._criteria and not removes:
            message = "No record matches what is to be removed."
            raise Refused(finding("nothing-matches", message, Where(path=self._root)))
        scanned = self._scanned()
        terms, told = self._kept_terms(scanned)
        left_set = msgspec.structs.replace(self._file_set, records=left.records)
        directory = Directory(left_set, keys_of(terms))
        placing = CopyPlacing(FileIDs(_taken(self._file_set), self._occupied, folder_under(terms)))
        planner = Planner(
            under_terms(placing, terms),
            _branches(directory, left),
            same_content,
        )
        _remember(planner, left, names)
        gathered = Gathered(planner, self._progress)
        gathered.findings += (*self._recovered, *told, *self._about_pages(names))
        for one in left.unmet:
            message = f"No record has {tag_name(one.tag)} as it was named for removal."
            unmet = finding("nothing-matches", message, Where(path=self._root))
            gathered.findings.append(unmet)
        for _ in gathered.take(scanned):
            pass
        check_conforming(gathered, terms)
        gathered.kept = fitted(gathered.kept, terms, self._jobs)
        if removes and self._sources:
            self._check_sources_gave(gathered)
        return _Planned(directory, gathered, _removing(left, names, self._before), removes, terms)

    def _scanned(self) -> list[Scanned]:
        """All that is to be added, read: the profile may depend on it."""
        files = source_files(self._sources, passed_by=is_leftover)
        scanned: list[Scanned] = []
        for number, one in enumerate(scan_files(files, self._jobs, scanned_finding), 1):
            scanned.append(one)
            if not number % STEP:
                self._progress("reading", number, None)
        return scanned

    def _kept_terms(self, scanned: Sequence[Scanned]) -> Kept:
        """The terms, with the profile that the file-set was made for where none is named."""
        added = [one for one in scanned if isinstance(one, Instance)]
        if not added:
            return Kept(self._terms, ())
        return keeping_profile(self._terms, self._root, self._file_set, added)

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
        removes: bool,
        terms: Terms,
    ) -> None:
        self.terms = terms
        self.directory = directory
        self.gathered = gathered
        self.removing = removing
        self.removes = removes


def _check_updatable(file_set: FileSet, path: str) -> None:
    if not file_set.has_directory:
        message = "The DICOMDIR has no Directory Information Module; such a one is not updated."
        raise Refused(finding("directory-without-module", message, Where(path=path)))
    if os.path.basename(path) != DICOMDIR:
        message = f"The directory is named {os.path.basename(path)}; it must be DICOMDIR."
        raise Refused(finding("file-name-case", message, Where(path=path)))
    losing = [one for one in file_set.findings if one.code in _LOSING]
    retired = any(record.record_type == _MULTI_REFERENCED for record in file_set.records)
    if losing or retired:
        message = "Updating this directory would lose records that could not be understood."
        raise Refused(
            finding("directory-damaged", message, Where(path=path)), tuple(file_set.findings)
        )


def _taken(file_set: FileSet) -> frozenset[FileID]:
    references = (reference_of(RecordKeys(record.body)) for record in file_set.records)
    return frozenset(one.file_id for one in references if one is not None)


def _branches(directory: Directory, left: Pruned) -> Branches:
    """The hierarchy that is there, for new instances to join."""
    branches = Branches(directory.people())
    for record, above in with_path(left.records):
        if record.record_type == "SERIES" and len(above) == 2:
            patient, study = (RecordKeys(one.body) for one in above)
            series = RecordKeys(record.body)
            branches.remember(
                patient.value(0x0010_0020), study.value(0x0020_000D), series.value(0x0020_000E)
            )
    return branches


def _remember(planner: Planner, left: Pruned, names: MediumNames) -> None:
    for record in left.records:
        reference = reference_of(RecordKeys(record.body)) if record.in_use else None
        if reference is None:
            continue
        match = names.find(reference.file_id)
        path = names.path(match) if match else ""
        planner.remember(
            Instance(
                path,
                0,
                reference.sop_class_uid,
                reference.sop_instance_uid,
                reference.transfer_syntax_uid,
                ParentKeys(),
                (),
            )
        )


def _removing(left: Pruned, names: MediumNames, before: str) -> Removing:
    """What goes: the files that no record needs any more, by the names they really have."""
    needed = {_parts(names, file_id) for file_id in left.needed}
    needed |= {(name,) for name in (DICOMDIR, *OWN_NAMES)}
    gone = {_parts(names, file_id) for file_id in left.files} - needed - {None}
    return Removing(left.removals, sorted(parts for parts in gone if parts), before)


def _parts(names: MediumNames, file_id: FileID) -> FileID | None:
    match = names.find(file_id)
    return match.parts if match else None
