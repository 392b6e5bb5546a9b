"""Codes of Findings on a run as a whole."""

from types import MappingProxyType
from typing import Final

from .code import Code

RUN_CODES: Final = MappingProxyType(
    {
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
            "If nobody is at work on it, run dicom-fileset update ROOT: that finishes or undoes it.",
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
    }
)
