"""What a migration came to, in the form that the command line shows and that machines read."""

import msgspec

from ..model import Finding
from .counts import Counts


class OutcomeCount(msgspec.Struct, frozen=True):
    """How many files an outcome had, and for which reason.

    Attributes
    ----------
    outcome
        See :data:`~dicom_fileset.migration.model.Outcome`; ``waiting``: it is not done yet.
    code
        Of the Finding that is the reason; empty where it was as asked.
    files, bytes_in, bytes_out
        How many, and how long sources and results are.
    """

    outcome: str
    code: str
    files: int
    bytes_in: int
    bytes_out: int


class SyntaxCount(msgspec.Struct, frozen=True):
    """How many files got from one transfer syntax to another."""

    syntax_in: str
    syntax_out: str
    files: int
    bytes_in: int
    bytes_out: int


class Listed(msgspec.Struct, frozen=True):
    """A file that is not at the destination as it should be, or no instance, and why."""

    path: str
    outcome: str
    code: str
    reason: str


class MigrationReport(msgspec.Struct, frozen=True):
    """What a migration came to.

    Attributes
    ----------
    destination, journal
        Where it goes, and what tells of every file.
    dry_run
        Whether nothing was written.
    outcomes, syntaxes
        What came of how many files.
    before, after
        Patients, studies, series and instances of the sources, and of the results.
    listed, more
        Files that need somebody's eyes, the first thousand; and how many there are beyond these.
    seconds, codec_seconds
        Of all sessions; that processes spent in encoders and decoders.
    stopped
        Whether files are left; ``--resume`` goes on with them.
    """

    destination: str
    journal: str
    dry_run: bool
    outcomes: tuple[OutcomeCount, ...]
    syntaxes: tuple[SyntaxCount, ...]
    before: Counts
    after: Counts
    listed: tuple[Listed, ...]
    more: int
    findings: tuple[Finding, ...]
    seconds: float
    codec_seconds: float
    stopped: bool
    exit_status: int
