"""Every deviation, made by editing a sound stream: the pixels are those of the sound one."""

import re

import numpy as np
import pytest
from dicom_codecs import Decoded, Deviation, PixelFormat, transfer_syntax
from dicom_codecs.deviation import CODES
from dicom_codecs.implementations import decoder
from dicom_codecs.jpeg_stream.markers import walk
from dicom_codecs.jpeg_stream.mending import mend
from dicom_codecs.jpeg_stream.tables import STANDARD
from jpeg_streams import (
    EOI,
    JFIF,
    SOI,
    Flat,
    Lossless,
    adobe,
    flat_codes,
    jpeg_decoders,
    replaced,
    segment,
    stuffed,
)

GREY = np.arange(12).reshape(3, 4) * 300
SOUND = Lossless(12).stream([GREY])
DEEP = PixelFormat(3, 4, bits_allocated=16, bits_stored=12)
LEVELS = [np.array([[10, -20], [30, 40]])]
BASELINE = Flat().stream(LEVELS, (16, 16))
EXTENDED = Flat(12, 1).stream(LEVELS, (16, 16))
SQUARE = PixelFormat(16, 16)
DEEP_SQUARE = PixelFormat(16, 16, bits_allocated=16, bits_stored=12)

pytestmark = pytest.mark.parametrize("name", jpeg_decoders())


def decoded(name: str, stream: bytes, fmt: PixelFormat, uid: str) -> Decoded:
    syntax = transfer_syntax("1.2.840.10008.1.2.4." + uid)
    assert syntax
    return decoder(name)(stream, fmt, syntax)


def codes(found: tuple[Deviation, ...]) -> list[str]:
    assert {one.code for one in found} <= CODES
    assert all(one.message for one in found)
    return [one.code for one in found]


def test_sound_streams_have_no_deviation(name: str) -> None:
    lossless = decoded(name, SOUND, DEEP, "70")
    assert lossless.deviations == ()
    assert lossless.frame.tolist() == GREY.tolist()
    for stream, fmt, uid, flat in (
        (BASELINE, SQUARE, "50", Flat()),
        (EXTENDED, DEEP_SQUARE, "51", Flat(12, 1)),
    ):
        one = decoded(name, stream, fmt, uid)
        assert one.deviations == ()
        assert np.array_equal(one.frame, flat.pixels(LEVELS, (16, 16)))


@pytest.mark.parametrize(
    ("stream", "fmt", "label"),
    [
        (BASELINE, SQUARE, "51"),
        (BASELINE, SQUARE, "70"),
        (Flat(8, 1).stream(LEVELS, (16, 16)), SQUARE, "50"),
        (Flat(8, 2).stream(LEVELS, (16, 16)), SQUARE, "50"),
        (Flat(8, 2).stream(LEVELS, (16, 16)), SQUARE, "57"),
        (EXTENDED, DEEP_SQUARE, "50"),
        (replaced(EXTENDED, [(b"\xff\xc1", b"\xff\xc0")]), DEEP_SQUARE, "51"),
        (SOUND, DEEP, "50"),
        (SOUND, DEEP, "51"),
        (SOUND, DEEP, "80"),
        (Lossless(12, predictor=4).stream([GREY]), DEEP, "70"),
    ],
)
def test_the_stream_goes_before_its_label(
    name: str, stream: bytes, fmt: PixelFormat, label: str
) -> None:
    found = decoded(name, stream, fmt, label)
    assert set(codes(found.deviations)) == {"jpeg-process-differs"}
    expected = GREY if fmt is DEEP else Flat(fmt.bits_stored).pixels(LEVELS, (16, 16))
    assert np.array_equal(found.frame, expected)


@pytest.mark.parametrize("end", [b"\0\0\0", b"\0\x3f\x01", b"\1\x3f\0"])
def test_the_end_of_a_sequential_scan(name: str, end: bytes) -> None:
    bad = replaced(BASELINE, [(b"\1\1\0\0\x3f\0", b"\1\1\0" + end)])
    found = decoded(name, bad, SQUARE, "50")
    assert codes(found.deviations) == ["jpeg-scan-end"]
    offset = found.deviations[0].offset
    assert offset is not None
    assert bad[offset : offset + 3] == end
    assert np.array_equal(found.frame, Flat().pixels(LEVELS, (16, 16)))


@pytest.mark.parametrize("end", [b"\1\x3f\0", b"\1\0\x10", b"\1\x01\x20"])
def test_the_end_of_a_lossless_scan(name: str, end: bytes) -> None:
    found = decoded(name, replaced(SOUND, [(b"\1\1\0\1\0\0", b"\1\1\0" + end)]), DEEP, "70")
    assert codes(found.deviations) == ["jpeg-scan-end"]
    assert found.frame.tolist() == GREY.tolist()


@pytest.mark.parametrize("rest", [b"", b"\xff", b"\0"])
def test_an_end_that_is_missing(name: str, rest: bytes) -> None:
    found = decoded(name, SOUND[:-2] + rest, DEEP, "70")
    assert codes(found.deviations) == ["jpeg-end-missing"]
    assert found.frame.tolist() == GREY.tolist()


