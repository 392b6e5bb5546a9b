"""The account of every file of a migration as CSV (RFC 4180), written while it is read."""

import csv
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from math import floor
from typing import Final, TextIO

from ...spreadsheet import as_cell
from ...stored_names import as_named
from ..journal import Journal
from ..model import WRITTEN
from ..paths import PATH, mirrored, path_of, staged_path
from ..terms import FILE_SETS, terms_of
from .answering import destination_or_none
from .groups import WAITING

HEADS: Final = (
    "source",
    "size",
    "modified",
    "sha256_in",
    "sha256_out",
    "syntax_in",
    "syntax_out",
    "size_out",
    "outcome",
    "code",
    "reason",
    "destination",
    "volume",
    "seconds",
    "settled",
    "worker",
)
_ROWS: Final = (
    "SELECT file.folder, file.number, file.size, file.mtime, file.sha256_in, file.sha256_out, "
    "kind.transfer_syntax_uid, file.syntax_out, file.size_out, file.outcome, file.code, "
    "file.reason, file.destination, file.volume, file.seconds, file.at, file.worker, "
    "source.name, " + PATH + " LEFT JOIN kind ON kind.number = file.kind ORDER BY file.number"
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def write_table(journal: Journal, file: TextIO) -> None:
    """Write one row a file, in the order of the inventory.

    Times are UTC (ISO 8601).  A cell that a spreadsheet would take for a formula has an apostrophe
    before it.
    """
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(HEADS)
    writer.writerows(_rows(journal))


def _rows(journal: Journal) -> Iterator[tuple[object, ...]]:
    places = _Places(journal)
    for row in journal.data.execute(_ROWS):
        folder, number, size, mtime, sha256_in, sha256_out, syntax_in, syntax_out = row[:8]
        size_out, outcome, code, reason, placed, volume, seconds, at, worker, *place = row[8:]
        source, destination = places.of(folder, number, placed, place)
        written = outcome in WRITTEN
        yield (
            as_cell(source),
            size,
            _moment(mtime / 1e9) if isinstance(mtime, int) else "",
            _digest(sha256_in),
            _digest(sha256_out),
            _text(syntax_in),
            _text(syntax_out),
            size_out if written else "",
            _text(outcome or WAITING),
            _text(code),
            _text(reason),
            as_cell(destination) if written else "",
            "" if volume is None else volume,
            f"{seconds:.6f}" if isinstance(seconds, float) else "",
            _moment(at) if isinstance(at, float) else "",
            _text(worker),
        )


class _Places:
    """Where files are, in the sources and at the destination; those of a folder come together."""

    def __init__(self, journal: Journal) -> None:
        self._root = destination_or_none(journal)
        self._staged = bool(self._root) and terms_of(journal).layout == FILE_SETS
        self._folder: object = None
        self._begins = "", ""

    def of(
        self, folder: object, number: int, placed: object, place: Sequence[object]
    ) -> tuple[str, str]:
        """The path of a file, and the path that it has at the destination.

        Parameters
        ----------
        folder
            Number of its folder.
        placed
            Where it is below the destination, if that is not told by all the rest.
        place
            Name of its source below the destination, and the columns of :data:`.paths.PATH`.
        """
        name = as_named(place[3])
        if folder != self._folder:
            self._folder = folder
            mirror = mirrored(as_named(place[0]), as_named(place[2]), "")
            self._begins = path_of((*place[1:3], "")), os.path.join(self._root, mirror, "")
        source, destination = (begin + name for begin in self._begins)
        if placed is not None:
            destination = os.path.join(self._root, as_named(placed))
        elif self._staged:
            destination = os.path.join(self._root, staged_path(number))
        return source, destination


@lru_cache(4096)
def _text(value: object) -> str:
    return "" if value is None else as_cell(as_named(value))


def _digest(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else ""


def _moment(seconds: float) -> str:
    whole = floor(seconds)
    return f"{_second(whole)}.{int((seconds - whole) * 1000):03}Z"


@lru_cache(4096)
def _second(seconds: int) -> str:
    try:
        moment = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return str(seconds)
    return moment.isoformat(timespec="seconds").removesuffix("+00:00")
