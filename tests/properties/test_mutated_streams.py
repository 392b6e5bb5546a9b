"""Pixel data damaged in ten thousand ways: every file is written or listed, and the run ends."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from dicom_codecs.codec import decoder_name, encoder_name
from dicom_codecs.errors import CodecUnavailable
from dicom_codecs.frame import NOTHING_SAID
from dicom_codecs.pixel_format import PixelFormat
from dicom_codecs.registry import TRANSFER_SYNTAXES, TransferSyntax
from dicom_fileset.splice.layout import opened
from dicom_fileset.transcoder import Transcoder
from file_sets import save
from foreign_files import SAMPLE_MEDIA
from images import image, picture

DEADLINE_SECONDS: Final = 4.0
TOLD: Final = {
    "pixel-data-damaged",
    "jpeg-truncated",
    "rle-truncated",
    "decoder-crashed",
    "decoder-hung",
    "frames-differ",
    "codec-not-proven",
    "truncated",
    "damaged",
    "not-a-sequence",
    "nested-too-deep",
    "header-too-long",
    "pixels-unsuitable",
    "frame-too-large",
    "codec-unavailable",  # a process that only one of the libraries knows
}
FORMATS: Final = (
    PixelFormat(29, 34, 1, 16, 12),
    PixelFormat(32, 40, 3, photometric="RGB"),
    PixelFormat(33, 31),
)


def readable(row: TransferSyntax) -> bool:
    try:
        return bool(decoder_name(row))
    except CodecUnavailable:
        return False


def both_ways(row: TransferSyntax) -> bool:
    try:
        return bool(encoder_name(row)) and readable(row) and row.encapsulated
    except CodecUnavailable:
        return False


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Sound files of every compressed transfer syntax that can be made and read here."""
    folder = tmp_path_factory.mktemp("seeds")
    for number, fmt in enumerate(FORMATS):
        ds = image(fmt, picture(fmt, 1 + number % 2), number + 1)
        save(ds, folder / "native" / f"{number}.dcm")
    files = [path for path in (SAMPLE_MEDIA / "incoming").rglob("*.dcm") if _compressed(path)]
    for row in filter(both_ways, TRANSFER_SYNTAXES.values()):
        transcoder = Transcoder(folder / row.keyword, row.uid, lossy=NOTHING_SAID)
        transcoder.add(folder / "native")
        files += [Path(one.destination) for one in transcoder.run().written]
    return [path.read_bytes() for path in files]


def _compressed(path: Path) -> bool:
    with opened(str(path)) as layout:
        row = TRANSFER_SYNTAXES[layout.transfer_syntax_uid]
    return row.encapsulated and readable(row)


def mutants(seeds: list[bytes], count: int) -> Iterator[bytes]:
    """Files whose pixel data was damaged, the same every time."""
    rng = random.Random(20240229)  # noqa: S311 - the same every time
    for number in range(count):
        data = bytearray(seeds[number % len(seeds)])
        start = data.rfind(b"\xe0\x7f\x10\0OB\0\0") + 12
        for _ in range(rng.choice((1, 1, 2, 5))):
            rng.choice(MUTATIONS)(data, start, rng)
        yield bytes(data)


def _flip(data: bytearray, start: int, rng: random.Random) -> None:
    data[_somewhere(data, start, rng)] ^= 1 << rng.randrange(8)


def _near_the_head(data: bytearray, start: int, rng: random.Random) -> None:
    place = min(start + rng.randrange(180), len(data) - 1)
    data[place] = rng.choice((0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256)))


def _cut(data: bytearray, start: int, rng: random.Random) -> None:
    del data[_somewhere(data, start, rng) :]


def _drop(data: bytearray, start: int, rng: random.Random) -> None:
    place = _somewhere(data, start, rng)
    del data[place : place + rng.randrange(1, 40)]


def _double(data: bytearray, start: int, rng: random.Random) -> None:
    place = _somewhere(data, start, rng)
    data[place:place] = data[place : place + rng.randrange(1, 40)]


def _marker(data: bytearray, start: int, rng: random.Random) -> None:
    """A length or a value just after a marker, where decoders trust most."""
    place = data.find(b"\xff", _somewhere(data, start, rng))
    if place >= 0:
        for offset in range(2, 2 + rng.randrange(1, 9)):
            if place + offset < len(data):
                data[place + offset] = rng.choice((0, 0xFF, rng.randrange(256)))


MUTATIONS: Final = (_flip, _flip, _near_the_head, _near_the_head, _cut, _drop, _double, _marker)


def _somewhere(data: bytearray, start: int, rng: random.Random) -> int:
    return rng.randrange(start, len(data)) if len(data) > start else len(data) - 1


def test_every_mutant_is_written_or_listed(seeds: list[bytes], tmp_path: Path) -> None:
    count = 10_000
    folder = tmp_path / "mutants"
    folder.mkdir()
    for number, data in enumerate(mutants(seeds, count)):
        (folder / f"{number:05}.dcm").write_bytes(data)
    transcoder = Transcoder(tmp_path / "out", "ExplicitVRLittleEndian", jobs=2)
    transcoder.deadline = DEADLINE_SECONDS
    transcoder.add(folder)
    outcome = transcoder.run()
    told = Counter(one.code for one in outcome.skipped)
    assert not told.keys() - TOLD, [one for one in outcome.skipped if one.code not in TOLD][:5]
    assert len(outcome.written) + len(outcome.skipped) == count
    assert len(outcome.written) == sum(path.is_file() for path in (tmp_path / "out").iterdir())
    assert outcome.written
    assert told["pixel-data-damaged"] > count / 10
    assert told["decoder-crashed"] + told["decoder-hung"] < count / 50
