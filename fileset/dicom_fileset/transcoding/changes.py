"""The elements of an instance that new pixel data makes other, and what there is to say of it."""

from dataclasses import replace
from types import MappingProxyType
from typing import Final, NamedTuple

from dicom_codecs.pixel_format import PixelFormat

from ..findings import finding
from ..model import Finding
from ..splice.layout import Layout
from .attributes import SOP_INSTANCE, Passage, attributes, existing_of
from .frame_source import FrameSource
from .request import Request


class Changed(NamedTuple):
    """What is to be other than in the source.

    Attributes
    ----------
    elements
        By tag a whole element, or ``None`` where it is to go.
    sop_instance_uid
        That the instance then has.
    """

    elements: dict[int, bytes | None]
    sop_instance_uid: str
    findings: tuple[Finding, ...]


def changes_of(
    layout: Layout, source: FrameSource, fmt: PixelFormat, request: Request, ratio: float | None
) -> Changed:
    """The changes that frames of ``fmt`` bring about.

    Parameters
    ----------
    layout, source
        Of the file that they were made from.
    fmt
        As the encoder has it.
    request
        What was asked for.
    ratio
        Native bytes by encoded bytes, where something was lost.
    """
    before = source.image.format
    if not source.image.low_bits:
        # Cells were carried whole: what says where in them the bits are stays true.
        fmt = replace(fmt, bits_stored=before.bits_stored, signed=before.signed)
    lossy = ratio is not None
    uid = layout.text(SOP_INSTANCE)
    if lossy:
        uid = request.new_uid_for(uid)
    passage = Passage(
        source.syntax,
        request.target,
        before,
        fmt,
        lossy=lossy,
        ratio=ratio,
        source_lossy=source.lossy() if source.syntax.encapsulated else None,
        sop_instance_uid=uid if lossy else "",
    )
    made = attributes(existing_of(layout), passage)
    findings = tuple(finding(_TOLD[one][0], _TOLD[one][1]) for one in made.remarks)
    return Changed(made.changes, uid, findings)


_TOLD: Final = MappingProxyType(
    {
        "lossy-flag-missing": (
            "lossy-flag-missing",
            "Its streams were lossy and nothing said so: Lossy Image Compression is 01 now.",
        ),
        "signatures-kept": (
            "signature-void",
            "Digital signatures were kept; they hold once the pixels lie as they were signed.",
        ),
        "signatures-removed": (
            "signature-void",
            "Digital signatures of the source were left out: this is another instance.",
        ),
        "frame-types-kept": (
            "derivation-incomplete",
            "The functional groups do not say that the frames are derived.",
        ),
        "derivation-not-described": (
            "derivation-incomplete",
            "Derivation Description has no room for what was done.",
        ),
    }
)
"""Code and message by remark of :class:`.attributes.Attributes`."""
