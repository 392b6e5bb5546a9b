"""Application Profiles as values: what a medium may hold, and how its directory tells of it.

Everything here is made by the loader from TOML; nothing is ever written back.
"""

from typing import Literal

import msgspec

Requirement = Literal["M", "O", "CS", "MCS", "one-of", "U"]
"""What a role has to do with a row: mandatory, optional, as the conformance statement defines,
mandatory for each SOP Class that the statement claims, one of the rows, or undefined."""

Security = Literal["none", "basic-media", "email"]
Role = Literal["FSC", "FSR", "FSU"]
Presence = Literal["required", "present", "optional", "absent"]
Value = int | str


class Condition(msgspec.Struct, frozen=True):
    """When something applies: when an attribute has one of these values.

    Attributes
    ----------
    keyword
        A row of :data:`~dicom_profiles.attributes.ATTRIBUTES`.
    values
        Any of them.
    """

    keyword: str
    values: tuple[Value, ...]


class Constraint(msgspec.Struct, frozen=True):
    """What one attribute of an instance must be; every field that is set must hold.

    Attributes
    ----------
    keyword
        A row of :data:`~dicom_profiles.attributes.ATTRIBUTES`.
    source
        Its clause.
    values
        It has one of them; transfer syntaxes by UID.
    most
        It is a number, and no larger.
    one_less_than, equal_to
        It is a number in this relation to that of another keyword.
    items_have, items_lack
        It is a sequence; each of its items has, or has not, elements of these keywords.
    presence
        ``required``: present, with a value where one of the above asks for one; ``present``: it
        may be empty; ``optional``: what is absent meets it; ``absent``: it is not there.
    when
        Without which the constraint says nothing.
    """

    keyword: str
    source: str
    values: tuple[Value, ...] = ()
    most: int | None = None
    one_less_than: str = ""
    equal_to: str = ""
    items_have: tuple[str, ...] = ()
    items_lack: tuple[str, ...] = ()
    presence: Presence = "required"
    when: tuple[Condition, ...] = ()


class Row(msgspec.Struct, frozen=True):
    """A SOP Class in a transfer syntax, and what the roles have to do with it.

    Attributes
    ----------
    sop_class_uid
        Empty: any Standard SOP Class of the Media Storage Service (PS3.4 I.4).
    multi_frame_only
        With any SOP Class: of those that are multi-frame images.
    transfer_syntax_uid
        Empty: any, as the conformance statement defines.
    constraints
        All that an instance must meet to be in this row.
    source
        Its clause.
    """

    sop_class_uid: str
    transfer_syntax_uid: str
    fsc: Requirement
    fsr: Requirement
    fsu: Requirement
    source: str
    multi_frame_only: bool = False
    constraints: tuple[Constraint, ...] = ()


class KeyRow(msgspec.Struct, frozen=True):
    """An additional key of directory records (PS3.11 tables A.3-2 to I.3-2).

    Attributes
    ----------
    record_types
        The records it stands in.
    type
        PS3.5 7.4.
    condition
        Of Type 1C. ``present``: the instance has it; ``valued``: with a value; ``shared``: it
        stands at the top level or in Shared Functional Groups Sequence (5200,9229), of which the
        top level wins; ``below``: an instance below the record has it with a value; ``when``: as
        :attr:`when` says, and allowed otherwise.
    """

    record_types: tuple[str, ...]
    keyword: str
    type: Literal["1", "1C", "2"]
    source: str
    condition: Literal["", "present", "valued", "shared", "below", "when"] = ""
    when: tuple[Condition, ...] = ()


class KeyTable(msgspec.Struct, frozen=True, cache_hash=True):
    """A table of additional keys; the empty name is that of the table without rows."""

    name: str = ""
    rows: tuple[KeyRow, ...] = ()


class IconRule(msgspec.Struct, frozen=True):
    """What the icons of a profile are like, where they are there or must be.

    Attributes
    ----------
    record_types
        The records they stand in.
    required
        Whether each of those has one.
    rows, columns
        Exactly so many.
    photometric
        Photometric Interpretations that are allowed.
    source
        Its clause.
    """

    record_types: tuple[str, ...]
    required: bool
    rows: int
    columns: int
    photometric: tuple[str, ...]
    source: str


class Profile(msgspec.Struct, frozen=True):
    """A Media Storage Application Profile (PS3.11).

    Attributes
    ----------
    name
        Its identifier: STD-, AUG- or PRI-.
    annex, title, source
        Where it stands, and what the annex is about.
    medium
        What of PS3.12 it goes on.
    roles
        Those it defines.
    security
        What PS3.15 profile protects it; other than ``none`` it is known, and refused.
    directory
        Whether a DICOMDIR is mandatory; in one profile it is optional.
    rows, keys, icon
        What it may hold, what its records say besides, and its icons.
    note
        For a person.
    """

    name: str
    annex: str
    title: str
    source: str
    medium: str
    roles: tuple[Role, ...]
    rows: tuple[Row, ...]
    security: Security = "none"
    directory: Literal["mandatory", "optional"] = "mandatory"
    keys: KeyTable = KeyTable()
    icon: IconRule | None = None
    note: str = ""
