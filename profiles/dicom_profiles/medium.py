"""What stands on media beside a file-set, and names that no file may have: medium.toml."""

import re
from fnmatch import translate
from pathlib import Path
from typing import Final

import msgspec


class NameRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names that one operating system makes or reserves."""

    system: str
    source: str
    names: tuple[str, ...]
    patterns: tuple[str, ...] = ()


class Medium(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of medium.toml."""

    leftover: tuple[NameRow, ...]
    reserved: tuple[NameRow, ...]


MEDIUM: Final = msgspec.toml.decode(
    Path(__file__).with_name("medium.toml").read_bytes(), type=Medium
)

RESERVED_NAMES: Final = frozenset(name for row in MEDIUM.reserved for name in row.names)
"""In upper case, as File ID components are."""

_LEFTOVERS: Final = frozenset(name.casefold() for row in MEDIUM.leftover for name in row.names)
_PATTERNS: Final = re.compile(
    "|".join(translate(pattern.casefold()) for row in MEDIUM.leftover for pattern in row.patterns)
)


def is_leftover(name: str) -> bool:
    """Whether an operating system leaves something of this name on media.

    >>> is_leftover("System Volume Information"), is_leftover("IMAGES")
    (True, False)
    """
    name = name.casefold()
    return name in _LEFTOVERS or _PATTERNS.match(name) is not None
