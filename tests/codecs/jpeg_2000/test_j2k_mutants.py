"""Damaged streams in a child process with a deadline: an image or an error, never a crash."""

from collections import Counter

import pytest
from codestreams import (
    COLOUR,
    GREY,
    HTJ2K,
    HTJ2K_LOSSY,
    J2K,
    J2K_LOSSY,
    changed,
    coded,
    segments,
    syntax_of,
    tile_parts,
)
from dicom_codecs import PixelFormat
from dicom_codecs.implementations import available
from mutants import Mutant, flipped, outcomes

WAYS = [
    (J2K, "openjpeg"),
    (J2K_LOSSY, "openjpeg"),
    (HTJ2K, "openjph"),
    (HTJ2K, "openjpeg"),
    (HTJ2K_LOSSY, "openjph"),
    (HTJ2K_LOSSY, "openjpeg"),
]
FINE = {"decoded", "DamagedPixelData", "CodecUnavailable"}


def able(keyword: str, name: str) -> bool:
    return available(name) and (keyword in {J2K, J2K_LOSSY} or available("openjph"))


def mutant(stream: bytes, fmt: PixelFormat, keyword: str, name: str) -> Mutant:
    return Mutant(stream, name, syntax_of(keyword).uid, fmt)


@pytest.mark.parametrize(("keyword", "name"), WAYS)
@pytest.mark.parametrize("fmt", [GREY, COLOUR])
def test_flipped_bits(keyword: str, name: str, fmt: PixelFormat) -> None:
    if not able(keyword, name):
        pytest.skip("needs imagecodecs")
    stream = coded(fmt, keyword)
    header = tile_parts(stream)[0][1] + 40
    many = [
        flipped(stream[:header], seed) + stream[header:] if seed % 2 else flipped(stream, seed)
        for seed in range(150)
    ]
    found = Counter(outcomes([mutant(one, fmt, keyword, name) for one in many]))
    assert set(found) <= FINE
    assert found["DamagedPixelData"] > 20


@pytest.mark.parametrize(("keyword", "name"), WAYS)
def test_every_bit_of_the_main_header(keyword: str, name: str) -> None:
    """One bit of QCD ended the process in OpenJPH: no quantization for an irreversible wavelet."""
    if not able(keyword, name):
        pytest.skip("needs imagecodecs")
    stream = coded(COLOUR, keyword)
    many = []
    for segment in segments(stream):
        for at in range(segment.start, min(segment.end, segment.start + 64)):
            for bit in range(8):
                one = bytearray(stream)
                one[at] ^= 1 << bit
                many.append(mutant(bytes(one), COLOUR, keyword, name))
    assert set(outcomes(many)) <= FINE


def test_the_deadline_is_there_for_streams_that_need_it() -> None:
    stream = coded(GREY, J2K)
    sound, none = mutant(stream, GREY, J2K, "openjpeg"), changed(stream, 0xFF51, 0, b"\xff")
    assert outcomes([sound, mutant(none[:40], GREY, J2K, "openjpeg")]) == [
        "decoded",
        "DamagedPixelData",
    ]
