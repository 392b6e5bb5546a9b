"""Where elements and pixel data lie, in files of every encoding, held against pydicom."""

import io
import struct
import tracemalloc
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from dicom_fileset.elements import UNDEFINED, element, item
from dicom_fileset.limits import Limits
from dicom_fileset.scan import ScanFailure
from dicom_fileset.splice.layout import Layout, layout_of, opened
from hypothesis import HealthCheck, given, settings
from pydicom import dcmread
from pydicom.dataelem import RawDataElement
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
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
SIGNATURES, PADDING, BEYOND = 0xFFFA_FFFA, 0xFFFC_FFFC, 0x7FE1_1010
ITEM, DELIMITER = b"\xfe\xff\x00\xe0", b"\xfe\xff\xdd\xe0\0\0\0\0"
FRAGMENTS = ITEM + bytes(4) + ITEM + b"\4\0\0\0abcd" + ITEM + b"\2\0\0\0ef"
PIXEL_DATA_OB = struct.pack("<HH2sHL", 0x7FE0, 0x0010, b"OB", 0, UNDEFINED)


def head(uid: str = ExplicitVRLittleEndian) -> bytes:
    data = small_data_set()
    del data.PixelData
    return file_bytes(data, uid)


def compressed(*, tail: bytes = b"", delimiter: bytes = DELIMITER) -> bytes:
    return head(RLELossless) + PIXEL_DATA_OB + FRAGMENTS + delimiter + tail


@moderate
@given(one=written(), uid=st.sampled_from(ENCODINGS))
def test_every_element_is_found_where_pydicom_finds_it(laid: Laid, one: Written, uid: str) -> None:
    content = file_bytes(one.data, uid)
    layout, read = laid(content), dcmread(io.BytesIO(content))
    tags = [int(tag) for tag in dict(read.items())]
    assert [span.tag for span in layout.before] == tags
    assert layout.transfer_syntax_uid == uid
    assert layout.verbatim == (uid in {ExplicitVRLittleEndian, DeflatedExplicitVRLittleEndian})
    for tag in tags:
        raw: Any = read.get_item(tag)
        if isinstance(raw, RawDataElement) and raw.VR in {"LO", "OB", "UN", "PN", "DA"}:
            assert layout.value(tag) == (raw.value or b"")


@moderate
@given(one=written(), uid=st.sampled_from(ENCODINGS), data=st.data())
def test_spans_follow_on_one_another(
    laid: Laid, one: Written, uid: str, data: st.DataObject
) -> None:
    layout = laid(file_bytes(one.data, uid))
    for span, following in zip(layout.before, layout.before[1:], strict=False):
        assert span.end == following.start
        assert span.start < span.value <= span.end
    for span, following in zip(layout.raw, layout.raw[1:], strict=False):
        assert span.end == following.start
    one_span = data.draw(st.sampled_from(layout.before))
    group, number = one_span.tag >> 16, one_span.tag & 0xFFFF
    assert layout.explicit.read(one_span.start, 4) == struct.pack("<HH", group, number)


@pytest.mark.parametrize("uid", ENCODINGS)
def test_native_pixels(laid: Laid, uid: str) -> None:
    data = small_data_set()
    words = bytes(data.PixelData)
    if uid == ExplicitVRBigEndian:
        data.PixelData = b"".join(words[at : at + 2][::-1] for at in range(0, 32, 2))
    data["PixelData"].VR = "OW"
    layout = laid(file_bytes(data, uid))
    pixels = layout.pixels
    assert pixels is not None
    assert (pixels.tag, pixels.vr, pixels.length, pixels.fragments) == (0x7FE00010, "OW", 32, None)
    assert pixels.word_bytes == (2 if uid == ExplicitVRBigEndian else 1)
    assert layout.source.read(pixels.value, 32) == bytes(data.PixelData)
    span = layout.pixel_span
    assert span is not None
    assert layout.explicit.read(span.value, 32) == words
    assert (layout.text(0x0008_0018), layout.value(0x0028_0010)) == (data.SOPInstanceUID, b"\4\0")


