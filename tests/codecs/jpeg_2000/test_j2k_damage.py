"""Streams that cannot be: refused before a library sees them, with the byte and the reason."""

import struct
import time

import numpy as np
import pytest
from codestreams import (
    COD,
    COLOUR,
    GREY,
    HTJ2K,
    J2K,
    QCD,
    SIZ,
    SOT,
    body,
    changed,
    coded,
    segments,
    syntax_of,
    tile_parts,
)
from dicom_codecs import DamagedPixelData, PixelFormat, decode
from dicom_codecs.implementations import available
from dicom_codecs.jpeg_2000.boxes import codestream_span
from dicom_codecs.jpeg_2000.codestream import read_codestream
from hypothesis import given
from hypothesis import strategies as st

HIGH_THROUGHPUT = pytest.mark.skipif(not available("openjph"), reason="needs imagecodecs")
SYNTAXES = [J2K, pytest.param(HTJ2K, marks=HIGH_THROUGHPUT)]
LEVELS, BLOCKS, PRECINCTS = 5, 6, 10
"""Bytes of the body of COD."""


def refused(
    stream: bytes, fmt: PixelFormat, reason: str | None, keyword: str = J2K
) -> DamagedPixelData:
    began = time.perf_counter()
    with pytest.raises(DamagedPixelData, match=reason) as caught:
        decode(stream, fmt, syntax_of(keyword).uid)
    assert time.perf_counter() - began < 1
    return caught.value


def without(stream: bytes, marker: int) -> bytes:
    one = next(segment for segment in segments(stream) if segment.marker == marker)
    return stream[: one.start] + stream[one.end :]


@pytest.mark.parametrize("keyword", SYNTAXES)
@pytest.mark.parametrize("beyond", [0, 1, 2, 3, 4, 5])
def test_truncation_at_each_marker(keyword: str, beyond: int) -> None:
    stream = coded(GREY, keyword)
    boundaries = {segment.start for segment in segments(stream)}
    boundaries |= {start for _, start, _ in tile_parts(stream)} | {0, 2}
    for boundary in boundaries:
        error = refused(stream[: boundary + beyond], GREY, None, keyword)
        assert error.offset is not None
        assert error.offset <= boundary + beyond


