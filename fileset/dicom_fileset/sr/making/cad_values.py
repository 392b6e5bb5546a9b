"""What a mammography CAD report says (PS3.16 TID 4000 to 4021)."""

from typing import Literal

from msgspec import Struct

from .values import CodedConcept, ImageReference

Point = tuple[float, float]
"""Column and row, from the top left corner of the top left pixel (PS3.3 C.18.6)."""

RenderingIntent = Literal["required", "optional", "not for presentation"]
"""Whether a device is to show a finding (PS3.16 CID 6034)."""


class CadImage(Struct, frozen=True):
    """An entry of the Image Library: the image, and what was taken over from it (PS3.16 TID 4020).

    Attributes
    ----------
    size
        Rows and columns.
    laterality, view
        Of CID 6022 and CID 4014.
    patient_orientation
        Of the row and of the column: A, R.
    pixel_spacing
        Of rows and of columns in millimetres, as Imager Pixel Spacing has it; ``None`` where the
        image does not tell.
    """

    reference: ImageReference
    size: tuple[int, int]
    laterality: CodedConcept
    view: CodedConcept
    patient_orientation: tuple[str, str]
    study_date: str
    study_time: str
    content_date: str
    content_time: str
    pixel_spacing: tuple[float, float] | None = None


class CadAlgorithm(Struct, frozen=True):
    """What found something (PS3.16 TID 4019)."""

    name: str
    version: str


class CadDetection(Struct, frozen=True):
    """A detection that was carried out on all images, and succeeded (PS3.16 TID 4017).

    Attributes
    ----------
    kind
        What was looked for, of CID 6014.
    """

    kind: CodedConcept
    algorithm: CadAlgorithm


class CadFinding(Struct, frozen=True):
    """A Single Image Finding (PS3.16 TID 4006).

    Attributes
    ----------
    kind
        What was found, of CID 6014.
    image
        Number of its image in the Image Library, from 1.
    outline
        The corners of it, the first of them again at the end; none where it was not outlined.
    certainty
        In percent.
    calcifications
        How many a cluster has.
    """

    kind: CodedConcept
    algorithm: CadAlgorithm
    center: Point
    outline: tuple[Point, ...] = ()
    image: int = 1
    certainty: float | None = None
    rendering_intent: RenderingIntent = "required"
    calcifications: int | None = None
