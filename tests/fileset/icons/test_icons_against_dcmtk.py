"""Icons against the pictures that DCMTK makes of the same frames, and DCMTK's own icons."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from dicom_codecs.pixel_format import PixelFormat
from dicom_fileset.icons.look import aspect_of
from dicom_fileset.icons.shrinking import fitted
from dicom_fileset.splice.layout import opened
from dicom_fileset.transcoding.icon_of_file import icon_of_file
from foreign_files import PYDICOM
from images import image, picture
from numpy.typing import NDArray
from pydicom import Dataset, dcmread

Need = Callable[..., None]
WINDOW: Final = ("+Wi", "1")
TABLE: Final = ("+Wl", "1")
WIDEST: Final = ("+Wm",)
SIDE: Final = (64, 64)


def theirs(path: Path, frame: int, asked: tuple[str, ...], made: Path) -> NDArray[np.float32]:
    """A frame as DCMTK shows it, in the shape of an icon."""
    command = ["dcmj2pnm", "-q", "+op", *asked, "+F", str(frame), path, made]
    subprocess.run(command, check=True, capture_output=True)
    data = made.read_bytes()
    head = re.match(rb"P([56])\s+(?:#[^\n]*\n)*\s*(\d+)\s+(\d+)\s+255\s", data)
    assert head
    kind, columns, rows = (int(one) for one in head.groups())
    cells = np.frombuffer(data, np.uint8, offset=head.end())
    grey = cells.reshape(rows, columns)[..., None] if kind == 5 else cells.reshape(rows, columns, 3)
    weights = np.ones(1) if kind == 5 else np.array([0.299, 0.587, 0.114])
    with opened(str(path)) as layout:
        return fitted(grey @ weights, SIDE, aspect_of(layout.value), 0)


def ours(path: Path) -> NDArray[np.float32]:
    value = icon_of_file(str(path), *SIDE)
    return np.frombuffer(value[-64 * 64 :], np.uint8).reshape(SIDE).astype(np.float32)


def see_alike(
    path: Path, asked: tuple[str, ...], made: Path, *, frame: int = 1, mean: float = 1.0
) -> None:
    apart = np.abs(ours(path) - theirs(path, frame, asked, made))
    assert apart.mean() <= mean
    assert apart.max() <= 8 * mean


PACKAGED: Final = (
    ("data/test_files/MR_small.dcm", WINDOW, 1),
    ("data/test_files/MR_small_RLE.dcm", WINDOW, 1),
    ("data/test_files/dicomdirtests/77654033/CR1/6154", WINDOW, 1),
    ("data/test_files/dicomdirtests/98892001/CT5N/2062", WINDOW, 1),
    ("data/test_files/dicomdirtests/98892003/MR1/4919", WINDOW, 1),
    ("data/test_files/examples_palette.dcm", (), 1),
    ("data/test_files/examples_rgb_color.dcm", (), 1),
    ("data/test_files/examples_ybr_color.dcm", (), 11),
)


@pytest.mark.parametrize(("name", "asked", "frame"), PACKAGED, ids=lambda one: str(one)[-24:])
def test_packaged_files_look_as_in_dcmtk(
    need: Need, tmp_path: Path, name: str, asked: tuple[str, ...], frame: int
) -> None:
    need("dcmj2pnm")
    see_alike(PYDICOM / name, asked, tmp_path / "pnm", frame=frame)


def table(first: int, entries: NDArray[np.int64], bits: int, vr: str) -> Dataset:
    ds = Dataset()
    ds.add_new(0x00283002, vr, [entries.size, first, bits])
    ds.add_new(0x00283006, "US", entries.tolist())
    return ds


def made(**changed: object) -> Dataset:
    """A signed picture of CT numbers with values of its header."""
    fmt = PixelFormat(80, 120, 1, 16, 12, signed=True, photometric="MONOCHROME2")
    ds = image(fmt, picture(fmt))
    ds.RescaleSlope, ds.RescaleIntercept = 2, -100
    for keyword, value in changed.items():
        setattr(ds, keyword, value)
    return ds


CURVE: Final = (255 * np.linspace(0, 1, 1000) ** 2).astype(np.int64)


@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        ({"WindowCenter": 40, "WindowWidth": 1400}, WINDOW),
        ({"WindowCenter": [-600, 40], "WindowWidth": [1500, 80]}, WINDOW),
        ({"WindowCenter": 40, "WindowWidth": 1400, "VOILUTFunction": "SIGMOID"}, WINDOW),
        (
            {"WindowCenter": 9, "WindowWidth": 900, "PhotometricInterpretation": "MONOCHROME1"},
            WINDOW,
        ),
        ({"VOILUTSequence": [table(-500 & 0xFFFF, CURVE, 8, "US")]}, TABLE),
        ({"WindowCenter": 40, "WindowWidth": 1400, "PixelAspectRatio": [2, 1]}, WINDOW),
        ({"WindowCenter": 40, "WindowWidth": 1400, "PixelSpacing": [1, 2]}, WINDOW),
    ],
    ids=str,
)
def test_made_files_look_as_in_dcmtk(
    need: Need, tmp_path: Path, changed: dict[str, object], asked: tuple[str, ...]
) -> None:
    need("dcmj2pnm")
    made(**changed).save_as(tmp_path / "A", enforce_file_format=True)
    see_alike(tmp_path / "A", asked, tmp_path / "pnm")


def test_modality_tables_look_as_in_dcmtk(need: Need, tmp_path: Path) -> None:
    need("dcmj2pnm")
    fmt = PixelFormat(80, 120, 1, 16, 10)
    ds = image(fmt, picture(fmt), WindowCenter=20000, WindowWidth=30000)
    entries = (np.linspace(0, 1, 1024) ** 0.5 * 40000).astype(np.int64)
    ds.ModalityLUTSequence = [table(0, entries, 16, "US")]
    ds.ModalityLUTSequence[0].ModalityLUTType = "US"
    ds.save_as(tmp_path / "A", enforce_file_format=True)
    see_alike(tmp_path / "A", WINDOW, tmp_path / "pnm")


def test_what_asks_for_nothing_is_not_far_from_dcmtk(need: Need, tmp_path: Path) -> None:
    """DCMTK spreads from least to largest, and we between half percents."""
    need("dcmj2pnm")
    fmt = PixelFormat(80, 120, 1, 16, 12)
    image(fmt, picture(fmt)).save_as(tmp_path / "A", enforce_file_format=True)
    see_alike(tmp_path / "A", WIDEST, tmp_path / "pnm", mean=6)


def test_icons_of_dcmmkdir_are_alike(need: Need, tmp_path: Path) -> None:
    """Its icons are squeezed into the square: of square pictures they are ours."""
    need("dcmmkdir")
    fmt = PixelFormat(96, 96, 1, 8, 8)
    ds = image(fmt, picture(fmt))
    ds.ImageType = ["ORIGINAL", "PRIMARY"]
    (tmp_path / "disc").mkdir()
    ds.save_as(tmp_path / "disc" / "A", enforce_file_format=True)
    command = ["dcmmkdir", "+X", "-Xs", "64", "+id", tmp_path / "disc", "+D", tmp_path / "D", "A"]
    subprocess.run(command, check=True, capture_output=True)
    records = dcmread(tmp_path / "D").DirectoryRecordSequence
    (icon,) = next(one for one in records if "IconImageSequence" in one).IconImageSequence
    cells = np.frombuffer(icon.PixelData, np.uint8).reshape(SIDE)
    apart = np.abs(ours(tmp_path / "disc" / "A") - cells)
    assert apart.mean() < 6
