"""What an import reports, in the form that machines read: later versions only add to it."""

from typing import Literal

import msgspec

from ..gate.judgement import Verdict
from ..gate.verdict import IdentityRow
from ..model import Finding
from .contents import Patient
from .model import Row


class Overview(msgspec.Struct, frozen=True):
    """What is on a medium, told before anything is copied.

    Attributes
    ----------
    order
        In which order it is read.
    files, size
        Number and bytes of all its files, instances or not.
    listed
        Instances that its directory lists.
    patients
        By its directory, else by the headers of its files.
    identities
        The persons on it, each as often as it is written otherwise; by the directory alone as long
        as no header was read.
    verdict
        Whether it is the expected person's, by the same; empty where nobody is expected.
    findings
        What conflicts among its directory, its files and its patients.
    """

    medium: str
    order: str
    files: int
    size: int
    listed: int
    patients: tuple[Patient, ...] = ()
    identities: tuple[IdentityRow, ...] = ()
    verdict: Verdict | Literal[""] = ""
    findings: tuple[Finding, ...] = ()


class ImportReport(msgspec.Struct, frozen=True):
    """What was imported, and what was not.

    Attributes
    ----------
    medium, archive, manifest
        Paths.
    sentence
        What it comes to, for a person.
    instances
        That there are on the medium and were asked for, as far as is known.
    imported
        Of them, those that are in the archive now.
    complete
        Whether every file of the medium has its row in the manifest.
    outcomes
        Number of files by outcome.
    left
        Number of files that are no instances, by what they are.
    overview
        What was seen on the medium before.
    files
        Rows of all files but those that are imported; the manifest has all.
    findings
        What concerns no file alone.
    """

    medium: str
    archive: str
    manifest: str
    sentence: str
    instances: int
    imported: int
    complete: bool
    outcomes: dict[str, int]
    left: dict[str, int] = {}
    overview: Overview | None = None
    files: tuple[Row, ...] = ()
    findings: tuple[Finding, ...] = ()
