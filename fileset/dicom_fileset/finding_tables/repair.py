"""Codes of Findings on what a repair did with records, and on what it could not do."""

from types import MappingProxyType
from typing import Final

from .code import Code

REPAIR_CODES: Final = MappingProxyType(
    {
        "record-made-anew": Code("warning", "PS3.3 F.5", "Made of what the file says; the old record is in the backup."),
        "record-added": Code("warning", "PS3.3 F.2.1", "The file had no record, and has one now."),
        "record-moved": Code("warning", "PS3.3 F.4", "It stands where its file belongs; its own bytes are as they were."),
        "record-superseded": Code("warning", "PS3.3 F.2.1", "Left out: other records say it as the files do; it is in the backup."),
        "record-dropped": Code("error", "PS3.3 F.2.1", "Left out, and kept in the backup: bring the file back and repair again, or --keep-missing."),
        "record-kept-without-file": Code("error", "PS3.3 F.2.1", "Bring the file back, or repair without --keep-missing."),
        "backup-kept": Code("note", "PS3.10 8.6", "To go back, move it over the DICOMDIR; else remove it at leisure."),
        "backups-full": Code("error", "PS3.10 8.6", "Remove some of the files DICOMDIR.B.., or repair with --output."),
        "medium-unwritable": Code("error", "PS3.10 8", "Repair into a copy: dicom-fileset repair ROOT --output DEST."),
    }
)  # fmt: skip
