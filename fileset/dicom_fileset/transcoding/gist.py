"""Encoded frames on their way to a file, and what all of them together have told."""

from collections.abc import Callable, Iterator

import msgspec
from dicom_codecs.pixel_format import PixelFormat

from ..model import Finding
from .messages import EncodedFrame
from .refusal import refused


class Gist:
    """Passes the streams of frames on, and keeps what is to be said of them.

    Parameters
    ----------
    frames
        As they are encoded.
    beat
        Called whenever one was passed on.

    Attributes
    ----------
    frames
        How many were passed on.
    psnr
        Of the worst, in decibels; ``None`` where nothing was measured.
    codec_seconds
        That decoders and encoders took over them.
    """

    def __init__(self, frames: Iterator[EncodedFrame], beat: Callable[[], None]) -> None:
        self._waiting = frames
        self._beat = beat
        self._first = next(frames)
        self._findings: dict[str, tuple[Finding, int]] = {}
        self.frames = 0
        self.psnr: float | None = None
        self.codec_seconds = 0.0

    @property
    def format(self) -> PixelFormat:
        """Of every frame: that of the first."""
        return self._first.format

    def streams(self) -> Iterator[bytes]:
        """The streams of all frames, in order.

        Raises
        ------
        Refusal
            A frame is of another format than the first.
        """
        yield self._told(self._first)
        for frame in self._waiting:
            yield self._told(frame)

    def findings(self) -> tuple[Finding, ...]:
        """One of each code, with the number of frames that it is true of."""
        return tuple(_counted(found, more) for found, more in self._findings.values())

    def _told(self, frame: EncodedFrame) -> bytes:
        if frame.format != self.format:
            one, other = _shown(frame.format), _shown(self.format)
            raise refused("frames-differ", f"Frame {self.frames + 1} is {one}, the first {other}.")
        for found in frame.findings:
            first, more = self._findings.get(found.code, (found, -1))
            self._findings[found.code] = first, more + 1
        if frame.psnr is not None:
            self.psnr = frame.psnr if self.psnr is None else min(self.psnr, frame.psnr)
        self.frames += 1
        self.codec_seconds += frame.codec_seconds
        self._beat()
        return frame.stream


def _counted(found: Finding, more: int) -> Finding:
    message = f"{found.message} So in {more} more." if more else found.message
    return msgspec.structs.replace(found, message=message)


def _shown(fmt: PixelFormat) -> str:
    return f"{fmt.photometric} of {fmt.bits_stored} bits"
