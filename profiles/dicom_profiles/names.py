"""SOP Classes and transfer syntaxes by keyword and UID: what profiles name them with."""

from functools import cache
from typing import Literal

import msgspec

from .reading import FOLDER, read_toml


class SOPClass(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A Storage SOP Class (PS3.4 B.5, GG.3).

    Attributes
    ----------
    multi_frame
        Whether its IOD has frames.
    retired
        Whether no edition of today has it.
    """

    keyword: str
    uid: str
    name: str
    multi_frame: bool = False
    retired: bool = False


class Syntax(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A transfer syntax that files can be in (PS3.6 Annex A)."""

    keyword: str
    uid: str
    kind: Literal["uncompressed", "compressed", "video"]
    lossless: bool


class _SOPClasses(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sop_class: tuple[SOPClass, ...]


class _Syntaxes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    transfer_syntax: tuple[Syntax, ...]


@cache
def sop_classes() -> dict[str, SOPClass]:
    """All of them, by UID."""
    rows = read_toml(FOLDER / "sop_classes.toml", _SOPClasses).sop_class
    return {row.uid: row for row in rows}


@cache
def syntaxes() -> dict[str, Syntax]:
    """All of them, by UID."""
    rows = read_toml(FOLDER / "transfer_syntaxes.toml", _Syntaxes).transfer_syntax
    return {row.uid: row for row in rows}


@cache
def sop_class_uids() -> dict[str, str]:
    """UIDs by keyword."""
    return {row.keyword: row.uid for row in sop_classes().values()}


@cache
def syntax_uids() -> dict[str, str]:
    """UIDs by keyword."""
    return {row.keyword: row.uid for row in syntaxes().values()}


def syntax_name(uid: str) -> str:
    """The keyword of a transfer syntax for a person; its UID where it has none."""
    row = syntaxes().get(uid)
    return row.keyword if row else uid or "no transfer syntax"


def sop_class_name(uid: str) -> str:
    """The name of a SOP Class for a person; its UID where it has none."""
    row = sop_classes().get(uid)
    return row.name if row else uid
