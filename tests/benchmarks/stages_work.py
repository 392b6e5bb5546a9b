"""The stages of creating in place, one after another: where the time of the engine goes.

The engine streams instances through the stages; here each stage is run to its end, over lists,
so that it can be timed by itself.
"""

import time
from collections.abc import Callable
from typing import TypeVar

from benchmarks.said import Said, answer
from dicom_fileset.assembly import add_records
from dicom_fileset.branches import Branches
from dicom_fileset.commit import Change
from dicom_fileset.dicomdir import write_dicomdir
from dicom_fileset.directory import Directory
from dicom_fileset.gathering import Gathered
from dicom_fileset.identification import new_uid
from dicom_fileset.model import FileSet
from dicom_fileset.place import same_content
from dicom_fileset.plan import InPlacePlacing, Planner
from dicom_fileset.progress import silent
from dicom_fileset.scan.many import scan_files
from dicom_fileset.scan.sources import source_files
from dicom_fileset.scan.telling import scanned_finding

Made = TypeVar("Made")


class Clock:
    """Times one stage after another."""

    def __init__(self) -> None:
        self.said: Said = {}

    def timed(self, stage: str, work: Callable[[], Made]) -> Made:
        """Do a piece of work, and take note of how long it took."""
        start = time.perf_counter()
        made = work()
        self.said[stage] = time.perf_counter() - start
        return made


def stages(root: str) -> Said:
    """Seconds of each stage."""
    clock = Clock()
    directory = Directory(FileSet(new_uid(), ""))
    gathered = Gathered(Planner(InPlacePlacing(root), Branches(), same_content), silent)
    files = clock.timed("walk", lambda: list(source_files([root], follow_links=False)))
    scanned = clock.timed("scan", lambda: list(scan_files(files, 1, scanned_finding)))
    decisions = clock.timed("decide", lambda: list(gathered.take(scanned)))
    clock.timed("records", lambda: add_records(directory, decisions))
    data = clock.timed("directory", lambda: write_dicomdir(directory.file_set()))
    clock.timed("commit", lambda: Change(root, []).commit(data, []))
    seconds = sum(clock.said.values())
    return clock.said | {"seconds": seconds, "instances": len(decisions)}


if __name__ == "__main__":
    answer({"stages": stages})
