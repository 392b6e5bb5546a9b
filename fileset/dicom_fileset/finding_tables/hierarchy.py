"""Codes of Findings on instances put together."""

from types import MappingProxyType
from typing import Final

from .code import Code

HIERARCHY_CODES: Final = MappingProxyType(
    {
        "duplicate": Code(
            "note", "PS3.3 F.2.1", "Nothing is lost: the same content is there once."
        ),
        "file-lost": Code(
            "error",
            "PS3.3 F.2.1",
            "Remove the record and add the file in one call: update --remove SOPInstanceUID=... --add SRC.",
        ),
        "duplicate-differs": Code(
            "error",
            "PS3.3 C.12.1",
            "Two contents bear one SOP Instance UID: find out which is right, and add that one.",
        ),
        "patient-id-shared": Code(
            "warning",
            "PS3.3 F.5.1",
            "Find out which patient has this ID; the files were not changed.",
        ),
        "patient-spelling": Code(
            "note", "PS3.3 F.5.1", "Taken for one person, under the first spelling."
        ),
        "study-in-two-patients": Code(
            "error", "PS3.3 F.2.1", "Find out whose study it is, correct the files, and add them."
        ),
        "series-in-two-studies": Code(
            "error",
            "PS3.3 F.2.1",
            "Find out where the series belongs, correct the files, and add them.",
        ),
        "key-synthesised": Code(
            "note", "PS3.3 F.5", "The record needs a value; the file was not changed."
        ),
        "key-invalid": Code(
            "warning",
            "PS3.5 6.2",
            "The record has a valid value instead; the file was not changed.",
        ),
        "uid-invalid": Code("error", "PS3.5 9.1", "The file was not changed; ask its maker."),
        "text-without-character-set": Code(
            "warning",
            "PS3.3 C.12.1.1.2",
            "Readers may show the wrong letters; the bytes were kept.",
        ),
        "carried-as-private": Code(
            "note", "PS3.3 F.6.1", "Readers that do not know the SOP Class pass over it."
        ),
    }
)
