"""Codes of Findings of the audit of a migration."""

from types import MappingProxyType
from typing import Final

from .code import Code

_ANEW: Final = (
    "Migrate its source anew into another destination, and see what has changed this one."
)

MIGRATION_AUDIT_CODES: Final = MappingProxyType(
    {
        "audit-result-missing": Code("error", "-", _ANEW),
        "audit-result-differs": Code("error", "-", _ANEW),
        "audit-pixels-differ": Code("error", "PS3.5 8.2", _ANEW),
        "audit-attributes-differ": Code("error", "PS3.3 C.7.6.3", _ANEW),
        "audit-identity-differs": Code("error", "PS3.3 A.1.2", _ANEW),
        "audit-duplicate-lost": Code(
            "error", "-", "Migrate it anew into another destination: nothing there has its content."
        ),
        "audit-instance-left": Code(
            "error", "-", "It is an instance now: migrate it into another destination."
        ),
        "audit-journal-differs": Code(
            "error",
            "-",
            "See who has changed the journal; what it says of this file contradicts itself.",
        ),
        "audit-journal-changed": Code(
            "warning", "-", "Audit it again when no migration is at work on it."
        ),
        "audit-not-migrated": Code(
            "warning",
            "-",
            "See its reason; mend its source, and migrate that into another destination.",
        ),
        "audit-unfinished": Code(
            "warning", "-", "Go on with the migration by --resume, then audit it again."
        ),
        "audit-source-changed": Code(
            "warning",
            "-",
            "What was migrated is its earlier content; migrate the later one where it matters.",
        ),
        "audit-source-unreadable": Code(
            "warning", "-", "See to its medium; its result was proven by hash alone."
        ),
        "audit-source-gone": Code(
            "note",
            "-",
            "Nothing, where sources were let go; results were proven by hash and by decoding them.",
        ),
        "audit-decoders-differ": Code(
            "warning",
            "PS3.5 8.2",
            "Look at the picture with several viewers; one of two decoders gives other pixels.",
        ),
        "audit-picture-far": Code(
            "warning",
            "PS3.3 C.7.6.1.1.5",
            "Look at both pictures: this much is seldom lost by compression.",
        ),
        "audit-file-extra": Code(
            "warning", "-", "See who put it there; no row of the journal speaks of it."
        ),
        "audit-unlisted": Code(
            "error", "PS3.10 8.6", "Make the directory of this volume anew, by repair."
        ),
        "audit-volume-differs": Code(
            "error",
            "PS3.10 8",
            "Make the directory of this volume anew, by repair; instances are proven apart from it.",
        ),
    }
)
