"""Measurements that look alike and are not, numbers of any size, containers of any depth."""

import time
from pathlib import Path

import pytest
from dicom_fileset import read_sr
from dicom_fileset.sr import Measurement, measurements
from dicom_fileset.sr.doubling import exact_number
from dicom_fileset.sr.report import sr_report
from hypothesis import given
from hypothesis import strategies as st
from pydicom.dataset import Dataset
from sr_documents import (
    ITEM,
    ITEM_END,
    LEVEL,
    SEQUENCE_END,
    Coded,
    code_item,
    coded,
    container,
    content,
    document,
    number,
    raw,
    sequence,
    short,
    text,
    written,
)

TITLE = ("125200", "DCM", "Adult Echocardiography Procedure Report")
SITE = ("363698007", "SCT", "Finding Site")
LEFT = ("87878005", "SCT", "Left ventricle")
RIGHT = ("53085002", "SCT", "Right ventricle")
REST = ("1", "99X", "Rest stage")
PEAK = ("2", "99X", "Peak stage")
LENGTH = ("29436-3", "LN", "Left Ventricle Internal End Diastolic Dimension")
STATUS = ("121404", "DCM", "Selection Status")
CHOSEN = ("121410", "DCM", "User chosen value")


def said(concept: Coded, *values: Coded) -> Dataset:
    item = code_item("HAS CONCEPT MOD", concept, values[0])
    item.ConceptCodeSequence = [coded(one) for one in values]
    return item


def chosen() -> Dataset:
    return code_item("HAS PROPERTIES", STATUS, CHOSEN)


def on_image(uid: str) -> Dataset:
    reference = Dataset()
    reference.ReferencedSOPClassUID = "1.2.840.10008.5.1.4.1.1.6.1"
    reference.ReferencedSOPInstanceUID = uid
    return content("INFERRED FROM", "IMAGE", None, ReferencedSOPSequence=[reference])


def table(folder: Path, *children: Dataset) -> tuple[Measurement, ...]:
    return measurements(read_sr(written(folder / "echo", document(children, TITLE))))


def selected(concept: Coded, value: str, *below: Dataset) -> Dataset:
    return number(concept, value, children=[chosen(), *below])


def test_numbers_beyond_any_decimal_are_compared(tmp_path: Path) -> None:
    huge = "1e9999999"
    (row,) = table(tmp_path, container(REST, number(LENGTH, huge), selected(LENGTH, "10e9999998")))
    assert (row.value, row.also_at) == ("10e9999998", ("1.1.1",))


def test_no_digit_is_rounded(tmp_path: Path) -> None:
    long = "5.0000000000000000000000000000001"
    item = selected(LENGTH, "5")
    one = number(LENGTH, "5")
    one.MeasuredValueSequence[0]["NumericValue"].VR = "LO"
    one.MeasuredValueSequence[0].NumericValue = long
    assert [row.value for row in table(tmp_path, container(REST, one, item))] == [long, "5"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("5", "5.0"), ("5", "0.5E1"), ("+5", "5"), ("500", "5e2"), ("0", "-0.00e7"), (".5", "0.50")],
)
def test_numbers_that_are_the_same(one: str, other: str) -> None:
    assert exact_number(one) == exact_number(other)


@given(st.text(alphabet="0123456789+-.eE", max_size=40), st.text(max_size=10))
def test_no_number_is_an_error(digits: str, other: str) -> None:
    exact_number(digits)
    exact_number(other)


@given(st.decimals(allow_nan=False, allow_infinity=False), st.integers(-50, 50))
def test_numbers_are_the_same_as_for_decimal(value, shift: int) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    other = value.scaleb(shift) if value else value
    assert (exact_number(str(value)) == exact_number(str(other))) == (value == other)


def test_stages_are_not_the_same_measurement(tmp_path: Path) -> None:
    rows = table(
        tmp_path,
        container(REST, number(LENGTH, "5")),
        container(PEAK, selected(LENGTH, "5")),
    )
    assert [row.group for row in rows] == [("Rest stage",), ("Peak stage",)]


def test_times_are_not_the_same_measurement(tmp_path: Path) -> None:
    one, other = number(LENGTH, "5"), selected(LENGTH, "5")
    one.ObservationDateTime, other.ObservationDateTime = "20240101120000", "20240101120500"
    rows = table(tmp_path, container(REST, one, other))
    assert [row.observed for row in rows] == ["20240101120000", "20240101120500"]


