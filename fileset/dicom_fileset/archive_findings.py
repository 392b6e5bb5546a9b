"""Codes of Findings on what is brought into an archive: its layout, executables, coercion."""

from types import MappingProxyType
from typing import Final

from .finding_code import Code

ARCHIVE_CODES: Final = MappingProxyType(
    {
        # -- the layout ------------------------------------------------------------------------
        "layout-invalid": Code("error", "-", "Write e.g. {StudyInstanceUID}/{SeriesNumber:04}/{SOPInstanceUID}.dcm."),
    }
)  # fmt: skip
