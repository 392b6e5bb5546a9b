"""Icons: areas averaged by an obvious oracle, windows as PS3.3 has them, legal by F.7."""

import io
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from dicom_codecs.pixel_format import PixelFormat
from dicom_fileset import FileSetCreator
from dicom_fileset.conformity.terms import Terms
from dicom_fileset.icons.icon import icon_of, icon_sequence
from dicom_fileset.icons.look import Look, greys, look_of
from dicom_fileset.icons.shrinking import averaged, fitted
from dicom_fileset.transcoding.icon_of_file import icon_of_file
from hypothesis import given
from hypothesis import strategies as st
from pydicom import Dataset, dcmread
from pydicom.filereader import read_sequence

INCOMING = Path(__file__).parents[3] / "sample_media" / "incoming"


def slowly(picture: np.ndarray, count: int) -> list[list[float]]:
    """Means over equal stretches of the rows, each in exact fractions."""
    there = picture.shape[0]
    result = []
    for number in range(count):
        start, end = Fraction(number * there, count), Fraction((number + 1) * there, count)
        row = []
        for column in range(picture.shape[1]):
            total = Fraction(0)
            for one in range(there):
                overlap = min(end, Fraction(one + 1)) - max(start, Fraction(one))
                if overlap > 0:
                    total += overlap * int(picture[one, column])
            row.append(float(total / (end - start)))
        result.append(row)
    return result


@given(
    st.integers(1, 9), st.integers(1, 9), st.integers(1, 9), st.integers(1, 9), st.integers(0, 99)
)
def test_areas_are_averaged(height: int, width: int, rows: int, columns: int, seed: int) -> None:
    picture = np.random.default_rng(seed).integers(-2000, 4000, (height, width))
    halfway = slowly(picture, rows)
    exact = np.array(slowly_floats(np.array(halfway).T, columns)).T
    assert np.allclose(averaged(picture, rows, columns), exact, atol=0.01)


def slowly_floats(values: np.ndarray, count: int) -> list[list[float]]:
    """As :func:`slowly`, of numbers that are no integers."""
    there = values.shape[0]
    edges = [number * there / count for number in range(count + 1)]
    return [
        [
            sum(
                max(0.0, min(edges[n + 1], one + 1) - max(edges[n], one)) * values[one, column]
                for one in range(there)
            )
            / (edges[n + 1] - edges[n])
            for column in range(values.shape[1])
        ]
        for n in range(count)
    ]


def test_the_shape_is_kept() -> None:
    wide = fitted(np.full((10, 40), 7), (64, 64), 1.0, 0.0)
    assert (wide[24:40] == 7).all()
    assert (wide[:24] == 0).all()
    tall_pixels = fitted(np.full((10, 40), 7), (64, 64), 4.0, 0.0)
    assert (tall_pixels == 7).all()


def header(**values: bytes) -> dict[int, bytes]:
    tags = {"center": 0x00281050, "width": 0x00281051, "slope": 0x00281053, "shift": 0x00281052}
    return {tags[name]: value for name, value in values.items()}


def test_a_window_is_that_of_the_header() -> None:
    fmt = PixelFormat(1, 4, 1, 16, 16, True)
    found = header(center=b"40\\50", width=b"401", slope=b"2", shift=b"-1000")
    look = look_of(found.get, fmt)
    shown = greys(np.array([[420, 520, 620, 900]], np.int16), look)
    # C.11.2.1.2.1: at or below c - 0.5 - (w-1)/2 dark, above c - 0.5 + (w-1)/2 bright
    assert shown[0, 0] < 1
    assert shown[0, 3] == 255
    assert abs(shown[0, 1] - 127.8) < 1


@pytest.mark.parametrize("width", [b"0", b"", b"none", b"-5"])
def test_a_window_that_is_none_is_passed_by(width: bytes) -> None:
    fmt = PixelFormat(1, 4, 1, 16, 16, False)
    look = look_of(header(center=b"40", width=width).get, fmt)
    assert look.window is None


def test_a_window_that_shows_nothing_is_passed_by() -> None:
    frame = np.arange(4096, dtype=np.uint16).reshape(64, 64)
    shown = greys(frame, Look(window=(-5000.0, 10.0, False)))
    assert np.ptp(shown) > 200


def test_padding_does_not_count() -> None:
    frame = np.full((64, 64), -2000, np.int16)
    frame[16:48, 16:48] = np.arange(1024).reshape(32, 32) % 100
    shown = greys(frame, Look(padding=(-2000, -2000)))
    assert np.ptp(shown[16:48, 16:48]) > 200


def test_monochrome1_is_turned() -> None:
    frame = np.zeros((8, 8), np.uint8)
    frame[:4] = 255
    dark_first = icon_of(frame, PixelFormat(8, 8, photometric="MONOCHROME1"), Look(), (8, 8))
    bright_first = icon_of(frame, PixelFormat(8, 8), Look(), (8, 8))
    assert (dark_first == 255 - bright_first).all()
    assert dark_first[0, 0] == 0


def as_item(value: bytes) -> Dataset:
    (item,) = read_sequence(io.BytesIO(value), False, True, len(value), "ascii")
    return item


def test_an_icon_is_legal() -> None:
    item = as_item(icon_sequence(np.arange(64 * 64, dtype=np.uint8).reshape(64, 64)))
    assert (item.Rows, item.Columns, item.SamplesPerPixel) == (64, 64, 1)
    assert (item.BitsAllocated, item.BitsStored, item.HighBit) == (8, 8, 7)
    assert (item.PhotometricInterpretation, item.PixelRepresentation) == ("MONOCHROME2", 0)
    assert "PlanarConfiguration" not in item
    assert item["PixelData"].VR == "OB"
    assert len(item.PixelData) == 64 * 64


IMAGES = sorted(
    path
    for path in INCOMING.rglob("*.dcm")
    if "Rows" in (ds := dcmread(path, stop_before_pixels=True)) and "video" not in path.name and ds
)


@pytest.mark.parametrize("path", IMAGES, ids=lambda path: path.name)
def test_no_icon_of_a_sample_is_flat(path: Path) -> None:
    item = as_item(icon_of_file(str(path), 128, 128))
    pixels = np.frombuffer(item.PixelData, np.uint8)
    assert pixels.size == 128 * 128
    assert np.ptp(pixels) > 100


def test_icons_stand_in_the_records(tmp_path: Path) -> None:
    creator = FileSetCreator(tmp_path / "disc", terms=Terms(icons=True))
    creator.add(INCOMING)
    outcome = creator.commit()
    records = dcmread(tmp_path / "disc" / "DICOMDIR").DirectoryRecordSequence
    images = [one for one in records if one.DirectoryRecordType == "IMAGE"]
    with_icon = [one for one in images if "IconImageSequence" in one]
    without = [one for one in outcome.findings if one.code == "icon-not-made"]
    assert len(images) == len(with_icon) + len(without)
    assert len(without) == 6  # videos
    assert {(one.IconImageSequence[0].Rows) for one in with_icon} == {64}
