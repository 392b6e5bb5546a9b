"""stub"""

from typing import NamedTuple

from dicom_codecs.pixel_format import PixelFormat

from ..elements import element
from ..model import Finding
from ..splice.layout import Layout
from .frame_source import FrameSource
from .request import Request


class Changed(NamedTuple):
    elements: dict[int, bytes | None]
    sop_instance_uid: str
    findings: tuple[Finding, ...]


def changes_of(
    layout: Layout, source: FrameSource, fmt: PixelFormat, request: Request, ratio: float | None
) -> Changed:
    e: dict[int, bytes | None] = {0x00280004: element(0x00280004, "CS", fmt.photometric.encode())}
    if fmt.samples > 1:
        e[0x00280006] = element(0x00280006, "US", b"\0\0")
    return Changed(e, layout.text(0x00080018), ())
