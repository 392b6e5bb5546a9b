"""The form of the TOML files, before names in them are looked up."""

from typing import Annotated, Literal

import msgspec

from .model import Presence, Requirement, Role, Security

_SOME = msgspec.Meta(min_length=1)
Word = Annotated[str, _SOME]
Words = Annotated[tuple[Word, ...], _SOME]
SomeNames = Annotated[list[Word], _SOME]
Names = Literal["any", "multi-frame"] | SomeNames
Number = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
Values = Annotated[tuple[Number | str, ...], _SOME]
Identifier = Annotated[
    str,
    msgspec.Meta(
        max_length=64,
        pattern=r"^(STD|AUG|PRI)(-[A-Z0-9]+)+\Z",
        description="STD- (of PS3.11 only), AUG- or PRI-, and words of capital letters and digits "
        "with hyphens between them, 64 characters at most",
    ),
]
"""PS3.11 8; as a name of a file-set's conformance it has the length of a Long String."""


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all: a key that is not there by its name is an error."""


class ConditionDraft(Draft, frozen=True):
    """When a constraint or a key applies."""

    keyword: Word
    values: Values


Conditions = Annotated[tuple[ConditionDraft, ...], _SOME]


class ConstraintRow(Draft, frozen=True):
    """One attribute, and what it must be."""

    keyword: Word
    values: Values = ()
    most: Number | None = None
    one_less_than: str = ""
    equal_to: str = ""
    items_have: Words = ()
    items_lack: Words = ()
    presence: Presence = "required"
    when: Conditions = ()


Constraints = Annotated[tuple[ConstraintRow, ...], _SOME]


class ConstraintDraft(Draft, frozen=True):
    """Constraints under one name."""

    name: Word
    source: Word
    rows: Constraints


class VideoDraft(Draft, frozen=True):
    """Constraints that come with transfer syntaxes."""

    transfer_syntaxes: SomeNames
    source: Word
    rows: Constraints


class KeyDraft(Draft, frozen=True):
    """A row of a key table."""

    record_types: Words
    keyword: Word
    type: Literal["1", "1C", "2"]
    source: Word
    condition: Literal["", "present", "valued", "shared", "below", "when"] = ""
    when: Conditions = ()


class KeyTableDraft(Draft, frozen=True):
    """A key table."""

    name: Word
    rows: Annotated[tuple[KeyDraft, ...], _SOME]


Side = Annotated[int, msgspec.Meta(ge=1, le=65535)]


class IconDraft(Draft, frozen=True):
    """An icon rule."""

    name: Word
    record_types: Words
    required: bool
    rows: Side
    columns: Side
    photometric: Annotated[
        tuple[Literal["MONOCHROME1", "MONOCHROME2", "PALETTE COLOR"], ...], _SOME
    ]
    source: Word


class RowDraft(Draft, frozen=True):
    """SOP Classes in transfer syntaxes: as many rows as there are pairs."""

    sop_classes: Names
    transfer_syntaxes: Literal["any"] | SomeNames
    fsc: Requirement
    fsr: Requirement
    fsu: Requirement
    source: Word
    constraints: Words = ()


class ProfileDraft(Draft, frozen=True):
    """A profile.

    Attributes
    ----------
    security, directory
        ``None``: not said; ``none`` and ``mandatory``, or as the profile that is augmented.
    """

    name: Identifier
    source: Word
    roles: Annotated[tuple[Role, ...], _SOME] = ()
    rows: Annotated[tuple[RowDraft, ...], _SOME] = ()
    medium: str = ""
    security: Security | None = None
    directory: Literal["mandatory", "optional"] | None = None
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
