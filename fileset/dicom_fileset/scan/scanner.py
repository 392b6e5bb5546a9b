"""Header of a file to Instance, without reading pixel data."""

import os
from operator import itemgetter
from typing import Final

from ..elements import cleaned
from ..model import Instance
from .instance import Shared, build, uid_text
from .layout import Layout, Layouts
from .part10 import Start, start_of
from .walk import Walk
from .wanted import (
    EARLY_TAGS,
    META_SOP_CLASS,
    META_SOP_INSTANCE,
    PARENT_TAGS,
    RELATED_GENERAL_SOP_CLASS,
    SOP_CLASS,
    SOP_INSTANCE,
    TRANSFER_SYNTAX,
    wanted_for,
)
from .window import FIRST_BYTES, open_for_reading, window_of_file

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
    """Which of a layout's values go where in an Instance; the last index is the empty value."""

    __slots__ = ("fixed", "leaf", "parents")

    def __init__(self, layout: Layout) -> None:
        leaf = wanted_for(layout.sop_class_uid).leaf
        self.fixed = itemgetter(*self._indices(layout, _FIXED))
        self.parents = itemgetter(*self._indices(layout, PARENT_TAGS))
        places = self._indices(layout, tuple(tag for tag, _ in leaf))
        self.leaf = [(place, vr) for place, (_, vr) in zip(places, leaf, strict=True)]

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
                size = os.fstat(descriptor).st_size
                return self._cut_out(path, size, known[0], known[1])
            return self._walked(path, descriptor, buffer)
        finally:
            os.close(descriptor)

    def _cut_out(self, path: str, size: int, cuts: _Cuts, values: tuple[bytes, ...]) -> Instance:
        values += (b"",)
        syntax, instance_uid, meta_uid, sop_class, meta_class, general = cuts.fixed(values)
        if instance_uid != meta_uid or sop_class != meta_class:
            return self._walk_again(path)
        shared = self._shared
        return Instance(
            path,
            size,
            shared.text(sop_class),
            uid_text(instance_uid),
            shared.text(syntax),
            shared.parents(cuts.parents(values)),
            tuple([cleaned(values[place], vr) for place, vr in cuts.leaf]),
            general.rstrip(b" \0"),
        )

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
        walk.until(wanted.last_tag, wanted.tags)
        walk.check_end()
        return build(path, size, start, wanted, self._shared)

    def _learn(self, buffer: bytes, start: Start, instance: Instance) -> None:
        window = start.walk.window
        whole = window.base == 0 and window.buffer is buffer
        if instance.remarks or start.meta_trace is None or not whole:
            return
        if wanted_for(instance.sop_class_uid).sequences:
            return
        stop = start.walk.position
        if SOP_CLASS not in start.walk.values or stop + 4 > len(buffer):
            return
        if self._lies_like_another(start.meta_trace, start.walk):
            layout = Layout(buffer, (start.meta_trace, start.walk), stop)
            self._layouts.learn(layout, _Cuts(layout))

    def _lies_like_another(self, meta: Walk, walk: Walk) -> bool:
        """A layout is worth learning, which takes longer than a walk, when it comes twice."""
        key = hash((*meta.trace, *walk.trace))
        if key in self._walked_before:
            return True
        if len(self._walked_before) > _MOST_REMEMBERED:
            self._walked_before.clear()
        self._walked_before.add(key)
        return False


def scan(path: str) -> Instance:
    """The Instance in one file; see :meth:`Scanner.scan`."""
    return Scanner().scan(path)
