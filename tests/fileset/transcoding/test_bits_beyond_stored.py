"""What other readers see in cells of which Bits Stored is a part, before and after transcoding."""

import subprocess
from pathlib import Path
from typing import Any, Final

import numpy as np
import pydicom
import pytest
from dicom_codecs.implementations import available
from dicom_codecs.pixel_format import PixelFormat
from dicom_codecs.registry import named
from file_sets import save
from images import Cells, image, picture
from pydicom.pixels import get_decoder

SIGNED: Final = PixelFormat(40, 48, 1, 16, 12, signed=True)
UNSIGNED: Final = PixelFormat(40, 48, 1, 16, 12)
NUMBERS_ONLY: Final = ("JPEG2000Lossless", "HTJ2KLossless", "JPEGLSLossless")
WHOLE_CELLS: Final = ("JPEGLosslessSV1", "RLELossless")
GDCM_HAS_NONE: Final = {"HTJ2KLossless"}
DCMTK: Final = {
    "JPEGLSLossless": "dcmdjpls",
    "JPEGLosslessSV1": "dcmdjpeg",
    "RLELossless": "dcmdrle",
}


@pytest.fixture(autouse=True)
def _can_be_encoded(request: pytest.FixtureRequest) -> None:
    """Skip what nothing that is installed here encodes, or pydicom does not decode."""
    keyword = request.getfixturevalue("keyword")
    row = named(keyword)
    assert row is not None
    if not any(map(available, row.encode)):
        pytest.skip(f"nothing here encodes {keyword}")
    if not get_decoder(row.uid).is_available:
        pytest.skip(f"pydicom has nothing here that decodes {keyword}")


def seen(path: Path) -> Cells:
    """The numbers that pydicom reads."""
    return pydicom.dcmread(path).pixel_array.astype(np.int32)


def others_see(path: Path, keyword: str) -> list[Cells]:
    """The numbers that pydicom, GDCM and DCMTK decode."""
    found = [seen(path)]
    if keyword not in GDCM_HAS_NONE:
        made = path.with_suffix(".gdcm")
        subprocess.run(["gdcmconv", "--raw", path, made], check=True, capture_output=True)
        found.append(seen(made))
    if keyword in DCMTK:
        made = path.with_suffix(".dcmtk")
        subprocess.run([DCMTK[keyword], path, made], check=True, capture_output=True)
        found.append(seen(made))
    return found


@pytest.mark.parametrize("extended", [True, False])
@pytest.mark.parametrize("keyword", [*NUMBERS_ONLY, *WHOLE_CELLS])
def test_signed_numbers_stay_what_they_are(
    transcode: Any, need: Any, tmp_path: Path, keyword: str, extended: bool
) -> None:
    """PS3.5 8.1.1 leaves open what stands above High Bit: the sign, or zeros."""
    need("gdcmconv", *DCMTK.values())
    cells = picture(SIGNED)
    source = tmp_path / "signed.dcm"
    save(image(SIGNED, cells if extended else cells & 0xFFF), source)
    [made] = transcode(source, to=keyword).written
    for numbers in others_see(Path(made.destination), keyword):
        assert np.array_equal(numbers, cells[0])


@pytest.mark.parametrize("keyword", ["JPEG2000", "HTJ2K"])
def test_signed_numbers_stay_near_in_a_lossy_stream(
    transcode: Any, tmp_path: Path, keyword: str
) -> None:
    cells = picture(SIGNED)
    source = tmp_path / "signed.dcm"
    save(image(SIGNED, cells & 0xFFF), source)
    [made] = transcode(source, to=keyword).written
    assert np.abs(seen(Path(made.destination)) - cells[0]).max() < 400


@pytest.mark.parametrize("fmt", [SIGNED, UNSIGNED])
@pytest.mark.parametrize("keyword", [*NUMBERS_ONLY, "JPEG2000", "HTJ2K", "JPEGLSNearLossless"])
def test_an_overlay_keeps_out_of_streams_of_numbers(
    transcode: Any, tmp_path: Path, fmt: PixelFormat, keyword: str
) -> None:
    source = tmp_path / "overlay.dcm"
    save(image(fmt, with_overlay(picture(fmt))), source)
    [skip] = transcode(source, to=keyword).skipped
    assert (skip.code, skip.clause) == ("pixels-unsuitable", "PS3.5 8.1.1, 8.2")


@pytest.mark.parametrize("keyword", WHOLE_CELLS)
def test_an_overlay_rides_along_in_whole_cells(
    transcode: Any, tmp_path: Path, keyword: str
) -> None:
    cells = picture(UNSIGNED)
    source = tmp_path / "overlay.dcm"
    save(image(UNSIGNED, with_overlay(cells)), source)
    outcome = transcode(source, to=keyword)
    assert np.array_equal(seen(Path(outcome.written[0].destination)) & 0xFFF, cells[0])
    assert [one.code for one in outcome.findings] == ["bits-beyond-stored"]


def with_overlay(cells: Cells) -> Cells:
    changed = cells.view(np.uint16) & 0xFFF
    changed[:, 5:9, 5:9] |= 0x8000
    return changed
