"""The account of a migration: a page that a strict parser reads, and a table that says the same."""

import csv
from pathlib import Path
from typing import Any

import html5lib
import pytest
from dicom_fileset.errors import Refused, UsageError
from dicom_fileset.ledger import Ledger
from dicom_fileset.ledger.keeping import kept_in
from dicom_fileset.migration.account.account import Account, account_of
from dicom_fileset.migration.account.evidence import evidence_of_session
from dicom_fileset.migration.account.files import report_places, write_report
from dicom_fileset.migration.account.page import page_of
from dicom_fileset.migration.account.rates import rates
from dicom_fileset.migration.account.reading import journal_read
from dicom_fileset.migration.account.status import Session
from dicom_fileset.migration.account.table import HEADS
from dicom_fileset.migration.account.verdict import verdict_of
from dicom_fileset.migration.journal import Journal
from hypothesis import given, settings
from hypothesis import strategies as st
from made_journals import BEGUN, CT, EXPLICIT, HTJ2K, Row, journal_of

HOSTILE = "=cmd()<script>alert(1)</script>\x1b[2J"
ALL = [
    *[Row(at=BEGUN + number / 10) for number in range(40)],
    Row(outcome="kept", size_out=1000, modality="US"),
    Row(outcome="carried", code="pixel-data-damaged", reason="-1+1|cmd", size_out=1000),
    *[Row(outcome="failed", code="truncated", reason="It ends.")] * 12,
    Row(HOSTILE, outcome="put aside", code="codec-crashed", reason=HOSTILE),
    Row(b"M\xfcller", outcome="left", code="not-dicom", reason=b"M\xfcller"),
    Row("", outcome=None),
]


