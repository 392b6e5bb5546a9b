"""Native frames made cells and back, against loops over samples and against pydicom."""

import numpy as np
import pytest
from dicom_codecs import (
    DamagedPixelData,
    PixelFormat,
    TransferSyntax,
    UnsuitableFrame,
    decode,
    encode,
    named,
)
from dicom_codecs.frame import Frame
from dicom_codecs.native import ByteOrder, byte_order, decode_at
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from pydicom.pixels import get_decoder

COLOURS = ("RGB", "YBR_FULL", "YBR_FULL_422")


def _row(keyword: str) -> TransferSyntax:
    row = named(keyword)
    assert row is not None
    return row


LITTLE, BIG = _row("ExplicitVRLittleEndian"), _row("ExplicitVRBigEndian")
NATIVE = [
    LITTLE,
    BIG,
    _row("ImplicitVRLittleEndian"),
    _row("DeflatedExplicitVRLittleEndian"),
    _row("EncapsulatedUncompressedExplicitVRLittleEndian"),
]


@st.composite
def formats(draw: st.DrawFn) -> PixelFormat:
    allocated = draw(st.sampled_from([1, 8, 16, 32, 64]))
    samples = draw(st.sampled_from([1, 3, 3, 4]))
    photometric = draw(st.sampled_from(COLOURS)) if samples == 3 else "MONOCHROME2"
    columns = draw(st.integers(1, 9))
    if photometric == "YBR_FULL_422":
        columns += columns % 2
    return PixelFormat(
        draw(st.integers(1, 6)),
        columns,
        samples,
        allocated,
        draw(st.integers(1, allocated)),
        draw(st.booleans()),
        draw(st.booleans()),
        photometric,
    )


def _frames(fmt: PixelFormat) -> st.SearchStrategy[Frame]:
    elements = st.integers(0, 1) if fmt.bits_allocated == 1 else None
    return arrays.arrays(fmt.dtype, fmt.shape, elements=elements)


