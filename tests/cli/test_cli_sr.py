"""``dicom-fileset sr``: text, tables and JSON; whatever the file, an answer and no traceback."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from foreign_files import SAMPLE_MEDIA
from jsonschema import Draft202012Validator
from sr_documents import deep, document, text, written

Run = Callable[..., Any]
ECHO = SAMPLE_MEDIA / "incoming" / "cardiology" / "echo lefevre" / "echo report.dcm"
CAD = SAMPLE_MEDIA / "incoming" / "mammography" / "cad findings"


@pytest.fixture(scope="session")
def validator(run: Run) -> Draft202012Validator:
    schema = run("schema", "sr").json()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def rows_of(ran: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(ran.out)))


def test_an_echo_report_as_text_with_its_table(run: Run) -> None:
    ran = run("sr", ECHO)
    assert (ran.status, ran.err) == (0, "")
    assert (
        "Template: TID 5200 Adult Echocardiography Procedure Report, by its root concept" in ran.out
    )
    assert "  1.6.2.2  Left Ventricle Internal End Diastolic Dimension: 5.12837462 cent" in ran.out
    assert "19 rows" in ran.out
    line = next(one for one in ran.out.splitlines() if one.startswith("1.6.3.4"))
    assert line.split()[1:5] == ["Left", "ventricle", "2D", "mode"]


def test_measurements_for_spreadsheets(run: Run) -> None:
    ran = run("sr", ECHO, "--csv")
    rows = rows_of(ran)
    assert (ran.status, len(rows)) == (0, 19)
    assert rows[4]["site_code"] == "87878005|SCT"
    assert (rows[4]["value"], rows[4]["unit"]) == ("5.12837462", "cm")


def test_findings_for_spreadsheets(run: Run) -> None:
    density, cluster = rows_of(run("sr", CAD, "--csv"))
    assert (density["certainty"], density["certainty_unit"]) == ("88", "%")
    assert density["rendering_intent_code"] == "111150|DCM"
    assert density["places"].startswith("Center: POINT 70/96 on 2.25.")
    assert cluster["details"] == "Number of calcifications: 5 no units"


def test_other_documents_for_spreadsheets(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path / "sr", document([text('say "a, b"\nand c')]))
    rows = rows_of(run("sr", path, "--csv"))
    assert [one["value"] for one in rows] == ["", 'say "a, b"\nand c']


@pytest.mark.parametrize("path", [ECHO, CAD], ids=["echo", "cad"])
def test_json_is_as_the_schema_says(run: Run, validator: Draft202012Validator, path: Path) -> None:
    report = run("sr", path, "--json").json()
    validator.validate(report)
    assert report["document"]["items"][0]["position"] == "1"
    assert bool(report["measurements"]) == (path == ECHO)
    assert bool(report["cad_findings"]) == (path == CAD)


def test_what_is_amiss_is_the_status(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path / "sr", document([text("odd", "MAY BE")]))
    ran = run("sr", path)
    assert ran.status == 1
    assert "sr-relationship-unknown" in ran.out
    assert run("sr", path, "--json").status == 1


def test_ten_thousand_levels(run: Run, tmp_path: Path, validator: Draft202012Validator) -> None:
    path = tmp_path / "deep"
    path.write_bytes(deep(10_000))
    assert run("sr", path).out.count("\n") > 10_000
    assert len(rows_of(run("sr", path, "--csv"))) == 10_001
    report = run("sr", path, "--json").json()
    assert len(report["document"]["items"]) == 10_001
    assert {one["code"] for one in report["findings"]} == {"sr-nested-deep", "sr-template-unknown"}
    report["document"]["items"] = report["document"]["items"][-3:]
    validator.validate(report)


@pytest.mark.parametrize("how", [(), ("--json",), ("--csv",)])
def test_what_is_no_sr_is_said(
    run: Run, tmp_path: Path, validator: Draft202012Validator, how: tuple[str, ...]
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("hello")
    image = SAMPLE_MEDIA / "incoming" / "radiology"
    for path in (note, tmp_path / "missing", image, tmp_path):
        ran = run("sr", path, *how)
        assert ran.status == 3
        if how == ("--json",):
            validator.validate(ran.json())


def test_no_text_steers_the_terminal(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path / "sr", document([text("a\x1b[2Jb\x9b1mc\r\nd")], PatientID="\x07X"))
    out = run("sr", path).out
    assert "\x1b" not in out
    assert "\x9b" not in out
    assert "\x07" not in out
    assert r"a\x1b[2Jb" in out


def test_a_wrong_call(run: Run) -> None:
    assert run("sr").status == 2
    assert run("sr", ECHO, "--json", "--csv").status == 2
    assert run("sr", ECHO, "--xml").status == 2
    assert run("sr", "--help").status == 0
