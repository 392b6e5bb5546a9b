"""Which attributes change when pixel data gets into another transfer syntax, and which never do.

::

    WANTED: frozenset[int]                             tags whose values ``existing`` is to have
    existing_of(layout: Layout) -> dict[int, bytes]
    attributes(existing: Mapping[int, bytes], passage: Passage) -> Attributes

Pure: values in, encoded elements out.  Nothing is changed that did not become untrue.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from dicom_codecs.pixel_format import PixelFormat
from dicom_codecs.registry import TransferSyntax

from ..elements import element
from ..splice.layout import Layout
from .derivation import DERIVATION, SEQUENCES, derivation
from .lossy_steps import (
    LOSSY,
    METHOD,
    RATIO,
    decimal,
    earlier_methods,
    flagged,
    loses,
    missing_flag,
    one_more_step,
)

SOP_INSTANCE: Final = 0x0008_0018
PLANAR: Final = 0x0028_0006
FUNCTIONAL_GROUPS: Final = 0x5200_9229
MAC_PARAMETERS: Final = 0x4FFE_0001
SIGNATURES: Final = 0xFFFA_FFFA
OFFSET_TABLES: Final = (0x7FE0_0001, 0x7FE0_0002, 0x7FE0_0003)
"""Extended Offset Table, its lengths, and the total length of a stream (PS3.3 C.7.6.3.1.8)."""

PRESENCE: Final = frozenset({FUNCTIONAL_GROUPS, MAC_PARAMETERS, SIGNATURES})
"""Of these it only matters whether they are there: any value will do."""
WANTED: Final = DERIVATION | PRESENCE | {PLANAR, LOSSY, RATIO, METHOD}
"""All that :func:`attributes` looks at; sequences as items in Explicit VR Little Endian."""


_READ: Final = WANTED - PRESENCE


class PixelRule(NamedTuple):
    """An element of the Image Pixel Module that says what a frame is."""

    tag: int
    vr: str
    value: Callable[[PixelFormat], int | str]
    clause: str


PIXEL_RULES: Final = (
    PixelRule(0x0028_0002, "US", lambda fmt: fmt.samples, "PS3.3 C.7.6.3.1.1"),
    PixelRule(0x0028_0004, "CS", lambda fmt: fmt.photometric, "PS3.3 C.7.6.3.1.2, PS3.5 8.2"),
    PixelRule(0x0028_0100, "US", lambda fmt: fmt.bits_allocated, "PS3.5 8.1.1"),
    PixelRule(0x0028_0101, "US", lambda fmt: fmt.bits_stored, "PS3.5 8.1.1"),
    PixelRule(0x0028_0102, "US", lambda fmt: fmt.bits_stored - 1, "PS3.5 8.1.1"),
    PixelRule(0x0028_0103, "US", lambda fmt: int(fmt.signed), "PS3.5 8.1.1"),
)


class Passage(NamedTuple):
    """How pixel data got from one transfer syntax into another.

    Attributes
    ----------
    source, target
        The transfer syntaxes.
    before
        What the header of the source says of a frame.
    after
        What was encoded, as its encoder says; where it differs from ``before``, elements change.
    lossy
        Whether something was lost on this passage.
    ratio
        Native bytes of the frames by encoded bytes, where something was lost.
    source_lossy
        Whether the streams of the source had lost something; ``None`` where nobody looked, and
        the transfer syntax decides if it can.
    sop_instance_uid
        For what comes of it, when that is another instance.
    """

    source: TransferSyntax
    target: TransferSyntax
    before: PixelFormat
    after: PixelFormat
    lossy: bool = False
    ratio: float | None = None
    source_lossy: bool | None = None
    sop_instance_uid: str = ""

    @property
    def lost_before(self) -> bool:
        """Whether something is known to have been lost in the source's streams."""
        return bool(loses(self.source) if self.source_lossy is None else self.source_lossy)


class Attributes(NamedTuple):
    """What is to be other in the data set.

    Attributes
    ----------
    changes
        By tag an element in Explicit VR Little Endian, or ``None`` where it is to go.
    remarks
        ``lossy-flag-missing``
            The streams had been lossy and the data set did not say so; now it does, and no ratio
            is invented.
        ``signatures-kept``
            Digital signatures hold only once the pixel data is as it was when they were made.
        ``signatures-removed``
            They were of another instance (PS3.15 A.2).
        ``frame-types-kept``
            An enhanced image says in its functional groups, too, what frames are derived from
            (PS3.3 C.7.6.16.2.6, C.8.15.3): there nothing was changed.
        ``derivation-not-described``
            Derivation Description had no room left.
    """

    changes: dict[int, bytes | None]
    remarks: tuple[str, ...]


