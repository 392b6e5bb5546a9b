"""Codes of Findings on a directory and its records."""

from types import MappingProxyType
from typing import Final

from .code import Code

DIRECTORY_CODES: Final = MappingProxyType(
    {
        "not-a-directory": Code(
            "error", "PS3.10 8.6", "Name the DICOMDIR of a file-set, or the folder that holds it."
        ),
        "directory-is-instance": Code(
            "error",
            "PS3.10 8.6",
            "Rename it to a File ID that is free; then: dicom-fileset repair ROOT.",
        ),
        "directory-missing": Code(
            "error", "PS3.10 8.6", "Make one: dicom-fileset create ROOT --in-place."
        ),
        "directory-exists": Code(
            "error", "PS3.10 8.6", "Use dicom-fileset update to change this file-set."
        ),
        "directory-truncated": Code(
            "error",
            "PS3.10 8.6",
            "dicom-fileset repair ROOT makes a new DICOMDIR of what is there.",
        ),
        "directory-encoding": Code(
            "warning", "PS3.10 8.6", "dicom-fileset repair ROOT writes it anew as it should be."
        ),
        "directory-too-large": Code(
            "error", "PS3.3 F.3.2.2", "Split the instances over several file-sets."
        ),
        "directory-without-module": Code(
            "error", "PS3.10 8.3", "Such a file-set may be read, and never be updated."
        ),
        "directory-damaged": Code(
            "error",
            "PS3.3 F.3.2.2",
            "See what dicom-fileset verify says; dicom-fileset repair ROOT mends it.",
        ),
        "directory-empty": Code(
            "warning",
            "PS3.3 F.3.2",
            "dicom-fileset repair ROOT makes a new DICOMDIR of what is there.",
        ),
        "changed-meanwhile": Code(
            "error", "PS3.10 8", "Run again: that starts from what is there now."
        ),
        "root-offset-wrong": Code(
            "error",
            "PS3.3 F.3.2.2",
            "dicom-fileset repair ROOT makes a new DICOMDIR of what is there.",
        ),
        "last-root-offset-wrong": Code(
            "warning", "PS3.3 F.3.2.2", "dicom-fileset repair ROOT writes it anew as it should be."
        ),
        "consistency-flag": Code(
            "warning",
            "PS3.3 F.3.2.2",
            "A writer was interrupted: compare files and records with verify.",
        ),
        "offset-dangling": Code(
            "error",
            "PS3.3 F.3.2.2",
            "dicom-fileset repair ROOT makes a new DICOMDIR of what is there.",
        ),
        "record-referenced-twice": Code(
            "error",
            "PS3.3 F.2.1",
            "dicom-fileset repair ROOT makes a new DICOMDIR of what is there.",
        ),
        "record-unreachable": Code(
            "error",
            "PS3.3 F.3.2.2",
            "dicom-fileset repair ROOT makes a new DICOMDIR of what is there.",
        ),
        "record-inactive": Code(
            "warning",
            "PS3.3 F.3.2.2",
            "It was deleted by an older writer; its file may still be there.",
        ),
        "record-in-use-flag": Code("warning", "PS3.3 F.3.2.2", "Readers take it for FFFFH."),
        "record-element-missing": Code(
            "warning", "PS3.3 F.3.2.2", "Read as zero; dicom-fileset repair ROOT writes it."
        ),
        "record-type-unknown": Code(
            "warning", "PS3.3 F.5", "It is kept to the byte, and not understood."
        ),
        "record-type-retired": Code("warning", "PS3.3 F.4", "It is kept to the byte."),
        "record-misplaced": Code(
            "error",
            "PS3.3 F.4",
            "dicom-fileset repair ROOT makes a new DICOMDIR of what is there.",
        ),
        "record-key-missing": Code(
            "error",
            "PS3.3 F.5",
            "dicom-fileset repair ROOT makes a new DICOMDIR of what is there.",
        ),
        "private-key-missing": Code(
            "error",
            "PS3.3 F.6.1",
            "Only who made the record knows it; the record is kept to the byte.",
        ),
        "record-key-differs": Code(
            "warning",
            "PS3.3 F.5",
            "The file is right: dicom-fileset repair ROOT makes the record anew.",
        ),
        "record-not-unique": Code(
            "error",
            "PS3.3 F.2.1",
            "dicom-fileset repair ROOT makes a new DICOMDIR of what is there.",
        ),
        "record-without-file": Code(
            "error",
            "PS3.3 F.2.1",
            "Nothing refers to data here: dicom-fileset repair ROOT leaves it out.",
        ),
        "nested-too-deep": Code(
            "error", "PS3.5 7.5", "No real file nests like this; it is not read further."
        ),
    }
)
