"""What stands on media beside a file-set, and names that no file may have: medium.toml."""

import re
from fnmatch import translate
from functools import cache

import msgspec

from .reading import FOLDER, read_toml


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


@cache
def medium() -> Medium:
    """The whole of it."""
    return read_toml(FOLDER / "medium.toml", Medium)


@cache
def reserved_names() -> frozenset[str]:
    """Names that no file may have; in upper case, as File ID components are."""
    return frozenset(name for row in medium().reserved for name in row.names)


@cache
def _leftovers() -> tuple[frozenset[str], re.Pattern[str]]:
    rows = medium().leftover
    names = frozenset(name.casefold() for row in rows for name in row.names)
    patterns = (translate(pattern.casefold()) for row in rows for pattern in row.patterns)
    return names, re.compile("|".join(patterns))


def is_leftover(name: str) -> bool:
    """Whether an operating system leaves something of this name on media.

    >>> is_leftover("System Volume Information"), is_leftover("IMAGES")
    (True, False)
    """
    names, patterns = _leftovers()
    name = name.casefold()
    return name in names or patterns.match(name) is not None
