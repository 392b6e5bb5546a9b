"""How a file lies: its elements, its pixel data and what follows, seen without reading values.

::

    with opened(path) as layout: ...
    layout_of(file: BinaryIO, held: ExitStack) -> Layout
    with laid_out(source) as layout: ...
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO, Final

from dicom_codecs.encapsulation.source import Source, source_of_file

from ..elements import UNDEFINED, stripped
from ..scan.encoding import EXPLICIT, IMPLICIT, Encoding
from ..scan.failure import ScanFailure
from ..scan.part10 import Beginning, beginning_of, found_implicit, meta_walk
from ..scan.re_encode import ReEncoder, word_bytes
from ..scan.walk import Walk
from ..scan.window import FIRST_BYTES, MOST_VALUE_BYTES, Window
from .conversion import Way, context_of, converted
from .found import Found, found_by
from .inflated import inflated
from .spans import (
    DOUBLE_FLOAT_PIXEL_DATA,
    FLOAT_PIXEL_DATA,
    PIXEL_DATA,
    BigEndianSpans,
    Span,
    SpanWalk,
)
from .view import view_of

if TYPE_CHECKING:
    from dicom_codecs.encapsulation.fragments import Fragments

_SEQUENCE_DELIMITER_BYTES: Final = 8
_IMPLICIT_VR: Final = {PIXEL_DATA: "OW", FLOAT_PIXEL_DATA: "OF", DOUBLE_FLOAT_PIXEL_DATA: "OD"}


@dataclass(frozen=True, slots=True)
class Pixels:
    """Where pixel data lies in the source.

    Attributes
    ----------
    tag
        Pixel Data (7FE0,0010), or Float (7FE0,0008) or Double Float Pixel Data (7FE0,0009), which
        no compression knows.
    vr
        As it is written; ``OW`` in Implicit VR (PS3.5 A.1).
    value, length
        Bytes of the value: native words, or items up to and without what follows.
    word_bytes
        How long the words are that lie most significant byte first; 1 where none do.
    fragments
        Items of encapsulated pixel data; ``None`` where it is native.
    """

    tag: int
    vr: str
    value: int
    length: int
    word_bytes: int
    fragments: "Fragments | None"


@dataclass(frozen=True)
class Layout:
    """A file whose elements have been found.

    Attributes
    ----------
    source
        What :attr:`pixels` counts in: the file, or what was inflated of it.
    explicit
        The data set in Explicit VR Little Endian, in which spans count; the same as ``source``
        where it lies so.  Nothing long is held in memory for it.
    before, pixel_span, after
        Elements before pixel data, that itself, and those after it.
    transfer_syntax_uid
        As the file has it or, where it has none, as it was found.
    meta
        What stands before the data set, to carry from.
    pixels
        Where pixel data is; ``None`` where there is none.
    encoding
        How the data set lies in the source.
    raw, raw_pixel_span
        Elements but pixel data as they lie there, in which spans count in the source; and pixel
        data itself.
    remarks
        Codes of what is amiss: those of :func:`scan.part10.start_of`, ``truncated`` when pixel
        data runs past the end, ``trailing-data`` when what follows it is no element.
    """

    source: Source
    explicit: Source
    before: tuple[Span, ...]
    pixel_span: Span | None
    after: tuple[Span, ...]
    transfer_syntax_uid: str
    meta: bytes
    pixels: Pixels | None
    encoding: Encoding
    raw: tuple[Span, ...]
    raw_pixel_span: Span | None
    remarks: tuple[str, ...]

    @property
    def verbatim(self) -> bool:
        """Whether the data set lies in Explicit VR Little Endian in the source."""
        return self.encoding == EXPLICIT

    @cached_property
    def places(self) -> dict[int, Span]:
        """Elements but pixel data by tag, the first of each."""
        return {span.tag: span for span in reversed(self.before + self.after)}

    def as_it_lies(self) -> "Layout":
        """The same file with all spans, and values, in the encoding that it has."""
        if self.verbatim:
            return self
        pixels = self.raw_pixel_span
        before = tuple(span for span in self.raw if pixels is None or span.start < pixels.start)
        return replace(
            self,
            explicit=self.source,
            before=before,
            pixel_span=pixels,
            after=self.raw[len(before) :],
        )

    def value(self, tag: int) -> bytes | None:
        """The value of an element, little endian; of a sequence its items.

        Raises
        ------
        ScanFailure
            It is longer than any that is worth reading.
        """
        span = self.places.get(tag)
        if span is None:
            return None
        end = span.end - _SEQUENCE_DELIMITER_BYTES if span.length == UNDEFINED else span.end
        if end - span.value > MOST_VALUE_BYTES:
            raise ScanFailure("header-too-long", span.value)
        return self.explicit.read(span.value, end - span.value)

    def items(self, tag: int) -> bytes | None:
        """The items of a sequence, in Explicit VR Little Endian whatever it is written as.

        Raises
        ------
        ScanFailure
            It is longer than any that is worth reading, or damaged.
        """
        value = self.value(tag)
        if value is None or self.places[tag].vr != b"UN":
            return value
        # PS3.5 6.2.2: UN that holds a sequence holds it in Implicit VR Little Endian.
        return ReEncoder(value, IMPLICIT).sequence()

    def text(self, tag: int) -> str:
        """A value of ASCII letters without padding; empty where there is none."""
        return stripped(self.value(tag) or b"").decode("ascii", "replace").strip()


@contextmanager
def opened(path: str) -> Iterator[Layout]:
    """The layout of a file, which stays open as long as it is used.

    Raises
    ------
    ScanFailure
        It is no DICOM file, or damaged before its pixel data.
    OSError
        It cannot be read.
    """
    with ExitStack() as held:
        yield layout_of(held.enter_context(open(path, "rb", buffering=0)), held)


@contextmanager
def laid_out(source: Source) -> Iterator[Layout]:
    """The layout of a file whose bytes are at hand, as :func:`opened` gives it."""
    with ExitStack() as held:
        yield layout_in(source, held)


def layout_of(file: BinaryIO, held: ExitStack) -> Layout:
    """The layout of an open file, unbuffered; what else had to be opened is given to ``held``.

    Raises
    ------
    ScanFailure
        It is no DICOM file, or damaged before its pixel data.
    """
    return layout_in(source_of_file(file), held)


def layout_in(source: Source, held: ExitStack) -> Layout:
    """The layout of a file, wherever its bytes are; as :func:`layout_of`."""
    window = _window(source)
    begin = beginning_of(window)
    meta = source.read(0, min(begin.position, MOST_VALUE_BYTES))
    position = _end_of_meta(meta, begin.meta_trace)
    if begin.family == "deflated":
        source = source_of_file(held.enter_context(inflated(source, position)))
        window, position = _window(source), 0
    return _Reading(source, window, begin, meta).layout(position)


def _end_of_meta(meta: bytes, walk: Walk | None) -> int:
    """Where the data set begins; what its groups below 0002 are, which none may have, is seen."""
    walk = walk or meta_walk(meta)
    headers = () if walk is None else (position for position, _ in walk.trace)
    others = (position for position in headers if meta[position : position + 2] != b"\2\0")
    return next(others, len(meta))


class _Reading:
    """One pass over a data set."""

    def __init__(self, source: Source, window: Window, begin: Beginning, meta: bytes) -> None:
        self._source = source
        self._window = window
        self._begin = begin
        self._meta = meta

    def layout(self, position: int) -> Layout:
        big = self._begin.family == "big"
        implicit, remarks = False, self._begin.remarks
        if not big:
            implicit, remarks = found_implicit(self._window, position, self._begin)
        walk = (BigEndianSpans if big else SpanWalk)(self._window, position, implicit=implicit)
        found = found_by(walk, self._source)
        explicit, seen = self._source, found
        if big or implicit:
            explicit = _explicit(found, self._source, Encoding(implicit, big))
            seen = found_by(SpanWalk(_window(explicit), 0, implicit=False), explicit)
        return Layout(
            self._source,
            explicit,
            seen.before,
            seen.pixel_span,
            seen.after,
            self._begin.transfer_syntax_uid,
            self._meta,
            _pixels(found, self._source, big=big),
            Encoding(implicit, big),
            found.before + found.after,
            found.pixel_span,
            remarks + found.remarks,
        )


def _window(source: Source) -> Window:
    return Window(source.read, source.size, source.read(0, FIRST_BYTES))


def _explicit(found: Found, source: Source, encoding: Encoding) -> Source:
    """All elements in Explicit VR Little Endian."""
    pixels = () if found.pixel_span is None else (found.pixel_span,)
    way = Way(encoding, EXPLICIT)
    return view_of(source, converted((*found.before, *pixels, *found.after), source, way))


def _pixels(found: Found, source: Source, *, big: bool) -> Pixels | None:
    span = found.pixel_span
    if span is None:
        return None
    vr = span.vr.decode("latin-1") or _IMPLICIT_VR[span.tag]
    words = 1
    if big and found.fragments is None:
        words = word_bytes(span.tag, vr, context_of(found.before, source, big_endian=True))
    return Pixels(span.tag, vr, span.value, span.end - span.value, words, found.fragments)
