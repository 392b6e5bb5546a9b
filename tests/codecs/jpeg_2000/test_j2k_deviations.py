"""What streams in the wild have wrong, made by changing sound ones; each is read and told."""

import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import run

import numpy as np
import pytest
from codestreams import (
    COLOUR,
    GREY,
    HTJ2K,
    HTJ2K_LOSSY,
    HTJ2K_RPCL,
    J2K,
    J2K_LOSSY,
    SOT,
    changed,
    coded,
    decode_by,
    decoders,
    syntax_of,
    textured,
)
from dicom_codecs import Decoded, PixelFormat, encode
from dicom_codecs.implementations import available
from legal_frames import make_frame

HIGH_THROUGHPUT = pytest.mark.skipif(not available("openjph"), reason="needs imagecodecs")
BOTH = [J2K, pytest.param(HTJ2K, marks=HIGH_THROUGHPUT)]
JP2 = bytes.fromhex(
    "0000000c6a5020200d0a870a00000014667479706a703220000000006a703220"
    "0000002d6a703268000000166968647200000030000000320001"
    "0b0700000000000f636f6c7201000000000011"
)


def codes(decoded: Decoded) -> list[str]:
    return [deviation.code for deviation in decoded.deviations]


def by_each(stream: bytes, fmt: PixelFormat, keyword: str) -> list[Decoded]:
    names = ("openjpeg",) if keyword in {J2K, J2K_LOSSY} else ("openjpeg", "openjph")
    return [decode_by(name, stream, fmt, keyword) for name in decoders(*names)]


@pytest.mark.parametrize("keyword", BOTH)
@pytest.mark.parametrize("stored", [12, 16])
def test_words_of_two_s_complement_in_an_unsigned_stream(keyword: str, stored: int) -> None:
    unsigned = PixelFormat(40, 41, 1, 16, stored)
    frame = make_frame(unsigned, "noise")
    stream = encode(frame, unsigned, syntax_of(keyword).uid).stream
    signed = replace(unsigned, signed=True)
    for decoded in by_each(stream, signed, keyword):
        half = 1 << (stored - 1)
        assert np.array_equal(decoded.frame, (frame.astype(np.int64) ^ half) - half)
        assert decoded.format == signed
        assert codes(decoded) == ["sign-differs"]


@pytest.mark.parametrize("keyword", BOTH)
@pytest.mark.parametrize("stored", [12, 16])
def test_a_signed_stream_under_unsigned_keeps_its_bits(keyword: str, stored: int) -> None:
    signed = PixelFormat(40, 41, 1, 16, stored, signed=True)
    frame = make_frame(signed, "noise")
    stream = encode(frame, signed, syntax_of(keyword).uid).stream
    unsigned = replace(signed, signed=False)
    for decoded in by_each(stream, unsigned, keyword):
        assert np.array_equal(decoded.frame, frame.astype(np.int64) & ((1 << stored) - 1))
        assert decoded.format == unsigned
        assert codes(decoded) == ["sign-differs"]


@pytest.mark.parametrize("keyword", BOTH)
@pytest.mark.parametrize(
    ("label", "expected", "told"),
    [
        ((16, 10), (16, 12), ["bits-stored-differs"]),
        ((16, 14), (16, 14), ["bits-stored-differs"]),
        ((8, 8), (16, 12), ["bits-allocated-differs"]),
        ((32, 12), (32, 12), []),
    ],
)
def test_precision_goes_before_bits_stored(
    keyword: str, label: tuple[int, int], expected: tuple[int, int], told: list[str]
) -> None:
    said = replace(GREY, bits_allocated=label[0], bits_stored=label[1])
    for decoded in by_each(coded(GREY, keyword), said, keyword):
        assert np.array_equal(decoded.frame, textured(GREY))
        assert (decoded.format.bits_allocated, decoded.format.bits_stored) == expected
        assert codes(decoded) == told


@pytest.mark.parametrize("keyword", BOTH)
@pytest.mark.parametrize("length_told", [True, False])
@pytest.mark.parametrize("after", [b"", struct.pack(">I4s", 12, b"xml ") + b"<x/>"])
def test_a_jp2_file_around_the_codestream(keyword: str, length_told: bool, after: bytes) -> None:
    if after and not length_told:
        pytest.skip("a box without length is the last one")
    stream = coded(GREY, keyword)
    header = struct.pack(">I4s", len(stream) + 8 if length_told else 0, b"jp2c")
    for decoded in by_each(JP2 + header + stream + after, GREY, keyword):
        assert np.array_equal(decoded.frame, textured(GREY))
        assert codes(decoded) == ["jpeg-2000-boxed"]