@pytest.mark.parametrize("keyword", SYNTAXES)
def test_truncation_of_the_last_tile_part_is_told_where_it_begins(keyword: str) -> None:
    stream = coded(GREY, keyword)
    _, start, length = tile_parts(stream)[-1]
    for missing in (3, 10, length // 2, length - 14):
        cut = stream[: len(stream) - 2 - missing]
        error = refused(
            cut, GREY, f"a tile-part of {length} bytes where {len(cut) - start}", keyword
        )
        assert error.offset == start


@pytest.mark.parametrize("keyword", SYNTAXES)
def test_other_rows_columns_or_samples_than_the_data_set_has(keyword: str) -> None:
    stream = coded(GREY, keyword)
    for fmt in (
        PixelFormat(49, 50, 1, 16, 12),
        PixelFormat(48, 51, 1, 16, 12),
        PixelFormat(48, 50, 3, 16, 12, photometric="RGB"),
    ):
        held = rf"48 x 50 x 1 samples, the data set {fmt.rows} x {fmt.columns} x {fmt.samples}"
        assert refused(stream, fmt, held, keyword).offset == 2


@pytest.mark.parametrize("keyword", SYNTAXES)
def test_a_size_that_the_stream_cannot_fill_is_refused_at_once(keyword: str) -> None:
    vast = struct.pack(">8I", 65535, 65535, 0, 0, 65535, 65535, 0, 0)
    stream = changed(coded(GREY, keyword), SIZ, 2, vast)[:200]
    refused(stream, PixelFormat(65535, 65535, 1, 16, 12), "4294836225 samples declared", keyword)


@pytest.mark.parametrize("keyword", SYNTAXES)
def test_an_image_far_from_the_origin_of_its_grid_is_refused(keyword: str) -> None:
    far = 4_000_000_000
    grid = struct.pack(">8I", far + 50, far + 48, far, far, 50, 48, far, far)
    stream = changed(coded(GREY, keyword), SIZ, 2, grid)
    refused(stream, GREY, "16000000392000002400 samples declared", keyword)


@pytest.mark.parametrize(
    ("at", "new", "reason"),
    [
        (2, struct.pack(">I", 0), "an image from 0, 0 to 0, 48"),
        (18, struct.pack(">I", 0), "tiles of 0 x 48"),
        (26, struct.pack(">I", 1), "a first tile from column 1"),
        (30, struct.pack(">I", 5), "a first tile from row 5"),
        (34, struct.pack(">H", 0), "for 0 components"),
        (34, struct.pack(">H", 16384), "for 16384 components"),
        (36, b"\x26", "39 bits a sample"),
        (37, b"\x00", "a component without samples"),
        (37, b"\x02", "48 x 25 x 1 samples"),
        (18, struct.pack(">2I", 1, 1), "2400 tiles in a stream"),
    ],
)
def test_sizes_that_no_image_has(at: int, new: bytes, reason: str) -> None:
    assert refused(changed(coded(GREY, J2K), SIZ, at, new), GREY, reason).offset == 2


@pytest.mark.parametrize(
    ("at", "new", "reason"),
    [
        (1, b"\x05", "progression 5"),
        (2, b"\x00\x00", "0 layers"),
        (4, b"\x02", "transform 2"),
        (LEVELS, b"\x21", "33 decompositions"),
        (BLOCKS, b"\x09", r"code-blocks of 2\^11"),
        (BLOCKS, b"\x08\x03", r"code-blocks of 2\^10 x 2\^5"),
        (BLOCKS + 3, b"\x02", "wavelet 2"),
        (0, b"\x01", "0 sizes of precincts for 5 levels"),
    ],
)
def test_coding_styles_that_nothing_has(at: int, new: bytes, reason: str) -> None:
    stream = coded(GREY, J2K)
    offset = next(segment.start for segment in segments(stream) if segment.marker == COD)
    assert refused(changed(stream, COD, at, new), GREY, reason).offset == offset


def with_precincts(stream: bytes, sizes: bytes, block: int = 0) -> bytes:
    one = next(segment for segment in segments(stream) if segment.marker == COD)
    style = bytearray(body(stream, COD) + sizes)
    style[0] |= 1
    style[BLOCKS : BLOCKS + 2] = bytes([block, block])
    segment = struct.pack(">HH", COD, len(style) + 2) + bytes(style)
    return stream[: one.start] + segment + stream[one.end :]


def sparse(rows: int, columns: int) -> bytes:
    """The header of a large image, its tile filled up to the length that its size asks for."""
    small = coded(GREY, J2K)
    grid = struct.pack(">8I", columns, rows, 0, 0, columns, rows, 0, 0)
    stream = changed(small, SIZ, 2, grid)
    _, start, length = tile_parts(stream)[0]
    return changed(stream, SOT, 2, struct.pack(">I", length))[: start + length] + b"\xff\xd9"


def test_more_packets_and_code_blocks_than_the_stream_can_hold() -> None:
    fmt = PixelFormat(8000, 8000, 1, 16, 12)
    stream = sparse(8000, 8000)
    many = with_precincts(stream, b"\x11" * 6)
    refused(many, fmt, "packets in a stream")
    refused(with_precincts(stream, b"\xff" * 6), fmt, "code-blocks in a stream")
    refused(with_precincts(stream, b"\xff" + b"\x0f" * 5), fmt, "precincts of no samples")
    layers = changed(coded(GREY, J2K), COD, 2, b"\xff\xff")
    refused(layers, GREY, "393210 packets in a stream")


def test_components_of_different_kinds() -> None:
    stream = coded(COLOUR, J2K)
    refused(changed(stream, SIZ, 39, b"\x08"), COLOUR, "different precision or sign")
    refused(changed(stream, SIZ, 39, b"\x87"), COLOUR, "different precision or sign")
    refused(changed(stream, SIZ, 40, b"\x04"), COLOUR, r"components of each \[\(1, 1\), \(4, 1\)")


@pytest.mark.parametrize(("marker", "reason"), [(COD, "no coding style"), (QCD, "no quantization")])
def test_headers_that_lack_what_they_must_have(marker: int, reason: str) -> None:
    refused(without(coded(GREY, J2K), marker), GREY, reason)


@pytest.mark.parametrize(
    ("at", "new", "reason"),
    [
        (0, b"\x00\x01", "for tile 1 of 1"),
        (2, struct.pack(">I", 13), "a tile-part of 13 bytes"),
        (2, b"\x7f\xff\xff\xff", "a tile-part of 2147483647 bytes"),
    ],
)
def test_tile_parts_that_cannot_be(at: int, new: bytes, reason: str) -> None:
    stream = coded(GREY, J2K)
    assert refused(changed(stream, SOT, at, new), GREY, reason).offset == tile_parts(stream)[0][1]


def test_a_missing_tile_is_missed() -> None:
    stream = changed(coded(GREY, J2K), SIZ, 18, struct.pack(">2I", 25, 48))
    refused(stream, GREY, "1 of 2 tiles are there")


def test_what_is_no_marker_where_one_must_be() -> None:
    stream = coded(GREY, J2K)
    second = segments(stream)[1].start
    assert (
        refused(stream[:second] + b"\0" + stream[second + 1 :], GREY, "no marker").offset == second
    )
    _, start, length = tile_parts(stream)[-1]
    end = start + length
    assert refused(stream[:end] + b"ABCD", GREY, "neither SOT nor EOC: 41424344").offset == end


@pytest.mark.parametrize("stream", [b"", b"\xff", b"\xff\xd8\xff\xe0" * 9, bytes(50)])
def test_what_is_no_jpeg_2000_at_all(stream: bytes) -> None:
    assert refused(stream, GREY, "neither SOC and SIZ nor a JP2 box").offset == 0


@pytest.mark.parametrize(
    ("boxes", "reason"),
    [
        (b"", "no box of the JP2 file"),
        (struct.pack(">I4s", 8, b"jp2c"), "does not begin with SOC"),
        (struct.pack(">I4s", 7, b"jp2h"), "a JP2 box of 7 bytes"),
        (struct.pack(">I4s", 99, b"jp2h"), "a JP2 box of 99 bytes"),
        (struct.pack(">I4sQ", 1, b"jp2h", 1 << 60), "a JP2 box of"),
    ],
)
def test_boxes_without_a_codestream(boxes: bytes, reason: str) -> None:
    refused(bytes.fromhex("0000000c6a5020200d0a870a") + boxes, GREY, reason)


@given(stream=st.binary(max_size=60))
def test_any_bytes_end_the_walk(stream: bytes) -> None:
    for start in (b"", b"\xff\x4f\xff\x51", bytes.fromhex("0000000c6a5020200d0a870a")):
        with pytest.raises(DamagedPixelData):
            read_codestream(start + stream, GREY)


@given(cut=st.integers(0, 300), flip=st.integers(0, 8 * 300 - 1))
def test_a_walk_never_leaves_the_stream(cut: int, flip: int) -> None:
    stream = bytearray(coded(PixelFormat(33, 32), J2K))
    stream[flip // 8 % len(stream)] ^= 1 << flip % 8
    offset = 0
    try:
        found = read_codestream(bytes(stream[:-cut] if cut else stream), PixelFormat(33, 32))
    except DamagedPixelData as error:
        offset = -1 if error.offset is None else error.offset
    else:
        assert found.stream[:2] == b"\xff\x4f"
        assert found.stream[-2:] == b"\xff\xd9"
        assert found.size.tiles >= 1
    assert 0 <= offset <= len(stream)


def test_boxes_of_all_lengths_are_walked() -> None:
    signature = bytes.fromhex("0000000c6a5020200d0a870a")
    extended = struct.pack(">I4sQ", 1, b"uuid", 20) + bytes(4)
    inner = b"\xff\x4f\xff\x51" + bytes(5)
    for header in (struct.pack(">I4s", 17, b"jp2c"), struct.pack(">I4s", 0, b"jp2c")):
        start = len(signature) + 20 + 8
        assert codestream_span(signature + extended + header + inner) == (start, start + 9)


@pytest.mark.parametrize("keyword", SYNTAXES)
def test_damage_inside_of_a_tile_is_an_error_or_an_image_and_never_a_crash(keyword: str) -> None:
    stream = coded(GREY, keyword)
    _, start, _ = tile_parts(stream)[-1]
    for at in range(start + 14, start + 60, 5):
        broken = stream[:at] + bytes([stream[at] ^ 0x55]) + stream[at + 1 :]
        try:
            found = decode(broken, GREY, syntax_of(keyword).uid)
        except DamagedPixelData:
            continue
        assert found.frame.shape == GREY.shape
        assert found.frame.dtype == np.uint16
