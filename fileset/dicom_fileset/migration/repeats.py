"""Files of one SOP Instance UID: equal ones are duplicates, others are instances of their own.

Where files keep their names each has its place.  Elsewhere an archive has a content once, so files
that repeat a UID are hashed, once those that they repeat are migrated; of those that are equal the
first is migrated, and the others are called its duplicates when that is done.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, NamedTuple

from ..importing.layout import Layout
from ..scan import scan
from ..scan.failure import ScanFailure
from ..stored_names import as_stored
from ..transcoding.source_file import digest_of, source_file
from .journal import Journal
from .model import WRITTEN, named
from .paths import PATH, path_of

_PAGE: Final = 256
_NOT_HASHED: Final = (
    f"SELECT file.number, file.size, file.mtime, {PATH} WHERE file.state = 'looked at' AND "
    "file.state <> 'settled' AND file.repeats IS NOT NULL AND file.sha256_in IS NULL AND "
    f"file.number > ? ORDER BY file.number LIMIT {_PAGE}"
)
_AN_EARLIER: Final = (
    "SELECT 1 FROM file AS other WHERE other.instance = file.instance "
    "AND other.number < file.number AND other.sha256_in = file.sha256_in"
)
_HAS_WRITTEN: Final = f"other.outcome IN ({named(WRITTEN)})"
_WAITS: Final = f"EXISTS ({_AN_EARLIER} AND (other.state <> 'settled' OR {_HAS_WRITTEN}))"
DISTINCT: Final = f"NOT {_WAITS}"
"""Of rows of repeats: whether one is the first of its content that can be written."""
_DUPLICATES: Final = (
    "UPDATE file SET state = 'settled', outcome = 'duplicate' WHERE state = 'looked at' AND "  # noqa: S608 - ours
    f"repeats IS NOT NULL AND EXISTS ({_AN_EARLIER} AND {_HAS_WRITTEN})"
)
_CONFLICTS: Final = (
    f"SELECT file.number, (SELECT count(DISTINCT other.sha256_in) FROM file AS other WHERE "  # noqa: S608 - ours
    "other.instance = file.instance AND other.number < file.number AND other.sha256_in IS NOT NULL "
    f"AND other.sha256_in <> file.sha256_in), {PATH} WHERE file.state = 'looked at' AND "
    f"file.state <> 'settled' AND file.repeats IS NOT NULL AND {DISTINCT}"
)


class _Repeat(NamedTuple):
    number: int
    size: int
    mtime: int
    path: str


def hash_repeats(journal: Journal, jobs: int) -> None:
    """Hash the files that repeat a UID; one that cannot be read is left to who migrates it."""
    with ThreadPoolExecutor(jobs) as pool:
        for some in _pages(journal):
            digests = pool.map(_sha256, some)
            rows = [(digest, one.number) for one, digest in zip(some, digests, strict=True)]
            with journal.change() as data:
                data.executemany("UPDATE file SET sha256_in = ? WHERE number = ?", rows)


def _pages(journal: Journal) -> Iterator[list[_Repeat]]:
    last = 0
    while rows := journal.rows(_NOT_HASHED, (last,)):
        yield [_Repeat._make((*row[:3], path_of(row[3:]))) for row in rows]
        last = rows[-1][0]


def _sha256(repeat: _Repeat) -> bytes | None:
    try:
        with source_file(repeat.path) as file:
            known = file.stamp == (repeat.size, repeat.mtime)
            return digest_of(file.source) if known else None
    except OSError:
        return None


def settle_duplicates(journal: Journal) -> int:
    """Call those duplicates whose content is at the destination; how many they are."""
    with journal.change() as data:
        return int(data.execute(_DUPLICATES).rowcount)


def place_beside(journal: Journal, layout: Layout) -> None:
    """Give other contents of a UID, where a template names the places, one beside the first."""
    rows: list[Any] = journal.rows(_CONFLICTS)
    placed = []
    for number, beside, *place in rows:
        try:
            instance = scan(path_of(place))
        except (ScanFailure, OSError):
            continue  # who migrates it says it better
        placed.append((as_stored("/".join(layout.path(instance, beside))), number))
    with journal.change() as data:
        data.executemany("UPDATE file SET destination = ? WHERE number = ?", placed)
