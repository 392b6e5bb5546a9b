"""Data sets of random content re-encoded: pydicom reads what was written."""

import io
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from dicom_fileset.scan import ScanFailure
from dicom_fileset.scan.encoding import Encoding, turned
from dicom_fileset.scan.re_encode import ReEncoder
from hypothesis import HealthCheck, given, settings
from pydicom import Dataset, dcmread
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_dataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian
from strategies import Written, file_bytes, written

pytestmark = pytest.mark.filterwarnings("ignore")
moderate = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
EXPLICIT_BIG = Encoding(implicit=False, big_endian=True)
IMPLICIT = Encoding(implicit=True, big_endian=False)
EXPLICIT = Encoding(implicit=False, big_endian=False)
NUMBERS = {
    "US": ("Rows", 0, 2**16 - 1),
    "SS": ("TagAngleSecondAxis", -(2**15), 2**15 - 1),
    "UL": ("DataPointRows", 0, 2**32 - 1),
    "SL": ("ReferencePixelX0", -(2**31), 2**31 - 1),
    "UV": ("TotalNumberOfStudyRecords", 0, 2**64 - 1),
    "SV": ("SelectorSVValue", -(2**63), 2**63 - 1),
}
WORDS = {"OW": 2, "OL": 4, "OF": 4, "OD": 8, "OV": 8}
WORD_TAGS = {
    "OW": 0x7FE0_0010,
    "OL": 0x0066_0040,
    "OF": 0x7FE0_0008,
    "OD": 0x7FE0_0009,
    "OV": 0x7FE0_0001,
}


def encoded(data: Dataset, encoding: Encoding) -> bytes:
    stream = DicomBytesIO()
    stream.is_little_endian, stream.is_implicit_VR = not encoding.big_endian, encoding.implicit
    write_dataset(stream, data)
    return stream.getvalue()


def re_encoded(data: bytes, encoding: Encoding) -> Dataset:
    return decoded(ReEncoder(data, encoding).data_set(0))


def decoded(content: bytes) -> Dataset:
    head = file_bytes(Dataset(), ExplicitVRLittleEndian)
    return dcmread(io.BytesIO(head + content))


def slowly_turned(value: bytes, word_bytes: int) -> bytes:
    out = b""
    for place in range(0, len(value), word_bytes):
        word = value[place : place + word_bytes]
        out += bytes(reversed(word)) if len(word) == word_bytes else word
    return out


@given(value=st.binary(max_size=200), word_bytes=st.sampled_from([1, 2, 4, 8]))
def test_words_are_turned_as_a_slow_loop_turns_them(value: bytes, word_bytes: int) -> None:
    assert turned(value, word_bytes) == slowly_turned(value, word_bytes)
    assert turned(turned(value, word_bytes), word_bytes) == value


@moderate
@given(one=written(), encoding=st.sampled_from([IMPLICIT, EXPLICIT_BIG, EXPLICIT]))
def test_every_element_reads_the_same(one: Written, encoding: Encoding) -> None:
    syntax = {IMPLICIT: ImplicitVRLittleEndian, EXPLICIT_BIG: ExplicitVRBigEndian}
    content = file_bytes(one.data, syntax.get(encoding, ExplicitVRLittleEndian))
    before = dcmread(io.BytesIO(content))
    start = 144 + int.from_bytes(content[140:144], "little")
    after = re_encoded(content[start:], encoding)
    assert list(after.keys()) == list(before.keys())
    assert [one for one in before if plain(after[one.tag].value) != plain(one.value)] == []


def plain(value: Any) -> Any:
    """A value; those that are empty are one, for pydicom has several."""
    return value if value or isinstance(value, int) else None


@moderate
@given(data=st.data(), vr=st.sampled_from(sorted(NUMBERS)))
def test_numbers_keep_their_values(data: st.DataObject, vr: str) -> None:
    keyword, least, most = NUMBERS[vr]
    numbers = data.draw(st.lists(st.integers(least, most), min_size=1, max_size=5))
    one = Dataset()
    setattr(one, keyword, numbers)
    inner = Dataset()
    setattr(inner, keyword, numbers[0])
    one.ReferencedImageSequence = [inner]
    for encoding in (IMPLICIT, EXPLICIT_BIG, EXPLICIT):
        assert re_encoded(encoded(one, encoding), encoding) == one


@moderate
@given(
    singles=st.lists(st.floats(width=32, allow_nan=False), min_size=1, max_size=4),
    doubles=st.lists(st.floats(allow_nan=False), min_size=1, max_size=4),
    tags=st.lists(st.integers(0x0008_0001, 0x5000_FFFF), min_size=1, max_size=4),
)
def test_floats_and_tags_keep_their_values(
    singles: list[float], doubles: list[float], tags: list[int]
) -> None:
    one = Dataset()
    one.SelectorFLValue, one.SelectorFDValue, one.SelectorATValue = singles, doubles, tags
    for encoding in (IMPLICIT, EXPLICIT_BIG, EXPLICIT):
        assert re_encoded(encoded(one, encoding), encoding) == one


@moderate
@given(
    vr=st.sampled_from(sorted(WORDS)),
    value=st.binary(min_size=8, max_size=64),
    nested=st.booleans(),
)
def test_words_are_turned(vr: str, value: bytes, nested: bool) -> None:
    word_bytes = WORDS[vr]
    value = value[: len(value) - len(value) % max(word_bytes, 2)]
    one, other = Dataset(), Dataset()
    one.add_new(WORD_TAGS[vr], vr, slowly_turned(value, word_bytes))
    other.add_new(WORD_TAGS[vr], vr, value)
    if nested:
        one, other = in_item(one), in_item(other)
    assert re_encoded(encoded(one, EXPLICIT_BIG), EXPLICIT_BIG) == other


