"""Elements replaced, put in and taken out; every other byte stays."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from dicom_fileset.elements import element, item
from dicom_fileset.scan import ScanFailure
from dicom_fileset.splice.layout import Layout, opened
from dicom_fileset.splice.write import Sink, write_spliced
from foreign_files import foreign_files, short_name
from hypothesis import HealthCheck, given, settings
from pydicom import Dataset, dcmread
from pydicom.dataelem import RawDataElement
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEGLosslessSV1,
    RLELossless,
)
from strategies import ENCODINGS, Written, file_bytes, small_data_set, written

pytestmark = pytest.mark.filterwarnings("ignore")
moderate = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
Laid = Callable[[bytes], Layout]
Spliced = Callable[..., bytes]
Content = bytes
TAGS = (
    0x0008_0008,
    0x0008_0018,
    0x0010_0020,
    0x0020_0013,
    0x0028_2110,
    0x0029_1001,
    0x4FFE_0001,
    0xFFFA_FFFA,
    0x7FE1_1001,
)


def data_set_of(content: bytes) -> bytes:
    """What follows the file meta information of a file that we wrote."""
    return content[144 + int.from_bytes(content[140:144], "little") :]


@st.composite
def changes(draw: st.DrawFn, tags: list[int]) -> dict[int, bytes | None]:
    found: dict[int, bytes | None] = {}
    for tag in draw(st.sets(st.sampled_from(sorted({*TAGS, *tags})), max_size=6)):
        text = draw(st.none() | st.text("ABC", max_size=9))
        found[tag] = None if text is None else element(tag, "LO", text.encode())
    return found


@moderate
@given(one=written(), uid=st.sampled_from(ENCODINGS), data=st.data())
def test_all_else_is_what_it_was(
    laid: Laid, spliced: Spliced, one: Written, uid: str, data: st.DataObject
) -> None:
    content = file_bytes(one.data, uid)
    layout = laid(content)
    wanted = data.draw(changes([span.tag for span in layout.before]))
    result = data_set_of(spliced(content, wanted))
    # The slow way: every element cut out of the data set, put into a dict, and sorted.
    cut = {
        span.tag: layout.explicit.read(span.start, span.end - span.start) for span in layout.before
    }
    expected = {tag: whole for tag, whole in {**cut, **wanted}.items() if whole is not None}
    assert result == b"".join(expected[tag] for tag in sorted(expected))


@moderate
@given(one=written(), uid=st.sampled_from(ENCODINGS), data=st.data())
def test_pydicom_reads_what_was_changed(
    spliced: Spliced, one: Written, uid: str, data: st.DataObject
) -> None:
    keys = st.sampled_from(["PatientID", "StudyDescription", "Modality", "StationName"])
    new = data.draw(st.dictionaries(keys, st.none() | st.text("ABC", min_size=1, max_size=9)))
    content = file_bytes(one.data, uid)
    expected, wanted = dcmread(io.BytesIO(content)), {}
    for keyword, value in new.items():
        if value is None:
            expected.pop(keyword, None)
        else:
            setattr(expected, keyword, value)
        tag = Dataset()
        setattr(tag, keyword, "")
        (found,) = tag
        wanted[int(found.tag)] = value and element(int(found.tag), found.VR, value.encode())
    result = dcmread(io.BytesIO(spliced(content, wanted)))
    assert {int(tag) for tag in dict(result.items())} == {
        int(tag) for tag in dict(expected.items())
    }
    assert [one.tag for one in expected if plain(result[one.tag].value) != plain(one.value)] == []


def plain(value: Any) -> Any:
    """A value; those that are empty are one, for pydicom has several."""
    return value if value or isinstance(value, int) else None


def real_files() -> list[Path]:
    """Files with the bytes of which nothing may happen."""
    found = []
    for path in foreign_files():
        try:
            with opened(str(path)) as layout:
                if layout.verbatim and not layout.remarks:
                    found.append(path)
        except ScanFailure:  # it is no file to splice into
            continue
    return found


def test_one_element_of_real_files_and_not_a_byte_besides(tmp_path: Path) -> None:
    """Where pydicom says the value lies, something else lies; before and after it all is equal."""
    tag, new = 0x0020_0013, element(0x0020_0013, "IS", b"4711")
    checked, differing = 0, []
    for path in real_files():
        read, content = dcmread(path), path.read_bytes()
        raw: Any = read.get_item(tag)
        if (
            not isinstance(raw, RawDataElement)
            or read.file_meta.TransferSyntaxUID == DeflatedExplicitVRLittleEndian
        ):
            continue
        if (0x0020, 0) in read or (0x0008, 0x0001) in read:
            continue  # lengths, which are dropped
        start, end = raw.value_tell - 8, raw.value_tell + raw.length
        out = tmp_path / "out"
        with opened(str(path)) as layout, out.open("wb") as file:
            begin = len(layout.meta)
            write_spliced(layout, {tag: new}, layout.transfer_syntax_uid, file)
        if data_set_of(out.read_bytes()) != content[begin:start] + new + content[end:]:
            differing.append(short_name(path))
        checked += 1
    assert differing == []
    assert checked > 40


def test_the_preamble_is_zero_and_the_meta_says_what_the_data_set_says(
    spliced: Spliced,
) -> None:
    content = b"II*\0" + file_bytes(small_data_set(), ExplicitVRLittleEndian)[4:]
    assert content[:4] == b"II*\0"  # a TIFF file, too; its offsets would be wrong
    new = element(0x0008_0018, "UI", b"1.2.3.4")
    pixels = element(0x7FE0_0010, "OB", b"abcd")
    result = spliced(content, {0x0008_0018: new}, JPEGLosslessSV1, lambda file: file.write(pixels))
    assert result[:128] == bytes(128)
    meta = dcmread(io.BytesIO(result)).file_meta
    assert meta.TransferSyntaxUID == JPEGLosslessSV1
    assert meta.MediaStorageSOPInstanceUID == "1.2.3.4"
    assert meta.MediaStorageSOPClassUID == small_data_set().SOPClassUID
    assert dcmread(io.BytesIO(result)).SOPInstanceUID == "1.2.3.4"


def test_a_uid_stays_when_nobody_changes_it(spliced: Spliced) -> None:
    for uid in ENCODINGS:
        result = dcmread(io.BytesIO(spliced(file_bytes(small_data_set(), uid))))
        assert result.SOPInstanceUID == small_data_set().SOPInstanceUID
        assert result.file_meta.MediaStorageSOPInstanceUID == result.SOPInstanceUID


def test_new_pixels_stand_where_the_old_ones_stood(spliced: Spliced) -> None:
    tail = element(0x7FE1_1010, "LO", b"tail") + element(0xFFFC_FFFC, "OB", bytes(6))
    new = element(0x7FE0_0010, "OW", bytes(32))
    for uid in (ExplicitVRLittleEndian, ImplicitVRLittleEndian):
        content = file_bytes(small_data_set(), uid)
        if uid == ExplicitVRLittleEndian:
            content += tail
        result = data_set_of(spliced(content, {}, pixels=lambda file: file.write(new)))
        old = data_set_of(spliced(content))
        at = old.index(element(0x7FE0_0010, "OW", bytes(range(32))))
        assert result == old[:at] + new + old[at + len(new) :]


def with_lengths(spliced: Spliced) -> bytes:
    """A file with group lengths and Length to End, which pydicom does not write."""
    tags = (0x0008_0000, 0x0008_0001, 0x0010_0000, 0x0028_0000, 0x7FE0_0000)
    lengths = {tag: element(tag, "UL", b"\7\0\0\0") for tag in tags}
    return spliced(file_bytes(small_data_set(), ExplicitVRLittleEndian), lengths)


@pytest.mark.parametrize(
    ("wanted", "anew", "dropped"),
    [
        ({}, False, set()),
        ({0x0010_0020: element(0x0010_0020, "LO", b"x")}, False, {0x0010_0000, 0x0008_0001}),
        ({0x0010_4000: None}, False, set()),  # it was not there: nothing changes
        ({}, True, {0x7FE0_0000, 0x0008_0001}),
    ],
)
def test_lengths_that_would_be_wrong_are_dropped(
    laid: Laid, spliced: Spliced, wanted: dict[int, bytes | None], anew: bool, dropped: set[int]
) -> None:
    content, new = with_lengths(spliced), element(0x7FE0_0010, "OW", bytes(8))
    writer: Callable[[Sink], object] | None = (lambda file: file.write(new)) if anew else None
    before, after = laid(content), laid(spliced(content, wanted, pixels=writer))
    gone = {span.tag for span in before.before} - {span.tag for span in after.before}
    assert gone == dropped


def test_an_element_that_is_there_twice_is_there_once_when_changed(
    laid: Laid, spliced: Spliced
) -> None:
    twice = element(0x0029_1010, "LO", b"a") + element(0x0029_1010, "LO", b"b")
    head = file_bytes(small_data_set(), ExplicitVRLittleEndian)
    content = head[: -12 - 32] + twice + head[-12 - 32 :]
    assert [span.tag for span in laid(spliced(content)).before].count(0x0029_1010) == 2
    new = {0x0029_1010: element(0x0029_1010, "LO", b"new")}
    after = laid(spliced(content, new))
    assert [span.tag for span in after.before].count(0x0029_1010) == 1
    assert after.value(0x0029_1010) == b"new "


def test_sequences_of_undefined_length_stay_as_they_are(spliced: Spliced) -> None:
    inner = small_data_set()
    inner.is_undefined_length_sequence_item = True
    data = small_data_set()
    data.ReferencedImageSequence = [inner]
    data["ReferencedImageSequence"].is_undefined_length = True
    content = file_bytes(data, ExplicitVRLittleEndian)
    result = spliced(content, {0x0010_0020: element(0x0010_0020, "LO", b"x")})
    undefined = b"SQ\0\0\xff\xff\xff\xff\xfe\xff\x00\xe0\xff\xff\xff\xff"
    assert content.count(undefined) == result.count(undefined) == 1
    start = content.index(undefined)
    assert content[start : start + 400] in result


def test_items_of_unknown_sequences_are_explicit(laid: Laid) -> None:
    item_implicit = item(b"\x08\x00\x50\x11\x04\x00\x00\x001.2\0")
    odd = element(0x0008_2112, "UN", item_implicit)
    data = small_data_set()
    del data.PixelData
    content = file_bytes(data, ExplicitVRLittleEndian) + odd
    layout = laid(content)
    assert layout.items(0x0008_2112) == item(element(0x0008_1150, "UI", b"1.2"))
    assert layout.items(0x0040_A170) is None


@pytest.mark.parametrize(
    ("pixels", "source", "target"),
    [
        (True, ExplicitVRLittleEndian, RLELossless),  # native words are no fragments
        (False, ExplicitVRLittleEndian, RLELossless),  # a report in a compressed syntax
        (False, ImplicitVRLittleEndian, JPEGLosslessSV1),
    ],
)
def test_a_transfer_syntax_that_pixels_cannot_have_is_refused(
    spliced: Spliced, pixels: bool, source: str, target: str
) -> None:
    data = small_data_set()
    if not pixels:
        del data.PixelData
    with pytest.raises(ValueError, match="pixel data in a file of"):
        spliced(file_bytes(data, source), {}, target)
    if not pixels:
        with pytest.raises(ValueError, match="no pixel data to write anew"):
            spliced(file_bytes(data, source), {}, target, lambda file: file.write(b""))