def test_images_are_not_the_same_measurement(tmp_path: Path) -> None:
    one = number(LENGTH, "5", children=[on_image("2.25.7")])
    assert (
        len(table(tmp_path, container(REST, one, selected(LENGTH, "5", on_image("2.25.8"))))) == 2
    )
    assert (
        len(table(tmp_path, container(REST, one, selected(LENGTH, "5", on_image("2.25.7"))))) == 1
    )


def test_concepts_without_code_are_told_apart_by_meaning(tmp_path: Path) -> None:
    one, other = number(("", "", "Length"), "5"), selected(("", "", "Width"), "5")
    for item in (one, other):
        del item.ConceptNameCodeSequence[0].CodeValue
        del item.ConceptNameCodeSequence[0].CodingSchemeDesignator
    assert len(table(tmp_path, container(REST, one, other))) == 2


def test_a_site_of_its_own_does_not_lose_to_that_of_its_container(tmp_path: Path) -> None:
    in_words = text("apex", "HAS CONCEPT MOD")
    in_words.ConceptNameCodeSequence = [coded(SITE)]
    rows = table(
        tmp_path,
        container(
            REST,
            said(SITE, LEFT),
            number(LENGTH, "5", children=[in_words]),
            number(LENGTH, "6", children=[said(SITE, RIGHT, PEAK)]),
            number(LENGTH, "7"),
        ),
    )
    assert [row.site and row.site.meaning for row in rows] == [
        None, "Right ventricle", "Left ventricle",
    ]  # fmt: skip
    assert [[one.value for one in row.details] for row in rows] == [
        ["apex"], ["Right ventricle; Peak stage"], [],
    ]  # fmt: skip


def test_a_second_code_of_a_container_is_a_detail(tmp_path: Path) -> None:
    (row,) = table(tmp_path, container(REST, said(SITE, LEFT, RIGHT), number(LENGTH, "5")))
    assert row.site
    assert row.site.meaning == "Left ventricle"
    assert [one.value for one in row.details] == ["Left ventricle; Right ventricle"]


def test_values_that_one_is_inferred_from_have_its_site(tmp_path: Path) -> None:
    source = number(LENGTH, "4.9")
    source.RelationshipType = "INFERRED FROM"
    whole = number(LENGTH, "5", children=[said(SITE, RIGHT), source])
    rows = table(tmp_path, container(REST, said(SITE, LEFT), whole, number(LENGTH, "6")))
    assert [row.site and row.site.meaning for row in rows] == [
        "Right ventricle", "Right ventricle", "Left ventricle",
    ]  # fmt: skip


def test_more_modifiers_than_are_held_are_told(tmp_path: Path) -> None:
    def read(count: int) -> list[str]:
        many = [said((str(one), "99X", str(one)), LEFT) for one in range(count)]
        path = written(
            tmp_path / "many", document([container(REST, *many, number(LENGTH, "5"))], TITLE)
        )
        found = read_sr(path)
        assert len(measurements(found)[0].details) == min(count, 32)
        return [one.code for one in found.findings if one.code == "sr-context-cut"]

    assert read(32) == []
    assert read(33) == ["sr-context-cut"]


@pytest.mark.parametrize("relationship", [b"HAS ACQ CONTEXT", b"HAS OBS CONTEXT"])
def test_ten_thousand_contexts_in_one_another_take_no_while(
    tmp_path: Path, relationship: bytes
) -> None:
    level = LEVEL.replace(
        short(0x0040, 0xA010, b"CS", b"CONTAINS"), short(0x0040, 0xA010, b"CS", relationship)
    )
    opened = sequence(0x0040, 0xA730, 0xFFFFFFFF) + ITEM + level
    data = raw(opened * 10_000 + (ITEM_END + SEQUENCE_END) * 10_000)
    title = short(0x0008, 0x0100, b"SH", b"121071")
    at = data.index(title)
    data = data[:at] + short(0x0008, 0x0100, b"SH", b"125200") + data[at + len(title) :]
    path = tmp_path / "deep"
    path.write_bytes(data)
    begun = time.process_time()
    found = read_sr(path)
    assert found.template.tid == "5200"
    assert sr_report(found).measurements == ()
    assert time.process_time() - begun < 10
    assert "sr-context-cut" in [one.code for one in found.findings]
