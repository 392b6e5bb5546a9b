"""Whatever the content, it reads back as it was written; whatever the bytes, nothing else fails."""

from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from dicom_fileset import DamagedFileSet, read_sr
from dicom_fileset.sr import measurements, rendered
from dicom_fileset.sr.report import sr_report
from dicom_fileset.sr.tables import table
from foreign_files import SAMPLE_MEDIA
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.dataset import Dataset
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)
from sr_documents import code_item, container, document, number, text, written

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1, max_size=20
).map(lambda word: word.replace("\\", "/").strip() or "x")
CODES = st.tuples(st.from_regex(r"[A-Z0-9-]{1,12}", fullmatch=True), st.just("99X"), WORDS)
NUMBERS = st.decimals(-9999, 9999, places=3).map(str)
LEAVES = st.one_of(
    st.builds(text, WORDS),
    st.builds(number, CODES, NUMBERS, CODES),
    st.builds(code_item, st.just("HAS PROPERTIES"), CODES, CODES),
)
TREES = st.recursive(
    LEAVES,
    lambda below: st.lists(below, max_size=4).flatmap(
        lambda children: st.builds(lambda name: container(name, *children), CODES)
    ),
    max_leaves=20,
)
SYNTAXES = st.sampled_from(
    [
        ExplicitVRLittleEndian,
        ImplicitVRLittleEndian,
        ExplicitVRBigEndian,
        DeflatedExplicitVRLittleEndian,
    ]
)

Flat = tuple[str, str, tuple[str, str, str] | None, str]


def flat(ds: Dataset, position: str = "1") -> list[Flat]:
    """Position, value type, concept and value of an item and of all below it."""
    concept = ds.ConceptNameCodeSequence[0]
    rows = [(position, ds.ValueType, key(concept), value(ds))]
    for count, below in enumerate(ds.get("ContentSequence", []), 1):
        rows += flat(below, f"{position}.{count}")
    return rows


def key(code: Dataset) -> tuple[str, str, str]:
    return code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning


def value(ds: Dataset) -> str:
    if ds.ValueType == "NUM":
        measured = ds.MeasuredValueSequence[0]
        return f"{measured.NumericValue} {key(measured.MeasurementUnitsCodeSequence[0])}"
    if ds.ValueType == "CODE":
        return str(key(ds.ConceptCodeSequence[0]))
    return str(ds.get("TextValue", ""))


@settings(max_examples=60, deadline=None)
@given(children=st.lists(TREES, max_size=4), syntax=SYNTAXES)
def test_what_is_written_is_read(children: list[Dataset], syntax: str) -> None:
    ds = document(children, SpecificCharacterSet="ISO_IR 192")
    expected = flat(ds)
    with TemporaryDirectory() as folder:
        found = read_sr(written(Path(folder) / "sr", ds, syntax))
    read = []
    for one in found.items:
        shown = one.value
        assert one.concept
        if one.measured:
            unit = one.measured[0].unit
            assert unit
            shown = f"{one.measured[0].value} {(unit.value, unit.scheme, unit.meaning)}"
        if one.codes:
            shown = str((one.codes[0].value, one.codes[0].scheme, one.codes[0].meaning))
        concept = (one.concept.value, one.concept.scheme, one.concept.meaning)
        read.append((one.position, one.value_type, concept, shown))
    assert read == expected
    lines = rendered(found).splitlines()
    assert sum(line.lstrip().startswith("1") for line in lines) >= len(expected)
    held = {at for one in measurements(found) for at in (one.position, *one.also_at)}
    assert held == {one[0] for one in expected if one[1] == "NUM"}


SAMPLES = [
    path.read_bytes()
    for path in sorted((SAMPLE_MEDIA / "incoming").rglob("*"))
    if path.is_file() and ("cad findings" in path.name or path.name == "echo report.dcm")
]
DAMAGES = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255), st.sampled_from("xcdi")),
    min_size=1,
    max_size=6,
)


def damaged(data: bytes, damages: list[tuple[float, int, str]]) -> bytes:
    """The bytes with some changed, cut off, doubled or put in."""
    changed = bytearray(data)
    for place, byte, how in damages:
        at = 140 + int(place * (len(changed) - 140))
        if how == "x":
            changed[at] ^= byte or 1
        elif how == "c":
            del changed[at : at + byte]
        elif how == "d":
            changed[at:at] = changed[at : at + byte]
        else:
            changed[at:at] = bytes([byte])
    return bytes(changed)


@settings(max_examples=300, deadline=10_000)
@given(data=st.sampled_from(SAMPLES), damages=DAMAGES)
def test_damaged_bytes_give_a_document_or_our_own_error(
    data: bytes, damages: list[tuple[float, int, str]]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sr"
        path.write_bytes(damaged(data, damages))
        try:
            found = read_sr(path)
        except DamagedFileSet:
            return
    assert len(rendered(found).splitlines()) >= len(found.items)
    assert msgspec.json.encode(sr_report(found))
    assert table(found).names
