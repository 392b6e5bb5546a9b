"""Header of a file to Instance, without reading pixel data."""

import os
from functools import lru_cache
from operator import itemgetter
from typing import Final

from ..elements import BINARY_VRS
from ..model import Instance, Traits
from .failure import ScanFailure
from .instance import Shared, build, sequence_value, uid_text
from .layout import Layout, Layouts
from .part10 import Start, start_of
from .traits import NO_STREAM, PLAIN, Stream, cleaned_traits, overlays_of, stream_of
from .walk import Walk
from .wanted import (
    EARLY_TAGS,
    META_SOP_CLASS,
    META_SOP_INSTANCE,
    OVERLAY_TAGS,
    PARENT_TAGS,
    RELATED_GENERAL_SOP_CLASS,
    SHARED_GROUPS,
    SOP_CLASS,
    SOP_INSTANCE,
    TRAIT_TAGS,
    TRAITS,
    TRANSFER_SYNTAX,
    VERIFYING_OBSERVER_SEQUENCE,
    Wanted,
    wanted_for,
)
from .window import FIRST_BYTES, open_for_reading, window_of_bytes, window_of_file

_MOST_REMEMBERED: Final = 1024
_FIXED: Final = (
    TRANSFER_SYNTAX,
    SOP_INSTANCE,
    META_SOP_INSTANCE,
    SOP_CLASS,
    META_SOP_CLASS,
    RELATED_GENERAL_SOP_CLASS,
)


class _Cuts:
    """Which of a layout's values go where in an Instance.

    The last but one index is the empty value, the last ``None``.
    """

    __slots__ = (
        "binaries",
        "count",
        "fixed",
        "implicit",
        "overlays",
        "parents",
        "sequences",
        "stop",
        "texts",
        "traits",
    )

    def __init__(self, layout: Layout, stop: int, *, implicit: bool) -> None:
        leaf = wanted_for(layout.sop_class_uid).leaf
        self.stop = stop
        self.implicit = implicit
        self.fixed = itemgetter(*self._indices(layout, _FIXED))
        self.parents = itemgetter(*self._indices(layout, PARENT_TAGS))
        places = self._indices(layout, tuple(tag for tag, _ in leaf))
        empty = len(layout.tags)
        present = [
            (index, place, vr)
            for index, (place, (_, vr)) in enumerate(zip(places, leaf, strict=True))
            if place < empty
        ]
        self.count = len(leaf)
        self.texts = [(i, place) for i, place, vr in present if vr not in BINARY_VRS]
        self.binaries = [(i, place) for i, place, vr in present if vr in BINARY_VRS]
        self.sequences = [
            (index, tag)
            for index, (place, (tag, vr)) in enumerate(zip(places, leaf, strict=True))
            if vr == "SQ" and place < empty
        ]
        traits = self._indices(layout, TRAIT_TAGS)
        self.traits = itemgetter(*(empty + 1 if place == empty else place for place in traits))
        self.overlays = [layout.tags.index(tag) for tag in OVERLAY_TAGS if tag in layout.tags]

    @staticmethod
    def _indices(layout: Layout, tags: tuple[int, ...]) -> list[int]:
        place = {tag: index for index, tag in enumerate(layout.tags)}
        return [place.get(tag, len(layout.tags)) for tag in tags]


