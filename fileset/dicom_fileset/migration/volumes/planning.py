"""Which series go onto which volume: asked of the journal, packed, and written there at once."""

import sqlite3
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from ...errors import Refused
from ...findings import finding
from ..journal import Journal
from .packing import Item, packed
from .parting import Part, Parting, Series
from .reckoning import room_of
from .tables import CONTESTED, NOT_LAYERED, OF_SERIES, VOLUME_TABLES
from .terms import VolumeTerms, label

_TERMS: Final = "volumes"
SeriesKey = tuple[int | None, int]
Claim = tuple[Hashable, Hashable]
Claims = defaultdict[SeriesKey, list[Claim]]


def plan_volumes(journal: Journal, dest: str, terms: VolumeTerms) -> None:
    """Plan volumes for all files that are staged and on none; those that are planned stay.

    Raises
    ------
    Refused
        Volumes were begun on other terms, or a series is larger than one; nothing is planned.
    UsageError
        The labels would be no File-set IDs.
    """
    with journal.change() as data:
        for table in VOLUME_TABLES:
            data.execute(table)
        _see_terms(data, terms)
        if data.execute("SELECT 1 FROM volume WHERE state <> 'built'").fetchone():
            return
        claims = _layer(data)
        found = _in_order([Series(*row) for row in data.execute(OF_SERIES)])
        _claim_people(claims, found)
        parts = Parting(data, dest, terms).parts(found)
        _write(data, terms, parts, claims)


def _see_terms(data: sqlite3.Connection, terms: VolumeTerms) -> None:
    """Note on what terms volumes are made; refuse others once that is noted."""
    profile = terms.profile.name if terms.profile is not None else ""
    ours = [terms.capacity, terms.prefix, profile, terms.split_series]
    noted = data.execute("SELECT value FROM fact WHERE name = ?", (_TERMS,)).fetchone()
    if noted is None:
        label(terms.prefix, 1)
        text = msgspec.json.encode(ours).decode()
        data.execute("INSERT INTO fact VALUES (?, ?)", (_TERMS, text))
    elif msgspec.json.decode(noted[0]) != ours:
        message = f"Volumes were begun on other terms: {noted[0]}."
        raise Refused(finding("volumes-otherwise", message))


def _layer(data: sqlite3.Connection) -> Claims:
    """Set files of one UID and one series apart; which series claim which UID."""
    claims: Claims = defaultdict(list)
    data.execute(NOT_LAYERED)
    alike: list[tuple[int, int | None]] = []
    before = None
    for number, first, series in [*data.execute(CONTESTED), (0, None, None)]:
        if first != before and len(alike) > 1:
            layers: dict[int | None, int] = defaultdict(int)
            for other, of_series in alike:
                layer = layers[of_series]
                layers[of_series] += 1
                claims[of_series, layer].append((("instance", before), other))
                if layer:
                    data.execute("INSERT INTO layered VALUES (?, ?)", (other, layer))
        if first != before:
            alike, before = [], first
        alike.append((number, series))
    return claims


def _claim_people(claims: Claims, found: Sequence[Series]) -> None:
    """Studies that are two patients', and series in two studies: a directory lists one of them."""
    said: dict[Hashable, set[Hashable]] = defaultdict(set)
    for series in found:
        for what, value in _says(series):
            said[what].add(value)
    for series in found:
        contested = [pair for pair in _says(series) if len(said[pair[0]]) > 1]
        if contested:
            claims[series.number, series.layer] += contested


def _says(series: Series) -> Iterator[Claim]:
    if series.study:
        yield ("study", series.study), (series.patient, series.person)
    if series.uid:
        yield ("series", series.uid), series.study


def _in_order(found: Sequence[Series]) -> list[Series]:
    """Series by patients as they came, their studies by date."""
    patients: dict[bytes, int] = {}
    studies: dict[tuple[bytes, str], tuple[int, int]] = {}
    for one in found:
        patients[one.who] = min(one.first, patients.get(one.who, one.first))
        key = one.who, one.study or ""
        here = (one.date or 0, one.first)
        studies[key] = min(here, studies.get(key, here))

    def turn(one: Series) -> tuple[int, ...]:
        study = studies[one.who, one.study or ""]
        return (patients[one.who], *study, one.layer, one.first)

    return sorted(found, key=turn)


def _write(
    data: sqlite3.Connection,
    terms: VolumeTerms,
    parts: Sequence[Part],
    claims: Mapping[SeriesKey, Sequence[Claim]],
) -> None:
    """Pack parts, and write down which are on which volume."""
    items = [
        Item(
            (part.series.who, part.series.study),
            part.size,
            tuple(claims.get((part.series.number, part.series.layer), ())),
            part.follows,
        )
        for part in parts
    ]
    before = data.execute("SELECT coalesce(max(number), 0) FROM volume").fetchone()[0]
    for number, indices in enumerate(packed(items, room_of(terms.capacity)), before + 1):
        name = label(terms.prefix, number)
        data.execute("INSERT INTO volume (number, label) VALUES (?, ?)", (number, name))
        on_it = (parts[index] for index in indices)
        rows = (
            (number, place, one.series.number, one.series.layer, one.first, one.last)
            for place, one in enumerate(on_it)
        )
        data.executemany("INSERT INTO volume_part VALUES (?, ?, ?, ?, ?, ?)", rows)
