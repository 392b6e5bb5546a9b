"""All formats say the same: each is parsed back by a reader of its own."""

import csv
import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element

import docx
import html5lib
import msgspec
import pytest
from dicom_fileset import UsageError
from dicom_fileset.conformance import Statement, statement_of
from dicom_fileset.conformance.document import document_of
from dicom_fileset.conformance.formats.csv import csv_of
from dicom_fileset.conformance.formats.docx import docx_of
from dicom_fileset.conformance.formats.html import html
from dicom_fileset.conformance.formats.json import json_of, statement_in
from dicom_fileset.conformance.formats.markdown import markdown
from dicom_fileset.conformance.parts import Table
from dicom_fileset.ledger import Tally
from hypothesis import given, settings
from ledgers import LEDGERS, NASTY, full

VENDOR = "Söhne & <Co> | *Ltd*"
Lines = list[list[str]]


@pytest.fixture(scope="module")
def statement() -> Statement:
    return statement_of(full(), vendor=VENDOR, title=NASTY)


def tables(statement: Statement) -> list[Table]:
    return [table for chapter in document_of(statement).chapters for table in chapter.tables]


def expected(statement: Statement) -> list[Lines]:
    """The cells of each table, evidence as numbers in brackets, controls as one blank."""
    return [
        [[plain(cell.text) + marks(cell.notes) for cell in row] for row in table.rows]
        for table in tables(statement)
    ]


def plain(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", text)


def marks(notes: tuple[int, ...]) -> str:
    return "".join(f"[{number}]" for number in notes)


def unescaped(cell: str) -> str:
    return re.sub(r"\\(.)", r"\1", re.sub(r"(?<!\\)\[\^(\d+)\]", r"[\1]", cell))


def split_markdown(text: str) -> list[Lines]:
    """Tables stand in paragraphs of their own, a head and a rule first."""
    found = []
    for block in text.split("\n\n"):
        lines = block.splitlines()
        if lines[0].startswith("|"):
            cells = [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines[2:]]
            found.append([[unescaped(cell.strip()) for cell in row] for row in cells])
    return found


def test_markdown(statement: Statement) -> None:
    text = statement.to_markdown()
    assert split_markdown(text) == expected(statement)
    used = set(re.findall(r"(?<!\\)\[\^(\d+)\](?!:)", text))
    told = re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE)
    assert used == set(told)
    assert len(told) == len(set(told))
    assert "\x1b" not in text


def text_of(cell: Element) -> str:
    links = [link.text for link in cell.iter("a")]
    return (cell.text or "") + "".join(f"[{one}]" for one in links)


def test_html(statement: Statement) -> None:
    page = html(statement)
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    found = [
        [[text_of(cell) for cell in row.iter("td")] for row in table.findall("./tbody/tr")]
        for table in tree.iter("table")
    ]
    none = [["None."]]
    assert found == [lines or none for lines in expected(statement)]
    identifiers = [one.get("id") for one in tree.iter() if one.get("id")]
    assert len(set(identifiers)) == len(identifiers)
    targets = {(one.get("href") or "").removeprefix("#") for one in tree.iter("a")}
    assert targets <= set(identifiers)
    assert not list(tree.iter("script"))
    for table in tree.iter("table"):
        rows = table.findall("./thead/tr")
        widths = {sum(int(head.get("colspan", "1")) for head in row) for row in rows}
        assert len(widths) == 1
        assert table.findtext("caption")


def test_csv(statement: Statement) -> None:
    rows = list(csv.reader(io.StringIO(csv_of(statement), newline="")))
    for table in tables(statement):
        _, *lines = [row[1:] for row in rows if row[0] == table.caption]
        wanted = [
            [cell.text + "".join(f" [{one}]" for one in cell.notes) for cell in row]
            for row in table.rows
        ]
        assert lines == wanted
    assert not any(re.match(r"[=+@\t\r]|-.", cell) for row in rows for cell in row)


def test_docx(statement: Statement) -> None:
    made = docx_of(statement)
    assert made == docx_of(statement)
    word = docx.Document(io.BytesIO(made))
    assert word.core_properties.author == VENDOR
    for table, wanted, kept in zip(
        word.tables, expected(statement), tables(statement), strict=True
    ):
        heads = 1 + bool(kept.groups)
        lines = [[cell.text for cell in row.cells] for row in table.rows]
        assert lines[heads - 1] == list(kept.columns)
        assert lines[heads:] == wanted
    body = word.element.body.xml
    links = set(re.findall(r'w:anchor="(evidence_\d+)"', body))
    marks = re.findall(r'w:bookmarkStart w:id="\d+" w:name="(evidence_\d+)"', body)
    assert links == set(marks)


def test_json(statement: Statement, tmp_path: Path) -> None:
    (tmp_path / "old.json").write_bytes(json_of(statement))
    assert statement_in(tmp_path / "old.json") == statement
    row = msgspec.json.decode(json_of(statement))["storage_sop_classes"][0]
    assert {"name", "sop_class_uid", "transfer_syntax_sets", "evidence"} <= row.keys()
    assert {row[cell] for cell in ("dimse_scu", "dimse_scp", "web_ua", "web_os")} == {"N"}


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff", b'{"title": 1}', b"[" * 10**6])
def test_what_is_no_statement_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "old.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="no statement"):
        statement_in(path)
    with pytest.raises(UsageError):
        statement_in(tmp_path)


@settings(deadline=None, max_examples=30)
@given(LEDGERS)
def test_any_ledger_can_be_told_in_any_format(rows: list[Tally]) -> None:
    statement = statement_of(rows)
    html5lib.HTMLParser(strict=True).parse(html(statement))
    assert split_markdown(markdown(statement)) == expected(statement)
    assert list(csv.reader(io.StringIO(csv_of(statement), newline="")))
    docx_of(statement)


def test_without_python_docx_it_is_said_what_to_install(
    statement: Statement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(UsageError, match=re.escape('pip install "dicom-fileset[docx]"')):
        docx_of(statement)


def test_libreoffice_opens_the_document(
    statement: Statement, need: Callable[..., None], tmp_path: Path
) -> None:
    need("soffice", "pdftotext")
    path = tmp_path / "statement.docx"
    path.write_bytes(docx_of(statement))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path],
        check=True,
        capture_output=True,
        timeout=120,
    )
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "statement.pdf", "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for word in ("Table N.1-1", "Table N.1-2", "Table N.1-3", "Comprehensive SR Storage", "Söhne"):
        assert word in text
