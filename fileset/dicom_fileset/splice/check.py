"""What was spliced, read again and held against its source.

::

    check_spliced(layout: Layout, written_path: str, changes: Changes, *, new_pixels: bool)
        -> int | None
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from dicom_codecs.encapsulation.source import Source

from .header import Changes, all_changes
from .layout import Layout, opened
from .spans import PIXELS, Span

_COMPARED_BYTES: Final = 1024 * 1024
_PIXEL_TAGS: Final = PIXELS | {0x7FE0_0001, 0x7FE0_0002, 0x7FE0_0003}
"""Pixel data and Extended Offset Table, which belong to who writes pixels."""


def check_spliced(
    layout: Layout, written_path: str, changes: Changes, *, new_pixels: bool
) -> int | None:
    """Hold a written file against its source.

    Every element is compared, but pixel data that was written anew.

    Parameters
    ----------
    layout
        Of the source, still open.
    written_path
        What :func:`write.write_spliced` wrote.
    changes
        As they were given to it.
    new_pixels
        Whether pixel data was written anew.

    Returns
    -------
    int or None
        The first tag that is not what it should be; ``None`` if there is none.

    Raises
    ------
    ScanFailure
        What was written cannot be read.
    """
    changes = all_changes(layout, changes, new_pixels=new_pixels)
    with opened(written_path) as written:
        if not (layout.verbatim and written.verbatim):
            raise NotImplementedError
        return _differing_change(written, changes) or _differing_rest(
            layout, written, changes, new_pixels
        )


def _differing_change(written: Layout, changes: Changes) -> int | None:
    for tag, new in sorted(changes.items()):
        span = written.places.get(tag)
        if new is None or span is None:
            if (new is None) != (span is None) and tag not in _PIXEL_TAGS:
                return tag
        elif written.explicit.read(span.start, span.end - span.start) != new:
            return tag
    return None


def _differing_rest(
    layout: Layout, written: Layout, changes: Changes, new_pixels: bool
) -> int | None:
    but = changes.keys() | (_PIXEL_TAGS if new_pixels else set())
    mine, theirs = (list(_kept(one, but)) for one in (layout, written))
    sources = layout.explicit, written.explicit
    if len(mine) == len(theirs) and all(
        a.tag == b.tag and a.end - a.start == b.end - b.start
        for a, b in zip(mine, theirs, strict=True)
    ):
        return next(_differing(mine, theirs, sources), None)
    return _first_unequal(mine, theirs)


def _kept(layout: Layout, but: Iterable[int]) -> Iterator[Span]:
    pixels = () if layout.pixel_span is None else (layout.pixel_span,)
    return (span for span in (*layout.before, *pixels, *layout.after) if span.tag not in but)


def _first_unequal(mine: Sequence[Span], theirs: Sequence[Span]) -> int:
    for a, b in zip(mine, theirs, strict=False):
        if a.tag != b.tag or a.end - a.start != b.end - b.start:
            return min(a.tag, b.tag)
    return (mine[len(theirs) :] or theirs[len(mine) :])[0].tag


def _differing(
    mine: Sequence[Span], theirs: Sequence[Span], sources: tuple[Source, Source]
) -> Iterator[int]:
    for a, b in zip(mine, theirs, strict=True):
        for at in range(0, a.end - a.start, _COMPARED_BYTES):
            count = min(_COMPARED_BYTES, a.end - a.start - at)
            one = sources[0].read(a.start + at, count)
            if one != sources[1].read(b.start + at, count):
                yield a.tag
