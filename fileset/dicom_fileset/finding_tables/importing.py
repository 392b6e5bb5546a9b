"""Codes of Findings on what is imported, and on what it is imported from."""

from types import MappingProxyType
from typing import Final

from .code import Code

IMPORTING_CODES: Final = MappingProxyType(
    {
        # -- the medium ---------------------------------------------------------------------
        "medium-unreadable": Code(
            "error",
            "PS3.10 8",
            "See that the disc is in, or name a folder, a zip or an ISO 9660 image.",
        ),
        "medium-gone": Code(
            "error", "PS3.10 8", "Put the medium back, and run the same command with --resume."
        ),
        "medium-truncated": Code(
            "error", "PS3.12", "Fetch the image again; what lies before the cut was imported."
        ),
        "medium-damaged": Code(
            "error", "PS3.12", "What could be found was imported; fetch the medium again."
        ),
        "zip-list-damaged": Code(
            "warning",
            "PS3.12",
            "What is whole was imported; fetch the zip again if anything is missing.",
        ),
        "medium-limit": Code(
            "error",
            "-",
            "If the medium can be trusted, raise the limit: Limits of dicom_fileset.importing.",
        ),
        # -- its entries --------------------------------------------------------------------
        "entry-encrypted": Code(
            "error", "-", "Unpack it with its password, and import the folder."
        ),
        "entry-name-unsafe": Code(
            "warning",
            "PS3.10 8.2",
            "Nothing is written under this name; only the layout names files.",
        ),
        "entry-name-twice": Code(
            "warning", "PS3.10 8.2", "Each of them was looked at, and has its row."
        ),
        "entry-unpacks-to-too-much": Code(
            "error",
            "-",
            "If the zip can be trusted, raise the limit: Limits of dicom_fileset.importing.",
        ),
        "entry-damaged": Code("error", "-", "Fetch the zip or image again from where it came."),
        "entry-in-archive": Code(
            "note", "-", "An archive inside of the medium is not opened: unpack and import it."
        ),
        # -- the archive --------------------------------------------------------------------
        "import-busy": Code(
            "error", "-", "Another import works in this archive: run again when it is done."
        ),
        "import-stopped": Code("error", "-", "Run the same command with --resume."),
        "import-nothing-to-resume": Code(
            "note", "-", "The archive knows nothing of this medium: all of it was looked at."
        ),
        "import-other-terms": Code(
            "error",
            "-",
            "Give the same options; or leave out --resume: what is there stays, and is linked.",
        ),
        "import-nothing-found": Code(
            "warning", "-", "See whether it is the right medium, and what --select asks for."
        ),
        "manifest-unusable": Code(
            "error", "-", "See who may write it; restore it, or name another archive."
        ),
        "archive-duplicate": Code(
            "warning",
            "PS3.5 9",
            "Two contents bear one SOP Instance UID: compare them; the first was not touched.",
        ),
        "duplicate-refused": Code(
            "error", "PS3.5 9", "Import with --on-duplicate keep-both or skip, and --resume."
        ),
        "archive-coerced": Code(
            "warning",
            "-",
            "An earlier import changed it by its --coerce; import into another archive to have it as it is.",
        ),
        "archive-not-coerced": Code(
            "warning",
            "-",
            "An earlier import brought it, and nothing there is changed: import into another archive.",
        ),
        "archive-altered": Code(
            "warning",
            "-",
            "It was not touched, and what the medium has is in the archive: see what changed it.",
        ),
        "archive-file-too-large": Code(
            "error",
            "-",
            "Import it into an archive on a file system that takes larger files; FAT32 ends at 4 GiB.",
        ),
        "archive-folder-obstructed": Code(
            "error",
            "-",
            "Move away what lies where the layout has a folder, and run again with --resume.",
        ),
        "archive-name-impossible": Code(
            "error",
            "-",
            "Name an archive of a shorter path, or a --layout of shorter and plainer names.",
        ),
        "archive-name-taken": Code(
            "warning",
            "-",
            "A file that the manifest does not know has that name; it was not touched.",
        ),
        "medium-record-differs": Code(
            "warning", "PS3.3 F.3.2.2", "The file was believed, not the directory."
        ),
        "medium-unlisted": Code(
            "note", "PS3.3 F.2.1", "No record of the directory lists it; it was imported as well."
        ),
        # -- the person ---------------------------------------------------------------------
        "identity-not-accepted": Code(
            "error", "-", "See who is on the medium; if it is the right person, add --accept."
        ),
        "identity-refused": Code(
            "error", "-", "Nothing was copied. See whose medium this is, and what was expected."
        ),
    }
)
