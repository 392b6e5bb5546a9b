"""Frames of an instance in the transfer syntax asked for, each proven as it is made."""

from collections.abc import Iterator
from time import perf_counter
from typing import Final

from dicom_codecs.codec import encode
from dicom_codecs.deviation import Deviation
from dicom_codecs.frame import Lossy
from dicom_codecs.pixel_format import PixelFormat

from ..findings import finding
from ..model import Finding, Where
from .comparison import decoded_again, prove, prove_head
from .frame_source import FrameSource
from .messages import EncodedFrame
from .refusal import Refusal
from .request import Request
from .suiting import carries_numbers, lies_beyond, suited

_BEYOND: Final = Deviation(
    "bits-beyond-stored", "cells have bits beyond Bits Stored; they are coded with all bits"
)


class FrameEncoder:
    """Takes frames of a source, and gives them encoded."""

    def __init__(self, source: FrameSource, request: Request) -> None:
        self._source = source
        self._request = request
        self._target = request.target
        self._numbers = carries_numbers(self._target) and source.image.low_bits
        self._verifies = request.verify and self._target.encapsulated

    def encoded(self, numbers: range) -> Iterator[EncodedFrame]:
        """Frames, the first being 0; none is kept.

        Raises
        ------
        CodecError
            One cannot be decoded, or may not be encoded so.
        Refusal
            A codec did not give it back, or a part of a picture is missing.
        """
        for number in numbers:
            yield self._one(number)

    def _one(self, number: int) -> EncodedFrame:
        clock = perf_counter
        start = clock()
        decoded = self._source.decoded(number)
        spent = clock() - start if self._source.syntax.encapsulated else 0.0
        frame, fmt = suited(
            decoded, self._source.syntax, self._target, low_bits=self._source.image.low_bits
        )
        deviations = decoded.deviations
        # Where numbers are carried, all that lies beyond was seen to be nothing just now.
        if self._target.encapsulated and not self._numbers and lies_beyond(frame, fmt):
            deviations += (_BEYOND,)
        findings = deviation_findings(deviations, number)
        for found in findings:
            if found.severity == "error":
                # What is missing from a picture must not be written as if it were whole.
                raise Refusal(found)
        degree = self._degree(fmt)
        start = clock()
        encoded = encode(frame, fmt, self._target.uid, degree)
        again = decoded_again(encoded, self._target) if self._verifies else None
        spent += clock() - start
        psnr = None
        if again is not None:
            prove_head(fmt, encoded, self._target)
            psnr = prove(frame, fmt, again, self._target)
        return EncodedFrame(encoded.stream, encoded.format, findings, psnr, spent)

    def _degree(self, fmt: PixelFormat) -> Lossy:
        """How much may be lost; a ratio counts the source's native frame, encoders count theirs."""
        lossy = self._request.lossy
        if lossy.ratio is None:
            return lossy
        native = self._source.image.format.frame_bits
        return Lossy(ratio=lossy.ratio * fmt.frame_bits / native)


def deviation_findings(
    deviations: tuple[Deviation, ...], frame: int | None = None
) -> tuple[Finding, ...]:
    """What a codec or its container has told, as Findings."""
    at = "" if frame is None else f"Frame {frame + 1}: "
    return tuple(
        finding(one.code, f"{at}{one.message}.", Where(tag="(7FE0,0010)")) for one in deviations
    )
