"""Frames decoded by tools that are not ours: a small file is written, and read back raw."""

import subprocess
from pathlib import Path
from typing import Final

import numpy as np
import pydicom
from dicom_codecs import PixelFormat
from dicom_codecs.frame import Frame
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import SecondaryCaptureImageStorage

_UID: Final = "1.2.826.0.1.3680043.8.498.1"
COMMANDS: Final = {
    "dcmdjpeg": ("dcmdjpeg", "--conv-never", "{given}", "{made}"),
    "dcmdrle": ("dcmdrle", "{given}", "{made}"),
    "gdcmconv": ("gdcmconv", "--raw", "{given}", "{made}"),
}


def write_file(path: Path, stream: bytes, fmt: PixelFormat, transfer_syntax_uid: str) -> None:
    """Write a secondary capture of one frame."""
    image = Dataset()
    image.file_meta = FileMetaDataset()
    image.file_meta.TransferSyntaxUID = transfer_syntax_uid
    image.SOPClassUID, image.SOPInstanceUID = SecondaryCaptureImageStorage, _UID
    image.StudyInstanceUID = image.SeriesInstanceUID = _UID
    image.PatientName, image.PatientID, image.Modality = "Foreign^Tool", "1", "OT"
    image.SamplesPerPixel, image.PhotometricInterpretation = fmt.samples, fmt.photometric
    if fmt.samples > 1:
        image.PlanarConfiguration = int(fmt.planar)
    if fmt.photometric == "PALETTE COLOR":
        _add_palette(image)
    image.Rows, image.Columns = fmt.rows, fmt.columns
    image.BitsAllocated, image.BitsStored = fmt.bits_allocated, fmt.bits_stored
    image.HighBit, image.PixelRepresentation = fmt.bits_stored - 1, int(fmt.signed)
    image.PixelData = encapsulate([stream])
    image["PixelData"].VR = "OB"
    image.save_as(path, enforce_file_format=True)


def _add_palette(image: Dataset) -> None:
    for colour in ("Red", "Green", "Blue"):
        setattr(image, f"{colour}PaletteColorLookupTableDescriptor", [256, 0, 16])
        setattr(image, f"{colour}PaletteColorLookupTableData", bytes(512))


def decode_with(tool: str, path: Path, fmt: PixelFormat) -> Frame:
    """The cells that a command line tool makes of a file of one frame.

    Raises
    ------
    subprocess.CalledProcessError
        It failed.
    """
    made = path.with_suffix(".raw")
    command = [part.format(given=path, made=made) for part in COMMANDS[tool]]
    subprocess.run(command, check=True, capture_output=True)
    image = pydicom.dcmread(made)
    cells = np.frombuffer(image.PixelData, fmt.dtype.newbyteorder("<"))[: fmt.cells]
    if fmt.samples > 1 and image.PlanarConfiguration:
        return cells.reshape(fmt.samples, fmt.rows, fmt.columns).transpose(1, 2, 0)
    return cells.reshape(fmt.shape)


def decode_with_pydicom(path: Path, plugin: str = "") -> Frame:
    """The cells that pydicom makes of a file of one frame, colours as they are stored."""
    image = pydicom.dcmread(path)
    image.pixel_array_options(raw=True, decoding_plugin=plugin)
    return image.pixel_array
