"""``dicom-fileset schema``."""

from enum import StrEnum
from typing import Annotated

import typer

EPILOG = """Examples:

dicom-fileset schema read

dicom-fileset schema create > create.schema.json"""


class Command(StrEnum):
    """A command that has machine output."""

    CODECS = "codecs"
    CREATE = "create"
    IMPORT = "import"
    FINDINGS = "findings"
    LEDGER = "ledger"
    MIGRATE = "migrate"
    MIGRATE_ASSESS = "migrate-assess"
    MIGRATE_AUDIT = "migrate-audit"
    MIGRATE_STATUS = "migrate-status"
    PROFILES = "profiles"
    READ = "read"
    REPAIR = "repair"
    SR = "sr"
    STATEMENT = "statement"
    STATEMENT_DIFF = "statement-diff"
    TRANSCODE = "transcode"
    UPDATE = "update"
    VERIFY = "verify"


def schema(command: Annotated[Command, typer.Argument(help="The command.")]) -> int:
    """Print the JSON Schema of what a command prints with --json, or as --format json."""
    from .schemas import show_schema  # noqa: PLC0415 - --help must answer at once

    show_schema(command.value)
    return 0
