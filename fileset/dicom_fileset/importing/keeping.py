"""An instance kept in the archive: copied, proven, placed, or found to be there already."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Protocol

from ..findings import finding
from ..model import Finding, Instance, Where
from ..scan.scanner import Scanner
from .copying import Copies
from .layout import Layout
from .manifest import Manifest
from .media import Entry
from .model import OnDuplicate, Outcome, Row
from .reading import Reading


class Refusal(Exception):
    """The whole import ends here, as it was asked to."""

    def __init__(self, row: Row) -> None:
        super().__init__(row.path)
        self.row = row


class Keeper(Protocol):
    """Does with an instance what is to be done with it."""

    def keep(self, entry: Entry, reading: Reading, instance: Instance) -> Row:
        """What came of it."""
        ...


class PlanOnly:
    """Says where instances would go; equal and other contents of one UID are not told apart.

    Parameters
    ----------
    layout
        Of the archive.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def keep(self, entry: Entry, reading: Reading, instance: Instance) -> Row:  # noqa: ARG002
        """Where it would go."""
        return row_of(entry, "planned", instance, "/".join(self._layout.path(instance)))


class CopyKeeper:
    """Copies instances into the archive.

    Parameters
    ----------
    copies, manifest
        They go there.
    layout
        Under the paths that it gives.
    on_duplicate
        What to do with another content of a UID that the archive has.
    """

    def __init__(
        self, copies: Copies, manifest: Manifest, layout: Layout, on_duplicate: OnDuplicate
    ) -> None:
        self._copies = copies
        self._manifest = manifest
        self._layout = layout
        self._on_duplicate = on_duplicate
        self._scanner = Scanner()

    def keep(self, entry: Entry, reading: Reading, instance: Instance) -> Row:
        """Copy it, if it is not there yet.

        Raises
        ------
        ReadFailure
            The medium does not give it.
        OSError
            The archive does not take it.
        Refusal
            The import ends here.
        """
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
            defect = self._defect(entry, part)
            return self._placed(entry, instance, part, sha256, defect)
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
            return row_of(entry, "linked", instance, equal, sha256)
        policy = self._on_duplicate
        first = self._manifest.held(uid) if policy != "keep-both" else ""
        if not first or not self._copies.holds(first):
            return None
        message = f"The archive has another content of its SOP Instance UID: {first}."
        where = Where(path=entry.path)
        if policy == "skip":
            found = finding("duplicate-differs", message, where)
            return row_of(entry, "skipped", instance, "", sha256, found)
        found = finding("duplicate-refused", message, where)
        raise Refusal(row_of(entry, "refused", instance, "", sha256, found))

    def _defect(self, entry: Entry, part: str) -> list[Finding]:
        """What is wrong behind the header, where the file was whole on its medium."""
        defect = self._scanner.scan_whole(part)[1]
        if defect is None:
            return []
        code = "trailing-data" if defect.code == "trailing-data" else "incomplete"
        message = f"The file is not as long as its elements say ({defect.code})."
        return [finding(code, message, Where(entry.path, defect.offset))]

    def _placed(
        self, entry: Entry, instance: Instance, part: str, sha256: str, findings: list[Finding]
    ) -> Row:
        """Place a proven copy; nothing that is there is touched."""
        others = self._manifest.count(instance.sop_instance_uid)
        beside = others
        while True:
            archived = "/".join(self._layout.path(instance, beside))
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
        return row_of(entry, outcome, instance, archived, sha256, *findings)


def row_of(
    entry: Entry,
    outcome: Outcome,
    instance: Instance,
    archived: str = "",
    sha256: str = "",
    *findings: Finding,
) -> Row:
    """The row of an instance."""
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
