"""Codes of Findings on File IDs and the files they lead to."""

from types import MappingProxyType
from typing import Final

from .code import Code

FILE_ID_CODES: Final = MappingProxyType(
    {
        "file-id-illegal": Code(
            "error", "PS3.10 8.2", "Give it a name of 1 to 8 of A-Z 0-9 _, or copy with --output."
        ),
        "file-id-reserved": Code(
            "warning", "PS3.10 8.2", "Windows cannot open a file of this name; copy with --output."
        ),
        "file-id-unsafe": Code(
            "error",
            "PS3.10 8.2",
            "It points outside the file-set and is not followed; dicom-fileset repair ROOT leaves it out.",
        ),
        "file-id-shared": Code(
            "error", "PS3.3 F.2.1", "dicom-fileset repair ROOT keeps the record that is the file's."
        ),
        "file-set-id-illegal": Code("error", "PS3.10 8.1", "Use at most 16 of A-Z 0-9 _."),
        "file-missing": Code(
            "error",
            "PS3.3 F.2.1",
            "Find the file; or dicom-fileset repair ROOT, or update --remove, leaves its record out.",
        ),
        "file-name-case": Code(
            "warning",
            "PS3.10 8.2",
            "Give it the name that the directory has, or copy with repair ROOT --output DEST.",
        ),
        "file-differs": Code(
            "error",
            "PS3.3 F.3.2.2",
            "The file is right: dicom-fileset repair ROOT makes the record anew.",
        ),
        "file-unlisted": Code(
            "error",
            "PS3.3 F.2.1",
            "dicom-fileset repair ROOT or update --add gives it a record; or move it away.",
        ),
        "file-not-dicom": Code("note", "PS3.10 8.4", "Other files may lie in a file-set."),
    }
)
