"""Codes of Findings on a migration as a whole."""

from types import MappingProxyType
from typing import Final

from .code import Code

MIGRATION_CODES: Final = MappingProxyType(
    {
        "journal-missing": Code("error", "-", "Check the name of the journal."),
        "journal-unusable": Code("error", "-", "Name another journal, with --journal."),
        "journal-busy": Code(
            "error", "-", "Wait until that is done; --status shows how far it is."
        ),
        "journal-exists": Code(
            "error", "-", "Go on with it by --resume, look at it by --status, or name another one."
        ),
        "migration-other-terms": Code(
            "error",
            "-",
            "Go on with the terms it was begun with, or begin anew with another journal.",
        ),
        "destination-other-migration": Code(
            "error", "-", "Name the journal that it was begun with, or an empty destination."
        ),
        "report-output": Code("error", "-", "Name another place for the report, with --report."),
        "counts-differ": Code(
            "error", "-", "Look at the files that are listed; their sources are as they were."
        ),
        "paused": Code("note", "-", "Nothing: it goes on by itself."),
        "migration-stopped": Code("error", "-", "Go on with it by --resume."),
    }
)
