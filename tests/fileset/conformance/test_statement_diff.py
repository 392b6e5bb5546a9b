"""What a release gained and lost, exactly."""

import pytest
from dicom_fileset.conformance import statement_of
from dicom_fileset.conformance.diff import difference
from dicom_fileset.conformance.formats.markdown import markdown_of_difference
from dicom_fileset.ledger import Tally
from hypothesis import given, settings
from ledgers import CT, EXPLICIT, LEDGERS, ROOT, SR, full, stored_and_read, tally


@settings(deadline=None)
@given(LEDGERS)
def test_nothing_changed(rows: list[Tally]) -> None:
    found = difference(statement_of(rows), statement_of(rows))
    assert not found.gained
    assert not found.lost


@settings(deadline=None)
@given(LEDGERS, LEDGERS)
def test_what_one_way_gains_the_other_loses(some: list[Tally], others: list[Tally]) -> None:
    there = difference(statement_of(some), statement_of(others))
    back = difference(statement_of(others), statement_of(some))
    assert (there.gained, there.lost) == (back.lost, back.gained)
    assert len(set(there.gained)) == len(there.gained)


@settings(deadline=None)
@given(LEDGERS, LEDGERS)
def test_more_evidence_loses_nothing(some: list[Tally], more: list[Tally]) -> None:
    assert not difference(statement_of(some), statement_of([*some, *more])).lost


def said(rows: list[Tally], others: list[Tally]) -> tuple[set[str], set[str]]:
    found = difference(statement_of(rows), statement_of(others))
    return (
        {f"{one.subject} {one.what}" for one in found.gained},
        {f"{one.subject} {one.what}" for one in found.lost},
    )


def test_a_syntax_that_went_is_one_loss_whatever_its_sets_are_called() -> None:
    rle = f"{ROOT}.5"
    left = [one for one in full() if one.performed.transfer_syntax_uid != rle]
    assert said(full(), left) == (set(), {f"{CT} RLE Lossless ({rle})"})
    assert said(left, full()) == ({f"{CT} RLE Lossless ({rle})"}, set())


def test_cells_templates_and_profiles() -> None:
    before = stored_and_read(SR, [EXPLICIT], profile="STD-GEN-CD", template="4000")
    after = [one for one in before if one.role == "FSC"] + [
        tally("", "render", SR, EXPLICIT, template="4000")
    ]
    gained, lost = said(before, after)
    assert gained == {f"{SR} Display Y", f"4000 RENDER in {SR}"}
    assert lost == {f"{SR} FSR Y", f"{SR} Archive Y", f"4000 ARCHIVE in {SR}", "STD-GEN-CD FSR"}


def test_evidence_alone_is_no_change() -> None:
    before = [tally("FSC", "create", CT, EXPLICIT, count=1)]
    after = [tally("FSC", "create", CT, EXPLICIT, count=9, software="9.9", day="2027-01-01")]
    assert said(before, after) == (set(), set())


@pytest.mark.parametrize("other", [[], full()])
def test_it_is_told(other: list[Tally]) -> None:
    text = markdown_of_difference(difference(statement_of(full()), statement_of(other)))
    assert text.count("Nothing.") == (1 if not other else 2)
