"""Bytes made of pieces in memory and stretches of a file, read as one."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from dicom_codecs.encapsulation.source import Source

from ..scan.encoding import turned

_COPIED_BYTES: Final = 1024 * 1024


class Stretch(NamedTuple):
    """Bytes of a source, and how long the words in them are that are to be turned round."""

    start: int
    length: int
    word_bytes: int = 1


Piece = bytes | Stretch


def view_of(source: Source, pieces: Iterable[Piece]) -> Source:
    """Pieces as one source; stretches are of ``source``."""
    return _View(source, pieces).as_source()


def copy_pieces(source: Source, pieces: Iterable[Piece], write: Callable[[bytes], object]) -> None:
    """Write pieces one after another; stretches are never held whole."""
    for piece in pieces:
        if isinstance(piece, bytes):
            write(piece)
            continue
        for at in range(0, piece.length, _COPIED_BYTES):
            write(_part(source, piece, at, min(_COPIED_BYTES, piece.length - at)))


def _part(source: Source, stretch: Stretch, at: int, length: int) -> bytes:
    """A part of a stretch, which may begin or end in the middle of a word."""
    start, _, word_bytes = stretch
    before = at % word_bytes
    after = -(before + length) % word_bytes
    after = min(after, stretch.length - at - length)
    data = source.read(start + at - before, before + length + after)
    return turned(data, word_bytes)[before : before + length]


class _View:
    def __init__(self, source: Source, pieces: Iterable[Piece]) -> None:
        self._source = source
        self._pieces = [piece for piece in pieces if _length(piece)]
        self._starts = [0]
        for piece in self._pieces:
            self._starts.append(self._starts[-1] + _length(piece))

    def as_source(self) -> Source:
        return Source(self._read, self._starts[-1])

    def _read(self, offset: int, length: int) -> bytes:
        found: list[bytes] = []
        place = bisect_right(self._starts, offset) - 1
        while length > 0 and place < len(self._pieces):
            piece, at = self._pieces[place], offset - self._starts[place]
            count = min(length, _length(piece) - at)
            if isinstance(piece, bytes):
                found.append(piece[at : at + count])
            else:
                found.append(_part(self._source, piece, at, count))
            offset, length, place = offset + count, length - count, place + 1
        return found[0] if len(found) == 1 else b"".join(found)


def _length(piece: Piece) -> int:
    return len(piece) if isinstance(piece, bytes) else piece.length