class Scanner:
    """Scans files one after another, and is quicker for what it saw before.

    Not safe to share between threads.
    """

    def __init__(self) -> None:
        self._shared = Shared()
        self._layouts: Layouts[_Cuts] = Layouts()
        self._walked_before: set[int] = set()
        self._cut_before: dict[object, Traits] = {}

    def scan(self, path: str) -> Instance:
        """The Instance in a file.

        Raises
        ------
        ScanFailure
            The file is no DICOM instance, or its header cannot be understood.
        OSError
            It cannot be read.
        """
        descriptor = open_for_reading(path)
        try:
            buffer = os.read(descriptor, FIRST_BYTES)
            known = self._layouts.read(buffer)
            if known is not None:
                cuts, values = known
                size = os.fstat(descriptor).st_size
                return self._cut_out(path, size, buffer, cuts, (*values, b"", None))
            return self._walked(path, descriptor, buffer)
        finally:
            os.close(descriptor)

    def _cut_out(
        self, path: str, size: int, buffer: bytes, cuts: _Cuts, values: tuple[bytes | None, ...]
    ) -> Instance:
        syntax, instance_uid, meta_uid, sop_class, meta_class, general = cuts.fixed(values)
        if instance_uid != meta_uid or sop_class != meta_class:
            return self._walk_again(path)
        shared = self._shared
        syntax_uid = shared.text(syntax)
        traits = self._cut_traits(buffer, cuts, values, syntax_uid)
        return Instance(
            path,
            size,
            shared.text(sop_class),
            uid_text(instance_uid),
            syntax_uid,
            shared.parents(cuts.parents(values)),
            _cut_keys(cuts, values),
            general.rstrip(b" \0"),
            (),
            traits,
        )

    def _cut_traits(
        self, buffer: bytes, cuts: _Cuts, values: tuple[bytes | None, ...], syntax_uid: str
    ) -> Traits:
        raw: tuple[bytes | None, ...] = cuts.traits(values)
        stream = NO_STREAM
        if syntax_uid not in PLAIN:
            stream = stream_of(window_of_bytes(buffer), cuts.stop, syntax_uid)
        key = (raw, stream, tuple([values[place] for place in cuts.overlays]))
        known = self._cut_before.get(key)
        if known is None:
            where = overlays_of(values[place] for place in cuts.overlays)
            known = self._shared.traits(Traits(cleaned_traits(raw), where, *stream))
            if len(self._cut_before) > _MOST_REMEMBERED:
                self._cut_before.clear()
            self._cut_before[key] = known
        return known

    def _walk_again(self, path: str) -> Instance:
        descriptor = open_for_reading(path)
        try:
            return self._walked(path, descriptor, os.read(descriptor, FIRST_BYTES))
        finally:
            os.close(descriptor)

    def _walked(self, path: str, descriptor: int, buffer: bytes) -> Instance:
        window = window_of_file(descriptor, buffer)
        start = start_of(window)
        instance = self._instance(path, window.size, start)
        self._learn(buffer, start, instance)
        return instance

    def _instance(self, path: str, size: int, start: Start) -> Instance:
        walk = start.walk
        walk.until(SOP_CLASS, EARLY_TAGS)
        found = walk.values.get(SOP_CLASS) or start.meta.get(META_SOP_CLASS)
        wanted = wanted_for(uid_text(found[2]) if found else "")
        walk.until(wanted.needed_to, wanted.tags)
        walk.check_end()
        stream = _rest(walk, wanted, start.transfer_syntax_uid)
        return build(path, size, start, wanted, stream, self._shared)

    def _learn(self, buffer: bytes, start: Start, instance: Instance) -> None:
        window = start.walk.window
        whole = window.base == 0 and window.buffer is buffer
        if instance.remarks or start.meta_trace is None or not whole:
            return
        if not _NEVER_CUT.isdisjoint(start.walk.values):
            return
        if instance.transfer_syntax_uid not in PLAIN and not instance.traits.stream:
            return
        stop = start.walk.position
        if SOP_CLASS not in start.walk.values or stop + 4 > len(buffer):
            return
        if start.walk.trace[-1][0] >= stop:
            return  # the walk broke off: what lies there is no header to go by
        if self._lies_like_another(start.meta_trace, start.walk):
            layout = Layout(buffer, (start.meta_trace, start.walk), stop)
            self._layouts.learn(layout, _Cuts(layout, stop, implicit=start.walk.implicit))

    def _lies_like_another(self, meta: Walk, walk: Walk) -> bool:
        """A layout is worth learning, which takes longer than a walk, when it comes twice."""
        key = hash((*meta.trace, *walk.trace))
        if key in self._walked_before:
            return True
        if len(self._walked_before) > _MOST_REMEMBERED:
            self._walked_before.clear()
        self._walked_before.add(key)
        return False


def _rest(walk: Walk, wanted: Wanted, transfer_syntax_uid: str) -> Stream:
    """Walk the rest of a header: for additional keys and profiles, as far as it is whole."""
    try:
        walk.until(min(wanted.last_tag, SHARED_GROUPS), wanted.tags)
        if wanted.last_tag <= SHARED_GROUPS or _frames_ahead(walk):
            return NO_STREAM
        walk.until(wanted.last_tag, wanted.tags)
        # What pixel data are preceded by elsewhere: smallest and largest values, float pixels.
        return stream_of(walk.window, walk.position, transfer_syntax_uid)
    except ScanFailure:
        return NO_STREAM


def _frames_ahead(walk: Walk) -> bool:
    """Whether functional groups of each frame come next: in thousands, and nothing beyond."""
    head = walk.window.value(walk.position, 4) if walk.position + 8 < walk.window.size else b""
    return head == b"\x00\x52\x30\x92"


def _cut_keys(cuts: _Cuts, values: tuple[bytes | None, ...]) -> tuple[bytes, ...]:
    keys = [b""] * cuts.count
    for index, place in cuts.texts:
        value = values[place]
        keys[index] = value.rstrip(b" \0") if value else b""
    for index, place in cuts.binaries:
        keys[index] = values[place] or b""
    for index, tag in cuts.sequences:
        keys[index] = _cut_sequence(tag, keys[index], cuts.implicit)
    return tuple(keys)


@lru_cache(maxsize=256)
def _cut_sequence(tag: int, value: bytes, implicit: bool) -> bytes:
    """A sequence that the instances of a series often share."""
    return sequence_value(tag, value, implicit=implicit) if value else value


_NEVER_CUT: Final = frozenset(
    {SHARED_GROUPS, VERIFYING_OBSERVER_SEQUENCE, *(tag for tag, kind in TRAITS if kind == "items")}
)
"""Sequences of which other things are made than their own value: such headers are walked."""


def scan(path: str) -> Instance:
    """The Instance in one file; see :meth:`Scanner.scan`."""
    return Scanner().scan(path)
