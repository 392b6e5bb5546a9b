"""The kind of an instance, and what else of its header counts: from headers alone."""

from typing import Final

from dicom_codecs.registry import TRANSFER_SYNTAXES

from ..conformity.facts import facts_of
from ..conformity.prediction import bounded, format_of, frames_of, native_bytes
from ..model import Instance
from .model import Kind

_FIRST: Final = 1890_00_00
"""No study is older than X-rays."""
_LAST: Final = 2200_00_00


def kind_of(instance: Instance) -> tuple[Kind, int]:
    """What a policy tells it apart by, and how many bytes its pixels are when they lie native."""
    facts = facts_of(instance)
    modality = instance.parents.modality.decode("ascii", "replace").strip()
    uids = instance.sop_class_uid, instance.transfer_syntax_uid, modality
    row = TRANSFER_SYNTAXES.get(instance.transfer_syntax_uid)
    lossy = row is not None and row.encapsulated and not row.lossless
    fmt = format_of(facts)
    if fmt is None:
        return Kind(*uids, lossy=lossy), 0
    native = bounded(native_bytes(facts), instance, facts)
    kind = Kind(
        *uids,
        fmt.photometric,
        fmt.samples,
        fmt.bits_allocated,
        fmt.bits_stored,
        "one" if frames_of(facts) == 1 else "many",
        lossy,
    )
    return kind, native


def date_of(instance: Instance) -> int:
    """Study Date as YYYYMMDD; 0 where it is none."""
    digits = instance.parents.study_date.replace(b".", b"").strip()
    date = int(digits) if len(digits) == 8 and digits.isdigit() else 0
    return date if _FIRST < date < _LAST else 0
