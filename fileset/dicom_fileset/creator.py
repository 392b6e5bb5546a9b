"""FSC: makes a file-set, by copying instances into an empty place or over files as they lie."""

import os
from types import TracebackType
from typing import Self

from dicom_profiles import is_leftover

from .assembly import add_records
from .branches import Branches
from .commit import recover
from .conformity.fitting import check_conforming, fitted, with_sizes
from .conformity.placing import folder_under, under_terms
from .conformity.terms import AS_IT_IS, Terms
from .destination import check_empty, check_file_set_id, check_in_place
from .directory import Directory
from .errors import Refused
from .file_ids import COMPONENT, FileIDs
from .findings import finding
from .gathering import Gathered
from .identification import new_uid
from .model import FileSet, Where
from .outcome import Outcome
from .place import same_content
from .plan import CopyPlacing, InPlacePlacing, Placing, Planner
from .progress import Progress, silent
from .scan.many import scan_files
from .scan.sources import source_files
from .scan.telling import scanned_finding
from .writing import Manner, keys_of, planned_outcome, recorded, records_wait, write_change


class FileSetCreator:
    """Creates a file-set (PS3.10 8.3, the role of File-set Creator).

    >>> with FileSetCreator("disc") as creator:     # doctest: +SKIP
    ...     creator.add("incoming")

    Leaving the block commits; leaving it by an exception changes nothing on the disk.

    Parameters
    ----------
    root
        Where the file-set goes.
    file_set_id
        File-set ID, 0 to 16 of A-Z 0-9 and underscore (PS3.10 8.1).
    in_place
        Write a DICOMDIR over the files that lie below ``root``, and copy nothing.
    terms
        The profile that the file-set is to conform to, and what else is asked.
    jobs
        Processes that read headers, and that transcode.
    progress
        Told how far things are.

    Raises
    ------
    UsageError
        The File-set ID is not a legal one.
    Refused
        The root is not empty; in place: it has a DICOMDIR already.
    """

    def __init__(
        self,
        root: str | os.PathLike[str],
        *,
        file_set_id: str = "",
        in_place: bool = False,
        terms: Terms = AS_IT_IS,
        jobs: int = 1,
        progress: Progress = silent,
    ) -> None:
        self._root = os.fspath(root)
        check_file_set_id(file_set_id)
        self._in_place = in_place
        self._terms = terms
        self._jobs = jobs
        self._progress = progress
        self._committed: Outcome | None = None
        self._fitted = 0
        self._sized = False
        found = recover(self._root, heal=terms.heal) if os.path.isdir(self._root) else None
        if found and not terms.heal:
            raise Refused(found)
        (check_in_place if in_place else check_empty)(self._root)
        self._directory = Directory(FileSet(new_uid(), file_set_id), keys_of(terms))
        self._gathered = Gathered(Planner(self._placing(), Branches(), same_content), progress)
        if found:
            self._gathered.findings.append(found)
        if in_place:
            self.add(self._root)

    def _placing(self) -> Placing:
        placing = (
            InPlacePlacing(self._root)
            if self._in_place
            else CopyPlacing(FileIDs(below=folder_under(self._terms)))
        )
        return under_terms(placing, self._terms, in_place=self._in_place)

    def add(self, *sources: str | os.PathLike[str]) -> None:
        """Read the headers of files, and of all files below folders, and decide on each."""
        paths = [os.fspath(source) for source in sources]
        files = source_files(paths, follow_links=not self._in_place, passed_by=self._passed_by)
        decisions = self._gathered.take(scan_files(files, self._jobs, scanned_finding))
        # A file that is not moved has its record at once, while other processes go on scanning.
        at_once = not records_wait(self._terms)
        indexed = (one for one in decisions if at_once and one.action == "indexed")
        self._gathered.findings += add_records(self._directory, indexed)

    def _passed_by(self, name: str) -> bool:
        """Whether a name below the sources is of an operating system's making."""
        return is_leftover(name) and not (self._in_place and COMPONENT.fullmatch(name))

    def plan(self) -> Outcome:
        """What committing would do with each instance; nothing is written.

        Sizes of what will be compressed are estimated by one frame of each series.

        Raises
        ------
        Refused
            An instance cannot be on the medium, and the terms say that then none is written.
        """
        self._fit()
        if not self._sized:
            self._gathered.kept = with_sizes(self._gathered.kept, self._jobs)
            self._sized = True
        return planned_outcome(self._root, self._directory, self._gathered, None, self._terms)

    def _fit(self) -> None:
        """Compress what is planned, where the medium would not hold it otherwise."""
        check_conforming(self._gathered, self._terms)
        if not self._in_place and len(self._gathered.kept) != self._fitted:
            self._gathered.kept = fitted(self._gathered.kept, self._terms, self._jobs)
            self._fitted = len(self._gathered.kept)
            self._sized = False

    def commit(self) -> Outcome:
        """Place the instances and write the DICOMDIR; once, however often it is called.

        Raises
        ------
        Refused
            There is nothing to place, or no room for it; nothing was changed.
        """
        if self._committed is not None:
            return self._committed
        if not self._gathered.kept:
            message = "No instance that can be placed was found among the sources."
            nothing = finding("nothing-to-do", message, Where(path=self._root))
            raise Refused(nothing, tuple(self._gathered.findings))
        self._fit()
        manner = Manner(self._progress, self._terms, self._jobs)
        self._committed = write_change(self._root, self._directory, self._gathered, manner)
        self._gathered.findings += recorded(self._committed, "FSC", "create")
        return self._committed

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
