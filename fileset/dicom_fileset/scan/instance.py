"""Raw header values made into an Instance; what a series shares is kept once."""

from collections.abc import Callable
from typing import Final

from ..elements import cleaned, stripped
from ..model import Instance, ParentKeys, Pixels, Traits
from .failure import ScanFailure
from .part10 import Start
from .sequences import encoded_items, from_shared_groups, latest_verification
from .traits import traits_of
from .wanted import (
    FROM_SHARED_GROUPS,
    IMPLEMENTATION_CLASS,
    META_SOP_CLASS,
    META_SOP_INSTANCE,
    PARENT_TAGS,
    RELATED_GENERAL_SOP_CLASS,
    SHARED_GROUPS,
    SOP_CLASS,
    SOP_INSTANCE,
    VERIFYING_OBSERVER_SEQUENCE,
    Wanted,
)

Get = Callable[[int], bytes]
"""The value of a tag, raw; empty when absent."""

_MOST_SHARED: Final = 65536


class Shared:
    """Values that many instances have in common, each kept once."""

    def __init__(self) -> None:
        self._parents: dict[tuple[bytes, ...], ParentKeys] = {}
        self._texts: dict[bytes, str] = {}
        self._traits: dict[Traits, Traits] = {}

    def traits(self, traits: Traits) -> Traits:
        """The same object for the same traits."""
        if len(self._traits) >= _MOST_SHARED:
            self._traits.clear()
        return self._traits.setdefault(traits, traits)

    def parents(self, raw: tuple[bytes, ...]) -> ParentKeys:
        """The parent keys made of raw values; the same object for the same values."""
        found = self._parents.get(raw)
        if found is None:
            if len(self._parents) >= _MOST_SHARED:
                self._parents.clear()
            found = self._parents[raw] = ParentKeys(*(stripped(value) for value in raw))
        return found

    def text(self, raw: bytes) -> str:
        """A UID that recurs, as text."""
        found = self._texts.get(raw)
        if found is None:
            found = self._texts[raw] = uid_text(raw)
        return found


def uid_text(raw: bytes) -> str:
    """A UID without padding; what is not ASCII is replaced, so that it fails every check."""
    return raw.rstrip(b" \0").decode("ascii", "replace")


def meta_remarks(get: Get, meta: Get) -> tuple[str, ...]:
    """What is amiss between file meta information and data set (PS3.10 7.1)."""
    if not (meta(META_SOP_CLASS) and meta(META_SOP_INSTANCE) and meta(IMPLEMENTATION_CLASS)):
        return ("meta-incomplete",)
    if not stripped(get(SOP_INSTANCE)) or not stripped(get(SOP_CLASS)):
        return ("data-set-uid-missing",)
    if stripped(meta(META_SOP_INSTANCE)) != stripped(get(SOP_INSTANCE)):
        return ("meta-uid-differs",)
    if stripped(meta(META_SOP_CLASS)) != stripped(get(SOP_CLASS)):
        return ("meta-uid-differs",)
    return ()


def build(
    path: str, size: int, start: Start, wanted: Wanted, pixels: Pixels, shared: Shared
) -> Instance:
    """An Instance from one finished walk.

    Raises
    ------
    ScanFailure
        There is no SOP Class or SOP Instance UID: the file is no SOP Instance.
    """
    values = start.walk.values
    meta = start.meta

    def get(tag: int) -> bytes:
        found = values.get(tag)
        return b"" if found is None else found[2]

    def find(tag: int) -> bytes | None:
        found = values.get(tag)
        return None if found is None else found[2]

    def from_meta(tag: int) -> bytes:
        found = meta.get(tag)
        return b"" if found is None else found[2]

    sop_class, sop_instance = instance_uids(get, from_meta)
    remarks = start.remarks + meta_remarks(get, from_meta) if meta else start.remarks
    return Instance(
        path,
        size,
        shared.text(sop_class),
        uid_text(sop_instance),
        start.transfer_syntax_uid,
        shared.parents(tuple(get(tag) for tag in PARENT_TAGS)),
        leaf_values(get, wanted, implicit=start.walk.implicit),
        stripped(get(RELATED_GENERAL_SOP_CLASS)),
        remarks,
        shared.traits(traits_of(find, pixels, implicit=start.walk.implicit)),
    )


def instance_uids(get: Get, meta: Get) -> tuple[bytes, bytes]:
    """SOP Class and SOP Instance UID, from the data set or else from the file meta information."""
    sop_class = get(SOP_CLASS) or meta(META_SOP_CLASS)
    sop_instance = get(SOP_INSTANCE) or meta(META_SOP_INSTANCE)
    if not stripped(sop_class):
        raise ScanFailure("no-sop-class")
    if not stripped(sop_instance):
        raise ScanFailure("no-sop-instance-uid")
    return sop_class, sop_instance


def leaf_values(get: Get, wanted: Wanted, *, implicit: bool) -> tuple[bytes, ...]:
    """The keys of an instance's own record, in the order of its record type."""
    if not wanted.sequences:
        return tuple(cleaned(get(tag), vr) for tag, vr in wanted.leaf)
    values = _with_sequences(get, wanted, implicit=implicit)
    groups = get(SHARED_GROUPS)
    return _filled(values, groups, wanted, implicit=implicit) if groups else values


def _filled(
    values: tuple[bytes, ...], groups: bytes, wanted: Wanted, *, implicit: bool
) -> tuple[bytes, ...]:
    """Keys that are empty at the top level, from the Shared Functional Groups."""
    try:
        shared = from_shared_groups(encoded_items(SHARED_GROUPS, groups, implicit=implicit))
    except ScanFailure:
        return values
    return tuple(
        value or (shared.get(tag, b"") if tag in FROM_SHARED_GROUPS else b"")
        for value, (tag, _) in zip(values, wanted.leaf, strict=True)
    )


def sequence_value(tag: int, value: bytes, *, implicit: bool) -> bytes:
    """A sequence as a record holds it; one that may be left out is, where it is damaged."""
    try:
        return encoded_items(tag, value, implicit=implicit)
    except ScanFailure:
        if tag in FROM_SHARED_GROUPS:
            return b""
        raise


def _with_sequences(get: Get, wanted: Wanted, *, implicit: bool) -> tuple[bytes, ...]:
    values = []
    for tag, vr in wanted.leaf:
        value = get(tag)
        if vr != "SQ":
            value = cleaned(value, vr)
        elif value:
            value = sequence_value(tag, value, implicit=implicit)
        if tag == VERIFYING_OBSERVER_SEQUENCE:
            value = latest_verification(value)
        values.append(value)
    return tuple(values)
