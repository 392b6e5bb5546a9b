"""Codes of Findings on one file that is migrated."""

from types import MappingProxyType
from typing import Final

from .code import Code

MIGRATION_FILE_CODES: Final = MappingProxyType(
    {
        "nothing-to-transcode": Code(
            "note", "PS3.5 A.4", "Nothing: it is at its place, byte for byte as it was."
        ),
        "destination-name-refused": Code(
            "error", "PS3.10 8", "Choose another layout, or a shorter path, for the destination."
        ),
    }
)