@pytest.mark.parametrize("keyword", BOTH)
@pytest.mark.parametrize("tail", [b"", b"\0", b"\xff", b"\0\0"])
def test_an_end_that_is_missing(keyword: str, tail: bytes) -> None:
    stream = coded(GREY, keyword)[:-2]
    for decoded in by_each(stream + tail, GREY, keyword):
        assert np.array_equal(decoded.frame, textured(GREY))
        assert codes(decoded) == ["jpeg-end-missing"]
        assert decoded.deviations[0].offset == len(stream)


@pytest.mark.parametrize("keyword", BOTH)
@pytest.mark.parametrize(
    ("tail", "told"),
    [(b"\0", []), (b"\xff", []), (bytes(2), ["stream-padded"]), (b"junk" * 9, ["stream-padded"])],
)
def test_padding_of_more_than_a_byte(keyword: str, tail: bytes, told: list[str]) -> None:
    for decoded in by_each(coded(GREY, keyword) + tail, GREY, keyword):
        assert np.array_equal(decoded.frame, textured(GREY))
        assert codes(decoded) == told


@pytest.mark.parametrize("tail", [b"", b"\0"])
def test_a_last_tile_part_that_does_not_say_its_length_is_no_deviation(tail: bytes) -> None:
    stream = changed(coded(GREY, J2K), SOT, 2, bytes(4))
    decoded = decode_by("openjpeg", stream + tail, GREY, J2K)
    assert np.array_equal(decoded.frame, textured(GREY))
    assert codes(decoded) == []
    decoded = decode_by("openjpeg", stream[:-2], GREY, J2K)
    assert codes(decoded) == ["jpeg-end-missing"]


@pytest.mark.parametrize("keyword", BOTH)
@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("YBR_RCT", []),
        ("YBR_ICT", []),
        ("RGB", ["colour-differs"]),
        ("YBR_FULL", ["colour-differs"]),
    ],
)
def test_colours_that_went_through_a_transform_are_rgb(
    keyword: str, label: str, told: list[str]
) -> None:
    for decoded in by_each(coded(COLOUR, keyword), replace(COLOUR, photometric=label), keyword):
        assert np.array_equal(decoded.frame, textured(COLOUR))
        assert decoded.format.photometric == "RGB"
        assert codes(decoded) == told


@pytest.mark.parametrize("keyword", BOTH)
@pytest.mark.parametrize(
    ("label", "expected", "told"),
    [
        ("RGB", "RGB", []),
        ("YBR_FULL", "YBR_FULL", []),
        ("YBR_FULL_422", "YBR_FULL", ["colour-differs"]),
        ("YBR_RCT", "RGB", ["colour-differs"]),
        ("YBR_ICT", "RGB", ["colour-differs"]),
    ],
)
def test_colours_without_a_transform_are_what_the_label_says(
    keyword: str, label: str, expected: str, told: list[str]
) -> None:
    plain = replace(COLOUR, photometric="YBR_FULL")
    for decoded in by_each(coded(plain, keyword), replace(COLOUR, photometric=label), keyword):
        assert np.array_equal(decoded.frame, textured(plain))
        assert decoded.format.photometric == expected
        assert codes(decoded) == told


@HIGH_THROUGHPUT
@pytest.mark.parametrize(
    ("made", "read"), [(J2K, HTJ2K), (J2K, HTJ2K_RPCL), (HTJ2K, J2K), (HTJ2K, J2K_LOSSY)]
)
def test_one_part_of_the_standard_under_the_name_of_the_other(made: str, read: str) -> None:
    for decoded in by_each(coded(GREY, made), GREY, read):
        assert np.array_equal(decoded.frame, textured(GREY))
        assert codes(decoded) == ["jpeg-process-differs"]


