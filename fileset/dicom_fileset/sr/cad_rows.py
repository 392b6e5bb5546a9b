"""Values that a Mammography CAD is read into (PS3.16 TID 4000)."""

import msgspec

from .content import CodedEntry, Geometry, MeasuredValue
from .details import Detail


class ReportedImage(msgspec.Struct, frozen=True, omit_defaults=True):
    """An image that a finding is on, as the Image Library has it (PS3.16 TID 4020)."""

    position: str
    sop_class_uid: str = ""
    sop_instance_uid: str = ""
    frames: tuple[int, ...] = ()
    laterality: CodedEntry | None = None
    view: CodedEntry | None = None


class ReportedPlace(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a finding is, on one image: its center, its outline (PS3.16 TID 4021).

    ``also_on`` are further images, of a place that was selected from several.
    """

    position: str
    concept: CodedEntry | None
    geometry: Geometry
    image: ReportedImage | None = None
    also_on: tuple[ReportedImage, ...] = ()


class Algorithm(msgspec.Struct, frozen=True, omit_defaults=True):
    """What found it (PS3.16 TID 4019)."""

    name: str = ""
    version: str = ""
    parameters: tuple[str, ...] = ()


class ReportedFinding(msgspec.Struct, frozen=True, omit_defaults=True):
    """A Composite Feature or a Single Image Finding (PS3.16 TID 4004, TID 4006).

    Attributes
    ----------
    kind, finding
        The concept of its item, and its code: what was found.
    rendering_intent
        Its own, or else that of the impression that it stands in.
    certainty, probability
        Certainty of Finding or of Feature, Probability of cancer.
    part_of
        Position of the finding that it stands in.
    images
        Images of the places, and others that it was found on.
    details
        Everything else that is said of it.
    """

    position: str
    kind: CodedEntry | None
    finding: CodedEntry | None
    rendering_intent: CodedEntry | None = None
    certainty: MeasuredValue | None = None
    probability: MeasuredValue | None = None
    algorithm: Algorithm = Algorithm()
    places: tuple[ReportedPlace, ...] = ()
    images: tuple[ReportedImage, ...] = ()
    part_of: str = ""
    details: tuple[Detail, ...] = ()


class CadPerformed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A detection or an analysis that was tried (PS3.16 TID 4017, TID 4018).

    ``outcome`` is the heading that it stands under: Successful or Failed.
    """

    position: str
    outcome: CodedEntry | None
    what: CodedEntry | None
    algorithm: Algorithm = Algorithm()
    places: tuple[ReportedPlace, ...] = ()
    images: tuple[ReportedImage, ...] = ()
    details: tuple[Detail, ...] = ()


class ReportedSummary(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the CAD says of its findings, its detections or its analyses (PS3.16 TID 4001, 4015).

    ``details`` are all items below it that stand in no row: impressions, and what is said of them.
    """

    position: str
    concept: CodedEntry | None
    result: CodedEntry | None
    performed: tuple[CadPerformed, ...] = ()
    details: tuple[Detail, ...] = ()
