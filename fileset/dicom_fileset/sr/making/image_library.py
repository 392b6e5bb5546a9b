"""The Image Library of a mammography CAD report (PS3.16 TID 4000 Row 3, TID 4020)."""

from collections.abc import Sequence

from pydicom.dataset import Dataset

from . import checks, concepts
from .cad_values import CadImage
from .content_items import ACQ_CONTEXT, CONTAINS, coded, container, date, image, number, text, time


def image_library(images: Sequence[CadImage]) -> Dataset:
    """The container of all images, in their order."""
    return container(CONTAINS, concepts.IMAGE_LIBRARY, [_entry(one) for one in images])


def _entry(one: CadImage) -> Dataset:
    """PS3.16 TID 4020."""
    checks.whole(one.size[0], 1, "Rows")
    checks.whole(one.size[1], 1, "Columns")
    row, column = one.patient_orientation
    context = [
        coded(ACQ_CONTEXT, concepts.IMAGE_LATERALITY, one.laterality),
        coded(ACQ_CONTEXT, concepts.IMAGE_VIEW, one.view),
        text(ACQ_CONTEXT, concepts.ORIENTATION_ROW, row),
        text(ACQ_CONTEXT, concepts.ORIENTATION_COLUMN, column),
        date(ACQ_CONTEXT, concepts.STUDY_DATE, one.study_date),
        time(ACQ_CONTEXT, concepts.STUDY_TIME, one.study_time),
        date(ACQ_CONTEXT, concepts.CONTENT_DATE, one.content_date),
        time(ACQ_CONTEXT, concepts.CONTENT_TIME, one.content_time),
        *_spacing(one),
    ]
    return image(CONTAINS, one.reference, context)


def _spacing(one: CadImage) -> list[Dataset]:
    if one.pixel_spacing is None:
        return []
    of_rows, of_columns = one.pixel_spacing
    if not (of_rows > 0 and of_columns > 0):
        raise checks.refused("report-number", "Imager Pixel Spacing is above 0.")
    return [
        number(ACQ_CONTEXT, concepts.HORIZONTAL_SPACING, of_columns, concepts.MILLIMETER),
        number(ACQ_CONTEXT, concepts.VERTICAL_SPACING, of_rows, concepts.MILLIMETER),
    ]
