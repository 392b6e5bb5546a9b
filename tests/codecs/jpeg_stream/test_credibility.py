"""Sizes that a stream cannot hold are refused before memory is given for them."""

import tracemalloc

import numpy as np
import pytest
from dicom_codecs import DamagedPixelData, PixelFormat, transfer_syntax
from dicom_codecs.implementations import decoder
from dicom_codecs.jpeg_stream.credibility import least_bits, see_credible
from dicom_codecs.jpeg_stream.headers import Component, Frame, Scan
from dicom_codecs.jpeg_stream.markers import walk
from jpeg_streams import SOI, Flat, Lossless, jpeg_decoders, replaced, stored

BIG = b"\xff\xff\xff\xff"
LOSSLESS = Lossless(12).stream([np.zeros((2, 3), np.int64)])
BASELINE = Flat().stream([np.zeros((1, 1), np.int64)], (8, 8))


@pytest.mark.parametrize("name", jpeg_decoders())
@pytest.mark.parametrize(
    ("stream", "size", "uid", "bits"),
    [
        (LOSSLESS, b"\0\2\0\3", "70", 12),
        (BASELINE, b"\0\x08\0\x08", "50", 8),
        (stored("progressive"), b"\0\x10\0\x10", "55", 8),
        (stored("arithmetic"), b"\0\x10\0\x10", "52", 8),
        (stored("arithmetic progressive"), b"\0\x10\0\x10", "56", 8),
    ],
)
def test_the_largest_size_over_a_few_bytes(
    name: str, stream: bytes, size: bytes, uid: str, bits: int
) -> None:
    syntax = transfer_syntax("1.2.840.10008.1.2.4." + uid)
    assert syntax
    fmt = PixelFormat(65535, 65535, bits_allocated=16, bits_stored=bits)
    decode = decoder(name)
    tracemalloc.start()
    with pytest.raises(DamagedPixelData, match=r"expected \d+ at the least"):
        decode(replaced(stream, [(size, BIG)]), fmt, syntax)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1 << 20


@pytest.mark.parametrize("frame_size", [b"\0\2\0\3", BIG])
def test_a_hierarchy_that_is_larger_than_its_frames(frame_size: bytes) -> None:
    frame = LOSSLESS[2 : LOSSLESS.index(b"\xff\xc4")]
    whole = replaced(b"\xff\xde" + frame[2:], [(b"\0\2\0\3", BIG)])
    stream = SOI + whole + replaced(LOSSLESS, [(b"\0\2\0\3", frame_size)])[2:]
    fmt = PixelFormat(65535, 65535, bits_allocated=16, bits_stored=12)
    with pytest.raises(DamagedPixelData, match=r"no frame is as large|expected \d+ at the least"):
        see_credible(walk(stream), fmt)


@pytest.mark.parametrize("name", jpeg_decoders())
@pytest.mark.parametrize(
    "fmt", [PixelFormat(3, 3), PixelFormat(2, 2), PixelFormat(2, 3, 3, photometric="RGB")]
)
def test_another_size_than_the_data_set_says(name: str, fmt: PixelFormat) -> None:
    syntax = transfer_syntax("1.2.840.10008.1.2.4.70")
    assert syntax
    said = f"2 rows, 3 columns, 1 components, the data set says {fmt.rows}, {fmt.columns}"
    with pytest.raises(DamagedPixelData, match=said) as caught:
        decoder(name)(LOSSLESS, fmt, syntax)
    assert caught.value.offset == 2


def scan(components: tuple[int, ...], first: int = 0, last: int = 0) -> Scan:
    return Scan(components, ((0, 0),) * len(components), first, last, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("process", "one", "expected"),
    [
        (3, scan((0, 1, 2), 1), 20 * 30 * 3),
        (0, scan((0, 1, 2), 0, 63), 2 * (3 * 4 + 2 * 2 * 2)),
        (2, scan((0,)), 3 * 4),
        (2, scan((0,), 1, 63), 0),
        (55, scan((0,)), 20),
        (55, scan((0, 1, 2), 0, 2), 20),
        (11, scan((0,), 1), 0),
    ],
)
def test_the_least_that_a_scan_weighs(process: int, one: Scan, expected: int) -> None:
    halved = process in {0, 2}
    factors = [(2, 2), (1, 1), (1, 1)] if halved else [(1, 1)] * 3
    components = tuple(Component(at, h, v, 0) for at, (h, v) in enumerate(factors))
    assert least_bits(one, Frame(process, 8, 20, 30, components, 0)) == expected
