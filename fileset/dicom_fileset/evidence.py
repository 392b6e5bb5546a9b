"""What engines did, in the terms of the ledger: kinds of instances and how often, and no more."""

from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

from dicom_codecs.registry import EXPLICIT_LITTLE

from .ledger.model import Performed, Proof
from .model import Action, Decision, FileSet, Instance
from .records.sop_classes import MEDIA_STORAGE_DIRECTORY
from .root_templates import root_template

_PROOFS: Final[dict[Action, Proof]] = {
    "copied": "bytes equal",
    "re-encoded": "data sets equal",
    "transcoded": "decoded equal",
    "indexed": "header read",
}


class Kind(NamedTuple):
    """What instances have in common that were done alike: a row of the ledger without its count."""

    sop_class_uid: str
    source_syntax_uid: str
    transfer_syntax_uid: str
    implementation: str = ""
    template: str = ""
    proof: Proof = "as recorded"
    lossless: bool = True


def performed(kinds: Iterable[Kind] | Counter[Kind]) -> list[Performed]:
    """Rows of the ledger, for kinds each as often as it came."""
    return [Performed(*kind, count) for kind, count in Counter(kinds).items()]


def stored(decisions: Iterable[Decision]) -> list[Performed]:
    """What it means that a change was committed: its instances, and the directory of them."""
    return [*performed(map(_placed, decisions)), *_directory("directory written")]


def _placed(decision: Decision) -> Kind:
    instance = decision.instance
    return Kind(
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
    return performed([Kind(MEDIA_STORAGE_DIRECTORY, uid, uid, proof=proof)])


def opened(instance: Instance) -> Kind:
    """An instance that was opened on the medium, and is what its record says."""
    uid = instance.transfer_syntax_uid
    return Kind(instance.sop_class_uid, uid, uid, template=root_template(instance))
