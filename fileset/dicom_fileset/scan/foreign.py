"""An Instance out of a header that pydicom read."""

import os

from ..model import Instance, ParentKeys
from .instance import instance_uids, meta_remarks, uid_text
from .pydicom_reading import ForeignHeader, latest_verification
from .wanted import (
    EARLY_TAGS,
    META_SOP_CLASS,
    META_TAGS,
    PARENT_TAGS,
    RELATED_GENERAL_SOP_CLASS,
    SOP_CLASS,
    VERIFYING_OBSERVER_SEQUENCE,
    wanted_for,
)


def foreign_instance(path: str) -> Instance:
    """The Instance in a file of any encoding that pydicom reads."""
    header = ForeignHeader(path, EARLY_TAGS, META_TAGS)
    known = header.get(SOP_CLASS) or header.meta.get(META_SOP_CLASS, b"")
    wanted = wanted_for(uid_text(known))
    header = ForeignHeader(path, wanted.tags, META_TAGS)
    sop_class, sop_instance = instance_uids(header.get, lambda tag: header.meta.get(tag, b""))
    leaf = [
        latest_verification(header.get(tag))
        if tag == VERIFYING_OBSERVER_SEQUENCE
        else header.get(tag)
        for tag, _ in wanted.leaf
    ]
    return Instance(
        path,
        os.path.getsize(path),
        uid_text(sop_class),
        uid_text(sop_instance),
        header.transfer_syntax_uid,
        ParentKeys(*(header.get(tag) for tag in PARENT_TAGS)),
        tuple(leaf),
        header.get(RELATED_GENERAL_SOP_CLASS),
        _remarks(header),
    )


def _remarks(header: ForeignHeader) -> tuple[str, ...]:
    remarks: tuple[str, ...] = () if header.has_preamble else ("no-preamble",)
    if not any(header.meta.values()):
        return (*remarks, "no-file-meta")
    return remarks + meta_remarks(header.get, lambda tag: header.meta.get(tag, b""))
