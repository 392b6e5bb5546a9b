"""Elements brought from one encoding into another; long values are passed by, not held."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from dicom_codecs.encapsulation.source import Source

from ..elements import LONG_VRS, SHORT_VRS, UNDEFINED
from ..scan.encoding import Encoding, turned, writer_of
from ..scan.re_encode import Context, ReEncoder, word_bytes
from .spans import PIXELS, Span
from .view import Piece, Stretch

_PIXEL_REPRESENTATION: Final = 0x0028_0103
_BITS_ALLOCATED: Final = 0x0028_0100
LONG_BYTES: Final = 64 * 1024
"""Elements longer than that are not held, unless they are sequences."""

_VRS: Final = LONG_VRS | SHORT_VRS | {b""}

Element = Span | bytes
"""Where one lies, or the whole of one."""


class Way(NamedTuple):
    """From one encoding into another."""

    source: Encoding
    target: Encoding


def ranges(elements: Iterable[Element]) -> Iterator[Piece]:
    """Elements as few pieces: those that lie one behind the other are one stretch."""
    start = end = 0
    for one in elements:
        if not isinstance(one, bytes) and one.start == end:
            end = one.end
            continue
        if end > start:
            yield Stretch(start, end - start)
        if isinstance(one, bytes):
            start = end = 0
            yield one
        else:
            start, end = one.start, one.end
    if end > start:
        yield Stretch(start, end - start)


def converted(elements: Iterable[Element], source: Source, way: Way) -> Iterator[Piece]:
    """Elements in the target's encoding.

    Parameters
    ----------
    elements
        Of one data set, in order; those that are bytes are in ``way.source``, too.
    source
        What spans are of.

    Raises
    ------
    ScanFailure
        One is damaged.
    """
    listed = list(elements)
    spans = (one for one in listed if not isinstance(one, bytes))
    context = context_of(spans, source, big_endian=way.source.big_endian)
    return _Conversion(source, way, context).pieces(listed)


def context_of(spans: Iterable[Span], source: Source, *, big_endian: bool) -> Context:
    """What an image says of itself, which decides on what stands before it, too."""
    context = Context()
    for span in spans:
        if span.tag in {_PIXEL_REPRESENTATION, _BITS_ALLOCATED}:
            value = source.read(span.value, min(span.length, 2))
            context.take(span.tag, turned(value, 2) if big_endian else value)
    return context


class _Conversion:
    def __init__(self, source: Source, way: Way, context: Context) -> None:
        self._source = source
        self._way = way
        self._context = context

    def pieces(self, elements: Iterable[Element]) -> Iterator[Piece]:
        short: list[Element] = []
        for one in elements:
            if isinstance(one, bytes) or not (is_long(one) or is_odd(one)):
                short.append(one)
                continue
            yield self._short(short)
            short = []
            yield from self._alone(one)
        yield self._short(short)

    def _short(self, elements: list[Element]) -> bytes:
        parts = [
            piece if isinstance(piece, bytes) else self._source.read(piece.start, piece.length)
            for piece in ranges(elements)
        ]
        return ReEncoder(b"".join(parts), *self._way).part(self._context)

    def _alone(self, span: Span) -> Iterator[Piece]:
        vr = "UN" if is_odd(span) else span.vr.decode() or self._context.vr_of(span.tag)
        fragments = span.length == UNDEFINED and span.tag in PIXELS
        if vr == "SQ" or (span.length == UNDEFINED and not fragments):
            yield self._short([span])
            return
        writer = writer_of(self._way.target)
        yield writer.header(span.tag, "OB" if fragments else vr, span.length)
        words = word_bytes(span.tag, vr, self._context) if self._turning else 1
        yield Stretch(span.value, span.end - span.value, 1 if fragments else words)

    @property
    def _turning(self) -> bool:
        return self._way.source.big_endian != self._way.target.big_endian


def is_long(span: Span) -> bool:
    """Whether an element is passed by, if it is not a sequence."""
    return span.tag in PIXELS or span.end - span.start > LONG_BYTES


def is_odd(span: Span) -> bool:
    """Whether something is written in place of a VR that is none, such as ``??``."""
    return span.vr not in _VRS and not b"AA" <= span.vr <= b"ZZ"
