"""What we encode as JPEG, decoded here and by everybody else: all see the same image.

libjpeg of pylibjpeg has fewer bits of fractions than others: it is 2 of 4,095 levels off in noise,
and 3 where 12 bits leap from one end of the range to the other at every pixel.
"""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import pydicom
import pytest
from dicom_codecs import Lossy, PixelFormat, encode, named
from dicom_codecs.colour import rgb_to_ybr_full
from dicom_codecs.frame import Frame
from dicom_codecs.implementations import available, decoder
from foreign_decoders import decode_with, decode_with_pydicom, write_file
from hypothesis import given, settings
from hypothesis import strategies as st
from legal_frames import KINDS, make_frame
from numpy.typing import NDArray
from slow_jpeg import planes, read

BASELINE: Final = "1.2.840.10008.1.2.4.50"
EXTENDED: Final = "1.2.840.10008.1.2.4.51"
DECODERS: Final = [name for name in ("libjpeg-turbo", "libjpeg") if available(name)]
GREY: Final = [(8, BASELINE), (8, EXTENDED), (12, EXTENDED)]
QUALITIES: Final = (1, 30, 75, 90, 100)


def grey_format(bits: int, size: tuple[int, int] = (37, 53)) -> PixelFormat:
    return PixelFormat(*size, bits_allocated=8 if bits == 8 else 16, bits_stored=bits)


def apart(one: NDArray[np.generic], other: NDArray[np.generic]) -> float:
    """The largest difference."""
    assert one.shape == other.shape
    return float(np.abs(one.astype(float) - other.astype(float)).max())


def most_apart(name: str, bits: int, kind: str) -> float:
    """From real numbers, half a level of which is that they are not rounded."""
    if name in {"libjpeg", "pydicom"} and bits == 12:
        return 3.5 if kind == "extremes" else 2.5
    return 1.5


@pytest.mark.parametrize("name", DECODERS)
@pytest.mark.parametrize(("bits", "uid"), GREY)
@settings(max_examples=40)
@given(
    st.tuples(st.integers(1, 40), st.integers(1, 40)),
    st.tuples(st.sampled_from(KINDS[:5]), st.integers(0, 99)),
    st.integers(1, 100),
)
def test_our_decoders_see_what_is_there(
    name: str, bits: int, uid: str, size: tuple[int, int], drawn: tuple[str, int], quality: int
) -> None:
    kind, seed = drawn
    fmt, syntax = grey_format(bits, size), named(uid)
    assert syntax is not None
    encoded = encode(make_frame(fmt, kind, seed), fmt, uid, Lossy(quality))
    assert encoded.format == fmt
    decoded = decoder(name)(encoded.stream, fmt, syntax)
    assert decoded.format == fmt
    assert decoded.deviations == ()
    (meant,) = planes(read(encoded.stream))
    assert apart(decoded.frame, meant[:, : size[1]]) <= most_apart(name, bits, kind)


@pytest.mark.parametrize("name", DECODERS)
@pytest.mark.parametrize("size", [(1, 3001), (2999, 1), (511, 513)])
@pytest.mark.parametrize(("bits", "uid"), GREY)
def test_large_and_narrow_frames(name: str, bits: int, uid: str, size: tuple[int, int]) -> None:
    fmt, syntax = grey_format(bits, size), named(uid)
    assert syntax is not None
    frame = make_frame(fmt, "noise")
    decoded = decoder(name)(encode(frame, fmt, uid, Lossy(100)).stream, fmt, syntax)
    assert apart(decoded.frame, frame) <= 3


@pytest.mark.parametrize("tool", ["dcmdjpeg", "gdcmconv", "pydicom"])
@pytest.mark.parametrize(("bits", "uid"), GREY)
@pytest.mark.parametrize("kind", ["noise", "extremes", "ramp"])
def test_other_tools_see_the_same_grey(
    tool: str, bits: int, uid: str, kind: str, tmp_path: Path, need: Callable[..., None]
) -> None:
    if tool != "pydicom":
        need(tool)
    elif not available("libjpeg"):
        pytest.skip("pydicom needs pylibjpeg-libjpeg")
    fmt = grey_format(bits)
    for quality in QUALITIES:
        stream = encode(make_frame(fmt, kind), fmt, uid, Lossy(quality)).stream
        write_file(tmp_path / "coded", stream, fmt, uid)
        seen = _seen_by(tool, tmp_path / "coded", fmt)
        (meant,) = planes(read(stream))
        assert apart(seen, meant[:, : fmt.columns]) <= most_apart(tool, bits, kind)


def _seen_by(tool: str, path: Path, fmt: PixelFormat) -> Frame:
    return decode_with_pydicom(path) if tool == "pydicom" else decode_with(tool, path, fmt)


