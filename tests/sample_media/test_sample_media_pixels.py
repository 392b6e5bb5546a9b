"""What foreign tools decode of the archive is what was compressed."""

import subprocess
import zlib
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom import Dataset, uid
from pydicom.encaps import generate_frames
from pydicom.pixels import pixel_array

ENCAPSULATED_UNCOMPRESSED = "1.2.840.10008.1.2.1.98"
JPEG_XL_LOSSLESS = "1.2.840.10008.1.2.4.110"
JPEG_XL = "1.2.840.10008.1.2.4.112"
DEFLATED_IMAGE_FRAME = "1.2.840.10008.1.2.8.1"

JPEG = (uid.JPEGBaseline8Bit, uid.JPEGExtended12Bit, uid.JPEGLossless, uid.JPEGLosslessSV1)
JPEG_LS = (uid.JPEGLSLossless, uid.JPEGLSNearLossless)
JPEG_2000 = (uid.JPEG2000Lossless, uid.JPEG2000)
HIGH_THROUGHPUT = (uid.HTJ2KLossless, uid.HTJ2KLosslessRPCL, uid.HTJ2K)
XL = (JPEG_XL_LOSSLESS, JPEG_XL)

# the least peak signal to noise ratio in dB; what is not here is lossless
LOSSY = {
    uid.JPEGBaseline8Bit: 33,
    uid.JPEGExtended12Bit: 60,
    uid.JPEGLSNearLossless: 60,
    uid.JPEG2000: 40,
    uid.HTJ2K: 40,
    JPEG_XL: 35,
}
COMMANDS = {
    "dcmdjpeg": JPEG,
    "dcmdjpls": JPEG_LS,
    "dcmdrle": (uid.RLELossless,),
    "gdcmconv": (uid.RLELossless, *JPEG, *JPEG_LS, *JPEG_2000),
}
# OpenJPH wraps around where the irreversible transform overshoots: white becomes black
LIBRARIES = {
    "jpeg_decode": JPEG,
    "jpegls_decode": JPEG_LS,
    "jpeg2k_decode": JPEG_2000,
    "htj2k_decode": (uid.HTJ2KLossless, uid.HTJ2KLosslessRPCL),
    "jpegxl_decode": XL,
}
PLUGINS = {
    "libjpeg": JPEG,
    "openjpeg": (*JPEG_2000, *HIGH_THROUGHPUT),
    "rle": (uid.RLELossless,),
    "jpeg_ls": JPEG_LS,
}


def of(incoming: list[Dataset], transfer_syntaxes: tuple[str, ...]) -> list[Dataset]:
    found = [ds for ds in incoming if ds.file_meta.TransferSyntaxUID in transfer_syntaxes]
    assert {ds.file_meta.TransferSyntaxUID for ds in found} == set(transfer_syntaxes)
    return found


def check(decoded: NDArray[Any], ds: Dataset, natives: dict[str, Dataset]) -> None:
    native = natives[ds.SOPInstanceUID]
    truth = native.pixel_array
    transfer_syntax = ds.file_meta.TransferSyntaxUID
    if transfer_syntax not in LOSSY:
        np.testing.assert_array_equal(decoded, truth, ds.filename)
        return
    assert decoded.shape == truth.shape
    noise = np.square(decoded.astype(float) - truth).mean()
    peak = (1 << native.BitsStored) - 1
    assert 10 * np.log10(peak**2 / noise) > LOSSY[transfer_syntax], ds.filename


@pytest.mark.parametrize("tool", COMMANDS)
def test_commands(
    tool: str,
    need: Callable[..., None],
    incoming: list[Dataset],
    natives: dict[str, Dataset],
    tmp_path: Path,
) -> None:
    need(tool)
    options = ["--raw"] if tool == "gdcmconv" else []
    for ds in of(incoming, COMMANDS[tool]):
        made = tmp_path / "native.dcm"
        subprocess.run([tool, *options, ds.filename, made], check=True, capture_output=True)
        check(pixel_array(made), ds, natives)


@pytest.mark.parametrize("module", PLUGINS)
def test_plugins_of_pydicom(
    module: str, incoming: list[Dataset], natives: dict[str, Dataset]
) -> None:
    if find_spec(module) is None:
        pytest.skip(f"{module} is not installed here")
    for ds in of(incoming, PLUGINS[module]):
        plugin = "pyjpegls" if module == "jpeg_ls" else "pylibjpeg"
        check(pixel_array(ds, decoding_plugin=plugin), ds, natives)


@pytest.mark.parametrize("function", LIBRARIES)
def test_imagecodecs(function: str, incoming: list[Dataset], natives: dict[str, Dataset]) -> None:
    if find_spec("imagecodecs") is None:
        pytest.skip("imagecodecs is not installed here")
    decode = getattr(import_module("imagecodecs"), function)
    for ds in of(incoming, LIBRARIES[function]):
        check(np.array([decode(frame) for frame in frames_of(ds)]).squeeze(), ds, natives)


def test_deflated_image_frame(incoming: list[Dataset], natives: dict[str, Dataset]) -> None:
    (ds,) = of(incoming, (DEFLATED_IMAGE_FRAME,))
    (stream,) = frames_of(ds)
    inflating = zlib.decompressobj(wbits=-15)
    assert inflating.decompress(stream) == natives[ds.SOPInstanceUID].PixelData
    assert inflating.eof
    assert len(inflating.unused_data) <= 1


def test_native_frame_in_a_fragment(incoming: list[Dataset]) -> None:
    (ds,) = of(incoming, (ENCAPSULATED_UNCOMPRESSED,))
    (frame,) = frames_of(ds)
    cells = np.frombuffer(frame, "<u2").reshape(ds.Rows, ds.Columns)
    assert cells.min() == 24  # air, -1000 HU
    assert cells.max() == 1724  # bone, 700 HU


def frames_of(ds: Dataset) -> list[bytes]:
    return list(generate_frames(ds.PixelData, number_of_frames=ds.get("NumberOfFrames", 1)))
