"""Which import of an archive was of the same medium, and what it has settled."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Protocol

from .manifest import Manifest
from .media import Entry
from .model import IN_ARCHIVE, SETTLED, Row

_MOST_IMPORTS: Final = 200
_SAMPLES: Final = 8

ProofOf = Callable[[Entry], tuple[str, str] | None]
"""SOP Instance UID and SHA-256 of a file of the medium; the latter may be left out, as empty.

``None`` where it cannot be read.
"""


def same_medium(
    manifest: Manifest, medium: str, entries: Iterable[Entry], proof_of: ProofOf
) -> int:
    """The number of the last import of this medium; 0 where there was none.

    A medium is known by some of its files: all that can be read are what they were.  Paths and
    sizes prove nothing, since discs of one burner are alike, and a disc that was burnt again with
    another patient's name has the same UIDs, too.  None of its files may be another than it was, as
    far as the medium tells: what is in the archive of that would be nobody's.  One that has no row
    yet may be taken for any: that files bear the time when it was begun is all that comes of it.
    """
    by_path = {entry.path: entry for entry in entries}
    for number in manifest.imports()[:_MOST_IMPORTS]:
        known = [
            (by_path[row.path], row)
            for row in manifest.samples(number)
            if row.path in by_path and row.size == by_path[row.path].size
        ]
        spread = known[:: max(1, -(-len(known) // _SAMPLES))]
        found = [(row, proof_of(entry)) for entry, row in spread]
        told = [_is_proven(row, proof) for row, proof in found if proof is not None]
        if told and all(told) and not _has_changed(manifest.rows(number), by_path):
            return number
        if not known and manifest.is_blank(number, medium):
            return number
    return 0


def _is_proven(row: Row, proof: tuple[str, str]) -> bool:
    uid, sha256 = proof
    return row.sop_instance_uid == uid and sha256 in {"", row.sha256}


def _has_changed(rows: Iterable[Row], entries: Mapping[str, Entry]) -> bool:
    """Whether a file of which the archive has the content is another now."""
    return any(
        row.path in entries and not _is_as_it_was(row, entries[row.path])
        for row in rows
        if row.outcome in IN_ARCHIVE or row.outcome == "placed"
    )


def _is_as_it_was(row: Row, entry: Entry) -> bool:
    told = not row.stamp or not entry.stamp or row.stamp == entry.stamp
    return told and row.size == entry.size


class Holds(Protocol):
    """Whether the archive has a file, of a size where one is said."""

    def __call__(self, archived: str, size: int | None = None) -> bool:
        """Whether it has it."""
        ...


def settled(
    manifest: Manifest, number: int, entries: Iterable[Entry], holds: Holds
) -> dict[str, Row]:
    """By path, the rows of an import that another run has nothing to add to.

    What is in the archive no more, or as another file, is not settled, and no file that is another
    than it was.
    """
    sizes = {entry.path: entry.size for entry in entries}
    return {
        row.path: row
        for row in manifest.rows(number)
        if row.outcome in SETTLED
        and sizes.get(row.path) == row.size
        and (row.outcome not in IN_ARCHIVE or holds(row.archived, _size_of(row)))
    }


def _size_of(row: Row) -> int | None:
    """Bytes of the file in the archive; ``None`` where it is another than that of the medium."""
    return None if row.archived_sha256 else row.size