def coloured(rows: int, columns: int) -> NDArray[np.uint8]:
    """RGB that changes slowly, and is red, green or blue somewhere."""
    down, right = np.mgrid[:rows, :columns]
    waves = (
        128 + 120 * np.sin(right / 9 + down / 17),
        128 + 100 * np.cos(down / 13),
        255 * right / max(columns, 50),
    )
    return np.rint(np.stack(waves, axis=-1)).astype(np.uint8)


def colour_stream(photometric: str, size: tuple[int, int] = (37, 53)) -> tuple[bytes, PixelFormat]:
    rgb = coloured(*size)
    fmt = PixelFormat(*size, samples=3, photometric=photometric)
    encoded = encode(
        rgb if photometric == "RGB" else rgb_to_ybr_full(rgb), fmt, BASELINE, Lossy(95)
    )
    assert encoded.format.photometric == "YBR_FULL_422"
    return encoded.stream, encoded.format


COLOURS: Final = ["RGB", "YBR_FULL_422"]
SIZES: Final = [(37, 53), (1, 1), (8, 16), (9, 17), (16, 2)]


@pytest.mark.parametrize("name", DECODERS)
@pytest.mark.parametrize("photometric", COLOURS)
@pytest.mark.parametrize("size", SIZES)
def test_our_decoders_see_the_colours(name: str, photometric: str, size: tuple[int, int]) -> None:
    stream, fmt = colour_stream(photometric, size)
    syntax = named(BASELINE)
    assert syntax is not None
    decoded = decoder(name)(stream, fmt, syntax)
    assert decoded.format.photometric == "YBR_FULL"
    assert decoded.deviations == ()
    luma, *_ = planes(read(stream))
    assert apart(decoded.frame[..., 0], luma[:, : size[1]]) <= 2
    meant = rgb_to_ybr_full(coloured(*size))
    assert apart(decoded.frame[..., 0], meant[..., 0]) <= 3
    assert apart(decoded.frame, meant) <= 8


CONVERTED: Final = {
    "dcmdjpeg": ("dcmdjpeg", "--conv-photometric", "{given}", "{made}"),
    "dcmdjpeg, by the stream": ("dcmdjpeg", "--conv-lossy", "{given}", "{made}"),
    "dcmdjpeg, unchanged": ("dcmdjpeg", "--conv-never", "{given}", "{made}"),
    "gdcmconv": ("gdcmconv", "--raw", "{given}", "{made}"),
}


@pytest.mark.parametrize("how", CONVERTED)
@pytest.mark.parametrize("photometric", COLOURS)
def test_other_tools_see_the_colours(
    how: str, photometric: str, tmp_path: Path, need: Callable[..., None]
) -> None:
    need(CONVERTED[how][0])
    stream, fmt = colour_stream(photometric)
    given_, made = tmp_path / "coded", tmp_path / "raw"
    write_file(given_, stream, fmt, BASELINE)
    command = [part.format(given=given_, made=made) for part in CONVERTED[how]]
    subprocess.run(command, check=True, capture_output=True)
    image = pydicom.dcmread(made)
    seen = np.frombuffer(image.PixelData, np.uint8)[: fmt.cells].reshape(fmt.shape)
    rgb = coloured(37, 53)
    meant = rgb if image.PhotometricInterpretation == "RGB" else rgb_to_ybr_full(rgb)
    assert apart(seen, meant) <= 9


@pytest.mark.skipif(not available("libjpeg"), reason="pydicom needs pylibjpeg-libjpeg")
@pytest.mark.parametrize("photometric", COLOURS)
def test_pydicom_sees_the_colours(photometric: str, tmp_path: Path) -> None:
    stream, fmt = colour_stream(photometric)
    write_file(tmp_path / "coded", stream, fmt, BASELINE)
    assert apart(pydicom.dcmread(tmp_path / "coded").pixel_array, coloured(37, 53)) <= 9
    raw = decode_with_pydicom(tmp_path / "coded")
    assert apart(raw, rgb_to_ybr_full(coloured(37, 53))) <= 8


@pytest.mark.parametrize("photometric", COLOURS)
@pytest.mark.parametrize("marked", [True, False])
def test_the_stream_alone_says_what_its_colours_are(photometric: str, marked: bool) -> None:
    imagecodecs = pytest.importorskip("imagecodecs")
    stream, _ = colour_stream(photometric)
    assert stream[2:4] == b"\xff\xe0"
    if not marked:
        stream = stream[:2] + stream[20:]
    assert apart(imagecodecs.jpeg8_decode(stream), coloured(37, 53)) <= 9
