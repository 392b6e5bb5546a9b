"""Nothing is Y without evidence, and what evidence goes, exactly its cells go."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from dicom_fileset import Ledger, Statement, conformance_statement
from dicom_fileset.conformance import statement_of
from dicom_fileset.conformance.uids import in_order
from dicom_fileset.ledger import Tally
from hypothesis import given, settings
from ledgers import CT, DIRECTORY, EXPLICIT, IMPLICIT, LEDGERS, SETS, full, ledger_of, tally

CELLS = ("fsc", "fsu", "fsr", "create", "display", "process", "archive")
ROLES = {"fsc": "FSC", "fsu": "FSU", "fsr": "FSR"}


def cells(statement: Statement) -> set[tuple[str, str, str]]:
    """Every cell that is not N."""
    return {
        (row.sop_class_uid, cell, getattr(row, cell))
        for row in statement.rows
        for cell in CELLS
        if getattr(row, cell) != "N"
    }


def performed(statement: Statement) -> set[tuple[str, str]]:
    """Every SOP Class with every transfer syntax that its sets name."""
    members = {one.abbreviation: one.members for one in statement.transfer_syntax_sets}
    return {
        (row.sop_class_uid, member.uid)
        for row in statement.rows
        for name in row.transfer_syntax_sets
        for member in members[name]
    }


@settings(deadline=None)
@given(LEDGERS)
def test_each_cell_has_its_evidence_and_no_other(rows: list[Tally]) -> None:
    statement = statement_of(rows)
    for row in statement.rows:
        proven = {cell for one in row.evidence for cell in one.cells}
        assert proven == {cell for cell in CELLS if getattr(row, cell) != "N"}
        assert {row.dimse_scu, row.dimse_scp, row.web_ua, row.web_os} == {"N"}
        for one in row.evidence:
            assert any(
                tally.performed.sop_class_uid == row.sop_class_uid
                and (tally.role, tally.activity) == (one.role, one.activity)
                and tally.performed.transfer_syntax_uid == one.transfer_syntax_uid
                for tally in rows
            )
            assert one.count >= 1
            assert one.first <= one.last
            assert 1 <= one.environment <= len(statement.environments)


@settings(deadline=None)
@given(LEDGERS)
def test_sets_say_exactly_what_was_performed_on_media(rows: list[Tally]) -> None:
    counted = {
        (one.performed.sop_class_uid, one.performed.transfer_syntax_uid)
        for one in rows
        if one.role
        and one.performed.transfer_syntax_uid not in SETS["RTV"]
        and (
            one.performed.sop_class_uid != DIRECTORY
            or one.performed.transfer_syntax_uid == EXPLICIT
        )
    }
    statement = statement_of(rows)
    assert performed(statement) == counted
    names = [one.abbreviation for one in statement.transfer_syntax_sets]
    assert len(set(names)) == len(names)
    assert set(names) == {name for row in statement.rows for name in row.transfer_syntax_sets}


@settings(deadline=None)
@given(LEDGERS)
def test_rows_stand_in_numerical_order(rows: list[Tally]) -> None:
    uids = [row.sop_class_uid for row in statement_of(rows).rows]
    assert uids == sorted(uids, key=in_order)
    assert len(set(uids)) == len(uids)


@settings(deadline=None)
@given(LEDGERS)
def test_the_order_of_the_evidence_changes_nothing(rows: list[Tally]) -> None:
    assert statement_of(rows) == statement_of(reversed(rows))


@pytest.mark.parametrize("cell", ["fsc", "fsu", "fsr"])
def test_an_engine_that_breaks_loses_its_column(cell: str) -> None:
    """And Archive, which is storing and reading back; what loss in it created; nothing else."""
    whole = cells(statement_of(full()))
    left = cells(statement_of(one for one in full() if one.role != ROLES[cell]))
    assert left <= whole
    columns = {name for _, name, _ in whole - left}
    derived = {"fsc": {"archive", "create"}, "fsu": {"create"}, "fsr": {"archive"}}[cell]
    derived |= {"display", "process"} if cell == "fsr" else set()
    assert cell in columns <= {cell, *derived}
    assert not any(name == cell for _, name, _ in left)


@pytest.mark.parametrize(
    ("column", "activity", "function"),
    [("display", "render", "RENDER"), ("process", "extract", "EXTRACT_DATA")],
)
def test_what_is_done_with_reports(column: str, activity: str, function: str) -> None:
    rows = [one for one in full() if one.activity != activity]
    statement = statement_of(rows)
    lost = cells(statement_of(full())) - cells(statement)
    assert {name for _, name, _ in lost} == {column}
    assert not any(function in row.functions for row in statement.sr_templates)


@pytest.mark.parametrize("syntax", [*SETS["LL"], *SETS["L"], *SETS["U"]])
def test_a_codec_that_goes_takes_exactly_its_syntax(syntax: str) -> None:
    def of_it(one: Tally) -> bool:
        return one.performed.transfer_syntax_uid == syntax and one.performed.sop_class_uid == CT

    whole = performed(statement_of(full()))
    left = performed(statement_of(one for one in full() if not of_it(one)))
    assert whole - left == {(CT, syntax)}
    assert left <= whole


@settings(deadline=None, max_examples=50)
@given(LEDGERS)
def test_less_evidence_never_gives_more(rows: list[Tally]) -> None:
    whole = statement_of(rows)
    for cut in range(0, len(rows), 7):
        less = statement_of(rows[:cut] + rows[cut + 1 :])
        assert {one[:2] for one in cells(less)} <= {one[:2] for one in cells(whole)}
        assert performed(less) <= performed(whole)


def test_rows_deleted_from_the_ledger_are_cells_gone(tmp_path: Path) -> None:
    def made(keep: Callable[[Tally], bool], name: str) -> Statement:
        return conformance_statement(ledger_of(tmp_path / name, filter(keep, full())))

    whole = made(lambda _: True, "all")
    assert cells(whole) == cells(statement_of(full()))
    without = made(lambda one: one.role != "FSU", "less")
    assert {(uid, cell) for uid, cell, _ in cells(whole) - cells(without)} == {
        (CT, "fsu"),
        (DIRECTORY, "fsu"),
    }
    path = tmp_path / "all"
    Ledger(path).reset()
    assert not cells(conformance_statement(path))


def test_the_directory_counts_in_explicit_little_endian_alone() -> None:
    def directory(rows: Iterable[Tally]) -> Statement:
        return statement_of(one for one in rows)

    [row] = directory([tally("FSR", "read", DIRECTORY, EXPLICIT)]).rows
    assert (row.transfer_syntax_sets, row.fsr, row.create) == (("NI-1",), "Y", "N")
    assert not directory([tally("FSR", "read", DIRECTORY, IMPLICIT)]).rows
    [row] = directory([tally("FSC", "create", DIRECTORY, EXPLICIT)]).rows
    assert (row.create, row.archive) == ("S", "N")


def test_what_nobody_looked_at_again_proves_nothing() -> None:
    lossy = f"{EXPLICIT[:-2]}.4.50"
    unseen = tally("", "transcode", CT, lossy, lossless=False, proof="written")
    assert not statement_of([unseen]).rows
    seen = tally("", "transcode", CT, lossy, lossless=False, proof="decoded near")
    assert statement_of([unseen, seen]).rows == statement_of([seen]).rows


def test_video_over_networks_fills_no_cell() -> None:
    statement = statement_of([tally("FSR", "read", CT, uid) for uid in SETS["RTV"]])
    assert not statement.rows
    refused = {one.uid: one for one in statement.refused}
    assert all("stream" in refused[uid].reason for uid in SETS["RTV"])
    assert all(refused[uid].certainty for uid in SETS["RTV"])


def test_the_same_ledger_gives_the_same_statement(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path / "ledger", full())
    assert conformance_statement(ledger) == conformance_statement(ledger.path)
