"""The form of the TOML files, before names in them are looked up."""

from typing import Annotated, Literal

import msgspec

from .model import Presence, Requirement, Role, Security, Value

Names = Literal["any", "multi-frame"] | list[str]


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all: a key that is not there by its name is an error."""


class ConditionDraft(Draft, frozen=True):
    """When a constraint or a key applies."""

    keyword: str
    values: tuple[Value, ...]


class ConstraintRow(Draft, frozen=True):
    """One attribute, and what it must be."""

    keyword: str
    values: tuple[Value, ...] = ()
    most: int | None = None
    one_less_than: str = ""
    equal_to: str = ""
    items_have: tuple[str, ...] = ()
    items_lack: tuple[str, ...] = ()
    presence: Presence = "required"
    when: tuple[ConditionDraft, ...] = ()


class ConstraintDraft(Draft, frozen=True):
    """Constraints under one name."""

    name: str
    source: str
    rows: tuple[ConstraintRow, ...]


class VideoDraft(Draft, frozen=True):
    """Constraints that come with transfer syntaxes."""

    transfer_syntaxes: list[str]
    source: str
    rows: tuple[ConstraintRow, ...]


class KeyDraft(Draft, frozen=True):
    """A row of a key table."""

    record_types: tuple[str, ...]
    keyword: str
    type: Literal["1", "1C", "2"]
    source: str
    condition: Literal["", "present", "valued", "shared", "below", "when"] = ""
    when: tuple[ConditionDraft, ...] = ()


class KeyTableDraft(Draft, frozen=True):
    """A key table."""

    name: str
    rows: tuple[KeyDraft, ...]


class IconDraft(Draft, frozen=True):
    """An icon rule."""

    name: str
    record_types: tuple[str, ...]
    required: bool
    rows: Annotated[int, msgspec.Meta(ge=1, le=65535)]
    columns: Annotated[int, msgspec.Meta(ge=1, le=65535)]
    photometric: tuple[Literal["MONOCHROME1", "MONOCHROME2", "PALETTE COLOR"], ...]
    source: str


class RowDraft(Draft, frozen=True):
    """SOP Classes in transfer syntaxes: as many rows as there are pairs."""

    sop_classes: Names
    transfer_syntaxes: Literal["any"] | list[str]
    fsc: Requirement
    fsr: Requirement
    fsu: Requirement
    source: str
    constraints: list[str] = []


class ProfileDraft(Draft, frozen=True):
    """A profile."""

    name: Annotated[str, msgspec.Meta(max_length=64, pattern="^(STD|AUG|PRI)-[A-Z0-9-]+$")]
    source: str
    roles: tuple[Role, ...] = ()
    rows: tuple[RowDraft, ...] = ()
    medium: str = ""
    security: Security = "none"
    directory: Literal["mandatory", "optional"] = "mandatory"
    keys: str = ""
    icon: str = ""
    note: str = ""
    augments: str = ""


class AnnexDraft(Draft, frozen=True):
    """A whole file: an annex of PS3.11, or what a site has of its own."""

    annex: str = ""
    title: str = ""
    key_table: tuple[KeyTableDraft, ...] = ()
    icon: tuple[IconDraft, ...] = ()
    constraint: tuple[ConstraintDraft, ...] = ()
    profile: tuple[ProfileDraft, ...] = ()


class VideoFile(Draft, frozen=True):
    """video.toml."""

    video: tuple[VideoDraft, ...]
