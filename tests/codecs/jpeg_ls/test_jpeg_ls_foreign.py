"""What we encode as JPEG-LS is the same to DCMTK, to GDCM and to pydicom's plug-ins."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pydicom
import pytest
from dicom_codecs import Lossy, PixelFormat, decode, encode
from dicom_codecs.implementations import available
from numpy.typing import NDArray
from pydicom.encaps import encapsulate
from pydicom.pixels import get_decoder
from pydicom.uid import SecondaryCaptureImageStorage

LOSSLESS_UID = "1.2.840.10008.1.2.4.80"
NEAR_UID = "1.2.840.10008.1.2.4.81"

pytestmark = pytest.mark.skipif(not available("pyjpegls"), reason="pyjpegls is not installed")

FORMATS = [
    PixelFormat(17, 23),
    PixelFormat(17, 23, 1, 16, 12),
    PixelFormat(17, 23, 1, 16, 10, signed=True),
    PixelFormat(17, 23, 1, 16, 16, signed=True),
    PixelFormat(17, 23, 1, 16, 16),
    PixelFormat(18, 22, 3, photometric="RGB"),
    PixelFormat(18, 22, 3, photometric="YBR_FULL"),
    PixelFormat(18, 22, 3, 16, 14, photometric="RGB"),
]


def a_frame(fmt: PixelFormat) -> NDArray[np.int64]:
    half = 1 << (fmt.bits_stored - 1)
    wave = np.sin(np.indices(fmt.shape)[:2].sum(axis=0) / 5.0)
    noise = np.random.default_rng(7).integers(-3, 4, fmt.shape)
    numbers = (wave * half * 0.8).astype(int) + noise + (0 if fmt.signed else half)
    return numbers.astype(fmt.dtype)


def written(path: Path, fmt: PixelFormat, uid: str, stream: bytes) -> Path:
    data = pydicom.Dataset()
    data.file_meta = pydicom.dataset.FileMetaDataset()
    data.file_meta.TransferSyntaxUID = uid
    data.SOPClassUID = SecondaryCaptureImageStorage
    data.SOPInstanceUID = "1.2.3.4"
    data.Rows, data.Columns, data.SamplesPerPixel = fmt.rows, fmt.columns, fmt.samples
    data.PhotometricInterpretation = fmt.photometric
    data.BitsAllocated, data.BitsStored = fmt.bits_allocated, fmt.bits_stored
    data.HighBit = fmt.bits_stored - 1
    data.PixelRepresentation = int(fmt.signed)
    if fmt.samples > 1:
        data.PlanarConfiguration = 0
    data.PixelData = encapsulate([stream])
    data["PixelData"].VR = "OB"
    data.save_as(path, enforce_file_format=True)
    return path


def native(path: Path, fmt: PixelFormat) -> NDArray[np.int64]:
    """Cells of an uncompressed file, extended by their sign where a tool left that to readers."""
    data = pydicom.dcmread(path)
    array = np.frombuffer(data.PixelData, fmt.dtype)[: fmt.cells]
    if fmt.samples > 1 and data.PlanarConfiguration:
        array = np.moveaxis(array.reshape(3, *fmt.shape[:2]), 0, -1)
    array = array.reshape(fmt.shape)
    shift = fmt.bits_allocated - fmt.bits_stored
    return (array << shift) >> shift if fmt.signed else array


@pytest.mark.parametrize("uid", [LOSSLESS_UID, NEAR_UID])
@pytest.mark.parametrize("fmt", FORMATS)
def test_foreign_decoders_agree(
    fmt: PixelFormat, uid: str, tmp_path: Path, need: Callable[..., None]
) -> None:
    need("dcmdjpls", "gdcmconv")
    frame = a_frame(fmt)
    stream = encode(frame, fmt, uid, Lossy(quality=99)).stream
    ours = decode(stream, fmt, uid).frame
    if uid == LOSSLESS_UID:
        assert np.array_equal(ours, frame)
    made, back = written(tmp_path / "made", fmt, uid, stream), tmp_path / "back"
    subprocess.run(["dcmdjpls", made, back], check=True)
    assert np.array_equal(native(back, fmt), ours)
    subprocess.run(["gdcmconv", "--raw", made, back], check=True)
    assert np.array_equal(native(back, fmt), ours)
    data = pydicom.dcmread(made)
    for plugin in get_decoder(uid).available_plugins:
        array, _ = get_decoder(uid).as_array(data, raw=True, decoding_plugin=plugin)
        assert np.array_equal(array, ours)
