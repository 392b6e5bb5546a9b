"""How far a migration is: values that who listens draws or writes down."""

from collections.abc import Callable
from typing import Literal

import msgspec

Stage = Literal[
    "inventory",
    "headers",
    "choosing",
    "trying",
    "migrating",
    "volumes",
    "checking",
    "auditing",
    "paused",
]


class Progressed(msgspec.Struct, frozen=True, omit_defaults=True):
    """How far a migration is.

    Attributes
    ----------
    stage
        What is being done.
    files, all_files
        Done, and in all as far as that is known.
    bytes_in, bytes_out, all_bytes
        Of sources that are done, of what was written for them, and of all sources.
    failures
        Files that are not at the destination, or not as they should be.
    why
        What is waited for, where it is paused.
    """

    stage: Stage
    files: int = 0
    all_files: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    all_bytes: int = 0
    failures: int = 0
    why: str = ""


MigrationProgress = Callable[[Progressed], None]
"""Called now and then."""


def silent(progressed: Progressed) -> None:
    """Tell nobody."""