def test_pixels_that_are_missing(name: str) -> None:
    noise = np.random.default_rng(1).integers(0, 4096, (40, 30))
    stream = Lossless(12).stream([noise])
    fmt = PixelFormat(40, 30, bits_allocated=16, bits_stored=12)
    found = decoded(name, stream[: len(stream) // 2], fmt, "70")
    assert codes(found.deviations) == ["jpeg-end-missing", "jpeg-truncated"]
    said = re.search(r"(\d+) of 40", found.deviations[1].message)
    row = int(said[1]) if said else 15
    assert 15 <= row <= 20
    assert np.array_equal(found.frame[:row], noise[:row])
    assert not np.array_equal(found.frame, noise)


@pytest.mark.parametrize(
    ("pad", "told"), [(b"\0", False), (b"\xff", False), (b" ", True), (b"\0\0", True), (SOI, True)]
)
def test_what_follows_the_end(name: str, pad: bytes, told: bool) -> None:
    found = decoded(name, SOUND + pad, DEEP, "70")
    assert codes(found.deviations) == (["stream-padded"] if told else [])
    assert found.frame.tolist() == GREY.tolist()


def standard_code(destination: tuple[int, int], symbol: int) -> str:
    """Code of a symbol in a table of ISO 10918-1 K.3 (C.2)."""
    counts, symbols = STANDARD[destination][1:17], STANDARD[destination][17:]
    code = at = 0
    for length, count in enumerate(counts, 1):
        for one in symbols[at : at + count]:
            if one == symbol:
                return format(code, f"0{length}b")
            code += 1
        at += count
        code <<= 1
    raise AssertionError(symbol)


def test_tables_that_are_left_to_the_standard(name: str) -> None:
    """A stream of motion JPEG: one level for each of four blocks, differences of category 4."""
    levels = [np.array([[10, 20], [30, 40]])]
    block = standard_code((0, 0), 4) + "1010" + standard_code((1, 0), 0)
    bare = Flat(tables=False).stream(levels, (16, 16))
    stream = bare[: bare.index(b"\xff\xda") + 10] + stuffed(block * 4) + EOI
    found = decoded(name, stream, SQUARE, "50")
    assert codes(found.deviations) == ["jpeg-tables-missing"]
    assert np.array_equal(found.frame, Flat().pixels(levels, (16, 16)))


def test_rows_that_are_said_after_the_scan(name: str) -> None:
    stream = replaced(SOUND, [(b"\x0c\0\3\0\4", b"\x0c\0\0\0\4")])
    found = decoded(name, stream[:-2] + segment(0xDC, 0, 3) + EOI, DEEP, "70")
    assert found.deviations == ()
    assert found.frame.tolist() == GREY.tolist()


@pytest.mark.parametrize(("stored", "allocated"), [(10, 16), (16, 16), (8, 8)])
def test_a_precision_other_than_bits_stored(name: str, stored: int, allocated: int) -> None:
    fmt = PixelFormat(3, 4, bits_allocated=allocated, bits_stored=stored)
    found = decoded(name, SOUND, fmt, "70")
    wanted = "bits-allocated-differs" if allocated == 8 else "bits-stored-differs"
    assert codes(found.deviations) == [wanted]
    assert found.format.bits_stored == max(stored, 12)
    assert found.format.bits_allocated == 16
    assert found.frame.tolist() == GREY.tolist()


def test_asides_are_left_out_and_offsets_are_of_what_came(name: str) -> None:
    comments = JFIF + adobe(0) + segment(0xFE, b"hello") + segment(0xEB, b"JP\0\1residual")
    bad = SOI + comments + replaced(SOUND, [(b"\1\1\0\1\0\0", b"\1\1\0\1\x3f\0")])[2:]
    found = decoded(name, bad, DEEP, "70")
    assert found.frame.tolist() == GREY.tolist()
    offset = found.deviations[0].offset
    assert offset is not None
    assert bad[offset : offset + 3] == b"\1\x3f\0"
    assert mend(bad, walk(bad))[0] == SOUND


def test_a_single_bit_is_carried_in_two(name: str) -> None:
    bits = np.eye(3, 4, dtype=np.int64)
    found = decoded(name, Lossless(2).stream([bits]), PixelFormat(3, 4, bits_stored=1), "70")
    assert found.deviations == ()
    assert found.frame.tolist() == bits.tolist()


def test_signed_numbers_of_fewer_bits_are_extended(name: str) -> None:
    numbers = np.array([[-2048, -1, 0, 2047]])
    for precision, mask in ((12, 0xFFF), (16, 0xFFFF)):
        stream = Lossless(precision).stream([numbers & mask])
        fmt = PixelFormat(1, 4, bits_allocated=16, bits_stored=12, signed=True)
        found = decoded(name, stream, fmt, "70")
        assert found.frame.tolist() == numbers.tolist()
        assert found.deviations == ()


def test_tables_defined_twice_are_the_latter(name: str) -> None:
    other = segment(0xC4, 0, 0, 1, bytes(14), 0)
    stream = SOI + other + SOUND[2:]
    assert flat_codes(17) in stream
    assert decoded(name, stream, DEEP, "70").frame.tolist() == GREY.tolist()