def _slow(frame: Frame, fmt: PixelFormat, big: bool) -> bytes:
    """The bytes of a frame, sample by sample."""
    samples = [int(frame[place]) for place in _order(fmt)]
    if fmt.bits_allocated == 1:
        bits = "".join(map(str, samples))[::-1]
        return int(bits, 2).to_bytes((len(samples) + 7) // 8, "little")
    size = fmt.bits_allocated // 8
    order = "big" if big else "little"
    return b"".join((one % 256**size).to_bytes(size, order) for one in samples)


def _order(fmt: PixelFormat) -> list[tuple[int, ...]]:
    """Places in an array, in the order of the file."""
    pixels = list(np.ndindex(fmt.rows, fmt.columns))
    if fmt.samples == 1:
        return pixels
    if fmt.halved_chroma:
        pairs = zip(pixels[::2], pixels[1::2], strict=True)
        return [p for one, two in pairs for p in ((*one, 0), (*two, 0), (*one, 1), (*one, 2))]
    if fmt.planar:
        return [(*pixel, sample) for sample in range(fmt.samples) for pixel in pixels]
    return [(*pixel, sample) for pixel in pixels for sample in range(fmt.samples)]


@given(formats(), st.sampled_from(NATIVE), st.data())
def test_bytes_are_those_of_a_loop_and_come_back(
    fmt: PixelFormat, syntax: TransferSyntax, data: st.DataObject
) -> None:
    frame = data.draw(_frames(fmt))
    stream, made = encode(frame, fmt, syntax.uid)
    assert stream == _slow(frame, fmt, syntax.big_endian)
    assert made == fmt
    assert len(stream) == (fmt.frame_bits + 7) // 8
    found, there, deviations = decode(stream, fmt, syntax.uid)
    assert deviations == ()
    assert (found.dtype, found.shape) == (fmt.dtype, fmt.shape)
    assert found.flags.c_contiguous
    if fmt.halved_chroma:
        assert there.photometric == "YBR_FULL"
        assert np.array_equal(found[..., 0], frame[..., 0])
        assert encode(found, fmt, syntax.uid).stream == stream
    else:
        assert there == fmt
        assert np.array_equal(found, frame)


@given(formats(), st.data())
def test_a_frame_that_begins_further_on(fmt: PixelFormat, data: st.DataObject) -> None:
    frame = data.draw(_frames(fmt))
    bits = fmt.bits_allocated
    first = data.draw(st.integers(0, 11)) * bits
    stream = int.from_bytes(_slow(frame, fmt, big=False), "little") << first
    whole = stream.to_bytes((first + fmt.frame_bits + 7) // 8, "little")
    found = decode_at(whole, fmt, "little", first).frame
    assert np.array_equal(found[..., 0], frame[..., 0])
    if not fmt.halved_chroma:
        assert np.array_equal(found, frame)


@given(formats().filter(lambda fmt: fmt.bits_allocated <= 8), st.data())
def test_words_most_significant_byte_first(fmt: PixelFormat, data: st.DataObject) -> None:
    frame = data.draw(_frames(fmt))
    stream = _slow(frame, fmt, big=False)
    stream += b"\0" * (len(stream) % 2)
    words = [stream[at : at + 2][::-1] for at in range(0, len(stream), 2)]
    expected = decode_at(stream, fmt).frame
    assert np.array_equal(decode_at(b"".join(words), fmt, "big words").frame, expected)


@pytest.mark.parametrize(
    ("syntax", "vr", "allocated", "order"),
    [
        (LITTLE, "OW", 8, "little"),
        (LITTLE, "OW", 16, "little"),
        (BIG, "OW", 16, "big"),
        (BIG, "OB", 16, "big"),
        (BIG, "OB", 8, "big"),
        (BIG, "OW", 8, "big words"),
        (BIG, "OW", 1, "big words"),
        (BIG, "OW", 32, "big"),
    ],
)
def test_byte_order(syntax: TransferSyntax, vr: str, allocated: int, order: ByteOrder) -> None:
    fmt = PixelFormat(2, 2, bits_allocated=allocated, bits_stored=1)
    assert byte_order(syntax, vr, fmt) == order


@given(formats().filter(lambda fmt: fmt.samples < 4), st.data())
def test_frames_are_those_of_pydicom(fmt: PixelFormat, data: st.DataObject) -> None:
    if fmt.bits_allocated == 1 and (fmt.samples > 1 or fmt.halved_chroma):
        return  # it has no such images
    frame = data.draw(_frames(fmt))
    stream = encode(frame, fmt, LITTLE.uid).stream
    theirs, _ = get_decoder(LITTLE.uid).as_array(
        stream + b"\0" * (len(stream) % 2),
        rows=fmt.rows,
        columns=fmt.columns,
        samples_per_pixel=fmt.samples,
        bits_allocated=fmt.bits_allocated,
        bits_stored=fmt.bits_allocated,
        pixel_representation=int(fmt.signed and fmt.bits_allocated > 1),
        planar_configuration=int(fmt.planar and not fmt.halved_chroma),
        photometric_interpretation=fmt.photometric,
        number_of_frames=1,
        pixel_keyword="PixelData",
        raw=True,
    )
    ours = decode(stream, fmt, LITTLE.uid).frame
    assert theirs.dtype == ours.dtype
    assert np.array_equal(theirs, ours)


@given(formats())
def test_bytes_too_few(fmt: PixelFormat) -> None:
    stream = bytes((fmt.frame_bits + 7) // 8 - 1)
    with pytest.raises(DamagedPixelData, match="pixel data ends 1 bytes before") as caught:
        decode(stream, fmt, LITTLE.uid)
    assert caught.value.offset == len(stream)


ODD = PixelFormat(2, 3, 3, photometric="YBR_FULL_422")


def test_odd_columns_pairs_run_on() -> None:
    found = decode(bytes([1, 2, 50, 60, 3, 4, 51, 61, 5, 6, 52, 62]), ODD, LITTLE.uid)
    assert found.frame[..., 0].tolist() == [[1, 2, 3], [4, 5, 6]]
    assert found.frame[..., 1].tolist() == [[50, 50, 51], [51, 52, 52]]


def test_odd_columns_rows_filled_up() -> None:
    row = bytes([1, 2, 50, 60, 3, 0, 51, 61])
    found = decode(row + row, ODD, LITTLE.uid)
    assert found.frame[..., 0].tolist() == [[1, 2, 3]] * 2
    assert found.frame[..., 2].tolist() == [[60, 60, 61]] * 2
    assert found.frame.flags.c_contiguous


def test_odd_columns_are_not_made() -> None:
    with pytest.raises(UnsuitableFrame, match="Columns is odd"):
        encode(np.zeros((2, 3, 3), np.uint8), ODD, LITTLE.uid)


def test_no_copy_where_none_is_needed() -> None:
    fmt = PixelFormat(4, 4, bits_allocated=16, bits_stored=12)
    stream = bytes(32)
    assert np.shares_memory(decode(stream, fmt, LITTLE.uid).frame, np.frombuffer(stream, np.uint8))
