"""Transfer Syntax Sets: what a conformance statement refers to by abbreviation."""

from functools import cache

import msgspec

from .reading import FOLDER, read_toml


class SetMember(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A transfer syntax as PS3.2 Table N.1-2 prints it."""

    uid: str
    name: str
    media_type: str


class TransferSyntaxSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A set of PS3.2 Table N.1-2."""

    abbreviation: str
    name: str
    source: str
    members: tuple[SetMember, ...]


class _Sets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    set: tuple[TransferSyntaxSet, ...]


@cache
def transfer_syntax_sets() -> dict[str, TransferSyntaxSet]:
    """All of them by abbreviation, in the order of the table."""
    rows = read_toml(FOLDER / "transfer_syntax_sets.toml", _Sets).set
    return {row.abbreviation: row for row in rows}


class StorageRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of PS3.2 Table N.1-1: a Storage SOP Class, and the sets that the template lists."""

    uid: str
    sets: tuple[str, ...]


class _StorageRows(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    row: tuple[StorageRow, ...]


@cache
def storage_rows() -> dict[str, StorageRow]:
    """The rows of PS3.2 Table N.1-1 by their UIDs, without the Media Storage Directory."""
    rows = read_toml(FOLDER / "storage_sop_classes.toml", _StorageRows).row
    return {row.uid: row for row in rows}
