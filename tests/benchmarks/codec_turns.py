"""Encoders side by side in one process: their turns, and the rows of what they took."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from benchmarks.codec_images import Image
from benchmarks.measuring import median
from benchmarks.tables import Figure, Row, Table, faster
from benchmarks.workshop import expect

Encoding = Callable[[Image], list[bytes]]
"""Of an image, one stream a frame."""


class Turns(NamedTuple):
    """What one side took for an image.

    Attributes
    ----------
    seconds
        Of each round.
    length_bytes
        Of all streams.
    """

    seconds: list[float]
    length_bytes: int


_OURS: Final = "dicom_codecs"


def compare(
    codec: str,
    images: Sequence[Image],
    ours: Encoding,
    peer: tuple[str, Encoding] | None,
    rounds: int,
) -> list[Row]:
    """A row for each image, by speed, and one for what the streams of all take.

    Parameters
    ----------
    codec
        What is encoded, for the names of the rows.
    """
    rows, lengths = [], [0, 0]
    for image in images:
        sides = {_OURS: ours} if peer is None else {_OURS: ours, peer[0]: peer[1]}
        found = [
            (_figure(who, image, turns), turns.length_bytes)
            for who, turns in _timed(image, sides, rounds).items()
        ]
        what = f"{codec}, {image.what}"
        if peer is None:
            rows.append(Row(what, found[0][0]))
            continue
        rows.append(faster(what, found[0][0], found[1][0]))
        lengths = [length + more for length, (_, more) in zip(lengths, found, strict=True)]
    return _with_headline(rows) + (_sizes(codec, lengths, peer[0], len(images)) if peer else [])


def table(name: str, title: str, rows: list[Row], *notes: str) -> Table:
    """All rows, and the median of the ratios of speed."""
    ratios = [row.ratio for row in rows if row.ratio is not None and row.words == "as fast"]
    middle = (f"Median of the ratios of speed: {median(ratios):.2f}.",) if ratios else ()
    return Table(name, title, tuple(rows), (*notes, *middle))


def _timed(image: Image, sides: Mapping[str, Encoding], rounds: int) -> dict[str, Turns]:
    found = {who: Turns([], sum(map(len, encode(image)))) for who, encode in sides.items()}
    for _ in range(rounds):
        for who, encode in sides.items():
            start = time.perf_counter()
            streams = encode(image)
            found[who].seconds.append(time.perf_counter() - start)
            expect(who, len(streams), len(image.frames))
    return found


def _figure(who: str, image: Image, turns: Turns) -> Figure:
    milliseconds = median(turns.seconds) / len(image.frames) * 1e3
    return Figure(who, milliseconds, "ms a frame", len(image.frames))


def _with_headline(rows: list[Row]) -> list[Row]:
    """The row in the middle is the headline."""
    ranked = sorted(range(len(rows)), key=lambda number: rows[number].ratio or 0)
    middle = ranked[len(ranked) // 2]
    return [replace(row, headline=number == middle) for number, row in enumerate(rows)]


def _sizes(codec: str, lengths: Sequence[int], who: str, images: int) -> list[Row]:
    ours, theirs = (
        Figure(side, length / 1e6, "MB", images)
        for side, length in zip((_OURS, who), lengths, strict=True)
    )
    return [Row(f"{codec}, streams of all", ours, theirs, lengths[0] / lengths[1], "the size")]
