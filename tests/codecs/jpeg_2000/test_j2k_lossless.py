"""What is encoded without loss comes back cell by cell, by our decoders and by foreign ones."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import run

import numpy as np
import pytest
from codestreams import HTJ2K, HTJ2K_RPCL, J2K, SIZ, body, decode_by, syntax_of
from dicom_codecs import PixelFormat, UnsuitableFrame, encode
from dicom_codecs.constraints import JPEG_2000_LOSSLESS
from dicom_codecs.frame import Frame
from dicom_codecs.implementations import available
from hypothesis import given
from hypothesis import strategies as st
from legal_frames import KINDS, frames, make_frame

Need = Callable[..., None]
HIGH_THROUGHPUT = pytest.mark.skipif(not available("openjph"), reason="needs imagecodecs")
WAYS = [
    pytest.param(J2K, "openjpeg", 24),
    pytest.param(HTJ2K, "openjph", 16, marks=HIGH_THROUGHPUT),
    pytest.param(HTJ2K, "openjpeg", 16, marks=HIGH_THROUGHPUT),
    pytest.param(HTJ2K_RPCL, "openjph", 16, marks=HIGH_THROUGHPUT),
]
"""Transfer syntax, decoder, and the most bits that it can do."""
ROWS = tuple(
    replace(row, allocated=tuple(bits for bits in row.allocated if bits <= 32))
    for row in JPEG_2000_LOSSLESS
)
PRECISIONS = [(1, 8), (2, 8), (7, 8), (8, 8), (9, 16), (12, 16), (15, 16), (16, 16)]


def sized(rows: int, columns: int, stored: int, *, signed: bool = False) -> PixelFormat:
    return PixelFormat(rows, columns, 1, 8 if stored <= 8 else 16, stored, signed)


def holds(frame: Frame, fmt: PixelFormat) -> int:
    """Bits that a stream needs."""
    low = -(1 << (fmt.bits_stored - 1)) if fmt.signed else 0
    fits = low <= int(frame.min()) and int(frame.max()) < low + (1 << fmt.bits_stored)
    return fmt.bits_stored if fits else fmt.bits_allocated


def can_be_encoded(frame: Frame, fmt: PixelFormat, keyword: str) -> bool:
    if fmt.photometric == "YBR_RCT":
        return False
    if keyword != J2K:
        return holds(frame, fmt) <= 16
    small = min(fmt.rows, fmt.columns) < 32
    return holds(frame, fmt) <= 24 and (available("openjph") or not small)


def check_round_trip(frame: Frame, fmt: PixelFormat, keyword: str, name: str) -> bytes:
    encoded = encode(frame, fmt, syntax_of(keyword).uid)
    decoded = decode_by(name, encoded.stream, encoded.format, keyword)
    assert np.array_equal(decoded.frame, frame)
    assert decoded.frame.dtype == fmt.dtype
    assert decoded.frame.flags.c_contiguous
    assert decoded.format == fmt
    assert decoded.deviations == ()
    return encoded.stream


@pytest.mark.parametrize(("keyword", "name", "most"), WAYS)
@given(drawn=frames(ROWS))
def test_every_legal_frame_comes_back_or_is_refused_with_the_reason(
    keyword: str, name: str, most: int, drawn: tuple[Frame, PixelFormat]
) -> None:
    frame, fmt = drawn
    if not can_be_encoded(frame, fmt, keyword):
        with pytest.raises(UnsuitableFrame, match=r"exists in codestreams only|encodes"):
            encode(frame, fmt, syntax_of(keyword).uid)
    elif holds(frame, fmt) <= most:
        check_round_trip(frame, fmt, keyword, name)


@pytest.mark.parametrize(("keyword", "name", "most"), WAYS)
@pytest.mark.parametrize("size", [(32, 32), (32, 517), (131, 33), (200, 300)])
@pytest.mark.parametrize("kind", KINDS)
def test_sizes_of_several_resolutions_and_code_blocks(
    keyword: str, name: str, most: int, size: tuple[int, int], kind: str
) -> None:
    for fmt in (sized(*size, 12, signed=True), PixelFormat(*size, 3, photometric="RGB")):
        frame = make_frame(fmt, kind)
        assert holds(frame, fmt) <= most
        check_round_trip(frame, fmt, keyword, name)


@pytest.mark.parametrize(("keyword", "name", "most"), WAYS)
def test_cells_of_64_bits_that_say_less(keyword: str, name: str, most: int) -> None:
    for signed in (False, True):
        fmt = PixelFormat(34, 36, 1, 64, most, signed)
        check_round_trip(make_frame(fmt, "noise"), fmt, keyword, name)
        deep = replace(fmt, bits_stored=38)
        with pytest.raises(UnsuitableFrame, match="38 bits a sample"):
            encode(make_frame(deep, "noise"), deep, syntax_of(keyword).uid)


@pytest.mark.parametrize("stored", range(1, 9))
@pytest.mark.parametrize("photometric", ["MONOCHROME2", "RGB"])
@given(seed=st.integers(0, 1 << 32))
def test_noise_of_few_bits_has_room_for_its_coefficients(
    stored: int, photometric: str, seed: int
) -> None:
    samples = 1 if photometric == "MONOCHROME2" else 3
    fmt = PixelFormat(33, 40, samples, 8, stored, photometric=photometric)
    check_round_trip(make_frame(fmt, "extremes", seed), fmt, J2K, "openjpeg")


@pytest.mark.parametrize("size", [(1, 1), (1, 70), (31, 32), (7, 5)])
@pytest.mark.parametrize(("stored", "allocated"), PRECISIONS)
def test_images_too_small_for_six_resolutions(
    size: tuple[int, int], stored: int, allocated: int
) -> None:
    fmt = PixelFormat(*size, 1, allocated, stored)
    if available("openjph"):
        check_round_trip(make_frame(fmt, "noise"), fmt, J2K, "openjpeg")
    else:
        with pytest.raises(UnsuitableFrame, match=r"pip install 'dicom-fileset\[turbo\]'"):
            encode(make_frame(fmt, "noise"), fmt, syntax_of(J2K).uid)


@pytest.mark.parametrize(("keyword", "name", "most"), WAYS)
@pytest.mark.parametrize(("stored", "allocated"), [(5, 8), (12, 16)])
@pytest.mark.parametrize("signed", [False, True])
def test_precision_is_bits_stored_unless_something_lies_beyond(
    keyword: str, name: str, most: int, stored: int, allocated: int, signed: bool
) -> None:
    fmt = PixelFormat(40, 41, 1, allocated, stored, signed)
    for kind, precision in (("noise", stored), ("beyond stored", allocated)):
        stream = check_round_trip(make_frame(fmt, kind), fmt, keyword, name)
        assert precision <= most
        assert body(stream, SIZ)[36] == (precision - 1) | (signed << 7)


@pytest.mark.parametrize(("stored", "allocated"), PRECISIONS)
@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("keyword", [J2K, pytest.param(HTJ2K_RPCL, marks=HIGH_THROUGHPUT)])
def test_opj_decompress_reads_the_same(
    stored: int, allocated: int, signed: bool, keyword: str, tmp_path: Path, need: Need
) -> None:
    need("opj_decompress")
    fmt = PixelFormat(45, 52, 1, allocated, stored, signed)
    frame = make_frame(fmt, "noise")
    (tmp_path / "a.j2k").write_bytes(encode(frame, fmt, syntax_of(keyword).uid).stream)
    command = ["opj_decompress", "-i", "a.j2k", "-o", "a.rawl"]
    run(command, cwd=tmp_path, check=True, capture_output=True)
    unsigned = f"<u{allocated // 8}"
    low = (1 << stored) - 1
    read = np.fromfile(tmp_path / "a.rawl", unsigned).reshape(fmt.shape)
    assert np.array_equal(read & low, frame.view(unsigned) & low)


@HIGH_THROUGHPUT
@pytest.mark.parametrize(("stored", "allocated"), PRECISIONS)
@pytest.mark.parametrize("signed", [False, True])
def test_ojph_expand_reads_the_same(
    stored: int, allocated: int, signed: bool, tmp_path: Path, need: Need
) -> None:
    need("ojph_expand")
    fmt = PixelFormat(45, 52, 1, allocated, stored, signed)
    frame = make_frame(fmt, "noise")
    (tmp_path / "a.j2c").write_bytes(encode(frame, fmt, syntax_of(HTJ2K).uid).stream)
    command = ["ojph_expand", "-i", "a.j2c", "-o", "a.raw"]
    run(command, cwd=tmp_path, check=True, capture_output=True)
    read = np.fromfile(tmp_path / "a.raw", f"<u{allocated // 8}").reshape(fmt.shape)
    assert np.array_equal(read, np.maximum(frame, 0)), "its raw files hold 0 for what is below"


@pytest.mark.parametrize("keyword", [J2K, pytest.param(HTJ2K, marks=HIGH_THROUGHPUT)])
@pytest.mark.parametrize(("stored", "allocated"), PRECISIONS)
def test_opj_decompress_undoes_the_component_transform(
    keyword: str, stored: int, allocated: int, tmp_path: Path, need: Need
) -> None:
    need("opj_decompress")
    fmt = PixelFormat(33, 47, 3, allocated, stored, photometric="RGB")
    frame = make_frame(fmt, "noise")
    encoded = encode(frame, replace(fmt, planar=True), syntax_of(keyword).uid)
    assert encoded.format == replace(fmt, photometric="YBR_RCT")
    (tmp_path / "a.j2k").write_bytes(encoded.stream)
    command = ["opj_decompress", "-i", "a.j2k", "-o", "a.rawl"]
    run(command, cwd=tmp_path, check=True, capture_output=True)
    planes = np.fromfile(tmp_path / "a.rawl", f"<u{allocated // 8}").reshape(3, 33, 47)
    assert np.array_equal(np.moveaxis(planes, 0, -1), frame)


@pytest.mark.parametrize("photometric", ["RGB", "YBR_FULL"])
@pytest.mark.parametrize("keyword", [J2K, pytest.param(HTJ2K, marks=HIGH_THROUGHPUT)])
@pytest.mark.parametrize("size", [(32, 32), (33, 40)])
def test_colours_say_what_became_of_them(
    photometric: str, keyword: str, size: tuple[int, int]
) -> None:
    fmt = PixelFormat(*size, 3, photometric=photometric)
    encoded = encode(make_frame(fmt, "noise"), fmt, syntax_of(keyword).uid)
    expected = {"RGB": "YBR_RCT", "YBR_FULL": "YBR_FULL"}[photometric]
    assert encoded.format == replace(fmt, photometric=expected)


@HIGH_THROUGHPUT
def test_all_decoders_of_imagecodecs_agree() -> None:
    imagecodecs = pytest.importorskip("imagecodecs")
    for stored in range(1, 17):
        fmt = sized(40, 37, stored)
        frame = make_frame(fmt, "noise")
        stream = encode(frame, fmt, syntax_of(HTJ2K).uid).stream
        assert np.array_equal(imagecodecs.htj2k_decode(stream), frame), stored
        assert np.array_equal(imagecodecs.jpeg2k_decode(stream), frame), stored
