"""One document in every encoding and character set reads as one document."""

from pathlib import Path

import pytest
from dicom_fileset import SrDocument, read_sr
from dicom_fileset.sr import ContentItem
from pydicom.dataset import Dataset
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)
from sr_documents import by_reference, container, content, document, number, text, written

SYNTAXES = (
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    ExplicitVRBigEndian,
    DeflatedExplicitVRLittleEndian,
)


def children() -> list[Dataset]:
    reference = Dataset()
    reference.ReferencedSOPClassUID = "1.2.840.10008.5.1.4.1.1.9.1.1"
    reference.ReferencedSOPInstanceUID = "2.25.7"
    reference.ReferencedWaveformChannels = [1, 2, 1, 3]
    measured = number(("1", "99X", "Size"), "1.50")
    measured.MeasuredValueSequence[0].FloatingPointValue = 1.5
    measured.MeasuredValueSequence[0].RationalNumeratorValue = -3
    measured.MeasuredValueSequence[0].RationalDenominatorValue = 2
    return [
        container(None, text("inner"), measured),
        content("CONTAINS", "SCOORD", GraphicType="POINT", GraphicData=[1.5, 70.1]),
        content(
            "CONTAINS",
            "TCOORD",
            TemporalRangeType="MULTIPOINT",
            ReferencedSamplePositions=[1, 70_000],
        ),
        content("CONTAINS", "WAVEFORM", None, ReferencedSOPSequence=[reference]),
        by_reference("INFERRED FROM", 1, 1, 2),
    ]


def items_in(folder: Path, syntax: str, *, undefined: bool = False) -> tuple[ContentItem, ...]:
    ds = document(children())
    if undefined:
        for one in ds.iterall():
            if one.VR == "SQ":
                one.is_undefined_length = True
        for below in ds.ContentSequence:
            below.is_undefined_length_sequence_item = True
    return read_sr(written(folder / syntax, ds, syntax)).items


@pytest.mark.parametrize("undefined", [False, True])
@pytest.mark.parametrize("syntax", SYNTAXES)
def test_all_encodings_read_alike(tmp_path: Path, syntax: str, undefined: bool) -> None:
    items = items_in(tmp_path, syntax, undefined=undefined)
    assert items[3].measured[0].value == "1.50"
    assert items[3].measured[0].floating_point == 1.5
    assert (items[3].measured[0].numerator, items[3].measured[0].denominator) == (-3, 2)
    assert items[4].geometry
    assert items[4].geometry.points == ((1.5, 70.1),)
    assert items[5].temporal_range
    assert items[5].temporal_range.samples == (1, 70_000)
    assert items[6].references[0].channels == ((1, 2), (1, 3))
    assert (items[7].refers_to, items[7].target) == ("1.1.2", 3)
    (tmp_path / "again").mkdir()
    assert items == items_in(tmp_path / "again", ExplicitVRLittleEndian)


def test_a_deflated_one_that_is_cut_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    many = [text(f"item {number_} {number_ * 7919 % 1000}") for number_ in range(500)]
    path = written(tmp_path / "deflated", document(many), DeflatedExplicitVRLittleEndian)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    found = read_sr(path)
    assert 10 < len(found.items) < 500
    assert found.findings[0].code == "sr-content-cut"


def in_character_set(folder: Path, terms: str | list[str], value: str) -> SrDocument:
    ds = document([text(value)], SpecificCharacterSet=terms)
    return read_sr(written(folder / "text", ds))


@pytest.mark.parametrize(
    ("terms", "value"),
    [
        ("ISO_IR 100", "Größe"),
        ("ISO_IR 192", "Größe 大きさ"),
        ("ISO_IR 144", "Размер"),
        (["", "ISO 2022 IR 87"], "大きさ"),
        (["", "ISO 2022 IR 149"], "크기"),
        ("GB18030", "大小"),
    ],
)
def test_texts_in_their_character_set(tmp_path: Path, terms: str | list[str], value: str) -> None:
    assert in_character_set(tmp_path, terms, value).items[1].value == value


def test_an_item_in_a_character_set_of_its_own(tmp_path: Path) -> None:
    inner = text("Größe")
    inner.SpecificCharacterSet = "ISO_IR 192"
    items = [container(None, inner, text("wide")), text("Größe")]
    ds = document(items, SpecificCharacterSet="ISO_IR 100")
    found = read_sr(written(tmp_path / "two", ds))
    assert [one.value for one in found.items] == ["", "", "Größe", "wide", "Größe"]


def test_trailing_spaces_are_padding_and_leading_ones_are_not(tmp_path: Path) -> None:
    assert in_character_set(tmp_path, "ISO_IR 100", "  indented ").items[1].value == "  indented"


def test_items_in_implicit_vr_within_explicit_ones(tmp_path: Path) -> None:
    path = written(tmp_path / "un", document([text("inside")]))
    data = path.read_bytes()
    at = data.index(b"\x40\x00\x30\xa7SQ")
    implicit = written(tmp_path / "implicit", document([text("inside")]), ImplicitVRLittleEndian)
    bare = implicit.read_bytes()
    body = bare[bare.index(b"\x40\x00\x30\xa7") + 8 :]
    head = b"\x40\x00\x30\xa7UN\0\0" + len(body).to_bytes(4, "little")
    path.write_bytes(data[:at] + head + body)
    found = read_sr(path)
    assert found.items[1].value == "inside"
    assert found.items[1].concept
    assert found.items[1].concept.meaning == "Finding"
