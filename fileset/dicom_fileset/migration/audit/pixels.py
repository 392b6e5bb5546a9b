"""Frames of a source and of its result, decoded and compared: by other decoders where there are."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from dicom_codecs.encapsulation.frame_index import FrameIndex
from dicom_codecs.errors import CodecError
from dicom_codecs.frame import Decoded
from dicom_codecs.implementations import available, decoder
from dicom_codecs.registry import TransferSyntax

from ...splice.layout import Layout
from ...transcoding.comparison import prove
from ...transcoding.frame_source import FrameSource
from ...transcoding.suiting import suited

Beat = Callable[[], None]


def second_decoder(syntax: TransferSyntax) -> str:
    """An implementation that decodes a transfer syntax, and is not the one that migrations take.

    Empty where there is none here, and where two need not agree: of what has lost something each
    may round otherwise (ISO 10918-2).
    """
    names = [name for name in syntax.decode if available(name)]
    return names[1] if syntax.lossless and len(names) > 1 else ""


class Frames(FrameSource):
    """Frames of a file by one implementation or by the other.

    Attributes
    ----------
    layout
        Of the file.
    second
        Name of the other implementation; empty where there is none.
    """

    def __init__(self, layout: Layout) -> None:
        super().__init__(layout)
        self.layout = layout
        self.second = second_decoder(self.syntax) if self._index is not None else ""
        self._by_second = False

    def by_second(self, number: int) -> Decoded:
        """One frame, by the other implementation where there is one."""
        self._by_second = bool(self.second)
        try:
            return self.decoded(number)
        finally:
            self._by_second = False

    def _decompressed(self, index: FrameIndex, number: int) -> Decoded:
        if not self._by_second:
            return super()._decompressed(index, number)
        stream = index.read(self.layout.source, number)
        return decoder(self.second)(stream, self.image.format, self.syntax)

    def stream_bytes(self) -> int:
        """Bytes of all streams, with their padding."""
        if self._index is None:
            return 0
        spans = (self._index.spans(number) for number in range(self.count))
        return sum(length for some in spans for _, length in some)


class Compared(NamedTuple):
    """What came of a comparison.

    Attributes
    ----------
    frames
        That were compared.
    by_others
        Those that another implementation gave.
    differing
        The first frame that is not the same, from 1; 0 where there is none.
    disputed
        The first frame of which one implementation gives the source's pixels, and another does
        not, from 1; 0 where there is none.
    psnr
        In decibels, of the worst frame, where something was lost.
    """

    frames: int
    by_others: int = 0
    differing: int = 0
    disputed: int = 0
    psnr: float | None = None


def compared(mine: Frames, theirs: Frames, *, lossless: bool, beat: Beat) -> Compared:
    """All frames of a source held against those of its result.

    Raises
    ------
    CodecError, Refusal
        One cannot be decoded.
    """
    mine.check_complete()
    theirs.check_complete()
    if mine.count != theirs.count:
        return Compared(0, differing=min(mine.count, theirs.count) + 1)
    if not lossless:
        return Compared(theirs.count, psnr=_distance(mine, theirs, beat))
    by_others = disputed = 0
    others = bool(mine.second or theirs.second)
    for number in range(theirs.count):
        same = _same_by_others(mine, theirs, number) if others else None
        by_others += same is not None
        if not same:
            if not _same(mine, theirs, mine.decoded(number), theirs.decoded(number)):
                return Compared(number + 1, by_others, number + 1, disputed)
            if same is False and not disputed:
                disputed = number + 1
        beat()
    return Compared(theirs.count, by_others, 0, disputed)


def _same_by_others(mine: Frames, theirs: Frames, number: int) -> bool | None:
    """Whether a frame is the same by the other implementations; ``None`` where they give none."""
    try:
        one, other = mine.by_second(number), theirs.by_second(number)
    except CodecError:
        return None
    return _same(mine, theirs, one, other)


def _same(mine: Frames, theirs: Frames, one: Decoded, other: Decoded) -> bool:
    low_bits = mine.image.low_bits
    frame, fmt = suited(one, mine.syntax, theirs.syntax, low_bits=low_bits)
    found = other.frame if low_bits else other.frame.view(frame.dtype)
    if other.format.photometric != fmt.photometric or found.dtype != frame.dtype:
        return False
    return bool(np.array_equal(found, frame))


def _distance(mine: Frames, theirs: Frames, beat: Beat) -> float:
    worst = math.inf
    for number in range(theirs.count):
        decoded = mine.decoded(number)
        frame, fmt = suited(decoded, mine.syntax, theirs.syntax, low_bits=mine.image.low_bits)
        worst = min(worst, prove(frame, fmt, theirs.decoded(number), theirs.syntax) or 0.0)
        beat()
    return worst


def decoded_all(frames: Frames, beat: Beat) -> Compared:
    """All frames of a result whose source is not there: that each can be decoded.

    Raises
    ------
    CodecError, Refusal
        One cannot.
    """
    frames.check_complete()
    for number in range(frames.count):
        frames.decoded(number)
        beat()
    return Compared(frames.count)
