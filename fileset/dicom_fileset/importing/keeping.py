"""An instance kept in the archive: copied, proven, placed, or found to be there already."""

from collections.abc import Iterable
from typing import Protocol

from msgspec.structs import replace

from ..executables import preamble_findings, preamble_of
from ..findings import finding
from ..model import Finding, Instance, Where
from ..scan.scanner import Scanner
from .copying import Copies
from .duplicates import Duplicates
from .hashing import Hashes
from .layout import Layout
from .media import Entry
from .model import Outcome, Row, row_of
from .reading import Reading


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
    copies
        They go there.
    duplicates
        What of them is there already.
    layout
        They go under the paths that it gives.
    """

    def __init__(self, copies: Copies, duplicates: Duplicates, layout: Layout) -> None:
        self._copies = copies
        self._duplicates = duplicates
        self._layout = layout
        self._scanner = Scanner()

    def keep(self, entry: Entry, reading: Reading, instance: Instance) -> Row:
        """Copy it, if it is not there yet.

        One that fits into the buffer is not written before it is known that it is new.

        Raises
        ------
        ReadFailure
            The medium does not give it.
        OSError
            The archive does not take it.
        Refusal
            The import ends here.
        """
        preamble = preamble_of(reading.head)
        hashes = Hashes(preamble)
        part = self._copies.part()
        whole = reading.whole
        try:
            if whole is None:
                self._copies.write(hashes.through(reading.pieces()), part)
            else:
                whole = next(hashes.through([whole]))
            known = self._duplicates.settle(entry, instance, hashes.source)
            if known is not None:
                self._copies.drop(part)
                return known
            if whole is not None:
                self._copies.write([whole], part)
            findings = [*preamble_findings(entry.path, preamble), *self._defects(entry, part)]
            return self._placed(entry, instance, part, hashes, findings)
        except BaseException:
            self._copies.drop(part)
            raise

    def _defects(self, entry: Entry, part: str) -> Iterable[Finding]:
        """What is wrong behind the header, where the file was whole on its medium."""
        defect = self._scanner.scan_whole(part)[1]
        if defect is not None:
            code = "trailing-data" if defect.code == "trailing-data" else "incomplete"
            message = f"The file is not as long as its elements say ({defect.code})."
            yield finding(code, message, Where(entry.path, defect.offset))

    def _placed(
        self,
        entry: Entry,
        instance: Instance,
        part: str,
        hashes: Hashes,
        findings: list[Finding],
    ) -> Row:
        """Place a proven copy; nothing that is there is touched."""
        beside = others = self._duplicates.others(instance)
        if others:
            findings.append(self._duplicates.differs(entry, instance, "duplicate-differs"))
        while True:
            archived = "/".join(self._layout.path(instance, beside))
            if self._copies.place(part, archived):
                break
            if self._copies.digest(archived) == hashes.archived:
                self._copies.drop(part)  # an import that was broken off has placed it
                break
            beside += 1
            message = f"There is another file in the archive: {archived}."
            findings.append(finding("archive-name-taken", message, Where(path=entry.path)))
        outcome: Outcome = "kept beside" if others else "imported"
        row = row_of(entry, outcome, instance, archived, hashes.source, *findings)
        changed = hashes.archived != hashes.source
        return replace(row, archived_sha256=hashes.archived) if changed else row
