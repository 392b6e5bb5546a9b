"""Whatever is said of a measurement or a finding stands in its row, in a column or as a detail."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from dicom_fileset import read_sr
from dicom_fileset.sr import cad_summaries, extracted
from dicom_fileset.sr.concepts import (
    ALGORITHM_NAME,
    ALGORITHM_PARAMETERS,
    CERTAINTY_OF_FINDING,
    DERIVATION,
    DETECTION_PERFORMED,
    FINDING_SITE,
    IMAGE_MODE,
    METHOD,
    RENDERING_INTENT,
    SELECTION_STATUS,
    SINGLE_IMAGE_FINDING,
    SUMMARY_OF_DETECTIONS,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.dataset import Dataset
from sr_documents import code_item, container, content, document, number, text, written

CONCEPTS = st.sampled_from(
    [
        FINDING_SITE,
        IMAGE_MODE,
        METHOD,
        DERIVATION,
        SELECTION_STATUS,
        RENDERING_INTENT,
        ALGORITHM_NAME,
        ALGORITHM_PARAMETERS,
        CERTAINTY_OF_FINDING,
        ("G-C0E3", "SRT"),
        ("1", "99X"),
    ]
)
RELATIONSHIPS = st.sampled_from(["HAS CONCEPT MOD", "HAS PROPERTIES", "INFERRED FROM", "CONTAINS"])
Shape = tuple[str, tuple[str, str], str, list["Shape"]]
SHAPES: st.SearchStrategy[list[Shape]] = st.lists(
    st.recursive(
        st.tuples(RELATIONSHIPS, CONCEPTS, st.sampled_from(["CODE", "TEXT"]), st.just([])),
        lambda below: st.tuples(
            RELATIONSHIPS, CONCEPTS, st.sampled_from(["CODE", "TEXT"]), st.lists(below, max_size=3)
        ),
        max_leaves=5,
    ),
    max_size=4,
)


def built(shapes: list[Shape], numbers: Iterator[int]) -> list[Dataset]:
    """Items of these shapes, each with a value that no other has."""
    made = []
    for relationship, key, value_type, below in shapes:
        concept, value = (*key, "concept"), f"value-{next(numbers)}-"
        children = built(below, numbers)
        if value_type == "CODE":
            made.append(code_item(relationship, concept, (value, "99X", value), *children))
        else:
            made.append(content(relationship, "TEXT", concept, children, TextValue=value))
    return made


def rows_of(title: tuple[str, str, str], *children: Dataset) -> str:
    with TemporaryDirectory() as folder:
        rows = extracted(read_sr(written(Path(folder) / "sr", document(children, title))))
    return msgspec.json.encode(rows).decode()


@settings(max_examples=60, deadline=None)
@given(shapes=SHAPES)
def test_of_a_measurement(shapes: list[Shape]) -> None:
    numbers = count()
    measured = number(("1", "99X", "Size"), "5", children=built(shapes, numbers))
    title = ("125200", "DCM", "Adult Echocardiography Procedure Report")
    rows = rows_of(title, container(("1", "99X", "Group"), measured))
    assert [value for value in range(next(numbers)) if f"value-{value}-" not in rows] == []


@settings(max_examples=60, deadline=None)
@given(shapes=SHAPES)
def test_of_a_container_whose_measurement_says_nothing(shapes: list[Shape]) -> None:
    numbers = count()
    said: list[Shape] = [("HAS CONCEPT MOD", *shape[1:]) for shape in shapes[:2]]
    title = ("125200", "DCM", "Adult Echocardiography Procedure Report")
    measured = number(("1", "99X", "Size"), "5")
    rows = rows_of(title, container(("1", "99X", "Group"), measured, *built(said, numbers)))
    assert [value for value in range(next(numbers)) if f"value-{value}-" not in rows] == []


@settings(max_examples=60, deadline=None)
@given(shapes=SHAPES)
def test_of_a_finding(shapes: list[Shape]) -> None:
    numbers = count()
    kind = (*SINGLE_IMAGE_FINDING, "Single Image Finding")
    finding = code_item("CONTAINS", kind, ("1", "99X", "Mass"), *built(shapes, numbers))
    rows = rows_of(("111036", "DCM", "Mammography CAD Report"), finding, text("beside"))
    assert [value for value in range(next(numbers)) if f"value-{value}-" not in rows] == []


@settings(max_examples=60, deadline=None)
@given(shapes=SHAPES)
def test_of_what_was_performed(shapes: list[Shape]) -> None:
    numbers = count()
    done = code_item(
        "CONTAINS",
        (*DETECTION_PERFORMED, "Detection Performed"),
        ("1", "99X", "Mass"),
        *built(shapes, numbers),
    )
    summary = code_item(
        "CONTAINS", (*SUMMARY_OF_DETECTIONS, "Summary"), ("1", "99X", "Done"), done, text("so")
    )
    with TemporaryDirectory() as folder:
        found = read_sr(written(Path(folder) / "sr", document([summary])))
    rows = msgspec.json.encode(cad_summaries(found)).decode()
    assert [value for value in range(next(numbers)) if f"value-{value}-" not in rows] == []
    assert '"so"' in rows
