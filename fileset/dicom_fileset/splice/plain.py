"""The plain case of a check: bytes where they must be, found by two look-ups instead of a walk.

Where a source lies in Explicit VR Little Endian and its tags ascend, the elements of what is made
of it can lie in one way only.  What lies so needs no second walk: equal bytes are equal elements.
Whatever lies otherwise is no fault by itself, and is walked.
"""

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter, lt
from struct import Struct, unpack
from typing import Final, NamedTuple

from dicom_codecs.encapsulation.source import Source

from .header import Changes, all_changes
from .layout import Layout
from .spans import PIXEL_DATA, Span

_META_BEGINS: Final = b"DICM\2\0\0\0UL\4\0"
_MAGIC_AT: Final = 128
_META_LENGTH_AT: Final = 140
_META_AT: Final = 144
_MOST_BYTES: Final = 1024 * 1024
_ENCAPSULATED: Final = b"\xe0\x7f\x10\0OB\0\0\xff\xff\xff\xff"
_ITEM: Final = b"\xfe\xff\0\xe0"
_DELIMITER: Final = b"\xfe\xff\xdd\xe0\0\0\0\0"
_NATIVE: Final = Struct("<HH2sHL").unpack_from
_HEADER_BYTES: Final = 12
_tag_of: Final = attrgetter("tag")

Stretches = list[tuple[int, int]]
"""Offset and length of each."""


class PlainPixels(NamedTuple):
    """Pixel data that lies plainly.

    Attributes
    ----------
    streams
        Where each frame lies, one fragment each, or the native value.
    end
        Where what follows begins.
    """

    streams: Stretches
    end: int


def plain_pixels(
    layout: Layout, written: Source, changes: Changes, frames: int
) -> Stretches | None:
    """Where new pixel data lies in a written file all else of which is as it must be.

    Parameters
    ----------
    layout
        Of the source.
    written
        What was made of it, with pixel data written anew.
    changes
        Elements that are other.
    frames
        How many there are, each to be in a fragment of its own that the Basic Offset Table names;
        of native ones it is not told.

    Returns
    -------
    list or None
        ``None`` where something does not lie so, or is not as it must be: a walk tells.
    """
    changes = all_changes(layout, changes, new_pixels=True)
    if not layout.verbatim:
        return None
    first = {tag: made for tag, made in changes.items() if tag < PIXEL_DATA}
    last = {tag: made for tag, made in changes.items() if tag > PIXEL_DATA}
    before, after = _merged(layout, layout.before, first), _merged(layout, layout.after, last)
    if before is None or after is None:
        return None
    head = written.read(_MAGIC_AT, _META_AT - _MAGIC_AT)
    if not head.startswith(_META_BEGINS):
        return None
    at = _META_AT + int.from_bytes(head[_META_LENGTH_AT - _MAGIC_AT :], "little")
    if written.read(at, len(before)) != before:
        return None
    pixels = _pixels(written, at + len(before), frames)
    if pixels is None or pixels.end + len(after) != written.size:
        return None
    return pixels.streams if written.read(pixels.end, len(after)) == after else None


def _merged(layout: Layout, spans: Sequence[Span], changes: Changes) -> bytes | None:
    """The bytes that elements must be once they are changed; ``None`` where that is not plain."""
    if spans and spans[-1].end - spans[0].start > _MOST_BYTES:
        return None
    tags = list(map(_tag_of, spans))
    if not all(map(lt, tags, tags[1:])):
        return None
    parts, done = [], 0
    for tag in sorted(changes):
        place, made = bisect_left(tags, tag), changes[tag]
        parts.append(_run(layout, spans, done, place))
        there = place < len(tags) and tags[place] == tag
        done = place + there
        if made is not None:
            parts.append(made)
    parts.append(_run(layout, spans, done, len(spans)))
    return b"".join(parts)


def _run(layout: Layout, spans: Sequence[Span], first: int, past: int) -> bytes:
    """Elements that lie one behind the other."""
    if first >= past:
        return b""
    start = spans[first].start
    return layout.explicit.read(start, spans[past - 1].end - start)


def _pixels(written: Source, at: int, frames: int) -> PlainPixels | None:
    head = written.read(at, _HEADER_BYTES)
    if len(head) < _HEADER_BYTES:
        return None
    if head == _ENCAPSULATED:
        return _fragments(written, at + _HEADER_BYTES, frames)
    group, number, vr, _, length = _NATIVE(head)
    if group << 16 | number != PIXEL_DATA or vr not in {b"OW", b"OB"}:
        return None
    start = at + _HEADER_BYTES
    return PlainPixels([(start, length)], start + length)


def _fragments(written: Source, at: int, frames: int) -> PlainPixels | None:
    """Fragments one a frame, as the Basic Offset Table has them (PS3.5 A.4)."""
    head = written.read(at, 8)
    if head != _ITEM + (4 * frames).to_bytes(4, "little"):
        return None
    offsets = unpack(f"<{frames}L", written.read(at + 8, 4 * frames))
    first = at + 8 + 4 * frames
    found: Stretches = []
    end = first
    for offset in offsets:
        header = written.read(end, 8)
        length = int.from_bytes(header[4:], "little")
        if end != first + offset or header[:4] != _ITEM or length % 2:
            return None
        found.append((end + 8, length))
        end += 8 + length
    return PlainPixels(found, end + 8) if written.read(end, 8) == _DELIMITER else None
