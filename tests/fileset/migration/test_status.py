"""How far a migration is, asked of its journal: while it runs, and of one that is damaged."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from dicom_fileset.errors import Refused
from dicom_fileset.migration.account.answering import status_of
from dicom_fileset.migration.journal import Journal, is_at_work
from dicom_fileset.migration.running import PAUSED
from hypothesis import given, settings
from hypothesis import strategies as st
from made_journals import BEGUN, Row, journal_of

ROWS = st.lists(
    st.tuples(
        st.integers(0, 2**40),
        st.sampled_from(["transcoded", "kept", "failed", "left", None]),
        st.sampled_from([None, "truncated", "not-dicom"]),
        st.floats(BEGUN, BEGUN + 600),
        st.sampled_from([1, 2]),
        st.sampled_from(["local", "tcp://a", "tcp://b"]),
    ).map(
        lambda drawn: Row(
            size=drawn[0],
            outcome=drawn[1],
            code=drawn[2],
            at=drawn[3],
            session=drawn[4],
            worker=drawn[5],
        )
    ),
    max_size=30,
)
TWO = ((BEGUN, None, 0.0), (BEGUN - 5000, BEGUN - 4000, 700.0))


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_all_files_are_counted(tmp_path_factory: pytest.TempPathFactory, rows: list[Row]) -> None:
    path = journal_of(tmp_path_factory.mktemp("j") / "j.sqlite", rows, TWO)
    found = status_of(str(path))
    done = [row for row in rows if row.outcome]
    assert found.files == len(done)
    assert found.all_files == len(rows)
    assert found.bytes_in == sum(row.size for row in done)
    assert found.all_bytes == sum(row.size for row in rows)
    assert sum(one.files for one in found.outcomes) == len(rows)
    for one in found.outcomes:
        some = [
            row
            for row in rows
            if (row.outcome or "waiting") == one.outcome and (row.code or "") == one.code
        ]
        assert (one.files, one.bytes_in) == (len(some), sum(row.size for row in some))
    for session in found.sessions:
        some = [row for row in done if row.session == session.number]
        assert session.files == len(some)
        assert session.workers == len({row.worker for row in some})
    killed, ended = found.sessions
    lasts = [row.at - BEGUN for row in done if row.session == 1 and row.at]
    assert killed.seconds == pytest.approx(max(lasts, default=0), abs=1e-5)
    assert ended.seconds == 700.0
    assert found.state == ("finished" if len(done) == len(rows) else "stopped")


def test_rates_are_of_the_last_minutes_and_of_all_sessions(tmp_path: Path) -> None:
    slow = [Row(size=100, at=BEGUN + second, session=1) for second in range(100)]
    fast = [Row(size=100, at=BEGUN + 9000 + second / 10, session=2) for second in range(10_000)]
    left = [Row(size=100, outcome=None)] * 500
    sessions = ((BEGUN, BEGUN + 1000, 1000.0), (BEGUN + 9000, None, 0.0))
    path = journal_of(tmp_path / "j.sqlite", [*slow, *fast, *left], sessions)
    found = status_of(str(path))
    assert found.recent is not None
    assert found.recent.files == pytest.approx(10, rel=0.01)
    assert found.recent.bytes == pytest.approx(1000, rel=0.01)
    assert found.recent.seconds == pytest.approx(300)
    assert found.mean is not None
    assert found.mean.files == pytest.approx(10_100 / 1999.9)
    assert found.remaining_seconds == pytest.approx(500 / found.mean.files)
    with Journal(str(path)):
        assert status_of(str(path)).remaining_seconds == pytest.approx(50, rel=0.01)


def test_it_says_whether_anybody_is_at_work(tmp_path: Path) -> None:
    path = journal_of(tmp_path / "j.sqlite", [Row(), Row(outcome=None)])
    assert status_of(str(path)).state == "stopped"
    assert not is_at_work(str(path))
    with Journal(str(path)) as journal:
        assert status_of(str(path)).state == "running"
        journal.note(PAUSED, "there is no room at the destination")
        found = status_of(str(path))
        assert (found.state, found.why) == ("paused", "there is no room at the destination")
    assert status_of(str(path)).state == "stopped"
    new = journal_of(tmp_path / "new.sqlite", [], (), terms=None, destination=None, finished=None)
    assert status_of(str(new)).state == "looked at"


def test_what_is_not_committed_is_not_told(tmp_path: Path) -> None:
    path = journal_of(tmp_path / "j.sqlite", [Row()])
    with Journal(str(path)) as journal, journal.change() as data:
        data.execute("UPDATE file SET size = 7")
        assert status_of(str(path)).all_bytes == 1000
    assert status_of(str(path)).all_bytes == 7


def test_nothing_can_be_written_beside_it(tmp_path: Path) -> None:
    path = journal_of(tmp_path / "j.sqlite", [Row()])
    (tmp_path / "j.sqlite-shm").mkdir()  # so that nobody can make that file, root neither
    assert status_of(str(path)).files == 1


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE file SET size = 'much'",
        "UPDATE file SET outcome = x'ff'",
        "UPDATE file SET worker = CAST(x'ff' AS TEXT)",
        "UPDATE session SET begun = 'once'",
        "UPDATE fact SET value = '{' WHERE name = 'sources'",
        "UPDATE fact SET value = '[7]' WHERE name = 'sources'",
        "UPDATE fact SET value = '7' WHERE name = 'command'",
        "DROP TABLE session",
        "ALTER TABLE file RENAME TO other; CREATE VIEW file AS SELECT * FROM other",
        "ALTER TABLE file ADD COLUMN more",
        "PRAGMA user_version = 99",
        "PRAGMA application_id = 7",
    ],
)
def test_a_damaged_or_foreign_journal_is_refused(tmp_path: Path, spoil: str) -> None:
    path = journal_of(tmp_path / "j.sqlite", [Row()], command={"words": ["migrate"], "folder": "/"})
    with closing(sqlite3.connect(path)) as data:
        data.executescript(spoil)
    if "command" in spoil or "finished" in spoil:
        with closing(sqlite3.connect(path)) as data, data:
            data.execute("DELETE FROM fact WHERE name = 'finished'")
    with pytest.raises(Refused) as told:
        status_of(str(path))
    assert told.value.finding.code == "journal-unusable"


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=64), st.integers(0, 1))
def test_any_bytes_are_refused_or_read(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, whole: int
) -> None:
    path = journal_of(tmp_path_factory.mktemp("j") / "j.sqlite", [Row()] * 20)
    data = bytearray(path.read_bytes())
    at = int.from_bytes(junk[:3], "big") % len(data)
    data[at : at + len(junk)] = junk
    path.write_bytes(bytes(data) if whole else bytes(data[:at]))
    with suppress(Refused):
        status_of(str(path))


def test_what_is_no_journal_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no such journal"):
        status_of(str(tmp_path / "none.sqlite"))
    with pytest.raises(Refused, match="no such journal"):
        status_of(str(tmp_path))
    (tmp_path / "text").write_text("no database\n" * 200, encoding="ascii")
    with pytest.raises(Refused, match="not a database"):
        status_of(str(tmp_path / "text"))
    (tmp_path / "empty").touch()
    with pytest.raises(Refused, match="no journal"):
        status_of(str(tmp_path / "empty"))
