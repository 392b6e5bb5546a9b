"""What is to happen to each instance and why; nothing is read or written here."""

import os
from collections.abc import Callable
from functools import cache
from typing import Final, NamedTuple, Protocol

import msgspec
from dicom_codecs.registry import EXPLICIT_LITTLE, TRANSFER_SYNTAXES
from dicom_profiles import reserved_names

from .branches import Branches
from .elements import tag_name
from .file_ids import COMPONENT, FileID, FileIDs, is_legal, is_reserved
from .findings import finding
from .model import Action, Branch, Decision, Finding, Instance, Where
from .records.sop_classes import MEDIA_STORAGE_DIRECTORY, record_type_of
from .records.types import RECORD_TYPES, ROOT
from .records.values import valid_uid
from .scan.contradictions import contradiction_findings

NOT_A_FILE_FORMAT: Final = frozenset(
    {"no-preamble", "no-file-meta", "no-transfer-syntax", "meta-implicit"}
)
"""Remarks on files that no reader of media takes for DICOM files (PS3.10 7.1)."""

MUST_BE_REWRITTEN: Final = NOT_A_FILE_FORMAT | {
    "meta-group-length",
    "meta-incomplete",
    "meta-uid-differs",
    "vr-other-than-stated",
    "preamble-executable",
}
"""Remarks on files that can be on a medium only when their file format is written anew."""

SameContent = Callable[[Instance, Instance], bool]


class Course(NamedTuple):
    """What is done to the bytes of an instance.

    Attributes
    ----------
    action
        ``excluded`` where it cannot be on the medium.
    transfer_syntax_uid
        That it then has.
    reasons
        Why it is left out; or what else there is to say.
    why
        For a person, with the clause, where it does not stay as it is.
    size
        Bytes that its file will have, as far as that can be told before; 0: as many as it has.
    """

    action: Action
    transfer_syntax_uid: str
    reasons: tuple[Finding, ...] = ()
    why: str = ""
    size: int = 0


class Placing(Protocol):
    """Where instances go: into a new place under new names, or nowhere, as they lie."""

    def course(self, instance: Instance) -> Course:
        """What is done to its bytes."""
        ...

    def file_id(self, instance: Instance, branch: Branch | None) -> FileID | Finding:
        """The File ID that it gets, or why it can have none."""
        ...


class Planner:
    """Decides on instances one after another, knowing those before.

    Parameters
    ----------
    placing
        Where they go.
    branches
        The hierarchy so far.
    same_content
        Whether two instances with one SOP Instance UID are one: the only question that takes a
        look at the files, asked of duplicates alone.
    """

    def __init__(self, placing: Placing, branches: Branches, same_content: SameContent) -> None:
        self._placing = placing
        self._branches = branches
        self._same_content = same_content
        self._seen: dict[str, Instance] = {}

    def remember(self, instance: Instance) -> None:
        """Take note of an instance that is in the file-set already."""
        self._seen[instance.sop_instance_uid] = instance

    def decide(self, instance: Instance) -> Decision:
        """What is to happen to one instance."""
        if instance.sop_class_uid == MEDIA_STORAGE_DIRECTORY:
            message = "It is a Media Storage Directory, not an instance."
            return _excluded(instance, finding("is-directory", message, Where(path=instance.path)))
        first = self._seen.get(instance.sop_instance_uid)
        if first is not None:
            return _excluded(instance, self._about_duplicate(first, instance))
        record_type = record_type_of(instance.sop_class_uid)
        branch, reasons = self._branch(record_type, instance)
        if branch is None and record_type not in _AT_ROOT:
            return _excluded(instance, *reasons)
        action, transfer_syntax_uid, more, why, size = self._placing.course(instance)
        if action == "excluded":
            return _excluded(instance, *more)
        file_id = self._placing.file_id(instance, branch)
        if isinstance(file_id, Finding):
            return _excluded(instance, file_id)
        self._seen[instance.sop_instance_uid] = instance
        reasons += (*more, *_lies(instance, more))
        if instance.remarks or record_type == "PRIVATE" or not _uid_is_valid(instance):
            reasons += tuple(_remarks(instance, record_type))
        return Decision(
            instance,
            action,
            file_id,
            branch,
            record_type,
            transfer_syntax_uid,
            reasons,
            size or instance.size,
            why,
            estimated=action in _MADE_ANEW,
            lossless=_is_lossless(action, transfer_syntax_uid),
        )

    def _branch(
        self, record_type: str, instance: Instance
    ) -> tuple[Branch | None, tuple[Finding, ...]]:
        if record_type in _AT_ROOT:
            return None, ()
        return self._branches.resolve(instance)

    def _about_duplicate(self, first: Instance, second: Instance) -> Finding:
        where = Where(path=second.path, tag=tag_name(0x0008_0018))
        if not first.path:
            message = "The file-set lists this instance, and its file is not there."
            return finding("file-lost", message, where)
        if self._same_content(first, second):
            return finding("duplicate", f"The same instance as {first.path}.", where)
        message = f"Its SOP Instance UID is that of {first.path}, and its content is not."
        return finding("duplicate-differs", message, where)


def rerouted(decision: Decision, course: Course) -> Decision:
    """A decision that stands in its place and takes another course."""
    action, uid, _, why, size = course
    return msgspec.structs.replace(
        decision,
        action=action,
        transfer_syntax_uid=uid,
        size=size or decision.instance.size,
        why=why,
        estimated=action in _MADE_ANEW,
        lossless=_is_lossless(action, uid),
    )


def _is_lossless(action: Action, transfer_syntax_uid: str) -> bool:
    return action != "transcoded" or TRANSFER_SYNTAXES[transfer_syntax_uid].lossless


