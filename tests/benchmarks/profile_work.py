"""What planning and verifying under a profile take, beside what they stand upon."""

import math
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from benchmarks.said import Said, answer
from dicom_fileset.branches import Branches
from dicom_fileset.conformity.placing import under_terms
from dicom_fileset.conformity.terms import Terms, profile_named
from dicom_fileset.file_ids import DICOMDIR, FileIDs
from dicom_fileset.gathering import Gathered
from dicom_fileset.model import Decision, Finding, Instance
from dicom_fileset.opening import open_file_set
from dicom_fileset.place import same_content
from dicom_fileset.plan import CopyPlacing, Planner
from dicom_fileset.progress import silent
from dicom_fileset.scan.many import scan_files
from dicom_fileset.scan.sources import source_files
from dicom_fileset.scan.telling import scanned_finding
from dicom_fileset.verification import verify

Made = TypeVar("Made")


def plan(root: str, profile: str, rounds: str) -> Said:
    """Headers read, and each instance decided on: where it goes, and what a profile makes of it."""
    files = _files(root)
    terms = Terms(profile_named(profile))
    least: Said = {}
    for _ in range(int(rounds)):
        scanned = _timed(least, "scan", partial(_scanned, files))
        decided = _timed(least, "plan", partial(_decided, scanned, terms))
    return least | {"instances": len(decided)}


def check(root: str, profile: str, rounds: str) -> Said:
    """A directory read, the headers it refers to read, and the whole held against a profile."""
    files = _files(root)
    against = profile_named(profile)
    least: Said = {}
    for _ in range(int(rounds)):
        _timed(least, "read", lambda: open_file_set(root))
        _timed(least, "scan", lambda: _scanned(files))
        _timed(least, "plain", lambda: verify(root))
        report = _timed(least, "profile", lambda: verify(root, profile=against))
    return least | {"instances": len(files) if report.profile_conforms else 0}


def _files(root: str) -> list[str]:
    found = source_files([root], follow_links=False)
    return sorted(one for one in found if isinstance(one, str) and not one.endswith(DICOMDIR))


def _decided(scanned: list[Instance | Finding], terms: Terms) -> list[Decision]:
    placing = under_terms(CopyPlacing(FileIDs()), terms)
    gathered = Gathered(Planner(placing, Branches(), same_content), silent)
    return list(gathered.take(scanned))


def _scanned(files: list[str]) -> list[Instance | Finding]:
    return list(scan_files(files, 1, scanned_finding))


def _timed(least: Said, what: str, work: Callable[[], Made]) -> Made:
    """Do a piece of work; of several times the shortest counts."""
    start = time.process_time()
    made = work()
    least[what] = min(least.get(what, math.inf), time.process_time() - start)
    return made


if __name__ == "__main__":
    answer({"plan": plan, "check": check})
