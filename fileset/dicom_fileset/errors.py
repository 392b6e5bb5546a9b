"""Errors, each with the Finding that says what, where, why and what to do.

::

    FileSetError
    |-- UsageError            the call cannot be carried out as it stands       exit status 2
    |-- DamagedFileSet        the directory or a file cannot be understood      exit status 3
    |-- Refused               nothing was changed, and why                      exit status 3
    `-- Interrupted           stopped part-way; the next call goes on           exit status 4
"""

from .model import Finding


class FileSetError(Exception):
    """Base of all errors of this package."""

    exit_status = 3

    def __init__(self, finding: Finding, others: tuple[Finding, ...] = ()) -> None:
        super().__init__(finding.message)
        self.finding = finding
        self.others = others


class UsageError(FileSetError):
    """The call cannot be carried out as it stands; nothing was changed."""

    exit_status = 2


class DamagedFileSet(FileSetError):
    """A directory or a file that cannot be understood; nothing was changed."""


class Refused(FileSetError):
    """What was asked would break a rule or lose data; nothing was changed."""


class Interrupted(FileSetError):
    """Stopped part-way; the next call on the same file-set finishes or undoes it."""

    exit_status = 4
