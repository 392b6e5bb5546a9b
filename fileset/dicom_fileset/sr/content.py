"""What an SR document says, as frozen values: its content items in order, in one flat table.

A table with levels, as the directory has one for records, holds a tree of any depth without
recursion: the children of an item follow it, one level deeper (PS3.3 C.17.3.1).
"""

from typing import Final

import msgspec

from ..model import Finding

DEEPEST_POSITION: Final = 64
"""Levels up to which a position is told number by number."""


class CodedEntry(msgspec.Struct, frozen=True, gc=False):
    """A coded entry: a code, whose it is, and what it means to a person (PS3.3 8).

    ``value`` is Code Value, Long Code Value or URN Code Value, whichever is there.
    """

    value: str
    scheme: str
    meaning: str = ""
    version: str = ""


class MeasuredValue(msgspec.Struct, frozen=True):
    """A value of a NUM item, digit by digit as the file has it (PS3.3 C.18.1)."""

    value: str
    unit: CodedEntry | None = None
    floating_point: float | None = None
    numerator: int | None = None
    denominator: int | None = None


class InstanceReference(msgspec.Struct, frozen=True):
    """An instance that an item refers to, or a part of it (PS3.3 C.18.3, C.18.4, C.18.5).

    ``presentation`` and ``value_mapping`` are what it is to be shown with: SOP Class UID and SOP
    Instance UID.  ``channels`` are pairs of multiplex group and channel of a waveform.
    """

    sop_class_uid: str
    sop_instance_uid: str
    frames: tuple[int, ...] = ()
    segments: tuple[int, ...] = ()
    channels: tuple[tuple[int, ...], ...] = ()
    presentation: tuple[str, ...] = ()
    value_mapping: tuple[str, ...] = ()


class Geometry(msgspec.Struct, frozen=True):
    """Spatial coordinates (PS3.3 C.18.6, C.18.9).

    ``points`` are (column, row) in pixels from the top left corner of the image, or (x, y, z) in
    mm in the frame of reference; a number that is none is ``None``.
    """

    graphic_type: str
    points: tuple[tuple[float | None, ...], ...] = ()
    frame_of_reference_uid: str = ""
    pixel_origin: str = ""
    fiducial_uid: str = ""


class TemporalRange(msgspec.Struct, frozen=True):
    """Temporal coordinates: samples, offsets in seconds, or dates and times (PS3.3 C.18.7)."""

    range_type: str
    samples: tuple[int, ...] = ()
    offsets: tuple[str, ...] = ()
    datetimes: tuple[str, ...] = ()


class StatedTemplate(msgspec.Struct, frozen=True):
    """What Content Template Sequence says of a container (PS3.3 C.18.8)."""

    tid: str
    mapping_resource: str = ""


class ContentItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """A content item (PS3.3 C.17.3.2); of its values those that it has.

    Attributes
    ----------
    position
        Its place in the tree, ``1.2.3``, as by-reference relationships name it (PS3.3 C.17.3.2.5);
        deeper than 64 levels the middle is left out, and ``parent`` tells.
    level
        0 for the root.
    parent
        Index of its parent among the items; -1 for the root.
    relationship, value_type
        As the file has them; empty where it has none.
    value
        Of TEXT, DATETIME, DATE, TIME, UIDREF and PNAME.
    codes, measured
        Of CODE and NUM: more than one only where the file breaks the rule.
    observed
        Observation DateTime.
    refers_to, target
        Of a relationship by reference: the position it names, and the index of the item there;
        -1 where there is none.
    """

    position: str
    level: int
    parent: int
    relationship: str = ""
    value_type: str = ""
    concept: CodedEntry | None = None
    value: str = ""
    codes: tuple[CodedEntry, ...] = ()
    measured: tuple[MeasuredValue, ...] = ()
    qualifier: CodedEntry | None = None
    references: tuple[InstanceReference, ...] = ()
    geometry: Geometry | None = None
    temporal_range: TemporalRange | None = None
    continuity: str = ""
    observed: str = ""
    observation_uid: str = ""
    template: StatedTemplate | None = None
    refers_to: str = ""
    target: int = -1


class Template(msgspec.Struct, frozen=True):
    """The root template of a document, and what told it (PS3.16).

    ``recognised_by`` is ``root concept``, ``Content Template Sequence`` or ``SOP Class``, and
    empty with ``tid`` where nothing tells.  ``stated`` is what Content Template Sequence says.
    """

    tid: str = ""
    name: str = ""
    recognised_by: str = ""
    stated: str = ""


class Verifier(msgspec.Struct, frozen=True):
    """Who verified a document, and when (PS3.3 C.17.2)."""

    name: str
    organization: str = ""
    verified: str = ""


class Identity(msgspec.Struct, frozen=True):
    """Whose document it is, and which."""

    sop_class_uid: str
    sop_instance_uid: str
    transfer_syntax_uid: str = ""
    study_instance_uid: str = ""
    series_instance_uid: str = ""
    patient_name: str = ""
    patient_id: str = ""
    content_date: str = ""
    content_time: str = ""


class SrDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """An SR document: its flags, all its content items in order, and what was amiss.

    ``completion``, ``verification`` and ``preliminary`` are the flags of PS3.3 C.17.2;
    ``items[0]`` is the root, whose concept is the Document Title.
    """

    path: str
    identity: Identity
    template: Template
    items: tuple[ContentItem, ...]
    character_set: str = ""
    completion: str = ""
    completion_description: str = ""
    verification: str = ""
    preliminary: str = ""
    verifiers: tuple[Verifier, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def title(self) -> CodedEntry | None:
        """The Document Title: the concept of the root."""
        return self.items[0].concept
