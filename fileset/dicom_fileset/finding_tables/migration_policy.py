"""Codes of Findings on what a migration is to make of files, and on what was foreseen of it."""

from types import MappingProxyType
from typing import Final

from .code import Code

MIGRATION_POLICY_CODES: Final = MappingProxyType(
    {
        "migration-policy": Code(
            "error",
            "-",
            "Name a transfer syntax, smallest, keep, or a TOML file as the README shows it.",
        ),
        "migration-window": Code("error", "-", "Write it as two times of day, e.g. 19:00-06:00."),
        "nothing-to-assess": Code(
            "error", "-", "Look at the sources first: no file of them has been looked at."
        ),
    }
)
