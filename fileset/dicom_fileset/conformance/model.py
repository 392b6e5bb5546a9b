"""A conformance statement as a value (PS3.2 Annex N): what was performed, each Y with its evidence.

Every format is made of it, ``--format json`` is it, and its JSON Schema is made from these types:
later versions only add to them.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

import msgspec

from ..ledger import Activity as LedgerActivity
from ..ledger import Proof, Role

YesNo = Literal["Y", "N"]
Kind = Literal["S", "SE", "SP", "P", "N"]
"""Of what is created: Standard, Standard Extended, Specialized, Private (PS3.2 7.3), or nothing."""
Function = Literal["CREATE", "ARCHIVE", "EXTRACT_DATA", "OVERLAY", "RENDER"]
"""What is done with a report (PS3.2 N.1.1.1)."""
Status = Literal["performed", "supported, not performed"]
Cell = Literal["fsc", "fsu", "fsr", "create", "display", "process", "archive"]
"""Columns of Table N.1-1 that evidence can fill."""
HEADS: Final[Mapping[Cell, str]] = MappingProxyType(
    {
        "fsc": "FSC",
        "fsu": "FSU",
        "fsr": "FSR",
        "create": "Create",
        "display": "Display",
        "process": "Process",
        "archive": "Archive",
    }
)
"""What stands over them, in the order of the table."""


class Environment(msgspec.Struct, frozen=True):
    """Software that performed something: what a number in the evidence stands for."""

    number: int
    software: str
    versions: tuple[str, ...]


class Evidence(msgspec.Struct, frozen=True):
    """Rows of the ledger that are alike: what a Y stands on.

    Attributes
    ----------
    cells
        Of Table N.1-1 that it fills.
    role
        Of PS3.10 8.3; empty for what was not done on media.
    application_profile
        Under which it was done; empty for none.
    count
        Instances.
    environment
        Number of the :class:`Environment` that did it.
    first, last
        Days, ISO 8601.
    """

    cells: tuple[Cell, ...]
    role: Role
    activity: LedgerActivity
    transfer_syntax_uid: str
    template: str
    lossless: bool
    proofs: tuple[Proof, ...]
    implementations: tuple[str, ...]
    application_profile: str
    count: int
    environment: int
    first: str
    last: str


class StorageRow(msgspec.Struct, frozen=True):
    """A row of Table N.1-1.

    Attributes
    ----------
    transfer_syntax_sets
        Abbreviations of rows of Table N.1-2.
    dimse_scu, dimse_scp, web_ua, web_os
        Always N: this software speaks to no network.
    application_profiles
        Under which it was performed; empty for none.
    outside_profiles
        Whether it was performed on media under none.
    note
        Number of the evidence, as the documents count them; 0 for none.
    """

    name: str
    sop_class_uid: str
    kind: Kind
    transfer_syntax_sets: tuple[str, ...] = ()
    dimse_scu: YesNo = "N"
    dimse_scp: YesNo = "N"
    web_ua: YesNo = "N"
    web_os: YesNo = "N"
    fsc: YesNo = "N"
    fsu: YesNo = "N"
    fsr: YesNo = "N"
    create: Kind = "N"
    display: YesNo = "N"
    process: YesNo = "N"
    archive: YesNo = "N"
    status: Status = "performed"
    application_profiles: tuple[str, ...] = ()
    outside_profiles: bool = False
    note: int = 0
    evidence: tuple[Evidence, ...] = ()


class Member(msgspec.Struct, frozen=True):
    """A transfer syntax of a set, as Table N.1-2 has it."""

    name: str
    uid: str
    bulk_data_media_type: str


class SyntaxSet(msgspec.Struct, frozen=True):
    """A set of Table N.1-2: one of the standard, or derived where not all of one was performed."""

    abbreviation: str
    name: str
    members: tuple[Member, ...]
    source: str = ""


class SupportedSyntax(msgspec.Struct, frozen=True):
    """A transfer syntax that no file-set was seen in so far, and what works with it here."""

    name: str
    uid: str
    status: Status
    decode: str
    encode: str


class TemplateRow(msgspec.Struct, frozen=True):
    """A row of Table N.1-3: SOP Classes of one root template with the same functions."""

    name: str
    tid: str
    functions: tuple[Function, ...]
    sop_class_uids: tuple[str, ...]
    condition: str
    sop_classes: tuple[str, ...] = ()
    application_profiles: tuple[str, ...] = ()
    outside_profiles: bool = False
    notes: tuple[int, ...] = ()


class ProfileRow(msgspec.Struct, frozen=True):
    """An Application Profile, and which roles were performed under it."""

    name: str
    title: str
    medium: str
    fsc: YesNo
    fsu: YesNo
    fsr: YesNo
    kind: Literal["Standard", "Augmented", "Private"]
    source: str = ""
    status: Status = "performed"
    sop_classes: int = 0
    instances: int = 0
    first: str = ""
    last: str = ""


class ActivityRow(msgspec.Struct, frozen=True):
    """A Real-World Activity, its role, and the profiles under which it was performed."""

    activity: str
    role: str
    performed_by: str
    application_profiles: tuple[str, ...]
    outside_profiles: bool
    instances: int
    first: str
    last: str


class Fact(msgspec.Struct, frozen=True):
    """Something that a statement has to tell, with the clause that asks for it."""

    topic: str
    text: str
    clause: str


class OptionalKeys(msgspec.Struct, frozen=True):
    """Keys that records of a type have beyond those of Type 1 and 2, where instances have them."""

    record_type: str
    keys: tuple[str, ...]
    clause: str


class MediaServices(msgspec.Struct, frozen=True):
    """What Annex N and the older Annex A ask of media beside the three tables."""

    real_world_activities: tuple[ActivityRow, ...]
    file_meta: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    optional_keys: tuple[OptionalKeys, ...]


class RefusedRow(msgspec.Struct, frozen=True):
    """What is not written to or read from media, and why, and how sure the reason is."""

    uid: str
    reason: str
    name: str = ""
    clause: str = ""
    certainty: str = ""


class NotPerformed(msgspec.Struct, frozen=True):
    """What an exercise could not have a role do with a SOP Class in a transfer syntax, and why.

    ``by_design`` says that no installation does it.
    """

    sop_class_uid: str
    transfer_syntax_uid: str
    role: Role
    reason: str
    by_design: bool = False


class Statement(msgspec.Struct, frozen=True):
    """The Media Services of a conformance statement, made of a ledger and of nothing else.

    >>> from dicom_fileset.conformance import statement_of
    >>> statement_of(()).rows
    ()

    Attributes
    ----------
    software
        That made the statement.
    first, last
        Days of the first and the last evidence; empty without any.
    not_performed
        Of an exercise: all that it was to perform and could not.
    """

    title: str
    vendor: str
    software: str
    first: str
    last: str
    storage_sop_classes: tuple[StorageRow, ...]
    transfer_syntax_sets: tuple[SyntaxSet, ...]
    sr_templates: tuple[TemplateRow, ...]
    application_profiles: tuple[ProfileRow, ...]
    refused: tuple[RefusedRow, ...]
    media_services: MediaServices
    supported_transfer_syntaxes: tuple[SupportedSyntax, ...] = ()
    environments: tuple[Environment, ...] = ()
    not_performed: tuple[NotPerformed, ...] = ()

    @property
    def rows(self) -> tuple[StorageRow, ...]:
        """The rows of Table N.1-1."""
        return self.storage_sop_classes

    def to_markdown(self) -> str:
        """The statement as Markdown."""
        from .formats.markdown import markdown  # noqa: PLC0415 - formats are made of this module

        return markdown(self)
