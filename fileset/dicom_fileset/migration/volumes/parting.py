"""What series take on a medium, and those that are larger than a volume divided."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import msgspec

from ...conformity.terms import Terms, icon_rule
from ...errors import Refused
from ...findings import finding
from ...model import Finding
from ...scan.failure import ScanFailure
from ...scan.scanner import Scanner
from ..paths import staged_path
from .places import below
from .reckoning import record_bytes, room_of, sectors_of, series_bytes
from .tables import IN_PART
from .terms import VolumeTerms

_UNKNOWN_KEYS: Final = 512
_OF_AN_ICON: Final = 256
"""More than the elements of an icon beside its pixels take."""


class Series(NamedTuple):
    """Of a series what is asked: files that go together, on one volume."""

    number: int | None
    layer: int
    files: int
    sectors: int
    first: int
    last: int
    date: int | None
    patient: bytes | None
    person: bytes | None
    study: str | None
    uid: str | None

    @property
    def key(self) -> tuple[int | None, int, int, int]:
        """By which its files are asked for."""
        return self.number, self.first, self.last, self.layer

    @property
    def who(self) -> bytes:
        """Whose it is, as far as that is known."""
        return self.patient or self.person or b""


class Part(NamedTuple):
    """A series, or some of its files."""

    series: Series
    first: int
    last: int
    size: int
    follows: int = -1


class Parting:
    """Reckons what series take, and divides those that are larger than a volume."""

    def __init__(self, data: sqlite3.Connection, dest: str, terms: VolumeTerms) -> None:
        self._data = data
        self._dest = dest
        self._terms = terms
        self._room = room_of(terms.capacity)
        rule = icon_rule(Terms(profile=terms.profile))
        self._icon = rule.rows * rule.columns + _OF_AN_ICON if rule is not None else 0
        self._scan = Scanner().scan

    def parts(self, found: Iterable[Series]) -> list[Part]:
        """Each series, or its parts.

        Raises
        ------
        Refused
            Some are too large; the others of the error name all of them.
        """
        parts: list[Part] = []
        large: list[Finding] = []
        for series in found:
            record, parents = self._keys(series)
            size = series_bytes(series.files, series.sectors, record, parents)
            if size <= self._room:
                parts.append(Part(series, series.first, series.last, size))
            elif not self._terms.split_series:
                message = f"{_named(series)} takes {size} bytes; a volume has {self._room} for it."
                large.append(finding("series-too-large", message))
            else:
                large += self._divide(parts, series, record, parents)
        if large:
            raise Refused(large[0], tuple(large[1:]))
        return parts

    def _keys(self, series: Series) -> tuple[int, int]:
        """Bytes of a record, and of the values of those above it: by the first file."""
        try:
            instance = self._scan(below(self._dest, staged_path(series.first)))
        except (ScanFailure, OSError):  # it will be told of when its turn comes
            return record_bytes(_UNKNOWN_KEYS, self._icon), _UNKNOWN_KEYS
        parents = sum(map(len, msgspec.structs.astuple(instance.parents)))
        return record_bytes(sum(map(len, instance.keys)), self._icon), parents

    def _divide(
        self, parts: list[Part], series: Series, record: int, parents: int
    ) -> Iterator[Finding]:
        """Divide a series in the order of its files; what is too large for that, too."""
        none = series_bytes(0, 0, record, parents)
        part = Part(series, 0, 0, none)
        for number, size, uid, _ in self._data.execute(IN_PART, series.key).fetchall():
            more = series_bytes(1, sectors_of(size), record, parents) - none
            if none + more > self._room:
                message = f"Instance {uid} takes {none + more} bytes; a volume has {self._room}."
                yield finding("instance-too-large", message)
                continue
            if part.size + more > self._room:
                parts.append(part)
                part = Part(series, 0, 0, none, len(parts) - 1)
            part = part._replace(first=part.first or number, last=number, size=part.size + more)
        parts.append(part)


def _named(series: Series) -> str:
    return f"Series {series.uid}" if series.uid else "What has no Series Instance UID"
