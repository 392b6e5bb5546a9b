"""Values that only look like numbers, and frames of images that have one: refused."""

from typing import Any

import made_reports as made
import pytest
from dicom_fileset import ImageReference, UsageError, echo_report, mammography_cad
from msgspec.structs import replace
from pydicom import uid


@pytest.mark.parametrize("value", [None, "5", True, b"5", [5]])
def test_what_is_no_number(value: Any) -> None:
    with pytest.raises(UsageError) as refused:
        made.echo_of(replace(made.MEASUREMENT, value=value))
    assert refused.value.finding.code == "report-number"


@pytest.mark.parametrize("value", ["88", True])
def test_a_certainty_that_is_no_number(value: Any) -> None:
    with pytest.raises(UsageError) as refused:
        mammography_cad(made.DOCUMENT, [made.mammogram()], [made.cluster(certainty=value)])
    assert refused.value.finding.code == "report-number"


def on(sop_class_uid: str, *frames: Any) -> None:
    shown = ImageReference("1.2.3.1", "1.2.3.5", sop_class_uid, "1.2.3.6", frames)
    echo_report(made.DOCUMENT, [made.section(made.MEASUREMENT)], [shown])


@pytest.mark.parametrize(
    "sop_class_uid",
    [uid.UltrasoundImageStorage, uid.DigitalMammographyXRayImageStorageForPresentation],
)
def test_frames_of_an_image_of_one_frame(sop_class_uid: str) -> None:
    with pytest.raises(UsageError) as refused:
        on(sop_class_uid, 1)
    assert refused.value.finding.code == "report-reference"
    on(sop_class_uid)


def test_frames_of_an_image_of_several() -> None:
    on(uid.UltrasoundMultiFrameImageStorage, 1, 7)
    with pytest.raises(UsageError):
        on(uid.UltrasoundMultiFrameImageStorage, "7")
