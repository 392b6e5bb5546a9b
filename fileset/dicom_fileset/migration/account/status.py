"""How far a migration is, in the form that the command line shows and that machines read."""

from typing import Literal

import msgspec

from ..report import OutcomeCount

State = Literal["looked at", "running", "paused", "stopped", "finished"]
"""``looked at``: sources were taken stock of, and nothing was migrated.  ``running``: a process is
at work on it.  ``paused``: one is, and waits.  ``stopped``: none is, and files are left.
``finished``: every file has its outcome."""


class Rate(msgspec.Struct, frozen=True):
    """How fast files are settled.

    Attributes
    ----------
    files, bytes
        A second; of sources.
    seconds
        In which that was measured.
    """

    files: float
    bytes: float
    seconds: float


class Session(msgspec.Struct, frozen=True):
    """One time that somebody was at work.

    Attributes
    ----------
    number
        From 1.
    begun, ended
        Seconds since 1970; ``None`` for the end of one that is at work, or was killed.
    seconds
        That it took; of one without an end, up to the last file that was settled.
    jobs, scheduler, version
        Processes, who gave them work, and the version of dicom-fileset.
    workers
        Who settled files, as many as there were.
    files, bytes_in, bytes_out
        That were settled.
    """

    number: int
    begun: float
    ended: float | None
    seconds: float
    jobs: int
    scheduler: str
    version: str
    workers: int
    files: int
    bytes_in: int
    bytes_out: int


class StatusReport(msgspec.Struct, frozen=True):
    """How far a migration is.

    Attributes
    ----------
    journal, sources, destination
        Where everything lies; the destination is empty while nothing was migrated.
    state
        See :data:`State`.
    why
        What is waited for, where it is paused.
    files, bytes_in, bytes_out
        That have their outcome, and what was written for them.
    all_files, all_bytes
        In all, as far as that is known.
    all_known
        Whether the sources are taken stock of to their end.
    outcomes
        What came of how many files, and for which reasons; ``waiting``: nothing yet.
    listed
        What of the sources is no file, or could not be read.
    recent, mean
        Of the last minutes of the last session, and of all sessions; ``None``: nothing to measure.
    remaining_seconds
        At the recent rate while it runs, else at the mean one; ``None`` where nobody can say.
    settled_at
        When the last file was settled, in seconds since 1970.
    sessions
        In their order.
    command
        What goes on with it; empty where there is nothing to go on with, or it was begun by Python.
    """

    journal: str
    sources: tuple[str, ...]
    destination: str
    state: State
    why: str
    files: int
    bytes_in: int
    bytes_out: int
    all_files: int
    all_bytes: int
    all_known: bool
    outcomes: tuple[OutcomeCount, ...]
    listed: int
    recent: Rate | None
    mean: Rate | None
    remaining_seconds: float | None
    settled_at: float | None
    sessions: tuple[Session, ...]
    command: str
