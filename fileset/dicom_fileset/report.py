"""What the engines report, in the form that machines read: later versions only add to it."""

from typing import Literal

import msgspec
from dicom_profiles import Profile

from .model import Action, Finding, Severity

RepairAction = Literal["kept", "moved", "made anew", "added", "left out"]


class Placement(msgspec.Struct, frozen=True):
    """An instance that is in the file-set now.

    ``why`` says why it is not as it was, with the clause; sizes are in bytes: measured when it is
    placed, and foreseen in a plan, where ``estimated`` says so.  ``encoder`` names what was used
    (``dicom-fileset codecs``).
    """

    source: str
    file_id: tuple[str, ...]
    action: Action
    sop_instance_uid: str
    transfer_syntax_uid: str
    why: str = ""
    size_before: int = 0
    size_after: int = 0
    estimated: bool = False
    lossless: bool = True
    encoder: str = ""


class Removal(msgspec.Struct, frozen=True):
    """An instance that is no longer in the file-set."""

    file_id: tuple[str, ...]
    sop_instance_uid: str


class AttributeChange(msgspec.Struct, frozen=True):
    """An attribute that is other than it was; ``null``: it was not there, or is not."""

    keyword: str
    before: str | None
    after: str | None


class Correction(msgspec.Struct, frozen=True):
    """An instance whose file has been written anew, under another File ID, with other attributes.

    ``was`` is the File ID that it had.
    """

    file_id: tuple[str, ...]
    was: tuple[str, ...]
    sop_instance_uid: str
    changed: tuple[AttributeChange, ...]


class Skip(msgspec.Struct, frozen=True):
    """A file that was left out, and why, with the clause."""

    source: str
    code: str
    reason: str
    clause: str = ""


class Obstacle(msgspec.Struct, frozen=True):
    """What stands between instances and a profile, and how many of them it concerns."""

    code: str
    message: str
    clause: str
    instances: int


class ChangeReport(msgspec.Struct, frozen=True):
    """What creating or updating a file-set did, or with a dry run would do.

    ``profile`` is that which was asked for.  ``conforms_to`` names the Standard profiles that the
    instances conform to; where there is none, ``nearest`` is the one with the least in its way,
    and ``obstacles`` are that.  ``pages`` are the pages of an IHE PDI medium.  ``corrected`` are
    the instances of a patient that was re-keyed.
    """

    root: str
    placed: tuple[Placement, ...] = ()
    removed: tuple[Removal, ...] = ()
    skipped: tuple[Skip, ...] = ()
    findings: tuple[Finding, ...] = ()
    profile: str = ""
    conforms_to: tuple[str, ...] = ()
    nearest: str = ""
    obstacles: tuple[Obstacle, ...] = ()
    pages: tuple[str, ...] = ()
    corrected: tuple[Correction, ...] = ()


class ListedInstance(msgspec.Struct, frozen=True):
    """An instance as the directory lists it, or as its file says where no record does.

    ``present`` is whether its file is there; ``active`` whether its record is in use, which one
    marked 0000H is not; ``listed`` whether a record lists it.
    """

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
    active: bool = True
    listed: bool = True


class ReadReport(msgspec.Struct, frozen=True):
    """What a file-set holds."""

    root: str
    file_set_id: str
    file_set_uid: str
    instances: tuple[ListedInstance, ...] = ()
    findings: tuple[Finding, ...] = ()


class VerifyReport(msgspec.Struct, frozen=True):
    """Whether a file-set is as the standard says, and as a profile where one was named.

    ``statement`` says the latter in the words of PS3.2 7.5, and whether the medium is as IHE PDI
    asks, where that was asked: ``pdi_conforms``.
    """

    root: str
    conforms: bool
    findings: tuple[Finding, ...] = ()
    profile: str = ""
    profile_conforms: bool | None = None
    statement: str = ""
    pdi_conforms: bool | None = None


class RepairedRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """A directory record, and what a repair did with it.

    ``kept``: to the byte.  ``moved``: to the byte, under another record.  ``made anew``: of what
    its file says.  ``added``: of a file that had no record.  ``left out``: it is in the backup.
    ``before`` and ``after`` are the elements that are otherwise, without what tells a person.
    """

    action: RepairAction
    record_type: str
    file_id: tuple[str, ...] = ()
    sop_instance_uid: str = ""
    reason: str = ""
    before: str = ""
    after: str = ""


class RepairReport(msgspec.Struct, frozen=True):
    """What repairing a file-set did, or with a dry run would do.

    ``changed`` is whether a new directory was called for; ``backup`` is the name that the old one
    has now, ``output`` the folder of a copy.  ``mended`` says what was wrong and is no longer,
    ``findings`` what else there is to say.
    """

    root: str
    changed: bool
    output: str = ""
    backup: str = ""
    file_set_uid: str = ""
    records: tuple[RepairedRecord, ...] = ()
    mended: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def exit_status(self) -> int:
        """0 when nothing remains to be done; 1 when something does, which is in ``findings``."""
        return int(any(one.severity != "note" for one in self.findings))


class Transcoding(msgspec.Struct, frozen=True):
    """An instance that was written in the transfer syntax asked for, or with a dry run would be.

    ``decoder`` and ``encoder`` name what was used (``dicom-fileset codecs``); sizes are in bytes,
    ``psnr`` is in decibels, of the worst frame, where something was lost and that was verified.
    """

    source: str
    destination: str
    action: Action
    sop_instance_uid: str
    decoder: str = ""
    encoder: str = ""
    frames: int = 0
    lossless: bool = True
    psnr: float | None = None
    size_before: int = 0
    size_after: int = 0


class TranscodeReport(msgspec.Struct, frozen=True):
    """What transcoding did."""

    root: str
    transfer_syntax_uid: str
    written: tuple[Transcoding, ...] = ()
    skipped: tuple[Skip, ...] = ()
    findings: tuple[Finding, ...] = ()
    stopped: bool = False


class CodecRow(msgspec.Struct, frozen=True):
    """A transfer syntax, and what works with it here.

    ``decode`` and ``encode`` name the implementation that is used here, or are empty;
    ``why_not`` says why, and what to install.
    """

    uid: str
    keyword: str
    name: str
    family: str
    lossless: bool
    retired: bool
    decode: str
    encode: str
    why_not: str
    clause: str


class CodecsReport(msgspec.Struct, frozen=True):
    """Every transfer syntax of PS3.6."""

    transfer_syntaxes: tuple[CodecRow, ...]


class ProfilesReport(msgspec.Struct, frozen=True):
    """Application Profiles, with all their rows."""

    profiles: tuple[Profile, ...]


class CodeRow(msgspec.Struct, frozen=True):
    """A code that a Finding may bear."""

    code: str
    severity: Severity
    clause: str
    remedy: str


class ExitStatusRow(msgspec.Struct, frozen=True):
    """An exit status of the command."""

    status: int
    meaning: str


class FindingsReport(msgspec.Struct, frozen=True):
    """Codes of Findings, and all exit statuses."""

    codes: tuple[CodeRow, ...]
    exit_statuses: tuple[ExitStatusRow, ...]


class ErrorReport(msgspec.Struct, frozen=True):
    """A call that failed."""

    error: Finding
    findings: tuple[Finding, ...] = ()
