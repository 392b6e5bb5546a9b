"""One instance written anew through codecs: header spliced, pixels streamed, all of it proven."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import IO, Final

from dicom_codecs.pixel_format import PixelFormat

from ..splice.layout import Layout
from ..splice.write import Sink, write_spliced
from .changes import changes_of
from .decision import Course
from .failure import MediumFailure
from .frame_encoder import deviation_findings
from .frame_source import FrameSource
from .gist import Gist
from .part_file import PartFile
from .pixel_writer import Streams, write_encapsulated, write_native
from .reading_back import check_written
from .remarks import retired
from .request import Request, Transcoded

_SPOOLED_BYTES: Final = 8 * 1024 * 1024
"""What of streams is held in memory while the header that goes before them is not yet known."""


class Rewriting:
    """One instance on its way.

    Parameters
    ----------
    layout, source
        Of the file, still open.
    request, course
        What it is to become, and how.
    """

    def __init__(
        self, layout: Layout, source: FrameSource, request: Request, course: Course
    ) -> None:
        self._layout = layout
        self._source = source
        self._request = request
        self._course = course

    def through(self, gist: Gist, part: PartFile) -> Transcoded:
        """Write a new file of encoded frames, and prove it.

        Raises
        ------
        Refusal, CodecError, ScanFailure, MediumFailure
            It cannot be done; what is in the new file is worth nothing.
        """
        target = self._request.target
        with ExitStack() as held:
            streams, ratio = gist.streams(), None
            if not target.lossless:
                spool = held.enter_context(_spool(part.path))
                lengths = _spooled(spool, streams)
                native_bits = gist.frames * self._source.image.format.frame_bits
                ratio = native_bits / 8 / max(sum(lengths), 1)
                streams = _from_spool(spool, lengths)
            changed = changes_of(self._layout, self._source, gist.format, self._request, ratio)
            written = self._write(part, changed.elements, gist.format, streams)
        check_written(self._layout, part, changed.elements, (self._source.count, written))
        findings = (
            *gist.findings(),
            *self._source.image.findings,
            *deviation_findings(self._source.deviations),
            *changed.findings,
            *retired(target),
        )
        return Transcoded(
            "transcoded",
            changed.sop_instance_uid,
            self._course.decoder,
            self._course.encoder,
            gist.frames,
            target.lossless,
            gist.psnr,
            findings=findings,
            codec_seconds=gist.codec_seconds,
        )

    def _write(
        self,
        file: PartFile,
        changes: dict[int, bytes | None],
        fmt: PixelFormat,
        streams: Iterator[bytes],
    ) -> Streams:
        """Write header, pixels and what follows them."""
        target, count = self._request.target, self._source.count
        found: list[Streams] = []

        def pixels(sink: Sink) -> None:
            if target.encapsulated:
                found.append(write_encapsulated(file, streams, fmt, count))
            else:
                found.append(write_native(sink, streams, fmt, count, target))

        write_spliced(self._layout, changes, target.uid, file, pixels)
        return found[0]


def _spool(part: str) -> IO[bytes]:
    """Room for streams, on the medium written to once it is more than memory should hold."""
    folder = os.path.dirname(part) or os.curdir
    return tempfile.SpooledTemporaryFile(_SPOOLED_BYTES, dir=folder)


def _spooled(spool: IO[bytes], streams: Iterable[bytes]) -> list[int]:
    """Keep streams; the length of each."""
    lengths = []
    for stream in streams:
        try:
            spool.write(stream)
        except OSError as error:
            raise MediumFailure(error) from error
        lengths.append(len(stream))
    return lengths


def _from_spool(spool: IO[bytes], lengths: Iterable[int]) -> Iterator[bytes]:
    spool.seek(0)
    for length in lengths:
        yield spool.read(length)
