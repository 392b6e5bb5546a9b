"""Directories made of records and lies by hypothesis, which makes small what does not hold."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
import pytest
from checks import IN_USE, LOWER, NEXT, RECORD_TYPE
from dicom_fileset import read_dicomdir
from fuzzing.drafts import Draft, Drafted, Part, draft_of
from fuzzing.holding import Holder
from fuzzing.hostile_names import FILE_IDS
from fuzzing.lies import FILE_ID, LIES
from fuzzing.seeds import seeds
from hypothesis import given, settings

TYPES = (b"PATIENT", b"STUDY", b"SERIES", b"IMAGE", b"PRIVATE", b"IMAGX")
DRAFTS = seeds().drafts
FLAGS = (b"\xff\xff", b"\xff\xff", b"\xff\xff", b"\0\0", b"\1\0")


@st.composite
def records(draw: st.DrawFn) -> Drafted:
    """A record of any type with any File ID; its links come later."""
    parts = [
        Part(NEXT, b"UL", bytes(4)),
        Part(IN_USE, b"US", draw(st.sampled_from(FLAGS))),
        Part(LOWER, b"UL", bytes(4)),
        Part(RECORD_TYPE, b"CS", draw(st.sampled_from(TYPES))),
        Part(0x00100020, b"LO", draw(st.binary(max_size=8))),
    ]
    if draw(st.booleans()):
        parts.append(Part(FILE_ID, b"CS", draw(st.sampled_from(FILE_IDS) | st.binary(max_size=9))))
    missing = draw(st.sets(st.sampled_from([part.tag for part in parts]), max_size=2))
    return Drafted([part for part in parts if part.tag not in missing])


@st.composite
def directories(draw: st.DrawFn) -> Draft:
    """Records, links from any to any or to nowhere, and some of the lies of the full run."""
    draft = draw(st.sampled_from(DRAFTS)).copied()
    draft.records = draw(st.lists(records(), min_size=1, max_size=6))
    targets = st.sampled_from(draft.records) | st.none() | st.integers(0, 2**32 - 1)
    for one in draft.records:
        one.following, one.below = draw(targets), draw(targets)
    draft.first, draft.last = draw(targets), draw(targets)
    rng = draw(st.randoms(use_true_random=False))
    for name in draw(st.lists(st.sampled_from(sorted(LIES)), max_size=2)):
        LIES[name](draft, rng, DRAFTS)
    return draft


@pytest.fixture(scope="module")
def holder() -> Iterator[Holder]:
    with TemporaryDirectory() as folder:
        yield Holder(Path(folder))


@given(directories())
@settings(max_examples=200, deadline=None)
def test_records_and_lies(holder: Holder, draft: Draft) -> None:
    assert holder.held(draft.data(), engines=True).breaches == ()


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_any_bytes_where_records_begin(holder: Holder, noise: bytes) -> None:
    data = DRAFTS[0].data()
    begin = data.index(b"\x04\0\x20\x12SQ")
    assert holder.held(data[:begin] + noise).breaches == ()
    assert holder.held(data[: begin + 12] + noise).breaches == ()


def test_every_order_of_the_records_of_a_small_directory() -> None:
    """Where offsets hold, it does not matter how records lie."""
    draft = DRAFTS[1].copied()
    (image,) = (one for one in draft.records if one.value(FILE_ID))
    image.following = Drafted([*image.parts])
    draft.records.append(image.following)
    expected = read_dicomdir(draft.data()).records
    assert len(expected) == 5
    for order in itertools.permutations(draft.records):
        draft.records = list(order)
        found = read_dicomdir(draft.data())
        assert found.records == expected
        assert found.findings == ()


@pytest.mark.parametrize("number", range(len(DRAFTS)))
def test_a_draft_is_what_it_was_made_of(number: int) -> None:
    data = DRAFTS[number].data()
    assert draft_of(data).data() == data
    assert draft_of(data).copied().data() == data