@pytest.mark.parametrize(
    ("made", "read"), [(J2K_LOSSY, J2K), pytest.param(HTJ2K_LOSSY, HTJ2K, marks=HIGH_THROUGHPUT)]
)
def test_an_irreversible_stream_under_a_lossless_name(made: str, read: str) -> None:
    for decoded in by_each(coded(GREY, made), GREY, read):
        assert codes(decoded) == ["jpeg-process-differs"]
        assert np.abs(decoded.frame.astype(int) - textured(GREY)).max() < 200


@pytest.mark.parametrize("made", [J2K, pytest.param(HTJ2K, marks=HIGH_THROUGHPUT)])
def test_a_reversible_stream_under_a_lossy_name_is_no_deviation(made: str) -> None:
    read = J2K_LOSSY if made == J2K else HTJ2K_LOSSY
    for fmt in (GREY, COLOUR, PixelFormat(40, 40, 1, 16, 16, signed=True), PixelFormat(40, 40)):
        stream = coded(fmt, made)
        for decoded in by_each(
            stream, replace(fmt, photometric="YBR_RCT") if fmt.samples > 1 else fmt, read
        ):
            assert np.array_equal(decoded.frame, textured(fmt))
            assert codes(decoded) == []


@pytest.mark.parametrize(("keyword", "way"), [(J2K, "openjpeg"), (HTJ2K, "openjph")])
def test_chroma_of_half_the_columns_becomes_rgb(
    keyword: str, way: str, tmp_path: Path, need: Callable[..., None]
) -> None:
    need("opj_compress")
    if not available(way):
        pytest.skip("needs imagecodecs")
    random = np.random.default_rng(0)
    luma = random.integers(60, 190, (40, 64), np.uint8)
    chroma = random.integers(100, 150, (2, 40, 32), np.uint8)
    (tmp_path / "a.raw").write_bytes(luma.tobytes() + chroma.tobytes())
    sub_sampled = ["-F", "64,40,3,8,u@1x1:2x1:2x1", "-mct", "0"]
    run(
        ["opj_compress", "-i", "a.raw", "-o", "a.j2k", *sub_sampled],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    fmt = replace(COLOUR, photometric="YBR_FULL_422")
    decoded = decode_by(way, (tmp_path / "a.j2k").read_bytes(), fmt, keyword)
    blue, red = chroma.repeat(2, axis=2) - 128.0
    mixed = [luma + 1.402 * red, luma - 0.344136 * blue - 0.714136 * red, luma + 1.772 * blue]
    assert np.abs(decoded.frame - np.stack(mixed, -1)).max() < 1.5
    assert decoded.format.photometric == "RGB"
    assert "colour-differs" in codes(decoded)


OPJ = ["opj_compress", "-i", "a.ppm", "-o", "a.j2k"]
OJPH = ["ojph_compress", "-i", "a.ppm", "-o", "a.j2k", "-reversible", "true"]


@pytest.mark.parametrize(
    ("keyword", "command"),
    [
        (J2K, [*OPJ, "-d", "3,5", "-T", "1,2", "-t", "33,17", "-n", "3"]),
        (
            J2K,
            [*OPJ, "-t", "32,32", "-c", "[16,16],[16,16]", "-n", "4", "-p", "CPRL", "-SOP", "-EPH"],
        ),
        (J2K, [*OPJ, "-n", "3", "-r", "20,5,1", "-TP", "R", "-PLT", "-b", "4,4", "-M", "63"]),
        (HTJ2K, [*OJPH, "-image_offset", "{3,5}"]),
        (HTJ2K, [*OJPH, "-tile_size", "{32,32}", "-num_decomps", "3", "-prog_order", "CPRL"]),
        (HTJ2K, [*OJPH, "-precincts", "{16,16},{32,32}", "-block_size", "{4,4}"]),
    ],
)
def test_tiles_offsets_precincts_layers_and_orders_of_other_encoders(
    keyword: str, command: list[str], tmp_path: Path, need: Callable[..., None]
) -> None:
    need(command[0])
    frame = textured(COLOUR)
    (tmp_path / "a.ppm").write_bytes(b"P6\n64 40\n255\n" + frame.tobytes())
    run(command, cwd=tmp_path, check=True, capture_output=True)
    stream = (tmp_path / "a.j2k").read_bytes()
    for decoded in by_each(stream, replace(COLOUR, photometric="YBR_RCT"), keyword):
        assert np.array_equal(decoded.frame, frame)
        assert decoded.format == COLOUR
        assert codes(decoded) == []
