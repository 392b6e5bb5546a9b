"""Codes of Findings on one file."""

from types import MappingProxyType
from typing import Final

from .code import Code

FILE_CODES: Final = MappingProxyType(
    {
        "not-dicom": Code("note", "PS3.10 7.1", "Nothing needs to be done."),
        "empty-file": Code(
            "error", "PS3.10 7.1", "The file has no bytes: fetch it again from where it came."
        ),
        "is-directory": Code(
            "note", "PS3.10 8.6", "A DICOMDIR of another file-set is not an instance; left out."
        ),
        "unreadable": Code("error", "PS3.10 8", "See that the file may be read, then run again."),
        "truncated": Code(
            "error", "PS3.10 7.1", "The file ends too early: fetch it again from where it came."
        ),
        "damaged": Code("error", "PS3.5 7.1", "Fetch the file again from where it came."),
        "damaged-deflate": Code("error", "PS3.5 A.5", "Fetch the file again from where it came."),
        "header-too-long": Code(
            "error", "PS3.5 7.1", "No real header is like this; fetch the file again."
        ),
        "not-a-sequence": Code("error", "PS3.5 7.5", "Fetch the file again from where it came."),
        "incomplete": Code(
            "error",
            "PS3.10 7.1",
            "Fetch the file again from where it came; it is carried as it is.",
        ),
        "trailing-data": Code(
            "warning", "PS3.10 7.2", "What follows the data set is carried and means nothing."
        ),
        "no-sop-class": Code(
            "error", "PS3.3 C.12.1", "Without a SOP Class UID it is no SOP Instance; ask its maker."
        ),
        "no-sop-instance-uid": Code(
            "error",
            "PS3.3 C.12.1",
            "Without a SOP Instance UID it is no SOP Instance; ask its maker.",
        ),
        "no-preamble": Code(
            "warning",
            "PS3.10 7.1",
            "create --output writes it as it should be; --in-place changes no file.",
        ),
        "no-file-meta": Code(
            "warning",
            "PS3.10 7.1",
            "create --output writes it as it should be; --in-place changes no file.",
        ),
        "no-transfer-syntax": Code(
            "warning",
            "PS3.10 7.1",
            "create --output writes it as it should be; --in-place changes no file.",
        ),
        "meta-implicit": Code(
            "warning",
            "PS3.10 7.1",
            "create --output writes it as it should be; --in-place changes no file.",
        ),
        "meta-group-length": Code(
            "warning",
            "PS3.10 7.1",
            "create --output writes it as it should be; --in-place changes no file.",
        ),
        "meta-incomplete": Code(
            "warning",
            "PS3.10 7.1",
            "create --output writes it as it should be; --in-place changes no file.",
        ),
        "meta-uid-differs": Code(
            "warning",
            "PS3.10 7.1",
            "create --output writes it as it should be; --in-place changes no file.",
        ),
        "data-set-uid-missing": Code("warning", "PS3.3 C.12.1", "Carried as it is; ask its maker."),
        "vr-other-than-stated": Code(
            "warning", "PS3.10 7.1", "Ask its maker: the transfer syntax is not what it says."
        ),
        "transfer-syntax-unknown": Code(
            "warning", "PS3.6 A", "Carried as it is; few readers will open it."
        ),
        "transfer-syntax-not-for-files": Code(
            "warning", "PS3.5 A.6", "Carried as it is; few readers will open it."
        ),
    }
)
