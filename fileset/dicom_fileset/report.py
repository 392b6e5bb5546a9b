"""What the engines report, in the form that machines read: later versions only add to it."""

import msgspec

from .model import Action, Finding


class Placement(msgspec.Struct, frozen=True):
    """An instance that is in the file-set now."""

    source: str
    file_id: tuple[str, ...]
    action: Action
    sop_instance_uid: str
    transfer_syntax_uid: str


class Removal(msgspec.Struct, frozen=True):
    """An instance that is no longer in the file-set."""

    file_id: tuple[str, ...]
    sop_instance_uid: str


class Skip(msgspec.Struct, frozen=True):
    """A file that was left out, and why."""

    source: str
    code: str
    reason: str


class ChangeReport(msgspec.Struct, frozen=True):
    """What creating or updating a file-set did, or with a dry run would do."""

    root: str
    placed: tuple[Placement, ...] = ()
    removed: tuple[Removal, ...] = ()
    skipped: tuple[Skip, ...] = ()
    findings: tuple[Finding, ...] = ()


class ListedInstance(msgspec.Struct, frozen=True):
    """An instance as the directory lists it."""

    file_id: tuple[str, ...]
    path: str
    record_type: str
    sop_class_uid: str
    sop_instance_uid: str
    transfer_syntax_uid: str
    patient_id: str
    patient_name: str
    study_instance_uid: str
    series_instance_uid: str
    modality: str
    present: bool


class ReadReport(msgspec.Struct, frozen=True):
    """What a file-set holds."""

    root: str
    file_set_id: str
    file_set_uid: str
    instances: tuple[ListedInstance, ...] = ()
    findings: tuple[Finding, ...] = ()


class VerifyReport(msgspec.Struct, frozen=True):
    """Whether a file-set is as the standard says."""

    root: str
    conforms: bool
    findings: tuple[Finding, ...] = ()


class ErrorReport(msgspec.Struct, frozen=True):
    """A call that failed."""

    error: Finding
    findings: tuple[Finding, ...] = ()
