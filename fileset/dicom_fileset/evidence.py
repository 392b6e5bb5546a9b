"""What engines did, in the terms of the ledger: kinds of instances and how often, and no more."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from dicom_codecs.registry import EXPLICIT_LITTLE, TRANSFER_SYNTAXES
from msgspec.structs import replace

from .ledger.model import Performed, Proof
from .model import Action, Decision, FileSet, Finding, Instance
from .records.sop_classes import MEDIA_STORAGE_DIRECTORY, RECORD_TYPE_OF
from .records.values import valid_uid
from .root_templates import root_template
from .scan.contradictions import is_as_labelled

_PROOFS: Final[dict[Action, Proof]] = {
    "copied": "bytes equal",
    "re-encoded": "data sets equal",
    "transcoded": "decoded equal",
    "indexed": "header read",
}
_STANDARD: Final = "1.2.840.10008."
_STORAGE: Final = "1.2.840.10008.5.1.4."
_MOST_OF_A_TID: Final = 5


def performed(once: Iterable[Performed] | Counter[Performed]) -> list[Performed]:
    """Rows of the ledger: what was performed alike once and again, counted.

    What stands in a file where a UID or an identifier should be may be anything, a name, too: what
    is none is not kept.
    """
    return [
        replace(one, count=count, template=_template(one.template))
        for one, count in Counter(once).items()
        if _can_be_kept(one)
    ]


def _can_be_kept(one: Performed) -> bool:
    syntaxes = {one.source_syntax_uid, one.transfer_syntax_uid}
    return _is_sop_class(one.sop_class_uid) and syntaxes <= TRANSFER_SYNTAXES.keys()


def _is_sop_class(uid: str) -> bool:
    """Whether it may be a Storage SOP Class: of the standard, of a later one, or private."""
    if uid in RECORD_TYPE_OF or uid == MEDIA_STORAGE_DIRECTORY or uid.startswith(_STORAGE):
        return valid_uid(uid.encode("ascii", "replace"))
    standard = uid.startswith(_STANDARD)
    return "." in uid and not standard and valid_uid(uid.encode("ascii", "replace"))


def _template(identifier: str) -> str:
    """A Template Identifier; empty for what is none."""
    digits = identifier.isascii() and identifier.isdecimal()
    return identifier if digits and len(identifier) <= _MOST_OF_A_TID else ""


def stored(decisions: Iterable[Decision], findings: Iterable[Finding]) -> list[Performed]:
    """What it means that a change was committed: its instances, and the directory of them.

    One that was carried though it is damaged, or that is not what its label says, is no evidence.
    """
    damaged = {one.where.path for one in findings if one.severity == "error"}
    sound = (
        _placed(one)
        for one in decisions
        if one.instance.path not in damaged and is_as_labelled(one.instance)
    )
    return [*performed(sound), *_directory("directory written")]


def _placed(decision: Decision) -> Performed:
    instance = decision.instance
    return Performed(
        instance.sop_class_uid,
        decision.source_syntax_uid or instance.transfer_syntax_uid,
        decision.transfer_syntax_uid,
        decision.encoder,
        root_template(instance),
        done(decision.action, lossless=decision.lossless),
        decision.lossless,
    )


def done(action: Action, *, lossless: bool) -> Proof:
    """How it is known that an action gave what it should."""
    return _PROOFS[action] if lossless else "decoded near"


def directory_read(file_set: FileSet) -> list[Performed]:
    """That a Media Storage Directory was read; one in another encoding is none (PS3.10 8.6)."""
    if any(one.code == "directory-encoding" for one in file_set.findings):
        return []
    return _directory("directory read")


def _directory(proof: Proof) -> list[Performed]:
    uid = EXPLICIT_LITTLE
    return performed([Performed(MEDIA_STORAGE_DIRECTORY, uid, uid, proof=proof)])


def opened(instance: Instance) -> Performed:
    """An instance that was opened on the medium, and is what its record says."""
    uid = instance.transfer_syntax_uid
    return Performed(instance.sop_class_uid, uid, uid, template=root_template(instance))
