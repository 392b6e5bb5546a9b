"""A proven copy given its name in the archive: one that is free, and where a layout puts it."""

from msgspec.structs import replace

from ..findings import finding
from ..model import Where
from .archive import Archive
from .coercing import Part
from .duplicates import Duplicates
from .layout import Layout
from .media import Entry
from .model import Outcome, Row, row_of


class Placing:
    """Gives names to copies.

    Parameters
    ----------
    archive
        They come into it.
    duplicates
        What of them is there already.
    layout
        Of the archive.
    """

    def __init__(self, archive: Archive, duplicates: Duplicates, layout: Layout) -> None:
        self._copies, self._manifest, self._placed = archive
        self._duplicates = duplicates
        self._layout = layout

    def place(self, entry: Entry, part: Part, sha256: str, archived_sha256: str) -> Row:
        """Place a file; nothing that is there is touched.

        Parameters
        ----------
        sha256, archived_sha256
            Of the file on its medium, and of the part.
        """
        instance, findings = part.instance, [*part.findings]
        others = self._duplicates.others(entry, instance)
        if others:
            findings.append(self._duplicates.differs(entry, instance, "archive-duplicate"))
        outcome: Outcome = "kept beside" if others else "imported"
        row = row_of(entry, outcome, instance, "", sha256)
        if archived_sha256 != sha256:
            row = replace(row, archived_sha256=archived_sha256)
        known = self._manifest.placed(entry.path)
        if known is not None and known.sha256 == sha256 and self._adopts(known):
            self._copies.drop(part.path)
            return replace(
                row,
                archived=known.archived,
                archived_sha256=known.archived_sha256,
                findings=tuple(findings),
            )
        beside = others
        while True:
            row = replace(row, archived="/".join(self._layout.path(instance, beside)))
            if self._named(part, row):
                return replace(row, findings=tuple(findings))
            beside += 1
            message = f"There is another file in the archive: {row.archived}."
            findings.append(finding("archive-name-taken", message, Where(path=entry.path)))

    def _adopts(self, row: Row) -> bool:
        """Whether the archive has the file of a row, which is then as good as placed."""
        return self._copies.adopt(row.archived, row.archived_sha256 or row.sha256)

    def _named(self, part: Part, row: Row) -> bool:
        """Whether the file of a row has its name now, or had it."""
        if not self._copies.is_free(row.archived):
            if not self._adopts(row):
                return False
            self._copies.drop(part.path)
            return True
        self._placed.add(self._manifest.number, row)
        self._copies.place(part.path, row.archived)
        return True
