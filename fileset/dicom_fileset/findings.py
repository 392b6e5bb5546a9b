"""Every code a Finding can bear, with its severity, clause and remedy: the contract with machines."""

from types import MappingProxyType
from typing import Final

from .archive_findings import ARCHIVE_CODES
from .correction_findings import CORRECTION_CODES
from .directory_findings import DIRECTORY_CODES
from .finding_code import Code
from .gate_findings import GATE_CODES
from .importing_findings import IMPORTING_CODES
from .ledger_findings import LEDGER_CODES
from .model import Finding, Where
from .pdi_findings import PDI_CODES
from .pixel_findings import PIXEL_CODES
from .profile_findings import PROFILE_CODES
from .repair_findings import REPAIR_CODES
from .sr_findings import SR_CODES
from .sr_making_findings import SR_MAKING_CODES
from .update_findings import UPDATE_CODES

CODES: Final = MappingProxyType(
    {
        # -- the directory ------------------------------------------------------------------
        "not-a-directory": Code(
            "error", "PS3.10 8.6", "Name the DICOMDIR of a file-set, or the folder that holds it."
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
        # -- File IDs -----------------------------------------------------------------------
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
        # -- one file -----------------------------------------------------------------------
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
        # -- putting instances together -------------------------------------------------------
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
        # -- the run ------------------------------------------------------------------------
        "directory-loop": Code(
            "note", "PS3.10 8", "A link leads back to a folder that was read already; passed by."
        ),
        "leftover": Code("note", "PS3.10 8.4", "Nothing: an operating system keeps it there."),
        "link": Code("warning", "PS3.10 8", "Left out; copy the file itself there."),
        "source-missing": Code("error", "PS3.10 8", "Check the name."),
        "destination-not-empty": Code(
            "error",
            "PS3.10 8.1",
            "Name an empty place, or use update on the file-set that is there.",
        ),
        "destination-unwritable": Code("error", "PS3.10 8", "See that the place may be written."),
        "no-space": Code("error", "PS3.10 8", "Make room, or name another place."),
        "write-failed": Code(
            "error", "PS3.10 8", "Nothing was left behind; look at the medium, and run again."
        ),
        "interrupted": Code("error", "PS3.10 8", "Run again."),
        "unfinished-change": Code(
            "error",
            "PS3.10 8",
            "Run dicom-fileset update on it: that finishes or undoes the change.",
        ),
        "recovered": Code(
            "warning", "PS3.10 8", "A change that was broken off was finished or undone."
        ),
        "not-proven": Code(
            "error",
            "PS3.10 8",
            "What was written does not read back as it was: look at the medium, and run again.",
        ),
        "changed": Code(
            "error", "PS3.10 8", "Something else writes this file: run again when it is done."
        ),
        "re-encoding-failed": Code("error", "PS3.5 7", "Fetch the file again from where it came."),
        "bad-call": Code("error", "-", "See --help."),
        "nothing-to-do": Code("error", "PS3.10 8", "No instance was found among the sources."),
        "nothing-matches": Code("error", "PS3.10 8", "See dicom-fileset read for what is there."),
        "bad-criterion": Code("error", "PS3.3 F.5", "Write KEYWORD=VALUE, e.g. PatientID=12345."),
        "internal": Code(
            "error",
            "-",
            "This is a mistake of ours: please report it with the command that you used.",
        ),
        **DIRECTORY_CODES,
        **ARCHIVE_CODES,
        **CORRECTION_CODES,
        **PIXEL_CODES,
        **PDI_CODES,
        **LEDGER_CODES,
        **GATE_CODES,
        **PROFILE_CODES,
        **REPAIR_CODES,
        **SR_MAKING_CODES,
        **SR_CODES,
        **UPDATE_CODES,
        **IMPORTING_CODES,
    }
)


def finding(
    code: str, message: str, where: Where | None = None, *, before: str = "", after: str = ""
) -> Finding:
    """A Finding of a known code; of what was mended with how it was, and how it was taken.

    Raises
    ------
    KeyError
        The code has no row in :data:`CODES`.
    """
    severity, clause, remedy = CODES[code]
    return Finding(code, severity, message, where or Where(), clause, remedy, before, after)