_MADE_ANEW: Final = frozenset({"re-encoded", "transcoded"})
"""Actions whose outcome has a size that is known once it is there."""

_AT_ROOT: Final = frozenset(
    row.name for row in RECORD_TYPES.values() if row.parents == (ROOT,) and row.name != "PATIENT"
)
"""Record types of instances that belong to no patient (PS3.3 Table F.4-1)."""


def _excluded(instance: Instance, *reasons: Finding) -> Decision:
    return Decision(instance, "excluded", reasons=reasons)


def _uid_is_valid(instance: Instance) -> bool:
    return valid_uid(instance.sop_instance_uid.encode("ascii", "replace"))


def remark_findings(instance: Instance) -> list[Finding]:
    """What is amiss with the file format of an instance (PS3.10 7.1)."""
    where = Where(path=instance.path)
    return [finding(code, _SENTENCES[code], where) for code in instance.remarks]


def _lies(instance: Instance, told: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """In what it contradicts itself, and was not told yet."""
    known = any(one.code == "stream-differs" for one in told)
    return contradiction_findings(instance, hopeless=not known)


def _remarks(instance: Instance, record_type: str) -> list[Finding]:
    where = Where(path=instance.path)
    found = remark_findings(instance)
    if record_type == "PRIVATE":
        message = (
            f"SOP Class {instance.sop_class_uid} has no record type: a PRIVATE record refers to it."
        )
        found.append(finding("carried-as-private", message, where))
    if not _uid_is_valid(instance):
        where = Where(path=instance.path, tag=tag_name(0x0008_0018))
        found.append(finding("uid-invalid", "Its SOP Instance UID is not a valid UID.", where))
    return found


_SENTENCES: Final = {
    "preamble-executable": "Its preamble makes it a program or a script, too.",
    "no-preamble": "The file has no preamble.",
    "no-file-meta": "The file has no File Meta Information.",
    "no-transfer-syntax": "The File Meta Information has no Transfer Syntax UID.",
    "meta-implicit": "The File Meta Information is in Implicit VR.",
    "meta-group-length": "The group length of the File Meta Information is wrong or missing.",
    "meta-incomplete": "The File Meta Information lacks an element of Type 1.",
    "meta-uid-differs": "The File Meta Information names another instance than the data set.",
    "data-set-uid-missing": "SOP Class or Instance UID stands in the file meta only.",
    "vr-other-than-stated": "The data set is not encoded as its transfer syntax says.",
    "transfer-syntax-unknown": "Its transfer syntax is private or unknown.",
    "transfer-syntax-not-for-files": "Its transfer syntax is not for files.",
}


_RE_ENCODED: Final = Course("re-encoded", EXPLICIT_LITTLE)


@cache
def _copied(uid: str) -> Course:
    return Course("copied", uid)


class CopyPlacing:
    """Into an empty or growing file-set, under File IDs made for it.

    Parameters
    ----------
    file_ids
        Gives them out.
    """

    def __init__(self, file_ids: FileIDs) -> None:
        self._file_ids = file_ids

    def course(self, instance: Instance) -> Course:
        """Carried byte for byte where that may be, else written anew."""
        uid = instance.transfer_syntax_uid
        row = TRANSFER_SYNTAXES.get(uid)
        if row is not None and row.uncompressed and uid != EXPLICIT_LITTLE:
            return _RE_ENCODED
        if MUST_BE_REWRITTEN.intersection(instance.remarks):
            return Course("re-encoded", uid)
        return _copied(uid)

    def file_id(self, instance: Instance, branch: Branch | None) -> FileID | Finding:
        """Made of the UIDs of patient, study, series and instance."""
        if branch is None:
            lineage = (b"", b"", instance.sop_class_uid.encode())
        else:
            lineage = (branch.patient_id, branch.study_instance_uid, branch.series_instance_uid)
        return self._file_ids.for_instance(lineage, instance.sop_instance_uid)


class InPlacePlacing:
    """Where it lies, under the name it has.

    Parameters
    ----------
    root
        Of the file-set; the paths of all instances begin with it.
    """

    def __init__(self, root: str) -> None:
        self._start = len(os.path.join(root, ""))
        self._folders: dict[str, FileID | None] = {}

    def _folder(self, folder: str) -> FileID | None:
        """The components of a folder; ``None`` where no file below it can have a File ID."""
        if folder not in self._folders:
            below_root = folder[self._start :]
            file_id = tuple(below_root.split(os.sep)) if below_root else ()
            legal = is_legal((*file_id, "A")) and not is_reserved(file_id)
            self._folders[folder] = file_id if legal else None
        return self._folders[folder]

    def course(self, instance: Instance) -> Course:
        """Nothing is done to the file."""
        return Course("indexed", instance.transfer_syntax_uid)

    def file_id(self, instance: Instance, branch: Branch | None) -> FileID | Finding:  # noqa: ARG002
        """Its name, where that is a legal one and the file is a DICOM file."""
        folder_path, _, name = instance.path.rpartition(os.sep)
        folder = self._folder(folder_path)
        legal = folder is not None and COMPONENT.fullmatch(name) and name not in reserved_names()
        if folder is not None and legal and not instance.remarks:
            return (*folder, name)
        where = Where(path=instance.path)
        for remark in instance.remarks:
            if remark in NOT_A_FILE_FORMAT:
                return finding(remark, _SENTENCES[remark], where)
        file_id = tuple(instance.path[self._start :].split(os.sep))
        if not is_legal(file_id):
            return finding("file-id-illegal", "Its name is no legal File ID.", where)
        if is_reserved(file_id):
            return finding("file-id-reserved", "Its name is one of a device.", where)
        return file_id
