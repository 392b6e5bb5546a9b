"""JPEG Lossless in numpy, side by side with libjpeg-turbo, DCMTK and GDCM on one core."""

from collections.abc import Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pydicom
from benchmarks.codec_images import Image, images
from benchmarks.codec_turns import compare, table
from benchmarks.measuring import median, run_command, take_turns
from benchmarks.tables import Figure, Row, Table, faster
from benchmarks.workshop import Workshop, say
from dicom_codecs import encode
from dicom_codecs.implementations import available
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, SecondaryCaptureImageStorage

_SV1: Final = "1.2.840.10008.1.2.4.70"
_TOOLS: Final = {
    "dcmcjpeg": ("dcmcjpeg", "--encode-lossless-sv1"),
    "gdcmconv": ("gdcmconv", "--jpeg"),
}


def measure(shop: Workshop) -> Table:
    """Milliseconds a frame; whole processes of command line tools for the largest image."""
    phantoms = images(shop.scale)
    peer = ("libjpeg-turbo", _libjpeg_turbo) if available("libjpeg-turbo") else None
    if peer is None:
        say("imagecodecs is not installed")
    rows = compare("JPEG Lossless", phantoms, _ours, peer, shop.rounds(7))
    largest = max(phantoms, key=lambda image: image.format.cells)
    whole = _against_tools(shop, largest, rows[phantoms.index(largest)].ours)
    speed = table("jpeg-lossless", "JPEG Lossless SV1: encoding on one core", rows)
    notes = (
        "libjpeg-turbo is that of imagecodecs. Huffman tables are optimal on both sides.",
        "Whole processes of tools read a file and write one; our figure is of encoding alone.",
    )
    return Table(speed.name, speed.title, (*speed.rows, *whole), (*notes, *speed.notes))


def _ours(image: Image) -> list[bytes]:
    return [encode(frame, image.format, _SV1).stream for frame in image.frames]


def _libjpeg_turbo(image: Image) -> list[bytes]:
    imagecodecs: Any = import_module("imagecodecs")
    how = {"lossless": True, "predictor": 1, "bitspersample": image.format.bits_stored}
    return [imagecodecs.jpeg8_encode(frame, **how) for frame in image.frames]


def _against_tools(shop: Workshop, image: Image, ours: Figure) -> list[Row]:
    native = shop.folder / "native.dcm"
    _write(native, image)
    found = {name: shop.tool(name, slow=False) for name in _TOOLS}
    sides = {
        name: partial(run_command, [*_TOOLS[name], native, shop.folder / f"{name}.dcm"])
        for name, tool in found.items()
        if tool
    }
    runs = take_turns(sides, shop.rounds(5))
    for name in sides:
        made = pydicom.dcmread(shop.folder / f"{name}.dcm")
        assert made.file_meta.TransferSyntaxUID == _SV1
    return [_whole(image, ours, name, [run.wall for run in runs[name]]) for name in sides]


def _whole(image: Image, ours: Figure, name: str, seconds: Sequence[float]) -> Row:
    tool = Figure(name, median(seconds) * 1e3, ours.unit, ours.instances)
    return faster(f"JPEG Lossless, {image.what}: whole process of {name}", ours, tool)


def _write(path: Path, image: Image) -> None:
    fmt, file = image.format, Dataset()
    file.file_meta = FileMetaDataset()
    file.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    file.SOPClassUID, file.SOPInstanceUID = SecondaryCaptureImageStorage, "1.2.3"
    file.StudyInstanceUID = file.SeriesInstanceUID = "1.2.3"
    file.PatientName, file.PatientID, file.Modality = "Phantom", "1", "OT"
    file.Rows, file.Columns, file.SamplesPerPixel = fmt.rows, fmt.columns, fmt.samples
    file.PhotometricInterpretation, file.PixelRepresentation = fmt.photometric, int(fmt.signed)
    file.BitsAllocated, file.BitsStored = fmt.bits_allocated, fmt.bits_stored
    file.HighBit = fmt.bits_stored - 1
    file.PixelData = image.frames[0].tobytes()
    file.save_as(path, enforce_file_format=True)
