"""An instance kept in the archive: copied, proven, placed, or found to be there already."""

from collections.abc import Iterable
from typing import Protocol

from msgspec.structs import replace

from ..errors import Refused
from ..executables import preamble_findings, preamble_of
from ..findings import finding
from ..model import Finding, Instance, Where
from ..scan.failure import ScanFailure
from ..scan.scanner import Scanner
from ..scan.telling import scanned_finding
from .coercing import Coercing, Part
from .copying import Copies
from .duplicates import Duplicates
from .hashing import Hashes
from .layout import Layout
from .media import Entry
from .model import Row, row_of
from .obstacles import obstacle_finding
from .placing import Placing
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
    placing
        Gives them their names.
    coercing
        Changes them before, where that is asked.
    """

    def __init__(
        self,
        copies: Copies,
        duplicates: Duplicates,
        placing: Placing,
        coercing: Coercing | None = None,
    ) -> None:
        self._copies = copies
        self._duplicates = duplicates
        self._placing = placing
        self._coercing = coercing
        self._scanner = Scanner()

    def keep(self, entry: Entry, reading: Reading, instance: Instance) -> Row:
        """Copy it, if it is not there yet.

        One that fits into the buffer is not written before it is known that it is new.

        Raises
        ------
        ReadFailure
            The medium does not give it.
        OSError
            The archive takes no more.
        Refusal
            The import ends here.
        """
        preamble = preamble_of(reading.head)
        hashes = Hashes(preamble)
        path = self._copies.part()
        whole = reading.whole
        try:
            if whole is None:
                self._copies.write(hashes.through(reading.pieces()), path)
            else:
                whole = next(hashes.through([whole]))
            known, altered = self._duplicates.settle(entry, instance, hashes.source)
            if known is not None:
                self._copies.drop(path)
                return self._known(known, instance, hashes.archived)
            if whole is not None:
                self._copies.write([whole], path)
            told = (*preamble_findings(entry.path, preamble), *self._defects(entry, path))
            return self._kept(entry, Part(path, instance, (*altered, *told)), hashes)
        except OSError as error:
            self._copies.abandon(path)
            found = obstacle_finding(entry.path, error)
            if found is None:
                raise
            return row_of(entry, "refused", instance, "", "", found)
        except BaseException:
            self._copies.abandon(path)
            raise

    def _known(self, row: Row, instance: Instance, plain: str) -> Row:
        """The row of one that is not kept, with what the archive's equal one is not.

        ``plain`` is the SHA-256 of what would be kept by no rules.
        """
        if not row.archived:
            return row
        if self._coercing is None:
            if (row.archived_sha256 or row.sha256) == plain:
                return row
            message = f"The archive has it as rules have changed it: {row.archived}."
            found = finding("archive-coerced", message, Where(path=row.path))
        elif self._coercing.holds(instance, self._copies.path(row.archived)):
            return row
        else:
            message = f"The archive has it, and not as the rules ask: {row.archived}."
            found = finding("archive-not-coerced", message, Where(path=row.path))
        return replace(row, findings=(*row.findings, found))

    def _defects(self, entry: Entry, path: str) -> Iterable[Finding]:
        """What is wrong behind the header, where the file was whole on its medium."""
        defect = self._scanner.scan_whole(path)[1]
        if defect is not None:
            code = "trailing-data" if defect.code == "trailing-data" else "incomplete"
            message = f"The file is not as long as its elements say ({defect.code})."
            yield finding(code, message, Where(entry.path, defect.offset))

    def _kept(self, entry: Entry, part: Part, hashes: Hashes) -> Row:
        """Have a proven copy coerced where that is asked, and place it."""
        archived_sha256, coerced = hashes.archived, part
        if self._coercing is not None:
            try:
                coerced = self._coercing.coerced(part)
            except (Refused, ScanFailure) as error:
                self._copies.drop(part.path)
                return _not_coerced(entry, part.instance, hashes, error)
            if coerced is not part:
                archived_sha256 = self._copies.digest(coerced.path)
        try:
            return self._placing.place(entry, coerced, hashes.source, archived_sha256)
        except BaseException:
            self._copies.abandon(coerced.path)
            raise


def _not_coerced(
    entry: Entry, instance: Instance, hashes: Hashes, error: Refused | ScanFailure
) -> Row:
    """The row of one that cannot be changed as it should be, and so does not come in."""
    if isinstance(error, Refused):
        found = replace(error.finding, where=replace(error.finding.where, path=entry.path))
    else:
        found = scanned_finding(entry.path, error)
    return row_of(entry, "refused", instance, "", hashes.source, found)
