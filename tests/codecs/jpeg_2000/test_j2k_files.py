"""Other people's files: what pydicom makes of them, we make of them."""

from pathlib import Path

import numpy as np
import pydicom
import pytest
from codestreams import decoders
from dicom_codecs import CodecError, PixelFormat, transfer_syntax
from dicom_codecs.implementations import decoder
from foreign_files import foreign_files, short_name
from pydicom.encaps import generate_frames
from pydicom.pixels.utils import pixel_array

FAMILIES = {"jpeg 2000", "htj2k"}
MOST_FRAMES = 3
BROKEN = {
    "data/test_files/JPEG2000-embedded-sequence-delimiter.dcm": "1024 x 3722445056 x 1 samples",
    "182_1.2.4.90.dcm": "neither SOC and SIZ",
    "183_1.2.4.90.dcm": "neither SOC and SIZ",
    "184_1.2.4.90.dcm": "neither SOC and SIZ",
    "185_1.2.4.90.dcm": "neither SOC and SIZ",
    "186_1.2.4.90.dcm": "neither SOC and SIZ",
}
"""Files that hold no frame, and why; pydicom reads none of them either."""
TOLD = {
    "data/test_files/J2K_pixelrep_mismatch.dcm": ["sign-differs"],
    "data/test_files/GDCMJ2K_TextGBR.dcm": ["jpeg-2000-boxed"],
    "113_1.2.4.201.dcm": ["colour-differs"],
    "190_1.2.4.90.dcm": ["bits-stored-differs"],
    "191_1.2.4.90.dcm": ["sign-differs"],
    "192_1.2.4.90.dcm": ["bits-stored-differs"],
    "193_1.2.4.90.dcm": ["bits-stored-differs"],
    "205_1.2.4.90.dcm": ["bits-stored-differs"],
    "211_1.2.4.90.dcm": ["jpeg-2000-boxed"],
    "217_1.2.4.91.dcm": ["jpeg-2000-boxed"],
    "218_1.2.4.91.dcm": ["bits-stored-differs"],
    "224_1.2.4.91.dcm": ["bits-stored-differs"],
}
"""What is wrong with them, looked up in their bytes."""


def coded_files() -> list[Path]:
    """Those whose pixels are JPEG 2000, by the first kilobyte: all name their syntax there."""
    found = []
    for path in foreign_files():
        with path.open("rb") as file:
            head = file.read(1024)
        if any(b"1.2.840.10008.1.2.4." + end in head for end in (b"90", b"91", b"201", b"203")):
            found.append(path)
    return found


def described(dataset: pydicom.Dataset) -> PixelFormat:
    return PixelFormat(
        dataset.Rows,
        dataset.Columns,
        dataset.SamplesPerPixel,
        dataset.BitsAllocated,
        dataset.BitsStored,
        bool(dataset.PixelRepresentation),
        bool(dataset.get("PlanarConfiguration", 0)),
        dataset.PhotometricInterpretation,
    )


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", coded_files(), ids=short_name)
def test_pixels_are_those_of_pydicom(path: Path) -> None:
    dataset = pydicom.dcmread(path, force=True)
    row = transfer_syntax(str(dataset.file_meta.get("TransferSyntaxUID", "")))
    if row is None or row.family not in FAMILIES or "PixelData" not in dataset:
        pytest.skip("no JPEG 2000 in it after all")
    fmt, frames = described(dataset), int(dataset.get("NumberOfFrames") or 1)
    streams = list(generate_frames(dataset.PixelData, number_of_frames=frames))
    for name in decoders(*row.decode):
        if short_name(path) in BROKEN:
            with pytest.raises(CodecError, match=BROKEN[short_name(path)]):
                decoder(name)(streams[0], fmt, row)
            continue
        expected = pixel_array(dataset, raw=True).reshape(frames, *fmt.shape)
        for number, stream in enumerate(streams[:MOST_FRAMES]):
            decoded = decoder(name)(stream, fmt, row)
            lossy = 1 if name == "openjph" and not row.lossless else 0
            differences = decoded.frame.astype(np.int64) - expected[number]
            assert np.abs(differences).max() <= lossy
            told = [deviation.code for deviation in decoded.deviations]
            assert told == TOLD.get(short_name(path), told)