@pytest.mark.parametrize(
    ("keyword", "tag", "vr"),
    [("FloatPixelData", 0x7FE0_0008, "OF"), ("DoubleFloatPixelData", 0x7FE0_0009, "OD")],
)
@pytest.mark.parametrize("uid", ENCODINGS[:3])
def test_pixels_that_no_compression_knows(
    laid: Laid, keyword: str, tag: int, vr: str, uid: str
) -> None:
    data = small_data_set()
    del data.PixelData
    setattr(data, keyword, bytes(128))
    pixels = laid(file_bytes(data, uid)).pixels
    assert pixels is not None
    assert (pixels.tag, pixels.vr, pixels.length) == (tag, vr, 128)
    assert pixels.word_bytes == ((4 if vr == "OF" else 8) if uid == ExplicitVRBigEndian else 1)


def test_encapsulated_pixels_and_what_follows(laid: Laid) -> None:
    tail = (
        element(BEYOND, "LO", b"beyond")
        + element(SIGNATURES, "SQ", item(element(0x0400_0005, "US", b"\1\0")))
        + element(PADDING, "OB", bytes(10))
    )
    content = compressed(tail=tail)
    layout = laid(content)
    assert layout.pixels is not None
    assert layout.pixels.fragments is not None
    assert list(layout.pixels.fragments.lengths) == [4, 2]
    assert layout.pixels.value == len(head(RLELossless)) + 12
    assert layout.pixels.value + layout.pixels.length == len(content) - len(tail)
    assert [span.tag for span in layout.after] == [BEYOND, SIGNATURES, PADDING]
    assert layout.value(BEYOND) == b"beyond"
    assert layout.remarks == ()


def test_an_icon_is_no_pixel_data(laid: Laid) -> None:
    data, icon = small_data_set(), small_data_set()
    data.IconImageSequence = [icon]
    for uid in ENCODINGS[:3]:
        layout = laid(file_bytes(data, uid))
        assert layout.pixel_span is not None
        assert layout.pixel_span.start > layout.places[0x0088_0200].start
        assert layout.after == ()


def test_fragments_without_a_delimiter(laid: Laid) -> None:
    layout = laid(compressed(delimiter=b""))
    assert layout.pixels is not None
    assert layout.pixels.fragments is not None
    assert [one.code for one in layout.pixels.fragments.deviations] == [
        "fragments-without-delimiter"
    ]
    follows = laid(compressed(delimiter=b"", tail=element(PADDING, "OB", bytes(4))))
    assert [span.tag for span in follows.after] == [PADDING]


@pytest.mark.parametrize(
    ("tail", "remarks"),
    [
        (b"", ()),
        (bytes(3), ()),
        (bytes(1024), ()),
        (b"rubbish", ("trailing-data",)),
        (b"more rubbish than a header is long", ("trailing-data",)),
        (element(PADDING, "OB", bytes(4))[:-2], ("trailing-data",)),
        (element(PADDING, "OB", bytes(4)) + bytes(512), ()),
    ],
)
def test_what_follows_the_last_element(laid: Laid, tail: bytes, remarks: tuple[str, ...]) -> None:
    native = file_bytes(small_data_set(), ExplicitVRLittleEndian)
    for content in (native, compressed()):
        assert laid(content + tail).remarks == remarks


def test_pixels_that_run_past_the_end(laid: Laid) -> None:
    for uid in ENCODINGS[:3]:
        content = file_bytes(small_data_set(), uid)
        layout = laid(content[:-10])
        assert layout.remarks == ("truncated",)
        assert layout.pixels is not None
        assert layout.pixels.length == 22
    for cut in range(1, len(FRAGMENTS)):
        layout = laid(compressed()[:-cut])
        assert layout.pixels is not None
        assert layout.pixels.fragments is not None
        found = layout.pixels.fragments
        assert found.damage or found.deviations or len(found.lengths) < 2
        assert layout.after == ()


def test_a_header_that_ends_in_an_element() -> None:
    for uid in ENCODINGS[:3]:
        data = small_data_set()
        del data.PixelData
        content = file_bytes(data, uid)
        for cut in (1, 3, 5, 8):
            with pytest.raises(ScanFailure) as caught, ExitStack() as held:
                layout_of(io.BytesIO(content[:-cut]), held)
            assert caught.value.code == "truncated"


