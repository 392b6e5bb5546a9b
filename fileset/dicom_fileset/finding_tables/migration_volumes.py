"""Codes of Findings on volumes that staged instances are packed into."""

from types import MappingProxyType
from typing import Final

from .code import Code

MIGRATION_VOLUME_CODES: Final = MappingProxyType(
    {
        "series-too-large": Code(
            "error", "PS3.12", "Name a larger --volume-size, or --split-series to divide it."
        ),
        "instance-too-large": Code("error", "PS3.12", "Name a larger --volume-size."),
        "volumes-otherwise": Code(
            "error", "-", "Resume on the terms that they were begun on, or begin elsewhere."
        ),
        "volume-over-capacity": Code(
            "error",
            "PS3.12",
            "It is whole, and needs a larger medium: its records are longer than was reckoned.",
        ),
        "staged-missing": Code(
            "error", "-", "See who removed it; the migration's journal says of which file it was."
        ),
    }
)
