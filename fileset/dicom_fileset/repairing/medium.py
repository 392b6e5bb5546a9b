"""What lies on a medium: every instance by where it lies, and why other files are none."""

import os

from ..file_ids import FileID
from ..gathering import STEP
from ..medium_names import Match, MediumNames
from ..model import Finding, Instance
from ..progress import Progress
from ..scan.failure import ScanFailure
from ..scan.many import scan_files
from ..scan.scanner import Scanner
from ..scan.sources import source_files
from ..scan.telling import scanned_finding
from ..verification.file_set import passed_by


class Medium:
    """All files below a root, their headers read.

    Attributes
    ----------
    files
        By where they lie, in order: the instance in a file, or why there is none.
    apart
        What is to be said of folders and links.

    Parameters
    ----------
    root
        Of the file-set.
    dicomdir_name
        The real name of the directory, which is not looked at.
    jobs
        Processes that read headers.
    progress
        Told how far things are.
    """

    def __init__(self, root: str, dicomdir_name: str, jobs: int, progress: Progress) -> None:
        self.root = root
        self.files: dict[FileID, Instance | Finding] = {}
        self.apart: list[Finding] = []
        self._names = MediumNames(root)
        self._start = len(os.path.join(root, ""))
        self._scanner = Scanner()
        self._scan(dicomdir_name, jobs, progress)

    def _scan(self, dicomdir_name: str, jobs: int, progress: Progress) -> None:
        paths = []
        for one in source_files([self.root], follow_links=False, passed_by=passed_by):
            if isinstance(one, Finding):
                self.apart += [] if one.code == "leftover" else [one]
            elif self.parts(one) != (dicomdir_name,):
                paths.append(one)
        scanned = scan_files(paths, jobs, scanned_finding)
        for number, (path, found) in enumerate(zip(paths, scanned, strict=True), 1):
            self.files[self.parts(path)] = found
            if not number % STEP:
                progress("reading", number, len(paths))

    def parts(self, path: str) -> FileID:
        """Where a path lies, as names below the root."""
        return tuple(path[self._start :].split(os.sep))

    def find(self, file_id: FileID) -> Match | None:
        """Where a File ID leads; ``None`` when nothing is there or it would lead outside."""
        return self._names.find(file_id)

    def at(self, match: Match) -> Instance | Finding:
        """The instance in the file that a File ID leads to, or why there is none.

        A link that stays inside of the root is followed for a record, and for nothing else.
        """
        found = self.files.get(match.parts)
        if found is not None:
            return found
        path = self._names.path(match)
        try:
            return self._scanner.scan(path)
        except (ScanFailure, OSError) as failure:
            return scanned_finding(path, failure)