def in_item(one: Dataset) -> Dataset:
    outer = Dataset()
    outer.IconImageSequence = [one]
    return outer


@pytest.mark.parametrize("encoding", [IMPLICIT, EXPLICIT_BIG, EXPLICIT])
@pytest.mark.parametrize("bits", [8, 16, 32, 64])
def test_pixels_of_every_size(bits: int, encoding: Encoding) -> None:
    pixels = np.arange(16, dtype=f"<u{bits // 8}") * 3
    one = Dataset()
    one.SamplesPerPixel, one.PhotometricInterpretation = 1, "MONOCHROME2"
    one.Rows = one.Columns = 4
    one.BitsAllocated = one.BitsStored = bits
    one.HighBit, one.PixelRepresentation = bits - 1, 0
    order = ">" if encoding.big_endian else "<"
    one.add_new(0x7FE0_0010, "OW", pixels.astype(pixels.dtype.newbyteorder(order)).tobytes())
    if bits == 8 and encoding.big_endian:  # two pixels to a word (PS3.5 8.1.1)
        one.PixelData = slowly_turned(one.PixelData, 2)
        one["PixelData"].VR = "OW"
    after = re_encoded(encoded(one, encoding), encoding)
    assert after.PixelData == pixels.tobytes()


@pytest.mark.parametrize("encoding", [IMPLICIT, EXPLICIT_BIG])
def test_signed_words_where_the_representation_says_so(encoding: Encoding) -> None:
    for representation, value in ((0, 65530), (1, -6)):
        one = Dataset()
        one.PixelRepresentation = representation
        one.add_new(0x0028_0106, "SS" if representation else "US", value)
        inner = Dataset()
        inner.add_new(0x0028_0120, "SS" if representation else "US", value)
        one.ModalityLUTSequence = [inner]
        after = re_encoded(encoded(one, encoding), encoding)
        assert after.SmallestImagePixelValue == value
        assert after.ModalityLUTSequence[0].PixelPaddingValue == value


def test_an_undefined_length_becomes_a_defined_one() -> None:
    item = Dataset()
    item.PatientID = "1"
    item.is_undefined_length_sequence_item = True
    one = Dataset()
    one.ReferencedImageSequence = Sequence([item, item])
    one["ReferencedImageSequence"].is_undefined_length = True
    for encoding in (IMPLICIT, EXPLICIT_BIG, EXPLICIT):
        content = ReEncoder(encoded(one, encoding), encoding).data_set(0)
        assert b"\xff\xff\xff\xff" not in content
        assert decoded(content) == one


def test_group_lengths_are_left_out() -> None:
    one = Dataset()
    one.add_new(0x0008_0000, "UL", 8)
    one.PatientID = "1"
    for encoding in (IMPLICIT, EXPLICIT_BIG, EXPLICIT):
        assert list(re_encoded(encoded(one, encoding), encoding).keys()) == [0x0010_0020]


def test_a_value_too_long_for_its_vr_becomes_un() -> None:
    one = Dataset()
    one.ImageComments = "x" * 70_000
    after = re_encoded(encoded(one, IMPLICIT), IMPLICIT)
    raw: Any = after.get_item(0x0020_4000)
    assert raw.VR == "UN"
    assert raw.value == b"x" * 70_000


def test_private_elements_get_the_vr_that_their_vendor_published() -> None:
    one = Dataset()
    one.add_new(0x0019_0010, "LO", "GEMS_ACQU_01")
    one.add_new(0x0019_1002, "SL", -5)
    one.add_new(0x0019_10FF, "UN", b"abcd")
    raw = {
        tag: re_encoded(encoded(one, IMPLICIT), IMPLICIT).get_item(tag).VR
        for tag in (0x0019_0010, 0x0019_1002, 0x0019_10FF)
    }
    assert raw == {0x0019_0010: "LO", 0x0019_1002: "SL", 0x0019_10FF: "UN"}


@moderate
@given(data=st.data(), encoding=st.sampled_from([IMPLICIT, EXPLICIT_BIG, EXPLICIT]))
def test_damage_is_a_failure_and_nothing_else(data: st.DataObject, encoding: Encoding) -> None:
    one = in_item(in_item(Dataset()))
    one.Rows, one.PatientID = 3, "1"
    content = bytearray(encoded(one, encoding))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=6)):
        content[place] ^= data.draw(st.integers(1, 255))
    cut = data.draw(st.integers(0, len(content)))
    for damaged in (bytes(content), bytes(content[:cut])):
        try:
            ReEncoder(damaged, encoding).data_set(0)
        except ScanFailure:
            continue


@pytest.mark.parametrize("encoding", [IMPLICIT, EXPLICIT_BIG, EXPLICIT])
def test_nested_without_end(encoding: Encoding) -> None:
    order = "big" if encoding.big_endian else "little"
    sequence = b"".join(part.to_bytes(2, order) for part in (0x0008, 0x1140))
    item = b"".join(part.to_bytes(2, order) for part in (0xFFFE, 0xE000))
    vr = b"" if encoding.implicit else b"SQ\0\0"
    content = (sequence + vr + b"\xff" * 4 + item + b"\xff" * 4) * 1000
    with pytest.raises(ScanFailure) as caught:
        ReEncoder(content, encoding).data_set(0)
    assert caught.value.code == "nested-too-deep"
