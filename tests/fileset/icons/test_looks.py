"""What is read of a header: windows, tables, padding, the shape of pixels, functional groups."""

import numpy as np
import pytest
from dicom_codecs.pixel_format import PixelFormat
from dicom_fileset.icons.functional_groups import item_at, values_of_frame
from dicom_fileset.icons.look import Look, Window, aspect_of, look_of
from dicom_fileset.icons.lookup_table import LookupTable
from dicom_fileset.scan.failure import ScanFailure
from header_values import values_of, written
from hypothesis import given
from hypothesis import strategies as st
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

UNSIGNED = PixelFormat(4, 4, 1, 16, 12)
SIGNED = PixelFormat(4, 4, 1, 16, 16, signed=True)


def data_set(**values: object) -> Dataset:
    ds = Dataset()
    for keyword, value in values.items():
        setattr(ds, keyword, value)
    return ds


def table(first: int, entries: list[int], bits: int, vr: str = "US") -> Dataset:
    ds = Dataset()
    ds.add_new(0x00283002, vr, [len(entries), first, bits])
    ds.add_new(0x00283006, "OW", np.array(entries, "<u2").tobytes())
    return ds


def look(ds: Dataset, fmt: PixelFormat = UNSIGNED) -> Look:
    return look_of(values_of(ds), fmt)


def test_the_first_of_several_windows_is_taken() -> None:
    found = look(data_set(WindowCenter=[40, 300], WindowWidth=[400, 1500]))
    assert found.voi == Window(40, 400, "LINEAR")


def test_a_window_goes_before_a_table() -> None:
    ds = data_set(WindowCenter=40, WindowWidth=400, VOILUTSequence=[table(0, [0, 255], 8)])
    assert look(ds).voi == Window(40, 400, "LINEAR")


@pytest.mark.parametrize(
    ("function", "width", "taken"),
    [
        ("LINEAR", 1, "LINEAR"),
        ("LINEAR", 0.5, None),
        ("LINEAR_EXACT", 0.5, "LINEAR_EXACT"),
        ("SIGMOID", 0.5, "SIGMOID"),
        ("SIGMOID", 0, None),
        ("LINEAR_EXACT", -3, None),
        ("ODD", 400, "LINEAR"),
    ],
)
def test_a_width_is_one_that_its_function_can_have(
    function: str, width: float, taken: str | None
) -> None:
    voi = look(data_set(WindowCenter=40, WindowWidth=width, VOILUTFunction=function)).voi
    assert (voi.function if isinstance(voi, Window) else None) == taken


@pytest.mark.parametrize("raw", [b"", b"none", b"nan", b"inf", b"1e300", b"\\5", b"\0\0"])
def test_a_width_that_is_no_number_is_passed_by(raw: bytes) -> None:
    values = {0x0028_1050: b"40", 0x0028_1051: raw}
    assert look_of(values.get, UNSIGNED).voi is None


def test_a_table_is_looked_up_and_holds_at_its_ends() -> None:
    voi = look(data_set(VOILUTSequence=[table(10, [5, 6, 9], 12)])).voi
    assert isinstance(voi, LookupTable)
    assert (voi.first, voi.bits) == (10, 12)
    assert voi.of(np.array([0, 10, 11, 12, 99], np.uint16)).tolist() == [5, 5, 6, 9, 9]


def test_a_table_of_signed_numbers_begins_below_zero() -> None:
    voi = look(data_set(VOILUTSequence=[table(65530, [5, 6, 9], 12)]), SIGNED).voi
    assert isinstance(voi, LookupTable)
    assert voi.of(np.array([-9, -6, -5, 4], np.int16)).tolist() == [5, 5, 6, 9]


@pytest.mark.parametrize("cut", [0, 2, 4])
def test_a_table_that_is_cut_off_is_none(cut: int) -> None:
    ds = table(0, [1, 2, 3], 8)
    ds[0x00283006].value = ds[0x00283006].value[:cut]
    assert look(data_set(VOILUTSequence=[ds])).voi is None or cut == 4  # three bytes do for 8 bits


def test_entries_that_are_wider_than_said_are_met() -> None:
    voi = look(data_set(VOILUTSequence=[table(0, [0, 1023], 8)])).voi
    assert isinstance(voi, LookupTable)
    assert voi.bits == 10


