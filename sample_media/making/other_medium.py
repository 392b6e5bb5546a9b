"""The DICOMDIR of some other file-set (PS3.3 F.3, PS3.10 8.6), left among the files."""

import struct

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, MediaStorageDirectoryStorage

from making.identity import uid
from making.part10 import encode

ITEM = struct.pack("<HH", 0xFFFE, 0xE000)


def dicomdir() -> bytes:
    """Return a directory of one patient, one study, one series and one image."""
    ds = Dataset()
    ds.SOPClassUID = MediaStorageDirectoryStorage
    ds.SOPInstanceUID = uid("file-set of another medium")
    ds.FileSetID = "OTHER_SET"
    ds.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity = 0
    ds.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity = 0
    ds.FileSetConsistencyFlag = 0
    records = [_patient(), _study(), _series(), _image()]
    ds.DirectoryRecordSequence = Sequence(records)
    _link(ds, records, _offsets(_encoded(ds)))
    return _encoded(ds)


def _encoded(ds: Dataset) -> bytes:
    """Encode; the SOP Class and Instance UID stay in the file meta, not at the end."""
    encoded = encode(Dataset(ds))
    return encoded[: encoded.rindex(struct.pack("<HH2s", 0x0008, 0x0016, b"UI"))]


def _offsets(encoded: bytes) -> list[int]:
    """Return where the records begin: no record here has a sequence of its own."""
    found = []
    start = encoded.find(ITEM)
    while start >= 0:
        found.append(start)
        start = encoded.find(ITEM, start + 4)
    return found


def _link(ds: Dataset, records: list[Dataset], offsets: list[int]) -> None:
    """Let every record point at the one below it, and the root at the first."""
    for record, below in zip(records, offsets[1:], strict=False):
        record.OffsetOfReferencedLowerLevelDirectoryEntity = below
    ds.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity = offsets[0]
    ds.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity = offsets[0]


def _record(record_type: str) -> Dataset:
    record = Dataset()
    record.OffsetOfTheNextDirectoryRecord = 0
    record.RecordInUseFlag = 0xFFFF
    record.OffsetOfReferencedLowerLevelDirectoryEntity = 0
    record.DirectoryRecordType = record_type
    return record


def _patient() -> Dataset:
    record = _record("PATIENT")
    record.PatientName = "Elsewhere^Ella"
    record.PatientID = "OTHER-1"
    return record


def _study() -> Dataset:
    record = _record("STUDY")
    record.StudyDate = "20230101"
    record.StudyTime = "120000"
    record.StudyDescription = "Another medium"
    record.StudyInstanceUID = uid("study of another medium")
    record.StudyID = "1"
    record.AccessionNumber = ""
    return record


def _series() -> Dataset:
    record = _record("SERIES")
    record.Modality = "CT"
    record.SeriesInstanceUID = uid("series of another medium")
    record.SeriesNumber = 1
    return record


def _image() -> Dataset:
    record = _record("IMAGE")
    record.ReferencedFileID = ["IMAGES", "CT000001"]
    record.ReferencedSOPClassUIDInFile = CTImageStorage
    record.ReferencedSOPInstanceUIDInFile = uid("image of another medium")
    record.ReferencedTransferSyntaxUIDInFile = ExplicitVRLittleEndian
    record.InstanceNumber = 1
    return record
