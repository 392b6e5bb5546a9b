"""The elements of a data set, sorted by where they stand: before, in or after pixel data."""

from typing import TYPE_CHECKING, Final, NamedTuple

from dicom_codecs.encapsulation.source import Source

from ..elements import UNDEFINED
from ..scan.failure import ScanFailure
from .spans import PIXELS, Span, SpanWalk

if TYPE_CHECKING:
    from dicom_codecs.encapsulation.fragments import Fragments

_NOTHING: Final = 0
"""Tag of the zeros that fill files up to a sector's end; no data set has group 0000."""
_LOOKED_AT_BYTES: Final = 1024 * 1024


class Found(NamedTuple):
    """Elements of a data set.

    Attributes
    ----------
    before, pixel_span, after
        Those before pixel data, that itself, and those after it.
    fragments
        Items of encapsulated pixel data.
    remarks
        ``truncated`` when pixel data runs past the end, ``trailing-data`` when what follows it is
        no element.
    """

    before: tuple[Span, ...]
    pixel_span: Span | None = None
    after: tuple[Span, ...] = ()
    fragments: "Fragments | None" = None
    remarks: tuple[str, ...] = ()


def found_by(walk: SpanWalk, source: Source) -> Found:
    """Walk over a data set to its end, and jump over its pixel data.

    Raises
    ------
    ScanFailure
        It is damaged before its pixel data.
    """
    before: list[Span] = []
    walk.note(before, PIXELS | {_NOTHING})
    span = walk.here() if walk.position + 8 <= source.size else None
    if span is None or span.tag not in PIXELS:
        walk.check_end()
        return Found(tuple(before), remarks=_trailing(walk, source))
    fragments: Fragments | None = None
    remarks: tuple[str, ...] = ()
    if span.length == UNDEFINED:
        fragments = _fragments(source, span.value)
        span = span._replace(end=source.size if fragments.damage else fragments.after)
    elif span.end > source.size:
        span, remarks = span._replace(end=source.size), ("truncated",)
    walk.position = span.end
    after, remarks_after = _after(walk, source)
    return Found(tuple(before), span, after, fragments, remarks + remarks_after)


def _fragments(source: Source, start: int) -> "Fragments":
    from dicom_codecs.encapsulation.fragments import salvage_fragments  # noqa: PLC0415 - numpy

    return salvage_fragments(source, start)


def _after(walk: SpanWalk, source: Source) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    """What follows pixel data, as far as it is made of elements."""
    found: list[Span] = []
    try:
        walk.note(found, frozenset({_NOTHING}))
    except ScanFailure:
        return tuple(found), ("trailing-data",)
    return tuple(found), _trailing(walk, source)


def _trailing(walk: SpanWalk, source: Source) -> tuple[str, ...]:
    left = source.read(walk.position, min(source.size - walk.position, _LOOKED_AT_BYTES))
    return ("trailing-data",) if left.strip(b"\0") else ()
