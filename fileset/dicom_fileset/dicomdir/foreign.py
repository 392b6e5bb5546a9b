"""A DICOMDIR in another encoding than the standard asks for, taken apart by pydicom."""

import io
import warnings

import pydicom
from pydicom.dataset import Dataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_dataset

from ..errors import DamagedFileSet
from ..findings import finding
from ..model import Where
from .follow import CONSISTENCY, FIRST_ROOT, LAST_ROOT
from .items import Item, item_of
from .read import Parts

_SEQUENCE = 0x0004_1220
_FILE_SET_ID = 0x0004_1130


def foreign_parts(data: bytes) -> Parts:
    """The parts of a DICOMDIR that is implicit, big endian or deflated, made explicit little.

    Raises
    ------
    DamagedFileSet
        pydicom cannot read it either.
    """
    where = Where(path="DICOMDIR")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            directory = pydicom.dcmread(io.BytesIO(data), force=True)
            return _parts(directory)
        except Exception as error:
            message = f"The directory cannot be read ({type(error).__name__})."
            raise DamagedFileSet(finding("not-a-directory", message, where)) from error


def _parts(directory: Dataset) -> Parts:
    numbers = {
        tag: int(directory[tag].value)
        for tag in (FIRST_ROOT, LAST_ROOT, CONSISTENCY)
        if tag in directory and directory[tag].value is not None
    }
    table: dict[int, Item] = {}
    for one in directory[_SEQUENCE].value if _SEQUENCE in directory else ():
        table[int(one.seq_item_tell)] = item_of(_explicit(one))
    sides = (Dataset(), Dataset())
    for found in directory:
        if found.tag not in numbers and found.tag not in {_SEQUENCE, _FILE_SET_ID}:
            sides[found.tag > _SEQUENCE].add(found)
    preface, epilogue = (_explicit(side) for side in sides)
    uid = str(directory.file_meta.get("MediaStorageSOPInstanceUID", ""))
    encoding = "Explicit VR Little Endian is required"
    findings = (
        finding("directory-encoding", f"{encoding} for a DICOMDIR.", Where(path="DICOMDIR")),
    )
    file_set_id = str(directory.get("FileSetID", "") or "")
    has_sequence = _SEQUENCE in directory
    return Parts(uid, numbers, file_set_id, preface, epilogue, table, has_sequence, findings)


def _explicit(data: Dataset) -> bytes:
    stream = DicomBytesIO()
    stream.is_little_endian = True
    stream.is_implicit_VR = False
    write_dataset(stream, data)
    return stream.getvalue()
