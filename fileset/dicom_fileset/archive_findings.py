"""Codes of Findings on what is brought into an archive: its layout, executables, coercion."""

from types import MappingProxyType
from typing import Final

from .finding_code import Code

ARCHIVE_CODES: Final = MappingProxyType(
    {
        # -- the layout ------------------------------------------------------------------------
        "layout-invalid": Code("error", "-", "Write e.g. {StudyInstanceUID}/{SeriesNumber:04}/{SOPInstanceUID}.dcm."),
        # -- executables -----------------------------------------------------------------------
        "preamble-executable": Code("error", "PS3.10 7.1", "Run nothing of where it comes from; import and create write it without."),
        "preamble-unknown": Code("warning", "PS3.10 7.1", "It was cleared: no reader of DICOM files needs it."),
        "preamble-tiff": Code("note", "PS3.10 7.1", "It was kept: the file is a TIFF picture, too."),
    }
)  # fmt: skip
