"""What a transcoded instance holds and says: colours, overlays, ratios, what was lost before."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from dicom_codecs.codec import encoder_name
from dicom_codecs.errors import CodecUnavailable
from dicom_codecs.frame import Lossy
from dicom_codecs.pixel_format import PixelFormat
from dicom_codecs.registry import TRANSFER_SYNTAXES, TransferSyntax
from file_sets import save
from foreign_files import SAMPLE_MEDIA
from images import cells_of, image, picture

Transcode = Callable[..., Any]


def writable(row: TransferSyntax) -> bool:
    try:
        encoder_name(row)
    except CodecUnavailable:
        return False
    return row.in_files


WRITABLE = [row for row in TRANSFER_SYNTAXES.values() if writable(row)]
LOSSLESS = [row.keyword for row in WRITABLE if row.lossless]
LOSSY = [row.keyword for row in WRITABLE if not row.lossless and row.keyword != "JPEGBaseline8Bit"]


def codes(outcome: Any) -> dict[str, str]:
    return {Path(one.source).name: one.code for one in outcome.skipped}


def test_what_was_lost_is_said_even_where_nobody_said_it(
    grey: Path, transcode: Transcode, tmp_path: Path
) -> None:
    [made] = transcode(grey / "image 1.dcm", to="JPEG2000").written
    with pydicom.dcmread(made.destination) as ds:
        for keyword in ("", "Ratio", "Method"):
            del ds[f"LossyImageCompression{keyword}"]
        ds.save_as(tmp_path / "silent.dcm")
    outcome = transcode(tmp_path / "silent.dcm", to="RLELossless")
    assert [one.code for one in outcome.findings] == ["lossy-flag-missing"]
    [one] = outcome.written
    with pydicom.dcmread(one.destination) as read:
        assert read.LossyImageCompression == "01"
        assert read.LossyImageCompressionMethod == "ISO_15444_1"
        assert read.SOPInstanceUID == made.sop_instance_uid


def test_loss_upon_loss_is_written_down_in_order(
    grey: Path, transcode: Transcode, tmp_path: Path
) -> None:
    [first] = transcode(grey / "image 1.dcm", to="JPEG2000", lossy=Lossy(ratio=4)).written
    os.rename(first.destination, tmp_path / "once.dcm")
    [second] = transcode(tmp_path / "once.dcm", to="JPEGExtended12Bit").written
    os.rename(second.destination, tmp_path / "twice.dcm")
    [third] = transcode(tmp_path / "twice.dcm", to="ExplicitVRLittleEndian").written
    with pydicom.dcmread(third.destination) as read:
        assert read.LossyImageCompression == "01"
        assert list(read.LossyImageCompressionMethod) == ["ISO_15444_1", "ISO_10918_1"]
        assert float(read.LossyImageCompressionRatio[0]) >= 4
        assert [one.ReferencedSOPInstanceUID for one in read.SourceImageSequence][-1] == (
            first.sop_instance_uid
        )
        assert read.SOPInstanceUID == second.sop_instance_uid


def test_ybr_full_stays_what_it_is(transcode: Transcode, tmp_path: Path) -> None:
    fmt = PixelFormat(33, 47, 3, photometric="YBR_FULL")
    save(image(fmt, picture(fmt)), tmp_path / "0.dcm")
    before = tmp_path / "0.dcm"
    for number, keyword in enumerate(("JPEGLosslessSV1", "RLELossless", "ExplicitVRLittleEndian")):
        [made] = transcode(before, to=keyword).written
        before = Path(os.fspath(tmp_path / f"{number + 1}.dcm"))
        os.rename(made.destination, before)
    with pydicom.dcmread(before) as last, pydicom.dcmread(tmp_path / "0.dcm") as first:
        assert last == first


@pytest.mark.parametrize("keyword", LOSSY)
def test_overlays_are_never_lost_in_a_lossy_stream(
    transcode: Transcode, tmp_path: Path, keyword: str
) -> None:
    fmt = PixelFormat(40, 40, 1, 16, 12)
    cells = picture(fmt)
    cells[:, 5:9, 5:9] |= 1 << 15
    save(image(fmt, cells), tmp_path / "overlay.dcm")
    [skip] = transcode(tmp_path / "overlay.dcm", to=keyword).skipped
    assert "beyond Bits Stored" in skip.reason


@pytest.mark.parametrize("keyword", [*LOSSY, "JPEGBaseline8Bit"])
def test_a_ratio_is_reached_or_refused(transcode: Transcode, tmp_path: Path, keyword: str) -> None:
    fmt = PixelFormat(96, 96, 1, 8, 8)
    if keyword == "JPEGExtended12Bit":
        fmt = PixelFormat(96, 96, 1, 16, 12)
    save(image(fmt, picture(fmt)), tmp_path / "image.dcm")
    outcome = transcode(tmp_path / "image.dcm", to=keyword, lossy=Lossy(ratio=6))
    for one in outcome.written:
        with pydicom.dcmread(one.destination) as ds:
            assert float(ds.LossyImageCompressionRatio) >= 6
    outcome = transcode(tmp_path / "image.dcm", to=keyword, lossy=Lossy(ratio=100_000))
    assert set(codes(outcome).values()) <= {
        "pixels-unsuitable",
        "destination-exists",
        "already-there",
    }
    assert outcome.written == ()


def test_a_ratio_counts_the_native_frame_of_halved_chroma(transcode: Transcode) -> None:
    source = SAMPLE_MEDIA / "incoming" / "archive" / "us jpeg baseline.dcm"
    [one] = transcode(source, to="JPEG2000", lossy=Lossy(ratio=10)).written
    with pydicom.dcmread(one.destination) as ds:
        assert float(ds.LossyImageCompressionRatio[-1]) >= 10


def test_lossless_keeps_overlays_and_says_so(transcode: Transcode, tmp_path: Path) -> None:
    fmt = PixelFormat(40, 40, 1, 16, 12)
    cells = picture(fmt)
    cells[:, 5:9, 5:9] |= 1 << 15
    save(image(fmt, cells), tmp_path / "overlay.dcm")
    outcome = transcode(tmp_path / "overlay.dcm", to="JPEGLosslessSV1")
    [found] = outcome.findings
    assert (found.code, found.severity) == ("bits-beyond-stored", "note")
    assert np.array_equal(cells_of(Path(outcome.written[0].destination)), cells)
    assert outcome.exit_status == 0