def test_deflated_data_without_end_and_beyond_all_measure(monkeypatch: Any) -> None:
    content = file_bytes(small_data_set(), DeflatedExplicitVRLittleEndian)
    for damaged in (content[:-20], content[:-20] + b"\xff" * 20):
        with pytest.raises(ScanFailure) as caught, ExitStack() as held:
            layout_of(io.BytesIO(damaged), held)
        assert caught.value.code == "damaged-deflate"
    monkeypatch.setattr("dicom_fileset.splice.inflated.LIMITS", Limits(data_set_bytes=100))
    with pytest.raises(ScanFailure) as caught, ExitStack() as held:
        layout_of(io.BytesIO(content), held)
    assert caught.value.detail == "it is longer than any data set"


class Counted(io.FileIO):
    """A file that counts what is read of it."""

    count = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(-1 if size is None else size)
        self.count += len(data)
        return data


def sparse(path: Path, parts: list[bytes | int]) -> Path:
    """A file with holes; numbers are their lengths."""
    with path.open("wb") as file:
        for part in parts:
            if isinstance(part, int):
                file.seek(part, 1)
            else:
                file.write(part)
        file.truncate(file.tell())
    return path


GIB = 1024**3


def native_of_3_gib() -> list[bytes | int]:
    long_value = element(0x0029_1010, "OB", b"")[:-4] + (300 * 1024**2).to_bytes(4, "little")
    head_of_pixels = struct.pack("<HH2sHL", 0x7FE0, 0x0010, b"OW", 0, 3 * GIB)
    start = head()
    return [start, long_value, 300 * 1024**2, head_of_pixels, 3 * GIB, element(PADDING, "OB", b"")]


def fragments_of_5_gib() -> list[bytes | int]:
    parts: list[bytes | int] = [head(RLELossless), PIXEL_DATA_OB, ITEM + bytes(4)]
    for _ in range(5):
        parts += [ITEM + GIB.to_bytes(4, "little"), GIB]
    return [*parts, DELIMITER, element(PADDING, "OB", b"")]


def implicit_of_3_gib() -> list[bytes | int]:
    start = head(ImplicitVRLittleEndian)
    return [start, struct.pack("<HHL", 0x7FE0, 0x0010, 3 * GIB), 3 * GIB]


@pytest.mark.parametrize("parts", [native_of_3_gib, fragments_of_5_gib, implicit_of_3_gib])
def test_long_values_are_not_read(parts: Callable[[], list[bytes | int]], tmp_path: Path) -> None:
    path = sparse(tmp_path / "large", parts())
    tracemalloc.start()
    with Counted(path) as file, ExitStack() as held:
        layout = layout_of(file, held)
        assert layout.pixels is not None
        assert layout.pixels.length >= 3 * GIB
        assert file.count < 500_000
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def test_more_elements_than_any_header_has() -> None:
    one = element(0x0009_1010, "LO", b"")
    with pytest.raises(ScanFailure) as caught, ExitStack() as held:
        layout_of(io.BytesIO(head() + one * 200_001), held)
    assert caught.value.code == "header-too-long"


@moderate
@given(data=st.data(), one=written(), uid=st.sampled_from([*ENCODINGS, None]))
def test_damage_is_a_failure_and_nothing_else(
    laid: Laid, data: st.DataObject, one: Written, uid: str | None
) -> None:
    content = bytearray(compressed() if uid is None else file_bytes(one.data, uid))
    for place in data.draw(st.lists(st.integers(132, len(content) - 1), min_size=1, max_size=6)):
        content[place] ^= data.draw(st.integers(1, 255))
    cut = data.draw(st.integers(132, len(content)))
    for damaged in (bytes(content), bytes(content[:cut])):
        try:
            layout = laid(damaged)
        except ScanFailure:
            continue
        for span in (*layout.before, *layout.after):
            assert 0 <= span.start < span.value <= span.end <= layout.explicit.size


def test_a_file_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_text("no file of ours, but long enough to look at")
    with pytest.raises(ScanFailure) as caught, opened(str(path)):
        pass
    assert caught.value.code == "not-dicom"
