"""Codes of Findings: each that the source uses has a row, and each row is used somewhere."""

import ast
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import dicom_codecs
import dicom_fileset
import dicom_profiles
from dicom_fileset.errors import FileSetError
from dicom_fileset.exit_statuses import EXIT_STATUSES
from dicom_fileset.finding_tables.code import Code
from dicom_fileset.findings import CODES

PACKAGE = Path(str(dicom_fileset.__file__)).parent
TABLES = list((PACKAGE / "finding_tables").glob("*.py"))


def _trees(paths: Iterator[Path]) -> Iterator[ast.Module]:
    for path in paths:
        yield ast.parse(path.read_text(encoding="utf-8"))


def _used() -> set[str]:
    """Every string in the source but for the tables; a contradiction says what it is about."""
    ours = _strings(dicom_fileset)
    rules = {f"profile-{text}" for text in ours}
    return ours | rules | _strings(dicom_codecs) | _strings(dicom_profiles)


def _strings(package: ModuleType) -> set[str]:
    folder = Path(str(package.__file__)).parent
    sources = (path for path in folder.rglob("*.py") if path not in TABLES)
    return {
        node.value
        for tree in _trees(sources)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _named() -> set[str]:
    """Codes that Findings are made with by name."""
    calls = (
        node
        for tree in _trees(PACKAGE.rglob("*.py"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node.func) == "finding" and node.args
    )
    firsts = (call.args[0] for call in calls)
    return {one.value for one in firsts if isinstance(one, ast.Constant)}


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else ""


def test_each_code_that_is_used_has_a_row() -> None:
    assert _named() <= CODES.keys()


def test_each_row_is_used() -> None:
    assert CODES.keys() - _used() == set()


def test_rows_stand_in_one_table_only() -> None:
    keys = [
        key.value
        for tree in _trees(iter(TABLES))
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and _is_row(value)
    ]
    assert sorted(keys) == sorted(CODES)


def _is_row(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and _name(value.func) == "Code"


def test_rows_are_whole() -> None:
    for code, row in CODES.items():
        assert isinstance(row, Code), code
        assert row.clause, code
        assert row.remedy.endswith((".", "...")), code
        assert code == code.lower(), code


def test_errors_have_statuses_of_the_table() -> None:
    errors = [FileSetError, *FileSetError.__subclasses__()]
    assert {error.exit_status for error in errors} == {2, 3, 4} < EXIT_STATUSES.keys()
