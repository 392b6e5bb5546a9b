"""Icons of whole files: which frame, which pixels, and every file that we have."""

import io
from pathlib import Path

import numpy as np
import pytest
from dicom_codecs.errors import CodecError, CodecUnavailable, DamagedPixelData
from dicom_codecs.pixel_format import PixelFormat
from dicom_fileset.icons.icon import icon_sequence
from dicom_fileset.scan.failure import ScanFailure
from dicom_fileset.transcoding.icon_of_file import icon_of_file, icon_of_native_file
from dicom_fileset.transcoding.refusal import Refusal
from foreign_files import SAMPLE_MEDIA, foreign_files, short_name
from images import cells_of, image, picture
from numpy.typing import NDArray
from pydicom import Dataset, dcmread
from pydicom.filereader import read_sequence
from pydicom.uid import ExplicitVRBigEndian, ImplicitVRLittleEndian, RLELossless

INCOMING = SAMPLE_MEDIA / "incoming"
GREY = PixelFormat(64, 64, 1, 16, 12)


def as_item(value: bytes) -> Dataset:
    """The item of an Icon Image Sequence, as pydicom reads it."""
    (item,) = read_sequence(io.BytesIO(value), False, True, len(value), "ascii")
    return item


def pixels_of(value: bytes) -> NDArray[np.uint8]:
    item = as_item(value)
    return np.frombuffer(item.PixelData, np.uint8, item.Rows * item.Columns).reshape(
        item.Rows, item.Columns
    )


def icon(path: Path, side: int = 64) -> NDArray[np.int16]:
    return pixels_of(icon_of_file(str(path), side, side)).astype(np.int16)


def written(path: Path, ds: Dataset) -> Path:
    ds.save_as(path, enforce_file_format=True)
    return path


@pytest.mark.parametrize(("rows", "columns"), [(64, 64), (128, 128), (5, 7)])
def test_an_icon_is_legal(rows: int, columns: int) -> None:
    cells = np.arange(rows * columns).astype(np.uint8).reshape(rows, columns)
    value = icon_sequence(cells)
    item = as_item(value)
    assert (item.Rows, item.Columns, item.SamplesPerPixel) == (rows, columns, 1)
    assert (item.BitsAllocated, item.BitsStored, item.HighBit) == (8, 8, 7)
    assert (item.PhotometricInterpretation, item.PixelRepresentation) == ("MONOCHROME2", 0)
    assert "PlanarConfiguration" not in item
    assert item["PixelData"].VR == "OB"
    assert len(item.PixelData) == rows * columns + rows * columns % 2
    assert len(value) % 2 == 0
    assert (pixels_of(value) == cells).all()


def marked(frames: int) -> NDArray[np.uint16]:
    """Frames that have a white band each at another place."""
    cells = np.zeros((frames, 64, 64), np.uint16)
    for number in range(frames):
        cells[number, 10 * number : 10 * number + 10] = 4095
    return cells


@pytest.mark.parametrize(("named", "shown"), [(None, 2), (1, 0), (5, 4), (9, 2), (0, 2)])
def test_the_representative_frame_is_shown(tmp_path: Path, named: int | None, shown: int) -> None:
    ds = image(GREY, marked(6))
    if named is not None:
        ds.RepresentativeFrameNumber = named
    pixels = icon(written(tmp_path / "A", ds))
    assert (pixels[10 * shown : 10 * shown + 10] == 255).all()
    assert pixels.sum() == 255 * 10 * 64


def test_a_frame_that_is_missing_gives_way_to_the_first(tmp_path: Path) -> None:
    ds = image(GREY, marked(6))
    ds.PixelData = ds.PixelData[: 64 * 64 * 2]
    assert (icon(written(tmp_path / "A", ds))[:10] == 255).all()


def test_windows_of_functional_groups_are_those_of_the_frame(tmp_path: Path) -> None:
    cells = np.tile(np.arange(4096, dtype=np.uint16).reshape(64, 64), (3, 1, 1))
    ds = image(GREY, cells)
    ds.PerFrameFunctionalGroupsSequence = [Dataset() for _ in range(3)]
    for number, item in enumerate(ds.PerFrameFunctionalGroupsSequence):
        window = Dataset()
        window.WindowCenter, window.WindowWidth = 1000 * (number + 1), 2
        item.FrameVOILUTSequence = [window]
    for uid in (None, ImplicitVRLittleEndian):
        path = tmp_path / f"A{uid}"
        if uid:
            ds.file_meta.TransferSyntaxUID = uid
        ds.save_as(path, implicit_vr=bool(uid), little_endian=True, enforce_file_format=True)
        pixels = icon(path)
        assert (pixels.ravel()[:1998] == 0).all()
        assert (pixels.ravel()[2001:] == 255).all()


@pytest.mark.parametrize("named", ["FloatPixelData", "DoubleFloatPixelData"])
def test_floats_are_shown(tmp_path: Path, named: str) -> None:
    kind = np.float32 if named == "FloatPixelData" else np.float64
    cells = np.linspace(-1, 1, 64 * 64).astype(kind).reshape(64, 64)
    cells[0, 0] = np.nan
    bits = cells.itemsize * 8
    ds = image(PixelFormat(64, 64, 1, bits, bits), np.zeros((1, 64, 64), f"u{cells.itemsize}"))
    del ds.PixelData, ds.BitsStored, ds.HighBit, ds.PixelRepresentation
    setattr(ds, named, cells.tobytes())
    pixels = icon(written(tmp_path / "A", ds))
    assert np.abs(pixels - np.linspace(0, 255, 64 * 64).reshape(64, 64)).max() < 5


