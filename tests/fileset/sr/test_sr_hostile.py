"""Documents that are damaged, endless or lead round in circles: read as far as they go."""

from pathlib import Path

import pytest
from dicom_fileset import DamagedFileSet, SrDocument, read_sr
from dicom_fileset.sr import (
    cad_findings,
    cad_summaries,
    extracted,
    measurements,
    rendered,
)
from pydicom.dataset import Dataset
from sr_documents import (
    ITEM,
    ITEM_END,
    LEVEL,
    SEQUENCE_END,
    by_reference,
    code_item,
    container,
    content,
    deep,
    deep_of_defined_length,
    document,
    number,
    raw,
    sequence,
    short,
    text,
    wide,
    written,
)


def codes(found: SrDocument) -> list[str]:
    return [one.code for one in found.findings if one.code != "sr-template-unknown"]


def read(folder: Path, data: bytes) -> SrDocument:
    path = folder / "document"
    path.write_bytes(data)
    return read_sr(path)


@pytest.mark.parametrize("make", [deep, deep_of_defined_length])
def test_ten_thousand_levels(tmp_path: Path, make: type) -> None:
    found = read(tmp_path, make(10_000))
    assert len(found.items) == 10_001
    assert found.items[-1].level == 10_000
    assert found.items[-1].parent == 9_999
    assert codes(found) == ["sr-nested-deep"]
    assert len(rendered(found)) < 300 * 10_000
    assert measurements(found) == ()


def test_cut_at_every_byte_it_keeps_the_whole_items_before(tmp_path: Path) -> None:
    items = [text("first"), container(None, text("inner"), text("last")), text("end")]
    path = written(tmp_path / "whole", document(items))
    data = path.read_bytes()
    whole = read_sr(path).items
    begin = data.index(b"first")
    for length in range(begin, len(data)):
        found = read(tmp_path, data[:length])
        assert codes(found) == ["sr-content-cut"]
        kept = [one.position for one in found.items]
        assert kept == [one.position for one in whole[: len(kept)]]
        values = [one.value for one in found.items]
        assert values == [one.value for one in whole[: len(kept)]]


