"""Every code that a Finding may have has a row, and every row is sound."""

import ast
from collections.abc import Iterator
from pathlib import Path

import dicom_fileset
import pytest
from dicom_codecs.deviation import CODES as DEVIATIONS
from dicom_fileset.findings import CODES, finding
from dicom_fileset.model import Where
from dicom_fileset.plan import remark_findings
from dicom_fileset.scan.failure import ScanFailure
from dicom_fileset.scan.telling import scanned_finding

SOURCES = sorted(Path(dicom_fileset.__file__).parent.rglob("*.py"))
MAKERS = {"finding", "ScanFailure", "about_record", "refused"}
INNER = {"foreign"}
"""Codes that are caught where they are thrown, and are told to nobody."""
REMARKS = [
    "no-preamble",
    "no-file-meta",
    "no-transfer-syntax",
    "meta-implicit",
    "meta-group-length",
    "meta-incomplete",
    "meta-uid-differs",
    "vr-other-than-stated",
    "transfer-syntax-unknown",
    "transfer-syntax-not-for-files",
]


def nodes() -> Iterator[tuple[Path, ast.AST]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield path, node


def made() -> dict[str, str]:
    """Codes given to what makes Findings, with the place of one use."""
    found = {}
    for path, node in nodes():
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if name in MAKERS:
                for code in _constants(first):
                    found[code] = f"{path.name}:{node.lineno}"
    return found


def _constants(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)


def test_every_code_in_use_has_a_row() -> None:
    assert {code: place for code, place in made().items() if code not in {*CODES, *INNER}} == {}


def test_every_deviation_of_a_codec_has_a_row() -> None:
    assert sorted(DEVIATIONS - CODES.keys()) == []


@pytest.mark.parametrize("code", CODES)
def test_a_row_is_sound(code: str) -> None:
    severity, clause, remedy = CODES[code]
    assert severity in {"error", "warning", "note"}
    assert clause == "-" or clause.startswith(("PS3.", "IHE RAD TF-", "ECMA-119 "))
    assert remedy
    assert remedy.endswith((".", "=..."))
    found = finding(code, "What is.")
    assert (found.code, found.severity, found.where) == (code, severity, Where())


def test_a_code_without_row_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        finding("no-such-code", "")


@pytest.mark.parametrize("remark", REMARKS)
def test_every_remark_can_be_told(remark: str) -> None:
    from dicom_fileset.model import Instance, ParentKeys  # noqa: PLC0415

    one = Instance("path", 1, "1.2", "1.2.3", "1.2", ParentKeys(), (), b"", (remark,))
    assert [found.code for found in remark_findings(one)] == [remark]


def test_every_failure_of_a_scan_can_be_told() -> None:
    for code in made():
        if code in CODES:
            found = scanned_finding("path", ScanFailure(code, 7, "detail"))
            assert (found.code, found.where) == (code, Where("path", 7))
    for error in (OSError(), OSError(5, "Input/output error"), PermissionError(13, "No")):
        assert scanned_finding("path", error).code == "unreadable"
