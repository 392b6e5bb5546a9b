"""Codes of Findings on what a reader mends in a directory, and on how it found its way to it."""

from types import MappingProxyType
from typing import Final

from .code import Code

MENDING_CODES: Final = MappingProxyType(
    {
        # -- offsets and hierarchy --------------------------------------------------------------
        "offsets-shifted": Code("error", "PS3.3 F.3.2.2", "Read as they were meant; dicom-fileset repair ROOT writes them anew."),
        "hierarchy-inferred": Code("warning", "PS3.3 F.4", "Types and order of the records tell where they belong; dicom-fileset repair ROOT writes it."),
        "directory-meta": Code("warning", "PS3.10 7.1", "dicom-fileset repair ROOT writes it as it should be."),
        "directory-class": Code("warning", "PS3.10 8.6", "Read as the directory that it is; dicom-fileset repair ROOT writes it as it should be."),
        # -- bytes ------------------------------------------------------------------------------
        "record-damaged": Code("error", "PS3.5 7.5", "What is whole of it is shown; dicom-fileset repair ROOT makes it anew from its file."),
        "directory-head-damaged": Code("error", "PS3.5 7.1", "The records are read; dicom-fileset repair ROOT writes the directory anew."),
        "sequence-length-wrong": Code("error", "PS3.5 7.5.2", "Records past the stated end are read; dicom-fileset repair ROOT writes it anew."),
        "limit-reached": Code("error", "PS3.3 F.3.2.2", "No real directory is like this; what lies beyond is not read. Limits can be raised."),
        # -- which directory ---------------------------------------------------------------------
        "directory-elsewhere": Code("warning", "PS3.10 8.6", "A DICOMDIR belongs into the root; this one was taken."),
        "directory-other": Code("warning", "PS3.10 8.6", "There is more than one; name another one to read it."),
        "directory-name": Code("warning", "PS3.10 8.6", "It must be named DICOMDIR; this one was taken for it."),
        "medium-scanned": Code("warning", "PS3.10 8.6", "What the files say is shown; dicom-fileset repair ROOT or create ROOT --in-place makes a DICOMDIR."),
        "instance-unlisted": Code("warning", "PS3.3 F.2.1", "No record lists it; dicom-fileset repair ROOT or update --add gives it one."),
        # -- names and text -----------------------------------------------------------------------
        "file-name-ambiguous": Code("warning", "PS3.10 8.2", "Several names fit the File ID; the first was taken. Give the right one the File ID's own name."),
        "character-set-wrong": Code("warning", "PS3.3 C.12.1.1.2", "Shown by the character set that fits; the bytes are as they were."),
    }
)  # fmt: skip
