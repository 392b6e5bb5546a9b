"""One file of the medium looked at: what it is, and whether it is to come in."""

import hashlib
from collections.abc import Callable
from contextlib import closing
from typing import Final, NamedTuple

from ..executables import kind_of
from ..findings import finding
from ..model import Finding, Instance, Where
from ..records.sop_classes import MEDIA_STORAGE_DIRECTORY
from ..scan.failure import ScanFailure
from ..scan.scanner import Scanner
from ..scan.telling import scanned_finding
from .keeping import Keeper
from .media import Entry, Medium
from .model import Row, row_of
from .reading import BUFFER_BYTES, HEADER_BYTES, ReadFailure, Reading
from .terms import Selection


class Rules(NamedTuple):
    """Which instances come in: those that are asked for, and nobody refuses.

    ``refused`` says why one may not come in; ``None`` where it may.
    """

    selection: Selection
    refused: Callable[[Instance], Finding | None]


class Taken(NamedTuple):
    """What came of a file, and the instance in it where there is one."""

    row: Row
    instance: Instance | None = None


class Intake:
    """Takes in files one after another.

    Parameters
    ----------
    medium
        They are on it.
    rules
        Which of them come in.
    keeper
        Has what comes in.
    """

    def __init__(self, medium: Medium, rules: Rules, keeper: Keeper) -> None:
        self._medium = medium
        self._rules = rules
        self._keeper = keeper
        self._scanner = Scanner()
        self._buffer = memoryview(bytearray(BUFFER_BYTES))

    def take(self, entry: Entry, step: int = BUFFER_BYTES) -> Taken:
        """Take in a file.

        Parameters
        ----------
        step
            The most bytes that are read at once.

        Raises
        ------
        ReadFailure
            The medium does not give it.
        OSError, Refusal
            As the keeper says.
        """
        if entry.obstacle is not None:
            return Taken(_obstructed(entry, entry.obstacle))
        try:
            source = self._medium.open(entry)
        except OSError as error:
            raise ReadFailure(error) from error
        with closing(source):
            reading = Reading(source, entry, self._buffer, step)
            kind = kind_of(entry.path, reading.head)
            if kind.name not in _MAY_BE_INSTANCES:
                return Taken(left(entry, kind.name))
            try:
                instance = self._scanner.scan_window(entry.path, reading.window())
            except ScanFailure as failure:
                return Taken(_no_instance(entry, kind.name, failure))
            return Taken(self._instance(entry, reading, instance), instance)

    def _instance(self, entry: Entry, reading: Reading, instance: Instance) -> Row:
        if instance.sop_class_uid == MEDIA_STORAGE_DIRECTORY:
            return left(entry, "directory")
        if not self._rules.selection.takes(instance):
            return row_of(entry, "unselected", instance)
        refused = self._rules.refused(instance)
        if refused is not None:
            return row_of(entry, "refused", instance, "", "", refused)
        return self._keeper.keep(entry, reading, instance)

    def header(self, entry: Entry) -> Instance | None:
        """The instance in a file by its header; ``None`` where there is none, or it cannot be read.

        One that is not asked for is none.
        """
        if entry.obstacle is not None:
            return None
        try:
            with closing(self._medium.open(entry)) as source:
                reading = Reading(source, entry, self._buffer[:HEADER_BYTES], HEADER_BYTES)
                instance = self._scanner.scan_window(entry.path, reading.window())
        except (OSError, ReadFailure, ScanFailure):
            return None
        wanted = instance.sop_class_uid != MEDIA_STORAGE_DIRECTORY
        return instance if wanted and self._rules.selection.takes(instance) else None

    def proof(self, entry: Entry) -> tuple[str, str] | None:
        """SOP Instance UID and SHA-256 of an instance; ``None`` where it cannot be read.

        Of a large one there is no SHA-256: it would take its time.
        """
        instance = self.header(entry)
        if instance is None:
            return None
        try:
            with closing(self._medium.open(entry)) as source:
                whole = Reading(source, entry, self._buffer, BUFFER_BYTES).whole
        except (OSError, ReadFailure):
            return None
        return instance.sop_instance_uid, hashlib.sha256(whole).hexdigest() if whole else ""

    def answers(self, entry: Entry) -> bool:
        """Whether the medium gives the beginning of a file."""
        try:
            with closing(self._medium.open(entry)) as source:
                return bool(source.readinto(self._buffer[:1]))
        except OSError:
            return False


_MAY_BE_INSTANCES: Final = frozenset({"instance", "directory", "other"})
"""Kinds of files of which the scanner is asked; nothing else is looked into."""


def left(entry: Entry, kind: str) -> Row:
    """The row of what is no instance, and stays where it is."""
    findings: tuple[Finding, ...] = ()
    if kind == "archive":
        message = "What is in it was not looked at."
        findings = (finding("entry-in-archive", message, Where(path=entry.path)),)
    return Row(entry.path, entry.size, "left", kind=kind, findings=findings)


def _no_instance(entry: Entry, kind: str, failure: ScanFailure) -> Row:
    """A file that gave no instance: something else, or a damaged one."""
    if kind != "instance" and failure.code == "not-dicom":
        return left(entry, kind)
    if kind == "directory":
        return Row(entry.path, entry.size, "left", kind=kind)
    return Row(entry.path, entry.size, "damaged", findings=(scanned_finding(entry.path, failure),))


def _obstructed(entry: Entry, found: Finding) -> Row:
    """The row of what the medium has in the place of a file."""
    if found.severity == "error":
        return Row(entry.path, entry.size, "unreadable", findings=(found,))
    kind = "leftover" if found.code == "leftover" else "link"
    return Row(entry.path, entry.size, "left", kind=kind, findings=(found,))


def unreadable(entry: Entry, failure: ReadFailure) -> Row:
    """The row of a file that the medium does not give."""
    return Row(
        entry.path, entry.size, "unreadable", findings=(scanned_finding(entry.path, failure.error),)
    )
