"""Header of a file to Instance, without reading pixel data."""

import os
from struct import pack
from typing import Final

from dicom_codecs.registry import TRANSFER_SYNTAXES

from ..limits import LIMITS, Limits
from ..model import NOT_SHOWN, Instance, Pixels
from .cuts import Cuts
from .failure import ScanFailure
from .instance import Shared, build, uid_text
from .layout import Layout
from .layouts import Layouts
from .part10 import Start, preamble_remarks, start_of
from .pixels import frames_said, pixels_of
from .walk import Walk
from .wanted import (
    EARLY_TAGS,
    META_SOP_CLASS,
    NUMBER_OF_FRAMES,
    PER_FRAME_GROUPS,
    SHARED_GROUPS,
    SOP_CLASS,
    TRAITS,
    VERIFYING_OBSERVER_SEQUENCE,
    Wanted,
    wanted_for,
)
from .whole import defect_after, defect_of, ends_file
from .window import FIRST_BYTES, Window, open_for_reading, window_of_file


class Scanner:
    """Scans files one after another, and is quicker for what it saw before.

    Not safe to share between threads.

    Parameters
    ----------
    limits
        How much is read of a file at most.
    """

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._shared = Shared()
        self._layouts: Layouts[Cuts] = Layouts()

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
            return self.scan_window(path, window_of_file(descriptor, buffer, self._limits))
        finally:
            os.close(descriptor)

    def scan_window(self, path: str, window: Window) -> Instance:
        """The Instance in what a window shows, wherever that lies.

        Raises
        ------
        ScanFailure
            As :meth:`scan`.
        """
        known = self._known(path, window)
        return known[0] if known else self._walked(path, window)

    def scan_whole(self, path: str) -> tuple[Instance, ScanFailure | None]:
        """The Instance in a file, and what is wrong with the rest of it.

        Raises
        ------
        ScanFailure, OSError
            As :meth:`scan`.
        """
        descriptor = open_for_reading(path)
        try:
            buffer = os.read(descriptor, FIRST_BYTES)
            known = self._known(path, window_of_file(descriptor, buffer, self._limits))
            if known:
                instance, stop, implicit = known
                if ends_file(buffer, stop, instance.size, implicit=implicit):
                    return instance, None
                walk = Walk(
                    window_of_file(descriptor, buffer, self._limits), stop, implicit=implicit
                )
                return instance, defect_after(walk)
            instance = self._walked(path, window_of_file(descriptor, buffer, self._limits))
            return instance, defect_of(window_of_file(descriptor, buffer, self._limits))
        finally:
            os.close(descriptor)

    def _known(self, path: str, window: Window) -> tuple[Instance, int, bool] | None:
        """By layout: the Instance, where a walk would have stopped, and whether without VRs."""
        known = self._layouts.read(window.buffer)
        if known is None or preamble_remarks(window.buffer):
            return None
        cuts, read = known
        instance = cuts.instance(path, window, read)
        return (instance, read.stop, cuts.implicit) if instance is not None else None

    def _walked(self, path: str, window: Window) -> Instance:
        first = window.buffer
        start = start_of(window)
        instance = self._instance(path, window.size, start)
        self._learn(first, start, instance)
        return instance

    def _instance(self, path: str, size: int, start: Start) -> Instance:
        walk = start.walk
        walk.until(SOP_CLASS, EARLY_TAGS)
        found = walk.values.get(SOP_CLASS) or start.meta.get(META_SOP_CLASS)
        wanted = wanted_for(uid_text(found[2]) if found else "")
        walk.until(wanted.needed_to, wanted.tags)
        walk.check_end()
        pixels = _rest(walk, wanted, start.transfer_syntax_uid)
        return build(path, size, start, wanted, pixels, self._shared)

    def _learn(self, buffer: bytes, start: Start, instance: Instance) -> None:
        meta, walk = start.meta_trace, start.walk
        whole = walk.window.base == 0 and walk.window.buffer is buffer
        if instance.remarks or meta is None or not whole:
            return
        if SOP_CLASS not in walk.values or not _NEVER_CUT.isdisjoint(walk.values):
            return
        row = TRANSFER_SYNTAXES.get(instance.transfer_syntax_uid)
        if row is None or row.family == "video":
            return  # whose fragments are counted through the file

        def cuts(layout: Layout) -> Cuts:
            return Cuts(layout, instance, self._shared, implicit=walk.implicit)

        self._layouts.learn(buffer, meta, walk, cuts)


def _rest(walk: Walk, wanted: Wanted, transfer_syntax_uid: str) -> Pixels:
    """Walk the rest of a header: for additional keys and profiles, as far as it is whole."""
    try:
        walk.until(min(wanted.last_tag, SHARED_GROUPS), wanted.tags)
        if wanted.last_tag <= SHARED_GROUPS or _frames_ahead(walk):
            return NOT_SHOWN
        walk.until(wanted.last_tag, wanted.tags)
        # What pixel data are preceded by elsewhere: smallest and largest values, float pixels.
        return pixels_of(
            walk.window,
            walk.position,
            transfer_syntax_uid,
            implicit=walk.implicit,
            said=frames_said(found[2] if (found := walk.values.get(NUMBER_OF_FRAMES)) else None),
        )
    except ScanFailure:
        return NOT_SHOWN


def _frames_ahead(walk: Walk) -> bool:
    """Whether functional groups of each frame come next: in thousands, and nothing beyond."""
    head = walk.window.value(walk.position, 4) if walk.position + 8 < walk.window.size else b""
    return head == _PER_FRAME


_PER_FRAME: Final = pack("<HH", PER_FRAME_GROUPS >> 16, PER_FRAME_GROUPS & 0xFFFF)
_NEVER_CUT: Final = frozenset(
    {SHARED_GROUPS, VERIFYING_OBSERVER_SEQUENCE, *(tag for tag, kind in TRAITS if kind == "items")}
)
"""Sequences of which other things are made than their own value: such headers are walked."""


def scan(path: str) -> Instance:
    """The Instance in one file; see :meth:`Scanner.scan`."""
    return Scanner().scan(path)
