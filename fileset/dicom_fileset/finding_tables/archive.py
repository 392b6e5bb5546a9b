"""Codes of Findings on what is brought into an archive: its layout, executables, coercion."""

from types import MappingProxyType
from typing import Final

from .code import Code

ARCHIVE_CODES: Final = MappingProxyType(
    {
        # -- the layout ------------------------------------------------------------------------
        "layout-invalid": Code("error", "-", "Write e.g. {StudyInstanceUID}/{SeriesNumber:04}/{SOPInstanceUID}.dcm."),
        # -- executables -----------------------------------------------------------------------
        "preamble-executable": Code("error", "PS3.10 7.1", "Run nothing of where it comes from; import and create write it without."),
        "preamble-unknown": Code("warning", "PS3.10 7.1", "It was cleared: no reader of DICOM files needs it."),
        "preamble-tiff": Code("note", "PS3.10 7.1", "It was kept: the file is a TIFF picture, too."),
        # -- coercion --------------------------------------------------------------------------
        "coercion-rules": Code("error", "IHE RAD TF-3 4.61", "Mend the rules; the README shows what they can say."),
        "coercion-conflict": Code("error", "IHE RAD TF-3 4.61", "Let each rule match what the other does not, or let them agree."),
        "coercion-unmatched": Code("warning", "IHE RAD TF-3 4.61", "Compare what it matches with what read or import --dry-run shows."),
        "coercion-spread": Code("warning", "PS3.3 C.7.2.1", "Let a rule for each study match its Study Instance UID."),
        "coercion-references": Code("warning", "PS3.3 C.12.1.1.9", "Other instances may refer to it by the former UID."),
        "coerced": Code("note", "PS3.3 C.12.1.1.9", "Original Attributes Sequence has what it was."),
    }
)  # fmt: skip
