"""What was spliced, read again and held against its source.

::

    check_spliced(layout: Layout, written_path: str, changes: Changes, *, new_pixels: bool)
        -> int | None
"""

import io
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from dicom_codecs.registry import EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE

from ..elements import UNDEFINED
from ..place.file_meta import file_head
from ..scan.encoding import EXPLICIT
from ..scan.failure import ScanFailure
from ..scan.re_encode import ReEncoder
from .compare import first_differing, first_differing_value
from .conversion import is_long, is_odd, ranges
from .header import Changes, all_changes
from .layout import Layout, opened
from .spans import PIXELS, Span
from .view import copy_pieces

_PIXEL_TAGS: Final = PIXELS | {0x7FE0_0001, 0x7FE0_0002, 0x7FE0_0003}
"""Pixel data and Extended Offset Table, which belong to who writes pixels."""


def check_spliced(
    layout: Layout, written_path: str, changes: Changes, *, new_pixels: bool
) -> int | None:
    """Hold a written file against its source.

    Every element is compared, but pixel data that was written anew: bytes with bytes where both
    lie in Explicit VR Little Endian, otherwise what pydicom reads of both.

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
        The first tag found that is not what it should be; ``None`` if there is none.

    Raises
    ------
    ScanFailure
        What was written cannot be read, or pydicom cannot read one of both.
    """
    with opened(written_path) as written:
        return differing(layout, written, changes, new_pixels=new_pixels)


def differing(layout: Layout, written: Layout, changes: Changes, *, new_pixels: bool) -> int | None:
    """As :func:`check_spliced`, of a written file that is open already."""
    changes = all_changes(layout, changes, new_pixels=new_pixels)
    aside = _PIXEL_TAGS if new_pixels else frozenset[int]()
    but = changes.keys() | aside
    tag = _differing_change(written, {one: changes[one] for one in changes.keys() - aside})
    if tag is not None:
        return tag
    if layout.verbatim and written.verbatim:
        sources = layout.explicit, written.explicit
        return first_differing(_spans(layout, but), _spans(written, but), sources)
    return _differing_when_read(layout, written, but)


def _spans(layout: Layout, but: AbstractSet[int]) -> list[Span]:
    pixels = () if layout.pixel_span is None else (layout.pixel_span,)
    return [span for span in (*layout.before, *pixels, *layout.after) if span.tag not in but]


def _differing_change(written: Layout, changes: Changes) -> int | None:
    """The first change that did not come to pass."""
    for tag, new in sorted(changes.items()):
        span = written.places.get(tag)
        there = None if span is None else written.explicit.read(span.start, span.end - span.start)
        if there != new and there != _plain(new):
            return tag
    return None


def _plain(element: bytes | None) -> bytes | None:
    """An element as one that was brought into another encoding and back is: lengths defined."""
    return None if element is None else ReEncoder(element, EXPLICIT).data_set(0)


def _differing_when_read(layout: Layout, written: Layout, but: AbstractSet[int]) -> int | None:
    """What pydicom reads of both; what is too long or too odd for it, compared value by value."""
    from ..place.proof import differing_tag  # noqa: PLC0415 - pydicom takes long to import

    aside = {span.tag: span for span in _spans(layout, but) if _passed_by(span)}
    less = but | aside.keys()
    try:
        tag = differing_tag(_short_file(layout, less), _short_file(written, less))
    except Exception as error:
        # pydicom has no base class for what it makes of damaged data.
        raise ScanFailure("re-encoding-failed", None, type(error).__name__) from error
    if tag is not None:
        return tag
    theirs = {span.tag: span for span in _spans(written, but)}
    sources = layout.explicit, written.explicit
    return first_differing_value(aside, theirs, sources)


def _passed_by(span: Span) -> bool:
    if span.tag in PIXELS or is_odd(span):
        return True
    return is_long(span) and span.length != UNDEFINED and span.vr != b"SQ"


def _short_file(layout: Layout, but: AbstractSet[int]) -> io.BytesIO:
    """A file of all elements as they lie in the source, but some."""
    kept: Iterator[Span] = (span for span in layout.raw if span.tag not in but)
    uid = _UIDS[layout.encoding.implicit, layout.encoding.big_endian]
    file = io.BytesIO()
    file.write(file_head(("1.2", "1.2", uid)))
    copy_pieces(layout.source, ranges(kept), file.write)
    file.seek(0)
    return file


_UIDS: Final = {
    (False, False): EXPLICIT_LITTLE,
    (True, False): IMPLICIT_LITTLE,
    (False, True): EXPLICIT_BIG,
}
