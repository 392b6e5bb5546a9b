"""The kind of an instance, and what else of its header counts: from headers alone."""

from functools import lru_cache
from typing import Final

from dicom_codecs.registry import TRANSFER_SYNTAXES

from ..conformity.facts import facts_of, facts_of_kind
from ..conformity.prediction import bounded, format_of, frames_of, native_bytes
from ..model import Instance, Traits
from .model import Frames, Kind

_FIRST: Final = 1890_00_00
"""No study is older than X-rays."""
_LAST: Final = 2200_00_00


def kind_of(instance: Instance) -> tuple[Kind, int]:
    """What a policy tells it apart by, and how many bytes its pixels are when they lie native."""
    modality = instance.parents.modality.decode("ascii", "replace").strip()
    uids = instance.sop_class_uid, instance.transfer_syntax_uid
    kind, native = _kind(*uids, modality, instance.traits)
    return kind, bounded(native, instance, facts_of(instance)) if native else 0


@lru_cache(maxsize=4096)
def _kind(
    sop_class_uid: str, transfer_syntax_uid: str, modality: str, traits: Traits
) -> tuple[Kind, int]:
    """The kind, and the bytes of native pixels by the header alone."""
    facts = facts_of_kind(sop_class_uid, transfer_syntax_uid, traits)
    row = TRANSFER_SYNTAXES.get(transfer_syntax_uid)
    lossy = row is not None and row.encapsulated and not row.lossless
    uids = sop_class_uid, transfer_syntax_uid, modality
    fmt = format_of(facts)
    if fmt is None:
        return Kind(*uids, lossy=lossy), 0
    frames: Frames = "one" if frames_of(facts) == 1 else "many"
    numbers = fmt.samples, fmt.bits_allocated, fmt.bits_stored
    return Kind(*uids, fmt.photometric, *numbers, frames, lossy), native_bytes(facts)


def date_of(instance: Instance) -> int:
    """Study Date as YYYYMMDD; 0 where it is none."""
    digits = instance.parents.study_date.replace(b".", b"").strip()
    date = int(digits) if len(digits) == 8 and digits.isdigit() else 0
    return date if _FIRST < date < _LAST else 0