def test_modality_is_a_table_or_a_slope() -> None:
    found = look(data_set(RescaleSlope=2, RescaleIntercept=-1024))
    assert (found.slope, found.intercept, found.modality) == (2, -1024, None)
    found = look(data_set(ModalityLUTSequence=[table(0, [7, 8], 16)]))
    assert found.modality is not None
    assert found.modality.entries.tolist() == [7, 8]


def test_padding_is_a_range() -> None:
    ds = Dataset()
    ds.add_new(0x00280120, "SS", -2000)
    assert look(ds, SIGNED).padding == (-2000, -2000)
    ds.add_new(0x00280121, "SS", -3000)
    assert look(ds, SIGNED).padding == (-3000, -2000)
    floats = data_set(FloatPixelPaddingValue=-1.5)
    assert look(floats).padding == (-1.5, -1.5)


@pytest.mark.parametrize(
    ("keyword", "value", "aspect"),
    [
        ("PixelAspectRatio", [2, 1], 2.0),
        ("PixelSpacing", [0.5, 1.0], 0.5),
        ("ImagerPixelSpacing", [0.3, 0.1], 3.0),
        ("NominalScannedPixelSpacing", [1, 4], 0.25),
        ("PixelSpacing", [0, 1], 1.0),
        ("PixelSpacing", [1000, 0.001], 64.0),
        ("PixelSpacing", [3], 1.0),
    ],
)
def test_pixels_have_a_shape(keyword: str, value: list[float], aspect: float) -> None:
    assert aspect_of(values_of(data_set(**{keyword: value}))) == pytest.approx(aspect)


def enhanced(frames: int, *, undefined: bool) -> Dataset:
    """Windows in the groups of each frame, slopes and spacing in the shared ones."""
    shared = data_set(
        PixelValueTransformationSequence=[data_set(RescaleSlope=3, RescaleIntercept=-7)],
        PixelMeasuresSequence=[data_set(PixelSpacing=[2, 1])],
    )
    each = [
        data_set(FrameVOILUTSequence=[data_set(WindowCenter=number, WindowWidth=100 + number)])
        for number in range(frames)
    ]
    ds = data_set(SharedFunctionalGroupsSequence=[shared], PerFrameFunctionalGroupsSequence=each)
    for sequence in (ds.SharedFunctionalGroupsSequence, ds.PerFrameFunctionalGroupsSequence):
        assert isinstance(sequence, Sequence)
        for item in sequence:
            item.is_undefined_length_sequence_item = undefined
            for element in item:
                element.is_undefined_length = undefined
    return ds


@pytest.mark.parametrize("undefined", [False, True])
@pytest.mark.parametrize("frame", [0, 3, 6])
def test_functional_groups_are_those_of_the_frame(frame: int, *, undefined: bool) -> None:
    ds = enhanced(7, undefined=undefined)
    found = look_of(values_of_frame(values_of(ds), frame), UNSIGNED)
    assert found.voi == Window(frame, 100 + frame)
    assert (found.slope, found.intercept, found.aspect) == (3, -7, 2)


def test_the_top_level_goes_before_functional_groups() -> None:
    ds = enhanced(2, undefined=False)
    ds.WindowCenter, ds.WindowWidth = 1000, 2000
    assert look_of(values_of_frame(values_of(ds), 1), UNSIGNED).voi == Window(1000, 2000)


def test_a_frame_without_groups_has_those_that_are_shared() -> None:
    ds = enhanced(2, undefined=False)
    found = look_of(values_of_frame(values_of(ds), 5), UNSIGNED)
    assert (found.voi, found.slope) == (None, 3)


def test_what_cannot_be_read_is_not_there() -> None:
    def fails(tag: int) -> bytes:
        raise ScanFailure("header-too-long", tag)

    assert look_of(values_of_frame(fails, 0), UNSIGNED) == Look()


@given(st.integers(0, 3), st.data())
def test_damaged_sequences_end_nothing(number: int, data: st.DataObject) -> None:
    whole = written(enhanced(2, undefined=data.draw(st.booleans())))
    cut = data.draw(st.integers(0, len(whole)))
    flipped = bytearray(whole[:cut])
    for at in data.draw(st.lists(st.integers(0, max(cut - 1, 0)), max_size=3)):
        if at < cut:
            flipped[at] ^= 0x55
    assert isinstance(item_at(bytes(flipped), number), dict)
    assert isinstance(item_at(bytes(flipped[12:]), number), dict)
