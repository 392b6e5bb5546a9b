"""What an audit came to, in the form that the command line shows and that machines read."""

import msgspec

from ...model import Finding
from ..counts import Counts


class ProofCount(msgspec.Struct, frozen=True):
    """How many files were proven in one way.

    Attributes
    ----------
    proof
        See :data:`~dicom_fileset.migration.audit.model.Proof`.
    files, frames
        How many, and how many frames of them were decoded.
    """

    proof: str
    files: int
    frames: int


class CodeCount(msgspec.Struct, frozen=True):
    """How many Findings of a code there are, listed or not."""

    code: str
    findings: int


class AuditReport(msgspec.Struct, frozen=True):
    """What an audit came to.

    Attributes
    ----------
    destination, journal
        What was audited, and by what.
    files, all_files
        Rows that were audited, and that there is something to prove of.
    proofs
        What they were held against.
    frames_by_others
        Frames that another decoder than that of migrations has given, pixel for pixel.
    bytes_read
        Of sources and results.
    lowest_psnr
        In decibels, of the worst frame of all that lost something; ``None`` where none did.
    sources_changed, sources_gone
        Sources that are not what was migrated, and that are not there.
    before, after
        Patients, studies, series and instances as the journal has them of the sources, and as the
        headers of the results say now.
    volumes
        Volumes that were held against the standard and the journal.
    findings, more
        Files that need somebody's eyes, the first ten thousand; and how many there are beyond.
    codes
        How many there are of each code.
    stopped
        Whether it was stopped: what was not reached is not proven.
    """

    destination: str
    journal: str
    files: int
    all_files: int
    proofs: tuple[ProofCount, ...]
    frames_by_others: int
    bytes_read: int
    lowest_psnr: float | None
    sources_changed: int
    sources_gone: int
    before: Counts
    after: Counts
    volumes: int
    findings: tuple[Finding, ...]
    more: int
    codes: tuple[CodeCount, ...]
    seconds: float
    stopped: bool
    exit_status: int
