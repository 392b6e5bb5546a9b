"""A report as a file of the DICOM File Format, proven to read back as it is (PS3.10 7)."""

import os
from io import BytesIO
from typing import Final

from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_dataset
from pydicom.uid import ExplicitVRLittleEndian

from ...commit.flush import flush_file
from ...errors import Refused
from ...evidence import performed
from ...findings import finding
from ...ledger import Performed, keep
from ...model import Finding, Where
from ...place.copy import write_file
from ...place.file_meta import file_head
from ...transcoding.failure import medium_finding

_PART: Final = ".part"
_NOT_ENCODED: Final = (AttributeError, KeyError, OSError, OverflowError, TypeError, ValueError)
"""What pydicom throws at values that are none of their VRs."""


def write_report(report: Dataset, path: str | os.PathLike[str]) -> tuple[Finding, ...]:
    """Write a report to a new file, in Explicit VR Little Endian.

    The file stands at its place whole and proven, or it does not stand there.

    Returns
    -------
    tuple of Finding
        Why that could not be kept in the ledger, where that is so.

    Raises
    ------
    Refused
        The place is taken or cannot be written, a value cannot be encoded, or the file does not
        read back as the report is.
    """
    target = os.fspath(path)
    if os.path.lexists(target):
        raise Refused(finding("destination-exists", "There is a file already.", Where(path=target)))
    data = _encoded(report, target)
    _prove(report, data, target)
    try:
        _put(data, target)
    except OSError as error:
        found = medium_finding(error)
        where = Where(path=target)
        raise Refused(finding(found.code, found.message, where)) from error
    return keep("", "make", performed([_kind(report)]))


def _kind(report: Dataset) -> Performed:
    [template] = report.get("ContentTemplateSequence") or [Dataset()]
    uid, written = str(report.SOPClassUID), str(ExplicitVRLittleEndian)
    identifier = str(template.get("TemplateIdentifier") or "")
    return Performed(uid, written, written, template=identifier, proof="content read back")


def _put(data: bytes, target: str) -> None:
    """Write beside the place, read back, and move."""
    part = target + _PART
    write_file(data, part)
    try:
        flush_file(part)
        os.rename(part, target)
    except OSError:
        os.unlink(part)
        raise


def _encoded(report: Dataset, target: str) -> bytes:
    """The whole file."""
    buffer = DicomBytesIO()
    buffer.is_little_endian, buffer.is_implicit_VR = True, False
    try:
        uids = (str(report.SOPClassUID), str(report.SOPInstanceUID), str(ExplicitVRLittleEndian))
        write_dataset(buffer, report)
    except _NOT_ENCODED as error:
        reason = str(error).partition("\n")[0]  # pydicom goes on with a traceback
        message = f"A value cannot be encoded: {reason}."
        raise Refused(finding("report-unwritable", message, Where(path=target))) from error
    return file_head(uids) + buffer.getvalue()


def _prove(report: Dataset, data: bytes, target: str) -> None:
    """See that pydicom reads out of the file what the report holds."""
    read = dcmread(BytesIO(data))
    for tag in sorted({*report.keys(), *read.keys()}):
        if tag not in read or tag not in report or read[tag] != report[tag]:
            message = f"{tag} does not read back as it was written."
            raise Refused(finding("not-proven", message, Where(path=target, tag=str(tag))))
