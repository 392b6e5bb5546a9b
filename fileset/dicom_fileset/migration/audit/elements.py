"""Elements of a result held against those of its source: all but what the standard makes other."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from dicom_codecs.registry import TransferSyntax

from ...elements import element, stripped
from ...place.file_meta import carried_meta, stated_uid
from ...splice.check import differing
from ...splice.header import Changes
from ...splice.layout import Layout
from ...transcoding.attributes import PIXEL_RULES, SOP_INSTANCE, Passage, attributes, existing_of
from ...transcoding.lossy_steps import RATIO, decimal
from ...transcoding.suiting import suited
from .pixels import Frames

_SOP_CLASS: Final = 0x0008_0016
_META_UIDS: Final = ((0x0002_0002, _SOP_CLASS), (0x0002_0003, SOP_INSTANCE))
_META_SYNTAX: Final = 0x0002_0010
_PHOTOMETRIC: Final = 0x0028_0004
_HEADER_BYTES: Final = 8
_STREAM_LABELS: Final = MappingProxyType(
    {
        ("jpeg 2000", True): ("YBR_RCT",),
        ("htj2k", True): ("YBR_RCT",),
        ("jpeg 2000", False): ("YBR_ICT", "YBR_RCT"),
        ("htj2k", False): ("YBR_ICT", "YBR_RCT"),
        ("jpeg", False): ("YBR_FULL_422",),
        ("jpeg xl", False): ("XYB",),
    }
)
"""What a header may call RGB, by the family of the transfer syntax and whether nothing is lost
(PS3.5 8.2.1, 8.2.4, 8.2.15)."""
_ROUNDED: Final = 1e-3
"""Of a Lossy Image Compression Ratio, which is written with four digits."""


def differing_re_encoded(layout: Layout, written: Layout) -> int | None:
    """The first tag in which a result differs whose pixels passed no codec.

    Raises
    ------
    ScanFailure
        One of both cannot be read.
    """
    tag = differing(layout, written, {}, new_pixels=False)
    return _differing_head(layout, written) if tag is None else tag


def differing_transcoded(mine: Frames, theirs: Frames, *, lossless: bool) -> int | None:
    """The first tag in which a result differs whose pixels passed a codec, pixels aside.

    Raises
    ------
    ScanFailure
        One of both cannot be read.
    CodecError, Refusal
        Its first frame cannot be decoded.
    """
    layout, written = mine.layout, theirs.layout
    ratio = None if lossless else _ratio(mine, theirs)
    if ratio is not None and ratio <= 0:
        return RATIO
    changes = _changes(mine, theirs, ratio)
    tag = differing(layout, written, changes, new_pixels=True)
    if tag is None:
        tag = next(_mistold(mine, theirs), None)
    return _differing_head(layout, written) if tag is None else tag


def _changes(mine: Frames, theirs: Frames, ratio: float | None) -> Changes:
    """What the standard makes other when the pixels of the one become those of the other."""
    passage = Passage(
        mine.syntax,
        theirs.syntax,
        mine.image.format,
        theirs.image.format,
        lossy=ratio is not None,
        ratio=ratio,
        source_lossy=mine.lossy() if mine.syntax.encapsulated else None,
        sop_instance_uid="" if ratio is None else theirs.layout.text(SOP_INSTANCE),
    )
    return attributes(existing_of(mine.layout), passage).changes


def _ratio(mine: Frames, theirs: Frames) -> float:
    """The ratio that a result states for its last step, where its streams bear it out; else 0."""
    last = stripped(theirs.layout.value(RATIO) or b"").rpartition(b"\\")[2]
    try:
        stated = float(last)
    except ValueError:
        return 0.0
    native = theirs.count * mine.image.format.frame_bits / 8
    most, least = theirs.stream_bytes(), theirs.stream_bytes() - theirs.count
    between = native / most * (1 - _ROUNDED) <= stated <= native / max(least, 1) * (1 + _ROUNDED)
    return stated if between and decimal(stated).encode() == last else 0.0


def _mistold(mine: Frames, theirs: Frames) -> Iterator[int]:
    """Elements of the Image Pixel Module that are neither as they were nor as the pixels are.

    What :func:`differing` compared of them is what the result says of itself: here it is held
    against what the frames of the source are.
    """
    decoded = mine.decoded(0)
    _, fmt = suited(decoded, mine.syntax, theirs.syntax, low_bits=mine.image.low_bits)
    if not mine.image.low_bits:
        before = mine.image.format
        fmt = replace(fmt, bits_stored=before.bits_stored, signed=before.signed)
    for tag, vr, value, _ in PIXEL_RULES:
        was, now = mine.layout.value(tag), theirs.layout.value(tag)
        if was == now or now in _allowed(tag, vr, value(fmt), theirs.syntax):
            continue
        yield tag


def _allowed(tag: int, vr: str, value: int | str, syntax: TransferSyntax) -> list[bytes]:
    if isinstance(value, int):
        return [value.to_bytes(2, "little")]
    labels = [value]
    if tag == _PHOTOMETRIC and value in {"RGB", "YBR_FULL"}:
        labels += _STREAM_LABELS.get((syntax.family, syntax.lossless), ())
    return [element(tag, vr, one.encode())[_HEADER_BYTES:] for one in labels]


def _differing_head(layout: Layout, written: Layout) -> int | None:
    """The first tag of File Meta Information that does not say what it should."""
    for tag, of_data_set in _META_UIDS:
        uid = written.text(of_data_set)
        if uid and stated_uid(written.meta, tag) != uid:
            return tag
    if stated_uid(written.meta, _META_SYNTAX) != written.transfer_syntax_uid:
        return _META_SYNTAX
    return None if carried_meta(layout.meta) == carried_meta(written.meta) else 0x0002_0016
