"""Of a deflated data set no more is inflated than is looked at."""

import tracemalloc
import zlib
from pathlib import Path

import numpy as np
import pytest
from dicom_codecs.pixel_format import PixelFormat
from dicom_fileset.scan.failure import ScanFailure
from dicom_fileset.scan.inflating import inflating_window
from dicom_fileset.scan.scanner import Scanner
from dicom_fileset.scan.window import window_of_bytes
from file_sets import save
from images import image
from pydicom.uid import DeflatedExplicitVRLittleEndian

FMT = PixelFormat(512, 512, 1, 16, 12)


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def test_a_header_is_read_without_the_pixels_behind_it(tmp_path: Path) -> None:
    ds = image(FMT, np.zeros((100, *FMT.shape), np.uint16))
    ds.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    save(ds, tmp_path / "deflated.dcm")
    tracemalloc.start()
    found = Scanner().scan(str(tmp_path / "deflated.dcm"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.sop_instance_uid == ds.SOPInstanceUID
    assert peak < 4 * 1024 * 1024


@pytest.mark.parametrize("length", [0, 1, 65535, 65536, 65537, 200_000])
def test_the_size_is_known_once_the_end_was_seen(length: int) -> None:
    data = np.random.default_rng(1).integers(0, 256, length, np.uint8).tobytes()
    window = inflating_window(window_of_bytes(b"before" + deflated(data)), 6)
    assert window.value(0, length) == data
    assert window.slide(length) == b""
    assert window.size == length


@pytest.mark.parametrize("end", [10, 5000, 60_000])
def test_what_is_cut_ends_where_it_ends(end: int) -> None:
    data = np.random.default_rng(1).integers(0, 256, 100_000, np.uint8).tobytes()
    window = inflating_window(window_of_bytes(deflated(data)[:end]), 0)
    with pytest.raises(ScanFailure):
        window.value(0, 100_000)


def test_damage_is_told() -> None:
    with pytest.raises(ScanFailure, match="damaged-deflate"):
        inflating_window(window_of_bytes(b"\xff" * 100), 0)
