"""A stream cut anywhere, or with bits flipped: damage or a decode that is told, and no surprise."""

from collections import Counter
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pytest
from dicom_codecs import DamagedPixelData, PixelFormat, transfer_syntax
from dicom_codecs.implementations import decoder
from dicom_codecs.jpeg_stream.markers import walk
from dicom_codecs.jpeg_stream.segments import EOI, SOS, next_segment
from jpeg_streams import Flat, Lossless, jpeg_decoders, stored
from mutants import Mutant, flipped, outcomes

Result = TypeVar("Result")
Sample = tuple[bytes, str, PixelFormat]


def samples() -> dict[str, Sample]:
    draw = np.random.default_rng(5)
    grey = [draw.integers(0, 4096, (9, 11))]
    deep = PixelFormat(9, 11, bits_allocated=16, bits_stored=12)
    halved = Flat(factors=((2, 1), (1, 1), (1, 1)))
    levels = [draw.integers(-40, 40, (2, 4)), np.full((2, 2), 7), np.full((2, 2), -9)]
    colour = PixelFormat(16, 32, 3, photometric="YBR_FULL_422")
    blocks = [draw.integers(-40, 40, (2, 4))]
    square = PixelFormat(16, 32, bits_allocated=16, bits_stored=12)
    return {
        "lossless": (Lossless(12).stream(grey), "70", deep),
        "restarting": (Lossless(12, 6, restart_rows=2).stream(grey), "57", deep),
        "one by one": (
            Lossless(8, interleaved=False).stream([plane >> 4 for plane in grey * 3]),
            "57",
            PixelFormat(9, 11, 3, photometric="RGB"),
        ),
        "baseline": (halved.stream(levels, (16, 32)), "50", colour),
        "extended": (Flat(12, 1).stream(blocks, (16, 32)), "51", square),
        "progressive": (stored("progressive"), "55", PixelFormat(16, 16)),
        "arithmetic": (stored("arithmetic"), "52", PixelFormat(16, 16)),
    }


SAMPLES = samples()


def tried(call: Callable[[], Result]) -> Result | DamagedPixelData:
    """What it gives, or the damage that it finds; anything else is a failure."""
    try:
        return call()
    except DamagedPixelData as error:
        return error


def boundaries(stream: bytes) -> list[int]:
    """Offsets of all markers."""
    scans = {scan.offset: scan.end for scan in walk(stream).scans}
    found, position = [], 2
    while (segment := next_segment(stream, position)) and segment.code != EOI:
        found.append(segment.offset)
        position = scans[segment.offset] if segment.code == SOS else segment.end
    return [*found, position]


@pytest.mark.parametrize("name", jpeg_decoders())
@pytest.mark.parametrize("kind", SAMPLES)
def test_a_stream_cut_at_every_byte(name: str, kind: str) -> None:
    stream, uid, fmt = SAMPLES[kind]
    first_scan = walk(stream).scans[0].start
    syntax = transfer_syntax("1.2.840.10008.1.2.4." + uid)
    assert syntax
    for end in sorted({*range(0, len(stream) - 1, 3), *boundaries(stream)}):
        found = tried(lambda end=end: decoder(name)(stream[:end], fmt, syntax))
        if isinstance(found, DamagedPixelData):
            assert found.reason
            assert found.offset is None or found.offset <= end
        else:
            assert end > first_scan or kind == "arithmetic"  # which drops zeros at the end
            assert "jpeg-end-missing" in {one.code for one in found.deviations}


@pytest.mark.parametrize("kind", SAMPLES)
def test_no_header_that_is_cut_is_let_in(kind: str) -> None:
    stream, _, _ = SAMPLES[kind]
    for end in range(walk(stream).scans[0].start):
        with pytest.raises(DamagedPixelData):
            walk(stream[:end])


@pytest.mark.parametrize("name", jpeg_decoders())
def test_flipped_bits(name: str) -> None:
    mutants = [
        Mutant(flipped(stream, seed), name, "1.2.840.10008.1.2.4." + uid, fmt)
        for stream, uid, fmt in SAMPLES.values()
        for seed in range(400)
    ]
    found = Counter(outcomes(mutants))
    # A bit may make it a process that only the other library knows, which may not be here.
    found.pop("CodecUnavailable", None)
    assert set(found) == {"decoded", "DamagedPixelData"}
    assert min(found.values()) > 100


def test_no_byte_of_a_header_brings_another_error() -> None:
    stream, _, _ = SAMPLES["baseline"]
    start = walk(stream).scans[0].start
    for at in range(start):
        for value in (0, 1, 0x7F, 0xFF):
            changed = stream[:at] + bytes([value]) + stream[at + 1 :]
            found = tried(lambda changed=changed: walk(changed))
            assert not isinstance(found, DamagedPixelData) or found.offset is not None
