"""What was written is held against its source: whatever is not as it should be, is found."""

import io
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import hypothesis.strategies as st
import pytest
from dicom_fileset.elements import element, item
from dicom_fileset.scan import ScanFailure
from dicom_fileset.splice.check import check_spliced
from dicom_fileset.splice.layout import Layout, layout_of, opened
from dicom_fileset.splice.write import Sink, write_spliced
from hypothesis import HealthCheck, given, settings
from pydicom.uid import (
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
Spliced = Callable[..., bytes]
FRAMES = b"\xfe\xff\x00\xe0\0\0\0\0\xfe\xff\x00\xe0\4\0\0\0abcd\xfe\xff\xdd\xe0\0\0\0\0"
NEW_PIXELS = b"\xe0\x7f\x10\x00OB\0\0\xff\xff\xff\xff" + FRAMES
TAIL = element(0x7FE1_1010, "LO", b"tail") + element(0xFFFC_FFFC, "OB", bytes(6))
CHANGES = {
    0x0008_2111: element(0x0008_2111, "ST", b"changed"),
    0x0008_2112: element(0x0008_2112, "SQ", item(element(0x0008_1150, "UI", b"1.2"))),
    0x0010_0040: None,
    0x0020_0013: element(0x0020_0013, "IS", b"99"),
}


def write_pixels(sink: Sink) -> None:
    sink.write(element(0x7FE0_0001, "OV", bytes(8)))
    sink.write(NEW_PIXELS)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("check") / "written"


@pytest.mark.parametrize("uid", ENCODINGS)
@pytest.mark.parametrize("source", ENCODINGS)
def test_what_is_right_is_passed(laid: Laid, place: Path, source: str, uid: str) -> None:
    layout = laid(file_bytes(small_data_set(), source))
    with place.open("wb") as file:
        write_spliced(layout, CHANGES, uid, file)
    assert check_spliced(layout, str(place), CHANGES, new_pixels=False) is None


@pytest.mark.parametrize("source", ENCODINGS)
def test_new_pixels_are_not_looked_at(laid: Laid, place: Path, source: str) -> None:
    layout = laid(file_bytes(small_data_set(), source))
    with place.open("wb") as file:
        write_spliced(layout, CHANGES, RLELossless, file, write_pixels)
    assert check_spliced(layout, str(place), CHANGES, new_pixels=True) is None
    assert check_spliced(layout, str(place), CHANGES, new_pixels=False) == 0x7FE0_0001


def elements_written(content: bytes, laid: Laid) -> list[tuple[int, int, int]]:
    """Tag, start of value and end of each element of a written file, where its value has bytes."""
    layout = laid(content)
    spans = [*layout.raw]
    if layout.pixels is not None:
        pixels = layout.pixels
        end = pixels.value + pixels.length
        return [
            *((span.tag, span.value, span.end) for span in spans if span.end > span.value),
            (pixels.tag, pixels.value, end),
        ]
    return [(span.tag, span.value, span.end) for span in spans if span.end > span.value]


@pytest.mark.parametrize("uid", [ExplicitVRLittleEndian, ImplicitVRLittleEndian])
@pytest.mark.parametrize("source", ENCODINGS)
def test_each_flipped_value_is_found(
    laid: Laid, spliced: Spliced, place: Path, source: str, uid: str
) -> None:
    data = small_data_set()
    data.add_new(0x0029_0010, "LO", "MINE")
    data.add_new(0x0029_1010, "OB", bytes(80_000))  # too long to be read by pydicom
    content = file_bytes(data, source)
    if source == ExplicitVRLittleEndian:
        content += TAIL[:-18]
    layout, right = laid(content), spliced(content, CHANGES, uid)
    for tag, value, end in elements_written(right, laid):
        if tag == 0x0008_2112:
            continue  # its last byte is padding in the item
        wrong = bytearray(right)
        wrong[(value + end) // 2 if tag != 0x0020_0013 else value] ^= 0x11
        place.write_bytes(wrong)
        assert check_spliced(layout, str(place), CHANGES, new_pixels=False) == tag


def test_what_was_left_out_or_put_in_is_found(laid: Laid, spliced: Spliced, place: Path) -> None:
    content = file_bytes(small_data_set(), ExplicitVRLittleEndian) + TAIL
    layout = laid(content)
    for uid in (ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian):
        for tag in (0x0010_0020, 0x0008_0060, 0x7FE1_1010):
            place.write_bytes(spliced(content, {**CHANGES, tag: None}, uid))
            assert check_spliced(layout, str(place), CHANGES, new_pixels=False) == tag
        more = {0x0010_1010: element(0x0010_1010, "AS", b"007Y")}
        place.write_bytes(spliced(content, {**CHANGES, **more}, uid))
        assert check_spliced(layout, str(place), CHANGES, new_pixels=False) == 0x0010_1010
        for tag in CHANGES:
            less = {one: new for one, new in CHANGES.items() if one != tag}
            place.write_bytes(spliced(content, less, uid))
            assert check_spliced(layout, str(place), CHANGES, new_pixels=False) == tag


def test_what_ends_too_soon_is_found(laid: Laid, spliced: Spliced, place: Path) -> None:
    content = file_bytes(small_data_set(), ExplicitVRLittleEndian)
    layout, right = laid(content), spliced(content)
    place.write_bytes(right[:-1])
    assert check_spliced(layout, str(place), {}, new_pixels=False) == 0x7FE0_0010
    place.write_bytes(right[:400])
    with pytest.raises(ScanFailure):
        check_spliced(layout, str(place), {}, new_pixels=False)


@moderate
@given(one=written(), source=st.sampled_from(ENCODINGS), uid=st.sampled_from(ENCODINGS))
def test_random_data_sets_pass(
    laid: Laid, place: Path, one: Written, source: str, uid: str
) -> None:
    layout = laid(file_bytes(one.data, source))
    with place.open("wb") as file:
        write_spliced(layout, CHANGES, uid, file)
    assert check_spliced(layout, str(place), CHANGES, new_pixels=False) is None


@moderate
@given(one=written(), data=st.data())
def test_random_damage_is_never_called_right(
    laid: Laid, spliced: Spliced, place: Path, one: Written, data: st.DataObject
) -> None:
    content = file_bytes(one.data, ExplicitVRLittleEndian)
    layout, wrong = laid(content), bytearray(spliced(content))
    start = 144 + int.from_bytes(wrong[140:144], "little")
    wrong[data.draw(st.integers(start, len(wrong) - 1))] ^= data.draw(st.integers(1, 255))
    place.write_bytes(wrong)
    try:
        found = check_spliced(layout, str(place), {}, new_pixels=False)
    except ScanFailure:
        return
    assert found is not None


@moderate
@given(data=st.data(), one=written(), source=st.sampled_from(ENCODINGS))
def test_damaged_sources_are_a_failure_and_nothing_else(
    spliced: Spliced, place: Path, data: st.DataObject, one: Written, source: str
) -> None:
    content = bytearray(file_bytes(one.data, source))
    start = 144 + int.from_bytes(content[140:144], "little")
    for at in data.draw(st.lists(st.integers(start, len(content) - 1), min_size=1, max_size=4)):
        content[at] ^= data.draw(st.integers(1, 255))
    uid = data.draw(st.sampled_from(ENCODINGS))
    try:
        place.write_bytes(spliced(bytes(content), CHANGES, uid))
        with ExitStack() as held:
            layout = layout_of(io.BytesIO(content), held)
            check_spliced(layout, str(place), CHANGES, new_pixels=False)
    except ScanFailure:
        pass


def test_explicit_files_need_no_pydicom(tmp_path: Path) -> None:
    source, out = tmp_path / "source", tmp_path / "out"
    source.write_bytes(file_bytes(small_data_set(), ExplicitVRLittleEndian))
    program = f"""
import sys
changes = {{0x00100040: None}}
from dicom_fileset.splice.check import check_spliced
from dicom_fileset.splice.layout import opened
from dicom_fileset.splice.write import write_spliced
with opened({str(source)!r}) as layout:
    with open({str(out)!r}, "wb") as file:
        pixels = lambda to: to.write({NEW_PIXELS!r})
        write_spliced(layout, changes, {RLELossless!r}, file, pixels)
    assert check_spliced(layout, {str(out)!r}, changes, new_pixels=True) is None
assert "pydicom" not in sys.modules
"""
    path = {"PYTHONPATH": ":".join(sys.path)}
    subprocess.run([sys.executable, "-c", program], check=True, env=path)


def test_layouts_of_opened_files_are_read_while_they_are_open(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(file_bytes(small_data_set(), ExplicitVRLittleEndian))
    with opened(str(source)) as layout:
        assert layout.text(0x0010_0020) == "T-1"
    with pytest.raises((ValueError, OSError)):
        layout.text(0x0010_0020)
