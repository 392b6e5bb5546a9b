"""The index of all volumes: right, readable by others, and silent of patients unless asked."""

import csv
import json
from pathlib import Path
from typing import Any

import html5lib
import msgspec
import pytest
from dicom_fileset.migration.journal import Journal
from dicom_fileset.migration.paths import WORK_FOLDER
from dicom_fileset.migration.volumes.building import build_volumes
from dicom_fileset.migration.volumes.index import html
from dicom_fileset.migration.volumes.report import (
    LeftOut,
    Share,
    StudyRow,
    VolumeRow,
    VolumesReport,
)
from dicom_fileset.migration.volumes.terms import VolumeTerms
from file_sets import NAMES, Place
from jsonschema import Draft202012Validator
from pydicom import dcmread
from staging import Row, stage

ROWS = [
    Row(Place(patient, 1, series, number), size=70_000)
    for patient in (1, 2, 3)
    for series in (1, 2)
    for number in (1, 2, 3)
]


def built(folder: Path, *, index_patients: bool = False) -> tuple[Path, VolumesReport]:
    stage(folder / "dest", folder / "journal.sqlite", ROWS)
    terms = VolumeTerms(1_640_000, index_patients=index_patients)
    with Journal(str(folder / "journal.sqlite")) as journal:
        return folder / "dest", build_volumes(journal, str(folder / "dest"), terms)


def truth(dest: Path) -> dict[str, dict[str, int]]:
    """Of each study the instances on each volume, by the files themselves."""
    found: dict[str, dict[str, int]] = {}
    for path in dest.glob("VOLUME_*/DICOM/**/I*"):
        on = found.setdefault(dcmread(path).StudyInstanceUID, {})
        label = path.relative_to(dest).parts[0]
        on[label] = on.get(label, 0) + 1
    return found


def test_all_three_say_on_which_volumes_each_study_is(tmp_path: Path) -> None:
    dest, report = built(tmp_path)
    expected = truth(dest)
    assert len(expected) == 3
    assert max(map(len, expected.values())) > 1
    document = json.loads((dest / "volumes.json").read_text())
    assert {
        one["study_instance_uid"]: {x["volume"]: x["instances"] for x in one["volumes"]}
        for one in document["studies"]
    } == expected
    with (dest / "volumes.csv").open(newline="") as stream:
        lines = list(csv.DictReader(stream))
    by_study: dict[str, dict[str, int]] = {}
    for line in lines:
        on = by_study.setdefault(line["study_instance_uid"], {})
        on[line["volume"]] = int(line["instances_on_volume"])
        assert int(line["instances_of_study"]) == 6
    assert by_study == expected
    assert page_rows((dest / "volumes.html").read_text()) == {
        uid: " ".join(
            f"{label} ({number})," if len(on) > 1 else label for label, number in sorted(on.items())
        ).rstrip(",")
        for uid, on in expected.items()
    }
    assert report.volumes == msgspec.convert(document, VolumesReport).volumes


def page_rows(text: str) -> dict[str, str]:
    """By Study Instance UID what the page says of its volumes."""
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    body = tree.findall(".//tbody")[-1]
    rows = [["".join(cell.itertext()) for cell in row] for row in body]
    return {row[-1]: row[-4] for row in rows}


@pytest.mark.parametrize("asked", [False, True])
def test_patients_are_named_only_where_that_is_asked(asked: bool, tmp_path: Path) -> None:
    dest, _ = built(tmp_path, index_patients=asked)
    for name in ("volumes.html", "volumes.csv", "volumes.json"):
        text = (dest / name).read_text()
        family = [one.split("^")[0] for one in NAMES[1:4]]
        assert [one in text for one in (*family, "ID1", "ID2")] == [asked] * 5, name
    assert "Brown, Bruno" in (dest / "volumes.html").read_text() or not asked


def test_the_document_is_as_its_schema_says(tmp_path: Path) -> None:
    dest, _ = built(tmp_path)
    schema: dict[str, Any] = msgspec.json.schema(VolumesReport)
    Draft202012Validator(schema).validate(json.loads((dest / "volumes.json").read_text()))


def test_no_text_of_a_file_is_markup_or_a_formula() -> None:
    study = StudyRow("=1+1", "20240131", ("<b>",), (Share("V_0001", 1, 1),), 1, 1, "<i>", "=cmd()")
    volume = VolumeRow("V_0001", "1.2", 10, 20, 0.5, 1, 1, 1, 1)
    aside = LeftOut("a/b.dcm", "1.2.3", "uid-invalid", "<script>alert(1)</script>")
    report = VolumesReport("", 700_000_000, (volume,), (study,), 0, (aside,))
    page = html(report)
    assert "<b>" not in page
    assert "<script" not in page
    assert "&lt;i&gt;" in page
    html5lib.HTMLParser(strict=True).parse(page)


def test_nothing_half_done_is_left_beside_the_volumes(tmp_path: Path) -> None:
    dest, report = built(tmp_path)
    (dest / WORK_FOLDER).rmdir()
    names = {f"volumes.{ending}" for ending in ("html", "csv", "json")}
    assert {path.name for path in dest.iterdir()} == names | {one.label for one in report.volumes}
