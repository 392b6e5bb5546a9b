"""Stand-in."""

import hashlib

from ..identity import person_in
from ..model import Instance
from .model import Identity


def identity_of(instance: Instance) -> Identity:
    """Stand-in."""
    parents = instance.parents

    def digest(*words: bytes) -> bytes:
        return hashlib.blake2b(b"\\".join(words), digest_size=8).digest()

    return Identity(
        digest(parents.issuer_of_patient_id, parents.patient_id),
        digest(repr(person_in(parents)).encode("utf-8", "replace")),
        parents.study_instance_uid.decode("ascii", "replace"),
        parents.series_instance_uid.decode("ascii", "replace"),
        instance.sop_instance_uid,
    )
