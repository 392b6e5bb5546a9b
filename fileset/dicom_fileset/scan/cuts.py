"""Values cut out of a header of known layout, and the Instance made of them."""

from functools import lru_cache
from operator import itemgetter
from typing import Final

from ..elements import BINARY_VRS, stripped
from ..model import NOT_SHOWN, Instance, ParentKeys, Pixels, Traits
from .instance import Shared, sequence_value, uid_text
from .layout import DATA_SET, Layout, Read
from .pixels import PLAIN, frames_said, pixels_of
from .traits import cleaned_traits, overlays_of
from .wanted import (
    IMPLEMENTATION_CLASS,
    META_SOP_CLASS,
    META_SOP_INSTANCE,
    NUMBER_OF_FRAMES,
    OVERLAY_TAGS,
    PARENT_TAGS,
    RELATED_GENERAL_SOP_CLASS,
    SHARED_GROUPS,
    SOP_CLASS,
    SOP_INSTANCE,
    TRAIT_TAGS,
    wanted_for,
)
from .window import Window

_MOST_REMEMBERED: Final = 1024
_CHECKED: Final = (
    SOP_INSTANCE,
    META_SOP_INSTANCE,
    SOP_CLASS,
    META_SOP_CLASS,
    IMPLEMENTATION_CLASS,
)


class Cuts:
    """Which of a layout's values go where in an Instance; what recurs is made once.

    Parameters
    ----------
    layout
        Where the values come from.
    like
        An instance that was walked, and lies so.
    implicit
        Whether its elements have no VRs.
    shared
        What instances of all layouts have in common.

    Attributes
    ----------
    implicit
        As it was given.
    """

    def __init__(self, layout: Layout, like: Instance, shared: Shared, *, implicit: bool) -> None:
        self._like = like
        self.implicit = implicit
        self._shared = shared
        wanted = wanted_for(like.sop_class_uid)
        self._no_pixels = wanted.last_tag <= SHARED_GROUPS
        self._plain = like.transfer_syntax_uid in PLAIN
        self._header_bytes = 8 if implicit else 12
        frames = _Chosen(layout, (NUMBER_OF_FRAMES,)).places
        self._frames = frames[0][1] if frames else layout.tags.index(DATA_SET)
        self._checked = itemgetter(*(layout.tags.index(tag) for tag in _CHECKED))
        general = _Chosen(layout, (RELATED_GENERAL_SOP_CLASS,)).places
        self._general = general[0][1] if general else layout.tags.index(DATA_SET)
        self._parents = _Chosen(layout, PARENT_TAGS)
        self._parents_made: dict[tuple[bytes, ...], ParentKeys] = {}
        self._traits = _Chosen(layout, TRAIT_TAGS + OVERLAY_TAGS)
        self._traits_made: dict[tuple[tuple[bytes, ...], Pixels | bytes], Traits] = {}
        leaf = wanted.leaf
        keys = _Chosen(layout, tuple(tag for tag, _ in leaf)).places
        self._blank = [b""] * len(leaf)
        self._texts = [(i, place) for i, place in keys if leaf[i][1] not in BINARY_VRS]
        self._binaries = [(i, place) for i, place in keys if leaf[i][1] in BINARY_VRS]
        self._sequences = [(i, leaf[i][0]) for i, _ in keys if leaf[i][1] == "SQ"]

    def instance(self, path: str, window: Window, read: Read) -> Instance | None:
        """The Instance in a file; ``None`` where something is amiss with it."""
        values = read.values
        uid, meta_uid, sop_class, meta_class, implementation = self._checked(values)
        sop_instance_uid = uid_text(uid)
        if uid != meta_uid or sop_class != meta_class or not (sop_instance_uid and implementation):
            return None
        return Instance(
            path,
            window.size,
            self._like.sop_class_uid,
            sop_instance_uid,
            self._like.transfer_syntax_uid,
            self._parent_keys(values),
            self._keys(values),
            stripped(values[self._general]),
            (),
            self._traits_of(values, window, read.stop),
        )

    def _parent_keys(self, values: list[bytes]) -> ParentKeys:
        raw = self._parents.of(values)
        known = self._parents_made.get(raw)
        if known is None:
            known = self._shared.parents(tuple([one or b"" for one in self._parents.all(raw)]))
            if len(self._parents_made) >= _MOST_REMEMBERED:
                self._parents_made.clear()
            self._parents_made[raw] = known
        return known

    def _traits_of(self, values: list[bytes], window: Window, stop: int) -> Traits:
        raw = self._traits.of(values)
        shown: Pixels | bytes = NOT_SHOWN
        if self._plain:
            # Its header is all that native pixel data show, and is the same in all of a series.
            shown = window.buffer[stop : stop + self._header_bytes]
        elif not self._no_pixels:
            shown = self._pixels(values, window, stop)
        known = self._traits_made.get((raw, shown))
        if known is None:
            pixels = self._pixels(values, window, stop) if isinstance(shown, bytes) else shown
            known = self._shared.traits(_traits(self._traits.all(raw), pixels))
            if len(shown) < self._header_bytes and isinstance(shown, bytes):
                return known  # the header goes on beyond the first bytes of the file
            if len(self._traits_made) >= _MOST_REMEMBERED:
                self._traits_made.clear()
            self._traits_made[raw, shown] = known
        return known

    def _pixels(self, values: list[bytes], window: Window, stop: int) -> Pixels:
        if self._no_pixels:
            return NOT_SHOWN
        uid, said = self._like.transfer_syntax_uid, frames_said(values[self._frames])
        return pixels_of(window, stop, uid, implicit=self.implicit, said=said)

    def _keys(self, values: list[bytes]) -> tuple[bytes, ...]:
        keys = self._blank.copy()
        for index, place in self._texts:
            keys[index] = values[place].rstrip(b" \0")
        for index, place in self._binaries:
            keys[index] = values[place]
        for index, tag in self._sequences:
            keys[index] = _sequence(tag, keys[index], self.implicit)
        return tuple(keys)


class _Chosen:
    """The values of some tags, as far as a layout has them.

    Attributes
    ----------
    places
        Number of each tag that is there, and the place of its value.
    """

    __slots__ = ("_count", "of", "places")

    def __init__(self, layout: Layout, tags: tuple[int, ...]) -> None:
        place = {tag: index for index, tag in enumerate(layout.tags)}
        self.places = [(number, place[tag]) for number, tag in enumerate(tags) if tag in place]
        self._count = len(tags)
        nothing = layout.tags.index(DATA_SET)
        # Two that are empty always: so much is a tuple, and not one value alone.
        self.of = itemgetter(nothing, nothing, *(at for _, at in self.places))

    def all(self, values: tuple[bytes, ...]) -> list[bytes | None]:
        """Of what :attr:`of` gave, a value for each tag; ``None`` where it is absent."""
        found: list[bytes | None] = [None] * self._count
        for (number, _), value in zip(self.places, values[2:], strict=True):
            found[number] = value
        return found


def _traits(raw: list[bytes | None], pixels: Pixels) -> Traits:
    own, overlays = raw[: len(TRAIT_TAGS)], raw[len(TRAIT_TAGS) :]
    return Traits(cleaned_traits(tuple(own)), overlays_of(overlays), pixels)


@lru_cache(maxsize=256)
def _sequence(tag: int, value: bytes, implicit: bool) -> bytes:
    """A sequence that the instances of a series often share."""
    return sequence_value(tag, value, implicit=implicit) if value else value
