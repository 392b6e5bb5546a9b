"""Changes applied to the elements of a file; what is not changed stays a place in the file.

::

    changed(layout: Layout, changes: Changes, *, new_pixels: bool) -> Changed
    all_changes(layout: Layout, changes: Changes, *, new_pixels: bool) -> Changes
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from .conversion import Element
from .layout import Layout
from .spans import PIXEL_DATA, Span

Changes = Mapping[int, bytes | None]
"""By tag the whole element, in Explicit VR Little Endian, or ``None`` where it is to go."""

LENGTH_TO_END: Final = 0x0008_0001
_PIXEL_GROUP: Final = 0x7FE0


class Changed(NamedTuple):
    """Elements in order: those before pixel data, and those after it."""

    before: list[Element]
    after: list[Element]


def all_changes(layout: Layout, changes: Changes, *, new_pixels: bool) -> Changes:
    """Changes, and what they bring about.

    Group lengths of changed groups and Length to End (0008,0001), retired (PS3.5 7.2, PS3.6), are
    dropped: that of group 7FE0 cannot be known before pixel data is written, and no signature
    covers any of them (PS3.3 C.12.1.1.3.1.1).
    """
    touched = {tag for tag, new in changes.items() if new is not None or tag in layout.places}
    if not touched and not new_pixels:
        return changes
    groups = {tag >> 16 for tag in touched} | ({_PIXEL_GROUP} if new_pixels else set())
    dropped = (LENGTH_TO_END, *(group << 16 for group in groups))
    return {**dict.fromkeys(tag for tag in dropped if tag in layout.places), **changes}


def changed(layout: Layout, changes: Changes, *, new_pixels: bool) -> Changed:
    """The elements of a file as they are to be written.

    Parameters
    ----------
    layout
        Of the source.
    changes
        What is to be other than there.  An element that is not there is put in order of tag.
    new_pixels
        Whether pixel data is written anew, by another.
    """
    changes = all_changes(layout, changes, new_pixels=new_pixels)
    added = sorted(
        tag for tag, new in changes.items() if new is not None and tag not in layout.places
    )
    split = PIXEL_DATA if layout.pixel_span is not None else 1 << 32
    before = [tag for tag in added if tag < split]
    return Changed(
        list(_merged(layout.before, changes, before)),
        list(_merged(layout.after, changes, added[len(before) :])),
    )


def _merged(spans: Sequence[Span], changes: Changes, added: list[int]) -> Iterator[Element]:
    replaced: set[int] = set()
    waiting = iter([*added, 1 << 32])
    next_tag = next(waiting)
    for span in spans:
        while next_tag < span.tag:
            yield _whole(changes, next_tag)
            next_tag = next(waiting)
        if span.tag not in changes:
            yield span
        elif changes[span.tag] is not None and span.tag not in replaced:
            replaced.add(span.tag)
            yield _whole(changes, span.tag)
    while next_tag < 1 << 32:
        yield _whole(changes, next_tag)
        next_tag = next(waiting)


def _whole(changes: Changes, tag: int) -> bytes:
    return changes[tag] or b""
