"""Writing DICOM files (PS3.10 7.1), the same bytes on every run."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from pydicom import dcmwrite
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from making.identity import IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME


@dataclass(frozen=True)
class MediaFile:
    """A path relative to the folder that is made, and the bytes that go there."""

    path: PurePosixPath
    content: bytes


def dicom_file(path: str, ds: Dataset, transfer_syntax: str = ExplicitVRLittleEndian) -> MediaFile:
    """Return ``ds`` as a file in this transfer syntax."""
    return MediaFile(PurePosixPath(path), encode(ds, transfer_syntax))


def encode(ds: Dataset, transfer_syntax: str = ExplicitVRLittleEndian) -> bytes:
    """Return preamble, File Meta Information and data set."""
    if transfer_syntax == ExplicitVRBigEndian and "PixelData" in ds:
        ds = swapped_pixels(ds)
    ds.file_meta = file_meta(ds, transfer_syntax)
    ds.preamble = b"\x00" * 128
    buffer = BytesIO()
    # forced, as pydicom 3.0 refuses the transfer syntaxes that it has not heard of
    dcmwrite(
        buffer,
        ds,
        implicit_vr=transfer_syntax == ImplicitVRLittleEndian,
        little_endian=transfer_syntax != ExplicitVRBigEndian,
        force_encoding=True,
    )
    return buffer.getvalue()


def file_meta(ds: Dataset, transfer_syntax: str) -> FileMetaDataset:
    """Return the File Meta Information (PS3.10 Table 7.1-1)."""
    meta = FileMetaDataset()
    meta.FileMetaInformationGroupLength = 0  # pydicom counts
    meta.FileMetaInformationVersion = b"\x00\x01"
    meta.MediaStorageSOPClassUID = UID(ds.SOPClassUID)
    meta.MediaStorageSOPInstanceUID = UID(ds.SOPInstanceUID)
    meta.TransferSyntaxUID = UID(transfer_syntax)
    meta.ImplementationClassUID = UID(IMPLEMENTATION_CLASS_UID)
    meta.ImplementationVersionName = IMPLEMENTATION_VERSION_NAME
    return meta


def swapped_pixels(ds: Dataset) -> Dataset:
    """Return a copy whose 16 bit Pixel Data is in big endian order (PS3.5 7.3)."""
    copy = Dataset(ds)
    pixels = bytearray(ds.PixelData)
    pixels[0::2], pixels[1::2] = pixels[1::2], pixels[0::2]
    copy.PixelData = bytes(pixels)
    copy["PixelData"].VR = "OW"
    return copy


def write_all(files: list[MediaFile], folder: Path) -> None:
    """Write every file below ``folder``; two files of one path are a mistake."""
    paths = [file.path for file in files]
    if len(set(paths)) != len(paths):
        raise ValueError("two sample files have one path")
    for file in files:
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
