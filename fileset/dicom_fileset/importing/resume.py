"""Which import of an archive was of the same medium, and what it has settled."""

from collections.abc import Callable, Iterable
from typing import Final

from .manifest import Manifest
from .media import Entry
from .model import IN_ARCHIVE, SETTLED, Row

_MOST_IMPORTS: Final = 200
_SAMPLES: Final = 8

UidOf = Callable[[Entry], str | None]
"""The SOP Instance UID of a file of the medium; ``None`` where it cannot be read."""


def same_medium(manifest: Manifest, medium: str, entries: Iterable[Entry], uid_of: UidOf) -> int:
    """The number of the last import of this medium; 0 where there was none.

    A medium is known by some of its files: all that can be read have the UIDs that they had.
    Paths and sizes prove nothing, since discs of one burner are alike.  One that has no row yet may
    be taken for any: that files bear the time when it was begun is all that comes of it.
    """
    by_path = {entry.path: entry for entry in entries}
    for number in manifest.imports()[:_MOST_IMPORTS]:
        known = [
            (by_path[row.path], row.sop_instance_uid)
            for row in manifest.samples(number)
            if row.path in by_path and row.size == by_path[row.path].size
        ]
        spread = known[:: max(1, -(-len(known) // _SAMPLES))]
        found = [(uid, uid_of(entry)) for entry, uid in spread]
        told = [(uid, read) for uid, read in found if read is not None]
        if told and all(uid == read for uid, read in told):
            return number
        if not known and manifest.is_blank(number, medium):
            return number
    return 0


def settled(
    manifest: Manifest, number: int, entries: Iterable[Entry], holds: Callable[[str], bool]
) -> dict[str, Row]:
    """By path, the rows of an import that another run has nothing to add to.

    What is in the archive no more is not settled, and no file that is another than it was.
    """
    sizes = {entry.path: entry.size for entry in entries}
    return {
        row.path: row
        for row in manifest.rows(number)
        if row.outcome in SETTLED
        and sizes.get(row.path) == row.size
        and (row.outcome not in IN_ARCHIVE or holds(row.archived))
    }
