"""What we write, against a scan made sample by sample as ISO 10918-1 Annex H reads."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from dicom_codecs import PixelFormat, encode, named
from dicom_codecs.bit_packing import packed
from dicom_codecs.constraints import JPEG_LOSSLESS
from dicom_codecs.errors import UnsuitableFrame
from dicom_codecs.frame import NOTHING_SAID, Frame
from dicom_codecs.huffman import HuffmanTable, optimal_table
from dicom_codecs.jpeg_lossless import encoder, pairs
from dicom_codecs.jpeg_lossless.differences import category_frequencies, differences
from dicom_codecs.jpeg_lossless.pairs import strips
from hypothesis import given
from hypothesis import strategies as st
from legal_frames import frames, make_frame

SV1 = "1.2.840.10008.1.2.4.70"
ANY = "1.2.840.10008.1.2.4.57"


def slow_differences(cells: Frame, precision: int) -> list[int]:
    """H.1.2.1, in the order of A.2.3, modulo 2^16."""
    rows, columns, samples = cells.shape
    found = []
    for y in range(rows):
        for x in range(columns):
            for c in range(samples):
                if x > 0:
                    prediction = int(cells[y, x - 1, c])
                elif y > 0:
                    prediction = int(cells[y - 1, 0, c])
                else:
                    prediction = 1 << (precision - 1)
                found.append((int(cells[y, x, c]) - prediction) % 65536)
    return found


def slow_scan(numbers: list[int], table: HuffmanTable) -> bytes:
    """H.1.2.2: a code for the category, then the number's own bits (F.1.2.1.1)."""
    bits = ""
    for number in numbers:
        signed = number - 65536 if number > 32768 else number
        category = abs(signed).bit_length()
        bits += f"{int(table.codes[category]):0{int(table.lengths[category])}b}"
        if 0 < category < 16:
            extra = signed if signed > 0 else signed - 1 + (1 << category)
            bits += f"{extra:0{category}b}"
    bits += "1" * (-len(bits) % 8)
    return bytes(int(bits[start : start + 8], 2) for start in range(0, len(bits), 8))


@given(frames(JPEG_LOSSLESS))
def test_differences_are_those_of_annex_h(given_frame: tuple[Frame, PixelFormat]) -> None:
    frame, fmt = given_frame
    cells = frame.view(f"u{fmt.dtype.itemsize}")
    found = differences(cells, 9)
    expected = slow_differences(cells.reshape(fmt.rows, fmt.columns, fmt.samples), 9)
    assert found.numbers.tolist() == expected
    sizes = [min(number, 65536 - number).bit_length() for number in expected]
    assert found.frequencies.tolist() == [sizes.count(category) for category in range(17)]


NUMBERS = st.lists(
    st.sampled_from([0, 1, 127, 128, 255, 32767, 32768, 32769, 65408, 65409, 65535])
    | st.integers(0, 65535),
    min_size=1,
    max_size=50,
)


@pytest.mark.parametrize("many_far", [0, 2], ids=["one by one", "by table"])
@given(numbers=NUMBERS)
def test_a_scan_is_as_sample_by_sample(many_far: float, numbers: list[int]) -> None:
    array = np.array(numbers, np.uint16)
    found = pairs.Differences(array, category_frequencies(array))
    table = optimal_table(found.frequencies)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairs, "_MANY_FAR", many_far)
        patch.setattr(pairs, "_FEW", 0)
        patch.setattr(pairs, "_STRIP", 16)
        patch.setattr(pairs, "_SHORT_STRIP", 16)
        assert packed(strips(found, table)) == slow_scan(numbers, table)


