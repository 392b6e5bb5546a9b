"""Codes of Findings on what a migration is to make of files."""

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
    }
)
