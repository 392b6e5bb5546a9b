"""What a profile is told of the frames of a video."""

import pytest
from dicom_fileset.conformity.facts import _of_video
from dicom_fileset.model import Traits
from dicom_profiles.facts import Fact


@pytest.mark.parametrize(
    ("attributes", "rates"),
    [
        ({"FrameTime": "40"}, ("25",)),
        ({"FrameTime": "33.33"}, ("30",)),
        ({"FrameTime": "33.367"}, ("29.97",)),
        ({"FrameTime": "16,683"}, ("59.94",)),
        ({"FrameTime": "41.708"}, ("23.976",)),
        ({"FrameTime": "12.5"}, ("80",)),
        ({"FrameTime": "40", "CineRate": 30}, ("25",)),
        # A whole number cannot say 29.97.
        ({"CineRate": 30}, ("30", "29.97")),
        ({"CineRate": 24}, ("24", "23.976")),
        ({"RecommendedDisplayFrameRate": 60}, ("60", "59.94")),
        ({"CineRate": 25}, ("25",)),
        ({"FrameTime": "nobody knows", "CineRate": 50}, ("50",)),
    ],
)
def test_rates(attributes: dict[str, Fact], rates: tuple[str, ...]) -> None:
    assert _of_video(attributes, Traits())["FrameRate"] == rates


@pytest.mark.parametrize(
    "attributes",
    [
        {},
        *({"FrameTime": text} for text in ("0", "-40", "nan", "inf", "1e-320", "1e999", "", "x")),
        {"CineRate": 0},
        {"CineRate": -25},
        {"CineRate": 10**400},
    ],
)
def test_what_is_no_rate_says_nothing(attributes: dict[str, Fact]) -> None:
    made = _of_video({**attributes, "Rows": 16, "Columns": 16}, Traits())
    assert "FrameRate" not in made
    assert made["Macroblocks"] == 1


def test_macroblocks_that_are_begun_count_whole() -> None:
    made = _of_video({"Rows": 1080, "Columns": 1920, "CineRate": 30}, Traits())
    assert made["FrameSize"] == "1920x1080"
    assert made["Macroblocks"] == 68 * 120
    assert made["MacroblocksPerSecond"] == round(68 * 120 * 29.97)
    # PS3.5 8.2.7 Note 6: up to 80 frames a second of 768 x 1024 are of Level 4.1.
    made = _of_video({"Rows": 768, "Columns": 1024, "FrameTime": "12.5"}, Traits())
    assert made["MacroblocksPerSecond"] == 245_760
