"""Codes of Findings on the ledger and on statements made of it."""

from types import MappingProxyType
from typing import Final

from .code import Code

LEDGER_CODES: Final = MappingProxyType(
    {
        "ledger-not-written": Code(
            "note",
            "PS3.2 N.1",
            "What was done stands; it is no evidence for a statement. Name a ledger that can be written: --ledger PATH, or --ledger off.",
        ),
        "ledger-unusable": Code(
            "error",
            "PS3.2 N.1",
            "See who may read and write it, or name another ledger: --ledger PATH.",
        ),
        "ledger-newer": Code(
            "error", "PS3.2 N.1", "Update dicom-fileset, or name another ledger: --ledger PATH."
        ),
        "ledger-damaged": Code(
            "error",
            "PS3.2 N.1",
            "Nothing was overwritten. Name another ledger: --ledger PATH, and merge copies of this one into it.",
        ),
        "ledger-not-one": Code(
            "error", "PS3.2 N.1", "Nothing was overwritten. Name a ledger: --ledger PATH."
        ),
        "ledger-missing": Code(
            "error",
            "PS3.2 N.1",
            "Name a ledger that is there; every operation adds to the one that it is given.",
        ),
        "ledger-off": Code("error", "PS3.2 N.1", "Name a ledger: --ledger PATH."),
        "ledger-reset": Code(
            "error", "PS3.2 N.1", "See with --dry-run what it holds; add --yes to forget it."
        ),
        "ledger-call": Code("error", "-", "See dicom-fileset ledger --help."),
        "statement-docx": Code(
            "error", "-", 'pip install "dicom-fileset[docx]", or name another format.'
        ),
        "statement-output": Code("error", "-", "Name a file for it: --output FILE."),
        "statement-not-one": Code(
            "error", "PS3.2 N.1", "Name a statement that was written with --format json."
        ),
    }
)
