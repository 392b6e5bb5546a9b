"""The ledger under many writers, killed writers, and bytes that are not what was written."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import hypothesis.strategies as st
import pytest
from dicom_fileset import FileSetError, Ledger, Refused, UsageError
from dicom_fileset.ledger import Operation, Performed, Tally, keep, kept_in, ledger_here
from hypothesis import given, settings
from ledgers import CT, EXPLICIT, LEDGERS, full, ledger_of, tally

PROCESSES, EACH = 16, 12
APPENDER = """
import sys
from dicom_fileset.ledger import Ledger, Operation, Performed
for number in range(int(sys.argv[2])):
    operation = Operation(f"{sys.argv[3]}-{number}", "2026-11-30", "FSC", "create")
    row = Performed("1.2.840.10008.5.1.4.1.1.2", "1.2", "1.2", count=2)
    Ledger(sys.argv[1]).append(operation, [row] * 3)
"""
WRITER = """
import sys
from dicom_fileset.ledger import Ledger, Operation, Performed
ledger = Ledger(sys.argv[1])
for number in range(10**6):
    operation = Operation(f"{sys.argv[2]}-{number}", "2026-11-30", "FSC", "create")
    ledger.append(operation, [Performed("1.2.840.10008.5.1.4.1.1.2", "1.2", "1.2")] * 50)
    print(number, flush=True)
"""


def test_many_processes_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    command = [sys.executable, "-c", APPENDER, path, str(EACH)]
    writers = [subprocess.Popen([*command, str(number)]) for number in range(PROCESSES)]
    assert [one.wait(120) for one in writers] == [0] * PROCESSES
    found = {operation.identifier: done for operation, done in Ledger(path).operations()}
    assert found.keys() == {f"{w}-{n}" for w in range(PROCESSES) for n in range(EACH)}
    assert {len(done) for done in found.values()} == {3}
    [one] = Ledger(path).tallies()
    assert (one.count, one.operations) == (PROCESSES * EACH * 6, PROCESSES * EACH)


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
@pytest.mark.parametrize("milliseconds", [0, 3, 7, 20, 45])
def test_a_killed_writer_leaves_whole_operations(tmp_path: Path, milliseconds: int) -> None:
    path = tmp_path / "ledger"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, path, "a"], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(milliseconds / 1000)
        writer.send_signal(signal.SIGKILL)
        said = [int(line) for line in writer.stdout.read().splitlines() if line]
    found = list(Ledger(path).operations())
    assert len(found) >= max(said, default=0) + 1
    assert {len(done) for _, done in found} == {50}
    Ledger(path).append(Operation("b", "2026-11-30", "FSR", "read"), [Performed(CT, "1.2", "1.2")])
    assert len(list(Ledger(path).operations())) == len(found) + 1


def test_a_file_whose_writer_was_killed_at_once_is_an_empty_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    path.touch()
    assert Ledger(path).tallies() == ()
    assert list(Ledger(path).operations()) == []
    assert path.read_bytes() == b""
    ledger_of(path, full()[:1])
    assert len(Ledger(path).tallies()) == 1


@settings(deadline=None, max_examples=20)
@given(LEDGERS)
def test_what_goes_in_comes_out(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Tally]
) -> None:
    ledger = ledger_of(tmp_path_factory.mktemp("ledger") / "ledger", rows)
    if rows:
        found = {(one.role, one.activity, one.performed, one.profile, one.first) for one in rows}
        kept = {
            (operation.role, operation.activity, done, operation.profile, operation.date)
            for operation, [done] in ledger.operations()
        }
        assert kept == found
        assert sum(one.count for one in ledger.tallies()) == sum(one.count for one in rows)


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_damage_is_told_and_never_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("ledger") / "ledger"
    ledger_of(path, full()[:3])
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    before = path.read_bytes()
    with suppress(FileSetError):
        Ledger(path).tallies()
    with suppress(FileSetError):
        list(Ledger(path).operations())
    assert path.read_bytes() == before


def test_rows_that_are_none_of_ours_are_told(tmp_path: Path) -> None:
    for number, change in enumerate(
        (
            "UPDATE operation SET role = 'XYZ'",
            "UPDATE operation SET versions = x'00ff'",
            "UPDATE performed SET proof = 'hearsay'",
            "UPDATE performed SET count = 'many'",
            "UPDATE performed SET sop_class_uid = x'ff'",
            "DROP TABLE performed",
        )
    ):
        path = tmp_path / str(number)
        ledger_of(path, full()[:2])
        with sqlite3.connect(path) as connection:
            connection.execute(change)
        connection.close()
        with pytest.raises(Refused):
            Ledger(path).tallies()
        with pytest.raises(FileSetError):
            ledger_of(tmp_path / "new", []).merge(Ledger(path))
        assert not (tmp_path / "new").exists() or not Ledger(tmp_path / "new").tallies()


def test_what_counts_nothing_is_not_kept(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path / "ledger", full()[:1])
    with pytest.raises(Refused, match="counts no instance"):
        ledger.append(
            Operation("b", "2026-11-30", "FSR", "read"), [Performed(CT, "1.2", "1.2", count=0)]
        )
    assert len(ledger.tallies()) == 1


def test_merging(tmp_path: Path) -> None:
    one = ledger_of(tmp_path / "one", [tally("FSC", "create", CT, EXPLICIT)])
    with pytest.raises(UsageError):
        Ledger(tmp_path / "new").merge(Ledger(tmp_path / "none"))
    assert not (tmp_path / "new").exists()
    assert one.merge(one) == 0
    assert Ledger(tmp_path / "new").merge(one) == 1
    assert Ledger(tmp_path / "new").merge(one) == 0
    assert Ledger(tmp_path / "new").tallies() == one.tallies()


def test_turned_off_nothing_is_kept(tmp_path: Path) -> None:
    with kept_in("off"):
        assert ledger_here() is None
        assert keep("FSC", "create", [Performed(CT, EXPLICIT, EXPLICIT)]) == ()
    with kept_in(tmp_path / "new" / "ledger"):
        assert keep("FSC", "create", [Performed(CT, EXPLICIT, EXPLICIT)]) == ()
    assert len(Ledger(tmp_path / "new" / "ledger").tallies()) == 1
    with kept_in(tmp_path):
        [found] = keep("FSC", "create", [Performed(CT, EXPLICIT, EXPLICIT)])
    assert found.code == "ledger-not-written"
