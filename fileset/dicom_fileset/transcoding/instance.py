"""One instance written anew in the transfer syntax asked for, and proven."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from dicom_codecs.encapsulation.source import Source
from dicom_codecs.registry import TRANSFER_SYNTAXES
from dicom_codecs.video import video_deviations
from msgspec import structs

from ..model import Finding
from ..place.instance import defect_findings
from ..plan import MUST_BE_REWRITTEN
from ..scan.whole import defect_of
from ..splice.layout import Layout, laid_out, opened
from ..splice.spans import PIXEL_DATA
from ..splice.write import write_spliced
from .decision import Course, PixelKind, course_of
from .frame_encoder import FrameEncoder, deviation_findings
from .frame_source import FrameSource
from .gist import Gist
from .image_pixel import image_pixel
from .messages import EncodedFrame
from .part_file import PartFile, copy_into
from .reading_back import check_written
from .refusal import Refusal
from .remarks import retired
from .request import Request, Transcoded
from .rewriting import Rewriting
from .source_file import source_file, window_on
from .spread import FramesOf

_SOP_INSTANCE: Final = 0x0008_0018
Beat = Callable[[], None]


def course_of_file(path: str, request: Request) -> Course:
    """What would be done with a file, as its header tells.

    Raises
    ------
    Refusal, ScanFailure, OSError
        Nothing can be done with it, and why.
    """
    with opened(path) as layout:
        return _course(layout, request)


def transcode_file(
    path: str,
    part: str,
    request: Request,
    *,
    beat: Beat = lambda: None,
    frames: FramesOf | None = None,
) -> Transcoded:
    """Write an instance to a new file, read it back and prove it.

    Parameters
    ----------
    path
        Of the source, which is only read.
    part
        Of the file to write, which must not exist; on failure what is there is worth nothing.
    request
        What it is to become.
    beat
        Called whenever a frame is done.
    frames
        Gives frames encoded by others; without it they are encoded here.

    Raises
    ------
    Refusal, CodecError, ScanFailure, OSError
        It cannot be done, and why.
    MediumFailure
        The place written to is to blame.
    """
    with source_file(path) as source, PartFile(part) as written:
        return transcoded(source.source, written, request, beat=beat, frames=frames)


def transcoded(
    source: Source,
    part: PartFile,
    request: Request,
    *,
    beat: Beat = lambda: None,
    frames: FramesOf | None = None,
) -> Transcoded:
    """As :func:`transcode_file`, of files that are open."""
    with laid_out(source) as layout:
        course = _course(layout, request)
        if course.action == "transcoded":
            pixels = FrameSource(layout)
            pixels.check_complete()
            count = pixels.count
            made = frames(count) if frames else FrameEncoder(pixels, request).encoded(range(count))
            rewriting = Rewriting(layout, pixels, request, course)
            result = rewriting.through(Gist(made, beat), part)
        elif course.action == "re-encoded":
            result = _re_encoded(layout, part, request)
        else:
            result = _copied(layout, source, part)
    return structs.replace(result, size_before=source.size, size_after=part.read_back().size)


def encoded_frames(path: str, request: Request, numbers: range) -> Iterator[EncodedFrame]:
    """Some frames of a file, encoded, the first being 0; the file asked for last stays open.

    Raises
    ------
    Refusal, CodecError, ScanFailure, OSError
        A frame cannot be encoded, and why.
    """
    _, encoder = _encoder(path, request)
    yield from encoder.encoded(numbers)


@lru_cache(maxsize=1)
def _encoder(path: str, request: Request) -> tuple[object, FrameEncoder]:
    # The frames of one file are asked for one after another; forgetting what holds it closes it.
    held = opened(path)
    return held, FrameEncoder(FrameSource(held.__enter__()), request)


def _course(layout: Layout, request: Request) -> Course:
    course = course_of(layout.transfer_syntax_uid, _kind(layout), request)
    if course.action == "copied" and not MUST_BE_REWRITTEN.isdisjoint(layout.remarks):
        return Course("re-encoded")
    return course


def _kind(layout: Layout) -> PixelKind:
    if layout.pixels is None:
        return "none"
    return "integer" if layout.pixels.tag == PIXEL_DATA else "float"


def _copied(layout: Layout, source: Source, part: PartFile) -> Transcoded:
    copy_into(part, source)
    findings = defect_findings(None, defect_of(window_on(part.read_back())))
    findings += video_findings(layout)
    return Transcoded("copied", layout.text(_SOP_INSTANCE), findings=findings)


def video_findings(layout: Layout) -> tuple[Finding, ...]:
    """What there is to say of a video, which is never decoded."""
    row, pixels = TRANSFER_SYNTAXES.get(layout.transfer_syntax_uid), layout.pixels
    if row is None or row.family != "video" or pixels is None or pixels.fragments is None:
        return ()
    try:
        fmt = image_pixel(layout.value).format
    except Refusal as refusal:
        return (refusal.finding,)
    return deviation_findings(video_deviations(layout.source, pixels.fragments, fmt, row))


def _re_encoded(layout: Layout, part: PartFile, request: Request) -> Transcoded:
    """The same pixels, the elements in another encoding or the file format anew."""
    write_spliced(layout, {}, request.transfer_syntax_uid, part)
    check_written(layout, part, {})
    uid = layout.text(_SOP_INSTANCE)
    return Transcoded("re-encoded", uid, findings=retired(request.target))