def parsed(page: str) -> Any:
    """The page, by a parser that forgives nothing."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def account(path: Path) -> Account:
    """What a journal says."""
    with journal_read(str(path)) as journal:
        return account_of(journal)


def cells(tree: Any, heading: str) -> list[list[str]]:
    """The rows of the table of a caption that begins so."""
    for table in tree.iter("table"):
        if table.find("caption").text.startswith(heading):
            rows = table.findall("./tbody/tr")
            return [["".join(cell.itertext()) for cell in row] for row in rows]
    raise AssertionError(heading)


def test_the_page_says_what_the_journal_says(tmp_path: Path) -> None:
    path = journal_of(tmp_path / "j.sqlite", ALL)
    page = page_of(account(path))
    tree = parsed(page)
    assert not list(tree.iter("script"))
    assert "\x1b" not in page
    outcomes = {(row[0].split(":")[0].split(",")[0], row[1]): row[2] for row in cells(tree, "By")}
    assert outcomes["transcoded", "-"] == "40"
    assert outcomes["failed", "truncated"] == "12"
    assert cells(tree, "Modalities") == [
        ["CT", "55", "41", "41.0 kB", "17.0 kB", "59 %"],
        ["US", "1", "1", "1.00 kB", "1.00 kB", "0 %"],
    ]
    assert cells(tree, "Transfer syntaxes")[0][:3] == [
        "ExplicitVRLittleEndian",
        "HTJ2KLossless",
        "40",
    ]
    assert [row[2] for row in cells(tree, "Before and after")] == ["1", "1", "1", "42"]
    named = [row[0] for row in cells(tree, "The first of them")]
    assert len(named) == 10
    assert "And 2 more" in page
    assert "M\N{REPLACEMENT CHARACTER}ller" in page


def test_each_plot_is_told_and_has_its_table(tmp_path: Path) -> None:
    tree = parsed(page_of(account(journal_of(tmp_path / "j.sqlite", ALL))))
    figures = list(tree.iter("figure"))
    assert len(figures) == 5
    for figure in figures:
        [drawn] = [one for one in figure if one.tag.endswith("svg")]
        assert {one.tag.rsplit("}")[-1] for one in drawn} >= {"title", "desc"}
        assert drawn.get("role") == "img"
    assert len(list(tree.iter("table"))) >= len(figures)


@pytest.mark.parametrize(
    ("rows", "tone"),
    [
        ([Row()] * 3, "good"),
        ([Row(), Row(outcome="carried", code="pixel-data-damaged")], "care"),
        ([Row(), Row(outcome=None)], "care"),
        ([Row(), Row(outcome="failed", code="truncated")], "bad"),
        ([Row(), Row(outcome="put aside", code="codec-crashed")], "bad"),
        ([], "good"),
    ],
)
def test_the_verdict_is_good_only_where_all_is_there(
    tmp_path: Path, rows: list[Row], tone: str
) -> None:
    found = account(journal_of(tmp_path / "j.sqlite", rows))
    assert verdict_of(found).tone == tone
    assert (found.report.exit_status == 0) == (tone == "good")
    parsed(page_of(found))


def test_a_journal_of_nothing_has_a_page(tmp_path: Path) -> None:
    path = tmp_path / "j.sqlite"
    journal_of(path, [], (), terms=None, destination=None, finished=None)
    assert "Nothing was migrated" in page_of(account(path))
    parsed(page_of(account(path)))


def test_the_table_has_every_file(tmp_path: Path) -> None:
    path = journal_of(tmp_path / "j.sqlite", ALL)
    places = report_places(str(tmp_path / "made"), str(path))
    write_report(str(path), places)
    data = Path(places.table).read_bytes()
    assert data.count(b"\r\n") == len(ALL) + 1
    table = list(csv.DictReader(data.decode("utf-8").splitlines(keepends=True)))
    assert tuple(table[0]) == HEADS
    assert len(table) == len(ALL)
    first, waiting = table[0], table[-1]
    assert first["source"] == "/archive/ct/1.dcm"
    assert first["destination"] == "/new/ct/1.dcm"
    assert (first["syntax_in"], first["syntax_out"]) == (EXPLICIT, HTJ2K)
    assert first["sha256_out"] == bytes(range(32)).hex()
    assert first["modified"] == "2017-07-14T02:40:00.123Z"
    assert first["settled"] == "2027-01-15T08:00:00.000Z"
    assert (waiting["outcome"], waiting["destination"], waiting["settled"]) == ("waiting", "", "")
    left, aside, carried = table[-2], table[-3], table[41]
    assert left["source"] == "/archive/ct/M\\udcfcller"
    assert aside["reason"].startswith("'=cmd()")
    assert carried["reason"] == "'-1+1|cmd"
    assert sum(int(row["size"]) for row in table) == sum(row.size for row in ALL)


def test_where_a_report_goes(tmp_path: Path) -> None:
    path = journal_of(tmp_path / "j.sqlite", [Row()])
    journal = str(path)
    names = [Path(one).name for one in report_places(str(tmp_path / "a.b"), journal)]
    assert names == ["a.b.html", "a.b.csv"]
    for ending in (".html", ".csv"):
        names = [Path(one).name for one in report_places(str(tmp_path / f"a{ending}"), journal)]
        assert names == ["a.html", "a.csv"]
    names = [Path(one).name for one in report_places(str(tmp_path), journal)]
    assert names == ["report.html", "files.csv"]
    (tmp_path / "taken.html").mkdir()
    for wrong in (tmp_path / "none" / "a", tmp_path / "taken"):
        with pytest.raises(UsageError):
            report_places(str(wrong), journal)
    with pytest.raises(UsageError, match="source"):
        report_places(str(tmp_path / "a"), journal, [str(tmp_path)])


def test_what_stood_there_stands_until_all_is_written(tmp_path: Path) -> None:
    path = journal_of(tmp_path / "j.sqlite", [Row(size=-1, name="x")])
    places = report_places(str(tmp_path / "made"), str(path))
    Path(places.page).write_text("before", encoding="utf-8")
    with Journal(str(path)) as journal, journal.change() as data:
        data.execute("UPDATE file SET size = 'much'")
    with pytest.raises(Refused):
        write_report(str(path), places)
    assert Path(places.page).read_text(encoding="utf-8") == "before"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["j.sqlite", "made.html"]


MOMENTS = st.lists(st.tuples(st.integers(1, 3), st.floats(0, 5000)), max_size=40)


@settings(max_examples=40, deadline=None)
@given(MOMENTS, st.lists(st.floats(0.5, 5000), min_size=3, max_size=3))
def test_rates_come_to_all_files(
    tmp_path_factory: pytest.TempPathFactory, moments: list[tuple[int, float]], took: list[float]
) -> None:
    begun = [BEGUN, BEGUN - 1e6, BEGUN - 5e5]  # somebody set the clock
    rows = [
        Row(at=begun[session - 1] + min(at, took[session - 1]), session=session, size=10)
        for session, at in moments
    ]
    folder = tmp_path_factory.mktemp("j")
    path = journal_of(folder / "j.sqlite", rows, [(at, at + 1, 1.0) for at in begun])
    sessions = [
        Session(number, begun[number - 1], 1.0, took[number - 1], 2, "local", "", 1, 0, 0, 0)
        for number in (1, 2, 3)
    ]
    with journal_read(str(path)) as journal:
        found = rates(journal, sessions)
    edge = 0.0
    for number, (some, seconds) in enumerate(zip(found, took, strict=True), 1):
        files = size = 0.0
        begin = edge
        for one in some:
            width = 2 * (one.at - begin)
            files, size, begin = files + one.files * width, size + one.bytes * width, begin + width
        edge += seconds
        assert begin == pytest.approx(edge)
        assert files == pytest.approx(sum(row.session == number for row in rows), abs=1e-3)
        assert size == pytest.approx(10 * files, abs=1e-2)
    assert sum(map(len, found)) <= 130


def test_the_ledger_gets_what_was_proven_in_the_session(tmp_path: Path) -> None:
    damaged = '[{"code": "incomplete", "severity": "error"}]'
    rows = [
        Row(session=1),
        *[Row(session=2)] * 3,
        Row(session=2, lossless=0),
        Row(session=2, outcome="kept"),
        Row(session=2, outcome="carried", findings=damaged),
        Row(session=2, outcome="failed", code="truncated"),
        Row(session=2, outcome=None),
    ]
    path = journal_of(tmp_path / "j.sqlite", rows, ((BEGUN, BEGUN, 1.0), (BEGUN, BEGUN, 1.0)))
    with kept_in(tmp_path / "ledger.sqlite"), Journal(str(path)) as journal:
        assert evidence_of_session(journal, 2, 1) == ()
    found = {
        (one.performed.transfer_syntax_uid, one.performed.proof): one
        for one in Ledger(tmp_path / "ledger.sqlite").tallies()
    }
    counts = {key: one.count for key, one in found.items()}
    assert counts == {
        (HTJ2K, "decoded equal"): 3,
        (HTJ2K, "decoded near"): 1,
        (EXPLICIT, "bytes equal"): 1,
    }
    for one in found.values():
        assert (one.role, one.activity, one.performed.sop_class_uid) == ("", "migrate", CT)
