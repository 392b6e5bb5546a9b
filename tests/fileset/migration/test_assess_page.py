"""The page of an assessment: read by a strict parser, complete, and silent on who anybody is."""

from pathlib import Path

import html5lib
import msgspec
import pytest
from dicom_fileset.migration.assessing.assessment import (
    Assessment,
    Conflict,
    Forecast,
    Part,
    Planned,
    Repeats,
    Trouble,
)
from dicom_fileset.migration.assessing.page import assessment_html, told
from dicom_fileset.migration.policies.policy_file import policy_of
from dicom_fileset.migration.policies.smallest import Choice, Measured

HOSTILE = "<script>alert('&\"\x01\udcff')</script>"
RULES = """
to = "smallest"
[[rule]]
match = {modality = ["XA", "RF"], bits = "9-16"}
to = "HTJ2KLossless"
keep-compressed = true
[[rule]]
match.source = "JPEGBaseline8Bit"
to = "keep"
"""


@pytest.fixture
def assessment() -> Assessment:
    parts = (Part(HOSTILE, 12_345, 7_500_000_000), Part("MR", 1, 10))
    measured = (Measured("1.2.840.10008.1.2.4.80", 3, 0.41), Measured("1.2.840.10008.1.2.5", 0, 0))
    forecast = Forecast(
        *(120, 10**8, 12_346, 75 * 10**8, 33 * 10**8, 0.011, 400_000.0, 0.04, 2, 0.93, 18750.0),
        begin="2024-01-31T12:00",
        end="2024-02-07T03:00",
        window="19:00-06:00",
        trouble=(Trouble("carried", "pixel-data-damaged", 17),),
    )
    return Assessment(
        software="dicom-fileset",
        sources=(HOSTILE,),
        files=12_400,
        bytes=75 * 10**8,
        patients=3,
        studies=4,
        series=5,
        instances=12_000,
        modalities=parts,
        sop_classes=parts,
        transfer_syntaxes=parts,
        years=tuple(Part(str(year), 1, year) for year in range(1950, 2024)),
        sizes=parts,
        left=(Part("not-dicom", 3, 9),),
        damaged=(Part("truncated", 3, 9),),
        not_listed=(Part(HOSTILE, 3, 9),),
        repeats=Repeats(5, 77, 2),
        conflicts=(Conflict("Series in several studies", 1, 2, ("1.2.3",)),),
        policy=policy_of("smallest"),
        planned=(
            Planned("transcoded", HOSTILE, "HTJ2KLossless", "", 12, 10**9),
            Planned("refused", HOSTILE, HOSTILE, HOSTILE, 1, 5),
        ),
        choices=(Choice("CT", 12, 1, "1.2.840.10008.1.2.4.80", 3, measured),),
        forecast=forecast,
    )


def test_it_is_a_page(assessment: Assessment) -> None:
    page = assessment_html(assessment)
    page.encode()
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    assert list(tree.iter("script")) == []
    words = "".join(tree.itertext())
    for said in (
        "12,345",
        "7.50 GB",
        "4 days 15 h",
        "Wednesday, 7 February 2024, 03:00",
        "JPEGLSLossless 41 %, RLELossless cannot",
        "pixel-data-damaged",
        "1.2.3",
        "<script>alert(",
    ):
        assert said in words
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in page


def test_nothing_found_is_a_page_as_well(assessment: Assessment) -> None:
    none = msgspec.structs.replace(
        assessment,
        **dict.fromkeys(
            ("modalities", "sop_classes", "transfer_syntaxes", "years", "sizes", "left", "planned"),
            (),
        ),
        forecast=msgspec.structs.replace(
            assessment.forecast, bytes_in=0, bytes_out=0, end="", trouble=(), window=""
        ),
        choices=(),
        conflicts=(),
    )
    page = assessment_html(none)
    html5lib.HTMLParser(strict=True).parse(page)
    assert "beyond any calendar" in page


def test_a_policy_is_told_in_sentences(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(RULES, encoding="utf-8")
    first, second, others, always = told(policy_of(str(path)))
    assert first == (
        "modality XA or RF, Bits Stored 9 to 16: HTJ2KLossless; what is compressed without loss "
        "already stays as it is; what has lost something already stays as it is."
    )
    assert second == "transfer syntax JPEGBaseline8Bit: it stays as it is, byte for byte."
    assert others.startswith("Everything else: the smallest of JPEGLSLossless, HTJ2KLossless")
    assert "video" in always


def test_it_is_kept_as_json(assessment: Assessment) -> None:
    clean = msgspec.structs.replace(
        assessment,
        sources=("a",),
        modalities=(),
        sop_classes=(),
        transfer_syntaxes=(),
        sizes=(),
        not_listed=(),
        planned=(),
    )
    assert msgspec.json.decode(msgspec.json.encode(clean), type=Assessment) == clean
