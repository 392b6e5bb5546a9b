"""What an import reports, in the form that machines read: later versions only add to it."""

import msgspec

from ..model import Finding
from .contents import Patient
from .model import Row


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
    patients
        Who and what is on the medium, by its directory, else by its files.
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
    patients: tuple[Patient, ...] = ()
    files: tuple[Row, ...] = ()
    findings: tuple[Finding, ...] = ()
