"""One file of the medium taken in: looked at, copied, proven, placed, accounted for."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import NamedTuple

from ..findings import finding
from ..model import Finding, Instance, Where
from ..records.sop_classes import MEDIA_STORAGE_DIRECTORY
from ..scan.failure import ScanFailure
from ..scan.scanner import Scanner
from ..scan.telling import scanned_finding
from .copying import Copies
from .layout import Layout
from .manifest import Manifest
from .media import Entry, Medium
from .model import OnDuplicate, Outcome, Row
from .reading import BUFFER_BYTES, ReadFailure, Reading
from .terms import Selection


class Refusal(Exception):
    """The whole import ends here, as it was asked to."""

    def __init__(self, row: Row) -> None:
        super().__init__(row.path)
        self.row = row


class Rules(NamedTuple):
    """What is asked of each file."""

    layout: Layout
    selection: Selection
    on_duplicate: OnDuplicate


class Intake:
    """Takes in files one after another.

    Parameters
    ----------
    medium
        They are on it.
    copies, manifest
        They go there.
    rules
        What is asked.
    """

    def __init__(self, medium: Medium, copies: Copies, manifest: Manifest, rules: Rules) -> None:
        self._medium = medium
        self._copies = copies
        self._manifest = manifest
        self._rules = rules
        self._scanner = Scanner()
        self._buffer = memoryview(bytearray(BUFFER_BYTES))

    def take(self, entry: Entry, step: int = BUFFER_BYTES) -> tuple[Row, Instance | None]:
        """Take in a file; what came of it, and the instance where there is one.

        Parameters
        ----------
        step
            The most bytes that are read at once.

        Raises
        ------
        ReadFailure
            The medium does not give it.
        OSError
            The archive does not take it.
        Refusal
            The import ends here.
        """
        if entry.obstacle is not None:
            return obstructed(entry, entry.obstacle), None
        try:
            source = self._medium.open(entry)
        except OSError as error:
            raise ReadFailure(error) from error
        with closing(source):
            reading = Reading(source, entry, self._buffer, step)
            try:
                instance = self._scanner.scan_window(entry.path, reading.window())
            except ScanFailure as failure:
                return _no_instance(entry, failure), None
            if instance.sop_class_uid == MEDIA_STORAGE_DIRECTORY:
                return Row(entry.path, entry.size, "left", kind="DICOMDIR"), None
            if not self._rules.selection.takes(instance):
                return self._row(entry, "unselected", instance), instance
            return self._copied(entry, reading, instance), instance

    def answers(self, entry: Entry) -> bool:
        """Whether the medium gives the beginning of a file."""
        try:
            with closing(self._medium.open(entry)) as source:
                return bool(source.readinto(self._buffer[:1]))
        except OSError:
            return False

    def _copied(self, entry: Entry, reading: Reading, instance: Instance) -> Row:
        digest = hashlib.sha256()
        part = self._copies.part()
        whole = reading.whole
        if whole is None:
            self._written(_hashed(reading.pieces(), digest), part)
        else:
            digest.update(whole)
        sha256 = digest.hexdigest()
        try:
            known = self._known(entry, instance, sha256)
            if known is not None:
                return known
            if whole is not None:
                self._written([whole], part)
            return self._placed(entry, instance, part, sha256)
        finally:
            if whole is None:
                self._copies.drop(part)

    def _written(self, pieces: Iterable[memoryview], part: str) -> None:
        try:
            self._copies.write(pieces, part)
        except BaseException:
            self._copies.drop(part)
            raise

    def _known(self, entry: Entry, instance: Instance, sha256: str) -> Row | None:
        """What becomes of one whose UID the archive has, where it is not kept."""
        uid = instance.sop_instance_uid
        equal = self._manifest.held(uid, sha256)
        if equal and self._copies.holds(equal):
            return self._row(entry, "linked", instance, equal, sha256)
        policy = self._rules.on_duplicate
        first = self._manifest.held(uid) if policy != "keep-both" else ""
        if not first or not self._copies.holds(first):
            return None
        message = f"The archive has another content of its SOP Instance UID: {first}."
        where = Where(path=entry.path)
        if policy == "skip":
            found = finding("duplicate-differs", message, where)
            return self._row(entry, "skipped", instance, "", sha256, found)
        found = finding("duplicate-refused", message, where)
        raise Refusal(self._row(entry, "refused", instance, "", sha256, found))

    def _placed(self, entry: Entry, instance: Instance, part: str, sha256: str) -> Row:
        """Place a proven copy; nothing that is there is touched."""
        findings: list[Finding] = []
        others = self._manifest.count(instance.sop_instance_uid)
        beside = others
        while True:
            archived = "/".join(self._rules.layout.path(instance, beside))
            if self._copies.place(part, archived):
                break
            if self._copies.digest(archived) == sha256:
                self._copies.drop(part)  # an import that was broken off has placed it
                break
            beside += 1
            message = f"There is another file in the archive: {archived}."
            findings.append(finding("archive-name-taken", message, Where(path=entry.path)))
        if others:
            first = self._manifest.held(instance.sop_instance_uid)
            message = f"The archive has another content of its SOP Instance UID: {first}."
            findings.append(finding("duplicate-differs", message, Where(path=entry.path)))
        outcome: Outcome = "kept beside" if others else "imported"
        return self._row(entry, outcome, instance, archived, sha256, *findings)

    def _row(
        self,
        entry: Entry,
        outcome: Outcome,
        instance: Instance,
        archived: str = "",
        sha256: str = "",
        *findings: Finding,
    ) -> Row:
        return Row(
            entry.path,
            entry.size,
            outcome,
            archived,
            instance.sop_instance_uid,
            sha256,
            findings=findings,
        )


def _hashed(pieces: Iterable[memoryview], digest: "hashlib._Hash") -> Iterator[memoryview]:
    for piece in pieces:
        digest.update(piece)
        yield piece


def _no_instance(entry: Entry, failure: ScanFailure) -> Row:
    """A file that gave no instance: something else, or a damaged one."""
    found = scanned_finding(entry.path, failure)
    if failure.code in {"not-dicom", "empty-file"}:
        return Row(entry.path, entry.size, "left", kind="other", findings=(found,))
    return Row(entry.path, entry.size, "damaged", findings=(found,))


def obstructed(entry: Entry, found: Finding) -> Row:
    """The row of what the medium has in the place of a file."""
    outcome: Outcome = "left" if found.severity != "error" else "unreadable"
    return Row(entry.path, entry.size, outcome, findings=(found,))


def unreadable(entry: Entry, failure: ReadFailure) -> Row:
    """The row of a file that the medium does not give."""
    return Row(
        entry.path, entry.size, "unreadable", findings=(scanned_finding(entry.path, failure.error),)
    )
