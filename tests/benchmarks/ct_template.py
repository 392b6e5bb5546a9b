"""The header of a CT slice as a scanner writes it: encoded once, with gaps for what varies."""

from typing import Final

from pydicom.datadict import dictionary_VR, tag_for_keyword
from pydicom.dataset import Dataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_dataset

CT_IMAGE: Final = "1.2.840.10008.5.1.4.1.1.2"
Part = bytes | str
"""Bytes as they are, or the keyword of a gap."""

_SAME: Final = (
    ("SpecificCharacterSet", "ISO_IR 100"),
    ("ImageType", ["ORIGINAL", "PRIMARY", "AXIAL", "CT_SOM5 SPI"]),
    ("SOPClassUID", CT_IMAGE),
    ("Modality", "CT"),
    ("Manufacturer", "Synthetic Scanners"),
    ("InstitutionName", "University Hospital, Department of Radiology"),
    ("ReferringPhysicianName", "Referrer^Rita^^Dr."),
    ("StationName", "CT64A"),
    ("PerformingPhysicianName", "Radiologist^Rudolf"),
    ("ManufacturerModelName", "Phantom 64"),
    ("BodyPartExamined", "CHEST"),
    ("SliceThickness", "1.5"),
    ("KVP", "120"),
    ("DeviceSerialNumber", "40713"),
    ("SoftwareVersions", "syn 4.2.1"),
    ("ProtocolName", "Thorax routine"),
    ("ReconstructionDiameter", "356"),
    ("GantryDetectorTilt", "0"),
    ("TableHeight", "158"),
    ("FocalSpots", "1.2"),
    ("ConvolutionKernel", "B31f"),
    ("PatientPosition", "HFS"),
    ("ImageOrientationPatient", ["1", "0", "0", "0", "1", "0"]),
    ("PositionReferenceIndicator", ""),
    ("SamplesPerPixel", 1),
    ("PhotometricInterpretation", "MONOCHROME2"),
    ("PixelSpacing", ["0.6953125", "0.6953125"]),
    ("BitsAllocated", 16),
    ("BitsStored", 12),
    ("HighBit", 11),
    ("PixelRepresentation", 0),
    ("RescaleIntercept", "-1024"),
    ("RescaleSlope", "1"),
)
"""Values that all slices have; those of a scanner's private elements come with them."""

PER_SERIES: Final = (
    *("StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate", "StudyTime", "SeriesTime"),
    *("AccessionNumber", "StudyDescription", "SeriesDescription", "PatientName", "PatientID"),
    *("PatientBirthDate", "PatientSex", "StudyInstanceUID", "SeriesInstanceUID", "StudyID"),
    *("SeriesNumber", "FrameOfReferenceUID"),
)
PER_SLICE: Final = (
    *("InstanceCreationTime", "SOPInstanceUID", "AcquisitionTime", "ContentTime", "ExposureTime"),
    *("XRayTubeCurrent", "Exposure", "AcquisitionNumber", "InstanceNumber"),
    *("ImagePositionPatient", "SliceLocation", "WindowCenter", "WindowWidth", "PixelData"),
)


def _tag_and_vr(keyword: str) -> tuple[int, bytes]:
    tag = tag_for_keyword(keyword) or 0
    return tag, b"OW" if keyword == "PixelData" else dictionary_VR(tag).encode()


TAGS: Final = {keyword: _tag_and_vr(keyword) for keyword in PER_SERIES + PER_SLICE}
"""Tag and VR of the gaps."""


def parts_of_header(rows: int) -> list[Part]:
    """The data set of a slice of ``rows`` x ``rows``, in order: bytes, and keywords of gaps."""
    header = Dataset()
    for keyword, value in _SAME:
        setattr(header, keyword, value)
    header.Rows = header.Columns = rows
    _add_private(header)
    _add_request(header)
    for keyword in PER_SERIES + PER_SLICE:
        setattr(header, keyword, b"" if keyword == "PixelData" else None)
    header["PixelData"].VR = "OW"
    return _joined(header)


def _add_private(header: Dataset) -> None:
    block = header.private_block(0x0019, "SYNTHETIC CT 2.0", create=True)
    block.add_new(0x10, "LO", "acquired in spiral mode")
    block.add_new(0x13, "DS", "0.75")
    block.add_new(0x20, "SL", 4711)


def _add_request(header: Dataset) -> None:
    code = Dataset()
    code.CodeValue, code.CodingSchemeDesignator = "CTTHOR", "99SYN"
    code.CodeMeaning = "CT of the thorax"
    header.ProcedureCodeSequence = [code]
    request = Dataset()
    request.RequestedProcedureID = "RP1"
    request.ScheduledProcedureStepID = "SPS1"
    header.RequestAttributesSequence = [request]


def _joined(header: Dataset) -> list[Part]:
    """Neighbours that do not vary are one piece."""
    parts: list[Part] = []
    piece = b""
    for found in header:
        if found.keyword in TAGS:
            parts += piece, found.keyword
            piece = b""
        else:
            alone = Dataset()
            alone.add(found)
            piece += _encoded(alone)
    return [*parts, piece]


def _encoded(header: Dataset) -> bytes:
    """A data set in Explicit VR Little Endian."""
    stream = DicomBytesIO()
    stream.is_little_endian, stream.is_implicit_VR = True, False
    write_dataset(stream, header)
    return stream.getvalue()