@pytest.mark.parametrize("sigma", [3, 40, 400])
def test_large_frames_are_coded_alike_by_table_and_one_by_one(
    sigma: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise = np.random.default_rng(sigma).normal(3000, sigma, (401, 777))
    frame = np.clip(np.rint(noise), 0, 65535).astype(np.uint16)
    fmt = PixelFormat(*frame.shape, bits_allocated=16, bits_stored=16)
    streams = set()
    for many_far in (0, 2):
        monkeypatch.setattr(pairs, "_MANY_FAR", many_far)
        streams.add(encode(frame, fmt, SV1).stream)
    assert len(streams) == 1


def segments(stream: bytes) -> dict[int, bytes]:
    """The marker segments up to the scan."""
    found, at = {}, 2
    while 0xDA not in found:
        length = int.from_bytes(stream[at + 2 : at + 4], "big")
        found[stream[at + 1]] = stream[at + 4 : at + 2 + length]
        at += 2 + length
    return found


@pytest.mark.parametrize("uid", [SV1, ANY])
def test_headers_say_process_14_with_first_order_prediction(uid: str) -> None:
    fmt = PixelFormat(3, 258, samples=3, bits_allocated=16, bits_stored=10, photometric="RGB")
    stream = encode(make_frame(fmt, "noise"), fmt, uid).stream
    found = segments(stream)
    assert found[0xC3] == b"\x0a\x00\x03\x01\x02\x03R\x11\x00G\x11\x00B\x11\x00"
    assert found[0xC4][0] == 0
    assert found[0xDA] == b"\x03R\x00G\x00B\x00\x01\x00\x00"
    assert list(found) == [0xC3, 0xC4, 0xDA]
    assert (stream[:2], stream[-2:]) == (b"\xff\xd8", b"\xff\xd9")
    marks = [
        after for before, after in pairwise(stream[stream.index(found[0xDA]) :]) if before == 0xFF
    ]
    assert set(marks) <= {0, 0xD9}


def test_components_are_numbered_where_they_are_no_rgb() -> None:
    fmt = PixelFormat(2, 2, samples=3, photometric="YBR_FULL")
    stream = encode(make_frame(fmt, "noise"), fmt, SV1).stream
    assert segments(stream)[0xDA] == b"\x03\x01\x00\x02\x00\x03\x00\x01\x00\x00"


@pytest.mark.parametrize(
    ("allocated", "stored", "signed", "kind", "precision"),
    [
        (8, 1, False, "extremes", 2),
        (8, 7, False, "extremes", 7),
        (8, 8, False, "noise", 8),
        (8, 7, True, "extremes", 8),
        (8, 7, False, "beyond stored", 8),
        (16, 8, False, "extremes", 16),
        (16, 9, False, "extremes", 9),
        (16, 12, False, "beyond stored", 16),
        (16, 12, True, "extremes", 16),
    ],
)
def test_precision_is_bits_stored_unless_something_lies_beyond(
    allocated: int, stored: int, signed: bool, kind: str, precision: int
) -> None:
    fmt = PixelFormat(8, 8, bits_allocated=allocated, bits_stored=stored, signed=signed)
    assert segments(encode(make_frame(fmt, kind), fmt, SV1).stream)[0xC3][0] == precision


def test_planes_of_a_stream_are_interleaved() -> None:
    fmt = PixelFormat(2, 2, samples=3, photometric="RGB", planar=True)
    assert encode(make_frame(fmt, "noise"), fmt, SV1).format.planar is False


@pytest.mark.parametrize(("allocated", "samples"), [(1, 1), (32, 1), (8, 4)])
def test_what_the_process_cannot_hold_is_refused(allocated: int, samples: int) -> None:
    fmt = PixelFormat(2, 2, samples, allocated, allocated)
    row = named(SV1)
    assert row is not None
    with pytest.raises(UnsuitableFrame, match=f"{samples} samples of {allocated} bits"):
        encoder.encode(np.zeros(fmt.shape, fmt.dtype), fmt, row, NOTHING_SAID)


def test_threads_do_not_share_their_room() -> None:
    fmt = PixelFormat(400, 400, bits_allocated=16, bits_stored=12)
    some = [make_frame(fmt, kind, seed) for seed in range(4) for kind in ("quiet", "noise")]
    expected = [encode(frame, fmt, SV1).stream for frame in some]
    with ThreadPoolExecutor(4) as pool:
        assert [one.stream for one in pool.map(lambda f: encode(f, fmt, SV1), some)] == expected