def test_cut_within_defined_lengths(tmp_path: Path) -> None:
    data = deep_of_defined_length(50)
    found = read(tmp_path, data[: len(data) // 2])
    assert 20 < len(found.items) < 30
    assert codes(found) == ["sr-content-cut"]


def test_a_reference_to_itself_to_an_ancestor_and_to_nothing(tmp_path: Path) -> None:
    items = [
        container(
            None,
            code_item(
                "CONTAINS",
                ("1", "99X", "One"),
                ("2", "99X", "Two"),
                by_reference("INFERRED FROM", 1, 1),
            ),
            by_reference("INFERRED FROM", 1, 1, 2),
            by_reference("INFERRED FROM", 1, 9),
            by_reference("INFERRED FROM", 2),
            by_reference("INFERRED FROM", 1, 1, 1),
        )
    ]
    found = read_sr(written(tmp_path / "loops", document(items)))
    assert codes(found) == ["sr-reference-dangling"] * 2 + ["sr-reference-loop"] * 2
    shown = rendered(found)
    assert "1.1.1.1  [INFERRED FROM] -> 1.1" in shown
    assert "1.1.3  [INFERRED FROM] -> 1.9 (no such item)" in shown
    assert "1.1.5  [INFERRED FROM] -> 1.1.1 (One: Two)" in shown


def test_a_loop_of_two_references(tmp_path: Path) -> None:
    items = [
        container(None, by_reference("INFERRED FROM", 1, 2)),
        container(None, by_reference("INFERRED FROM", 1, 1)),
    ]
    found = read_sr(written(tmp_path / "loop", document(items)))
    assert codes(found) == ["sr-reference-loop"]


def test_ten_thousand_references_to_one_another(tmp_path: Path) -> None:
    items = [by_reference("INFERRED FROM", 1, (n * 7) % 10_000 + 1) for n in range(10_000)]
    found = read_sr(written(tmp_path / "web", document(items)))
    assert len(found.items) == 10_001
    assert rendered(found).count("->") == 10_000


def test_what_no_rule_knows_is_shown(tmp_path: Path) -> None:
    items = [
        text("odd", "MAY BE"),
        content(None, "TEXT", TextValue="without relationship"),
        content("CONTAINS", "SMELL", TextValue="smoky"),
        content("CONTAINS", None, TextValue="without type"),
        content("CONTAINS", "TEXT", None, TextValue="without concept"),
        content("CONTAINS", "TEXT"),
        number(("1", "99X", "Size"), "12"),
    ]
    items[-1].MeasuredValueSequence[0].NumericValue = None
    found = read_sr(written(tmp_path / "odd", document(items, None)))
    assert codes(found) == [
        "sr-concept-missing",
        "sr-relationship-unknown",
        "sr-relationship-missing",
        "sr-value-type-unknown",
        "sr-value-type-missing",
        "sr-concept-missing",
        "sr-value-missing",
        "sr-number-invalid",
    ]
    shown = rendered(found)
    for value in ("[MAY BE] Finding: odd", "without relationship", "smoky", "without type"):
        assert value in shown
    assert "(TEXT): without concept" in shown
    assert "Finding: (no value)" in shown


def test_an_empty_content_sequence(tmp_path: Path) -> None:
    ds = document([])
    ds.ContentSequence = []
    found = read_sr(written(tmp_path / "empty", ds))
    assert codes(found) == ["sr-content-missing"]
    assert len(found.items) == 1


def test_more_values_than_one(tmp_path: Path) -> None:
    item = code_item("CONTAINS", ("1", "99X", "One"), ("2", "99X", "Two"))
    more = Dataset()
    more.CodeValue, more.CodingSchemeDesignator, more.CodeMeaning = "3", "99X", "Three"
    item.ConceptCodeSequence.append(more)
    found = read_sr(written(tmp_path / "more", document([item])))
    assert codes(found) == ["sr-values-several"]
    assert "One: Two; Three" in rendered(found)


def test_a_reference_that_has_a_value_too_shows_both(tmp_path: Path) -> None:
    item = text("seen")
    item.ReferencedContentItemIdentifier = [1, 2]
    found = read_sr(written(tmp_path / "both", document([item, text("there")])))
    assert "1.1  Finding: seen -> 1.2 (Finding: there)" in rendered(found)


def test_a_table_is_told_since_it_is_not_read(tmp_path: Path) -> None:
    found = read_sr(written(tmp_path / "table", document([content("CONTAINS", "TABLE")])))
    assert codes(found) == ["sr-table-not-read"]


def test_a_long_file_meta_information_does_not_mislead(tmp_path: Path) -> None:
    path = written(tmp_path / "meta", document([text("seen")]))
    data = path.read_bytes()
    start = data.index(b"\x02\0\x10\0UI")
    more = b"\x02\0\x02\x01OB\0\0" + (40_000).to_bytes(4, "little") + bytes(40_000)
    end = start + 8 + int.from_bytes(data[start + 6 : start + 8], "little")
    path.write_bytes(data[:end] + more + data[data.index(b"\x08\0\x16\0UI") :])
    assert read_sr(path).items[1].value == "seen"


def test_points_that_are_none(tmp_path: Path) -> None:
    item = content(
        "CONTAINS", "SCOORD", GraphicType="POLYLINE", GraphicData=[1.0, float("nan"), 3.0]
    )
    found = read_sr(written(tmp_path / "points", document([item])))
    assert codes(found) == ["sr-points-incomplete"]
    assert "POLYLINE 1/? 3" in rendered(found)


def test_a_delimiter_too_many_and_an_item_beyond_its_sequence(tmp_path: Path) -> None:
    stray = raw(
        sequence(0x0040, 0xA730, 0xFFFFFFFF) + ITEM + LEVEL + ITEM_END + SEQUENCE_END + ITEM_END
    )
    assert len(read(tmp_path, stray).items) == 2
    beyond = raw(sequence(0x0040, 0xA730, 20) + b"\xfe\xff\x00\xe0\xff\0\0\0" + LEVEL + bytes(400))
    found = read(tmp_path, beyond)
    assert codes(found) == ["sr-content-cut", "sr-content-missing"] or "sr-content-cut" in codes(
        found
    )


def test_a_sequence_of_no_items_and_one_that_has_no_end(tmp_path: Path) -> None:
    found = read(tmp_path, raw(sequence(0x0040, 0xA730, 0xFFFFFFFF) + LEVEL))
    assert codes(found) == ["sr-content-cut"]
    found = read(tmp_path, raw(sequence(0x0040, 0xA730, 0xFFFFFFFF) + ITEM + LEVEL))
    assert codes(found) == ["sr-content-cut"]
    assert "not made of items" not in found.findings[0].message


def test_private_data_of_undefined_length_are_stepped_over(tmp_path: Path) -> None:
    private = short(0x0009, 0x0010, b"LO", b"ACME") + b"\x09\0\x01\x10UN\0\0\xff\xff\xff\xff"
    item = b"\xfe\xff\x00\xe0\xff\xff\xff\xff" + b"\x08\0\0\1\4\0\0\0abcd" + ITEM_END
    body = private + item + SEQUENCE_END + sequence(0x0040, 0xA730, 0xFFFFFFFF)
    found = read(tmp_path, raw(body + ITEM + LEVEL + ITEM_END + SEQUENCE_END))
    assert len(found.items) == 2


@pytest.mark.parametrize("data", [b"", b"\0" * 200, b"%PDF-1.7", b"\0" * 128 + b"DICM"])
def test_what_is_no_document(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(DamagedFileSet):
        read(tmp_path, data)


def test_an_image_is_refused_without_reading_its_pixels(tmp_path: Path) -> None:
    ds = document([], sop_class="1.2.840.10008.5.1.4.1.1.2")
    with pytest.raises(DamagedFileSet) as refused:
        read_sr(written(tmp_path / "ct", ds))
    assert refused.value.finding.code == "not-an-sr"


def test_a_private_sop_class_with_content_items_is_read(tmp_path: Path) -> None:
    found = read_sr(written(tmp_path / "own", document([text("own")], sop_class="2.25.55")))
    assert found.items[1].value == "own"
    assert extracted(found) == ()


def test_many_items_take_their_share_each(tmp_path: Path) -> None:
    assert len(read(tmp_path, wide(20_000)).items) == 20_001


def test_what_many_refer_to_is_not_multiplied(tmp_path: Path) -> None:
    long = container(
        None, text("x" * 60_000), *(by_reference("INFERRED FROM", 1, 1, 1) for _ in range(500))
    )
    found = read_sr(written(tmp_path / "many", document([long])))
    assert len(rendered(found)) < 60_000 + 502 * 250


def test_summaries_in_one_another_take_their_share_each(tmp_path: Path) -> None:
    path = tmp_path / "cad"
    concept = LEVEL.replace(b"121071", b"111064") + LEVEL[
        LEVEL.index(b"\x40\0\x43\xa0SQ") :
    ].replace(b"\x40\0\x43\xa0SQ", b"\x40\0\x68\xa1SQ")
    opened = sequence(0x0040, 0xA730, 0xFFFFFFFF) + ITEM + concept
    path.write_bytes(raw(opened * 10_000 + (ITEM_END + SEQUENCE_END) * 10_000))
    found = read_sr(path)
    assert len(cad_summaries(found)) == 10_000
    assert cad_findings(found) == ()
