"""Elements of two files compared byte for byte, many at a time."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dicom_codecs.encapsulation.source import Source

from .spans import Span

_COMPARED_BYTES: Final = 1024 * 1024

Sources = tuple[Source, Source]
"""What the spans of the one and of the other are of."""
_Run = tuple[int, int, int]
"""Where neighbours begin in the one and in the other, and how many bytes they are."""


def first_differing(mine: Sequence[Span], theirs: Sequence[Span], sources: Sources) -> int | None:
    """The tag of the first element that is not the same in both; ``None`` if all are."""
    for one, other in zip(mine, theirs, strict=False):
        if one.tag != other.tag or one.end - one.start != other.end - other.start:
            return min(one.tag, other.tag)
    if len(mine) != len(theirs):
        return (mine[len(theirs) :] or theirs[len(mine) :])[0].tag
    if all(_same(run, sources) for run in _runs(mine, theirs)):
        return None
    for one, other in zip(mine, theirs, strict=True):
        if not _same((one.start, other.start, one.end - one.start), sources):
            return one.tag
    return None


def first_differing_value(
    mine: Mapping[int, Span], theirs: Mapping[int, Span], sources: Sources
) -> int | None:
    """The tag of the first element whose value is not the same in both, however it is headed."""
    for tag, one in sorted(mine.items()):
        other = theirs.get(tag)
        if other is None or one.end - one.value != other.end - other.value:
            return tag
        if not _same((one.value, other.value, one.end - one.value), sources):
            return tag
    return None


def _runs(mine: Sequence[Span], theirs: Sequence[Span]) -> Iterator[_Run]:
    """Neighbours in both as one, for one read instead of hundreds."""
    start = start_there = end = end_there = 0
    for one, other in zip(mine, theirs, strict=True):
        if one.start != end or other.start != end_there:
            yield start, start_there, end - start
            start, start_there = one.start, other.start
        end, end_there = one.end, other.end
    yield start, start_there, end - start


def _same(run: _Run, sources: Sources) -> bool:
    start, start_there, length = run
    for at in range(0, length, _COMPARED_BYTES):
        count = min(_COMPARED_BYTES, length - at)
        if sources[0].read(start + at, count) != sources[1].read(start_there + at, count):
            return False
    return True
