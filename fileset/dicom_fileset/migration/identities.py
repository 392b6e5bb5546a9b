"""Which patient, study, series and instance a header is of, so that nobody can be told from it."""

import hashlib
from functools import lru_cache
from typing import Final

from ..identity import person_in
from ..model import Instance, ParentKeys
from ..text import fitting
from .model import Identity

_DIGEST_BYTES: Final = 8


def identity_of(instance: Instance) -> Identity:
    """The Identity of an instance; the same for the same text in whatever character set."""
    patient, person, study, series = _of_series(instance.parents)
    return Identity(patient, person, study, series, instance.sop_instance_uid)


@lru_cache(maxsize=4096)
def _of_series(parents: ParentKeys) -> tuple[bytes, bytes, str, str]:
    """Digests of patient and person, UIDs of study and series."""
    who, character_set = person_in(parents), parents.character_set
    patient_id = fitting(parents.patient_id, character_set).text
    issuer = fitting(parents.issuer_of_patient_id, character_set).text
    return (
        _digest(issuer, patient_id) if patient_id else b"",
        _digest(*who) if any(who) else b"",
        parents.study_instance_uid.decode("ascii", "replace"),
        parents.series_instance_uid.decode("ascii", "replace"),
    )


def _digest(*words: str) -> bytes:
    text = "\0".join(words).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=_DIGEST_BYTES).digest()