@pytest.mark.parametrize(
    "fmt",
    [
        PixelFormat(40, 64, 1, 1, 1),
        PixelFormat(40, 64, 1, 8, 8),
        PixelFormat(40, 64, 1, 8, 7, signed=True),
        PixelFormat(40, 64, 1, 16, 10, signed=True),
        PixelFormat(40, 64, 1, 32, 32),
        PixelFormat(40, 64, 1, 32, 24, signed=True),
        PixelFormat(40, 64, 3, 8, 8, photometric="RGB"),
        PixelFormat(40, 64, 3, 16, 16, photometric="RGB"),
        PixelFormat(40, 64, 3, 8, 8, photometric="YBR_FULL"),
    ],
    ids=str,
)
def test_every_kind_of_pixel_is_shown(tmp_path: Path, fmt: PixelFormat) -> None:
    ds = image(fmt, cells := picture(fmt))
    if fmt.bits_allocated == 1:
        ds.PixelData = np.packbits(cells, bitorder="little").tobytes()
    pixels = icon(written(tmp_path / "A", ds))
    assert (pixels[:12] == 0).all()
    assert (pixels[52:] == 0).all()
    assert np.ptp(pixels[12:52]) > 60


def test_bits_that_lie_high_are_those_that_are_shown(tmp_path: Path) -> None:
    low = image(GREY, cells := picture(GREY))
    high = image(GREY, cells << 4)
    high.HighBit = 15
    assert (icon(written(tmp_path / "A", low)) == icon(written(tmp_path / "B", high))).all()


def test_colours_are_luma(tmp_path: Path) -> None:
    fmt = PixelFormat(4, 8, 3, 8, 8, photometric="RGB")
    cells = np.zeros((1, 4, 8, 3), np.uint8)
    cells[0, :, :4] = (200, 0, 0)
    cells[0, :, 4:] = (0, 200, 100)
    pixels = icon(written(tmp_path / "A", image(fmt, cells)), 8)
    assert (pixels[2:6, :4] == round(200 * 0.299)).all()
    assert (pixels[2:6, 4:] == round(200 * 0.587 + 100 * 0.114)).all()


@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize(("bits", "most"), [(8, 255), (16, 65535), (16, 255)])
def test_palettes_are_resolved(tmp_path: Path, bits: int, most: int, *, signed: bool) -> None:
    fmt = PixelFormat(8, 8, 1, 8, 8, signed, photometric="PALETTE COLOR")
    first = -4 if signed else 3
    cells = (np.arange(64).reshape(1, 8, 8) % 8 + first).astype(fmt.dtype)
    ds = image(fmt, cells)
    ramp = np.linspace(0, most, 8).astype(f"<u{bits // 8}")
    for number, colour in enumerate(("Red", "Green", "Blue")):
        ds.add_new(0x00281101 + number, "SS" if signed else "US", [8, first, bits])
        setattr(ds, f"{colour}PaletteColorLookupTableData", ramp.tobytes())
    pixels = icon(written(tmp_path / "A", ds), 8)
    assert np.abs(pixels - np.linspace(0, 255, 8)).max() <= 1


def test_a_palette_that_is_missing_has_a_reason(tmp_path: Path) -> None:
    fmt = PixelFormat(8, 8, 1, 8, 8, photometric="PALETTE COLOR")
    path = written(tmp_path / "A", image(fmt, np.zeros((1, 8, 8), np.uint8)))
    with pytest.raises(DamagedPixelData, match="lookup table"):
        icon_of_file(str(path), 64, 64)


def test_video_is_named_as_what_it_is() -> None:
    videos = sorted(INCOMING.rglob("*video*.dcm"))
    assert videos
    for path in videos:
        with pytest.raises(CodecUnavailable, match="video"):
            icon_of_file(str(path), 64, 64)


def test_big_endian_is_the_same(tmp_path: Path) -> None:
    little = image(GREY, cells := picture(GREY))
    little.WindowCenter, little.WindowWidth = 2000, 3000
    first = icon(written(tmp_path / "A", little))
    little.file_meta.TransferSyntaxUID = ExplicitVRBigEndian
    little.PixelData = cells.astype(">u2").tobytes()
    little.save_as(tmp_path / "B", implicit_vr=False, little_endian=False)
    assert (icon(tmp_path / "B") == first).all()


def test_what_is_compressed_is_left_to_children(tmp_path: Path) -> None:
    ds = image(GREY, picture(GREY))
    path = written(tmp_path / "A", ds)
    assert icon_of_native_file(str(path), 64, 64) == icon_of_file(str(path), 64, 64)
    ds.compress(RLELossless)
    path = written(tmp_path / "B", ds)
    assert icon_of_native_file(str(path), 64, 64) is None
    assert (icon(path) == icon(tmp_path / "A")).all()


@pytest.mark.parametrize("path", foreign_files(), ids=short_name)
def test_every_file_has_an_icon_or_a_reason(path: Path) -> None:
    try:
        pixels = icon(path)
    except (Refusal, CodecError, ScanFailure):
        return
    assert pixels.shape == (64, 64)
    if np.ptp(pixels) > 24:
        return
    cells = cells_of(path)
    frame = cells[len(cells) // 3]
    # Flat icons are of flat pictures; of colours that differ little nothing more is made.
    assert np.ptp(frame.astype(np.int64)) <= (255 if frame.ndim == 3 else 0)


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted(INCOMING.rglob("*.dcm"))
        if "video" not in path.name and "Rows" in dcmread(path, stop_before_pixels=True)
    ],
    ids=short_name,
)
def test_no_icon_of_a_sample_is_flat(path: Path) -> None:
    assert np.ptp(icon(path, 128)) > 100