def existing_of(layout: Layout) -> dict[int, bytes]:
    """The values of :data:`WANTED` that a file has.

    Raises
    ------
    ScanFailure
        A sequence among them is damaged.
    """
    there = layout.places.keys()
    read = {
        tag: layout.items(tag) if tag in SEQUENCES else layout.value(tag) for tag in _READ & there
    }
    present = dict.fromkeys(PRESENCE & there, b"")
    return present | {tag: value for tag, value in read.items() if value is not None}


def attributes(existing: Mapping[int, bytes], passage: Passage) -> Attributes:
    """The elements that change, by the standard.

    Parameters
    ----------
    existing
        Values of those of :data:`WANTED` that the data set has.
    passage
        What happened to its pixel data.

    Raises
    ------
    ValueError
        Something was lost, and there is no UID for the new instance.
    """
    changes: dict[int, bytes | None] = dict.fromkeys(OFFSET_TABLES)
    changes.update(_pixel_elements(existing, passage))
    remarks: list[str] = []
    if passage.lossy:
        if not passage.sop_instance_uid:
            raise ValueError("what has lost something is a new instance (PS3.3 C.7.6.1.1.5)")
        family, earlier = passage.target.family, _earlier(existing, passage)
        changes.update(one_more_step(existing, earlier, family, passage.ratio))
        described, told = derivation(existing, _words(passage), _was_lossy(existing, passage))
        changes.update(described)
        changes[SOP_INSTANCE] = element(SOP_INSTANCE, "UI", passage.sop_instance_uid.encode())
        remarks += told
        if FUNCTIONAL_GROUPS in existing:
            remarks.append("frame-types-kept")
    elif passage.lost_before and not flagged(existing):
        changes.update(missing_flag(existing, _earlier(existing, passage)))
    if passage.lost_before and not flagged(existing):
        remarks.append("lossy-flag-missing")
    signatures, kept_or_removed = _signatures(existing, passage)
    return Attributes({**changes, **signatures}, (*remarks, *kept_or_removed))


def _pixel_elements(
    existing: Mapping[int, bytes], passage: Passage
) -> Iterator[tuple[int, bytes | None]]:
    before, after = passage.before, passage.after
    for tag, vr, value, _ in PIXEL_RULES:
        new = value(after)
        if new != value(before):
            yield tag, element(tag, vr, _encoded(new))
    if after.samples == 1:
        # PS3.5 8.2: the tables of compressed transfer syntaxes have none for one sample.
        if passage.target.encapsulated and PLANAR in existing:
            yield PLANAR, None
        return
    # PS3.5 8.2.1 to 8.2.4: always 0 where compressed, whatever the streams do.
    planar = 0 if passage.target.encapsulated else int(after.planar)
    if existing.get(PLANAR, b"")[:2] != _encoded(planar):
        yield PLANAR, element(PLANAR, "US", _encoded(planar))


def _encoded(value: int | str) -> bytes:
    return value.encode() if isinstance(value, str) else value.to_bytes(2, "little")


def _was_lossy(existing: Mapping[int, bytes], passage: Passage) -> bool:
    return passage.lost_before or flagged(existing)


def _earlier(existing: Mapping[int, bytes], passage: Passage) -> list[bytes]:
    return earlier_methods(existing, passage.source if passage.lost_before else None)


def _words(passage: Passage) -> tuple[str, str]:
    """How the step is told to people, and the same in few words."""
    ratio = "" if passage.ratio is None else f", ratio {decimal(passage.ratio)}:1"
    return f"Lossy compression: {passage.target.name}{ratio}", f"Lossy compression{ratio}"


def _signatures(
    existing: Mapping[int, bytes], passage: Passage
) -> tuple[dict[int, bytes | None], tuple[str, ...]]:
    """Digital signatures of an instance that is another one now, or may still verify.

    Without loss they stay: the MAC says in which transfer syntax it was calculated (PS3.3
    C.12.1.1.3.1.2), and who decompresses can hold the pixels against it.
    """
    if SIGNATURES not in existing:
        return {}, ()
    if passage.lossy:
        return {SIGNATURES: None, MAC_PARAMETERS: None}, ("signatures-removed",)
    return {}, ("signatures-kept",)
