"""Samples are even, totals are told by them honestly, and draws go where they help."""

import math
import random
from statistics import fmean, pstdev

import pytest
from dicom_fileset.migration.assessing.sampling import (
    Drawn,
    Seen,
    Strata,
    Stratum,
    allotted,
    estimate,
    joined,
    turn,
)
from hypothesis import given, settings
from hypothesis import strategies as st

FILES = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 10_000)), max_size=60
)  # stratum and size; the number is the place
PAIRS = st.lists(st.tuples(st.floats(1, 1e6), st.floats(0, 1e6)), min_size=1, max_size=12)


@settings(deadline=None)
@given(FILES, st.integers(1, 9))
def test_strata_hold_the_first_turns_of_each(files: list[tuple[str, int]], most: int) -> None:
    strata = Strata[str](most)
    slow: dict[str, list[Drawn]] = {}
    for number, (key, size) in enumerate(files, 1):
        strata.add(key, number, size)
        slow.setdefault(key, []).append(Drawn(turn(number), number, size))
    assert strata.all() == {
        key: Stratum(len(some), sum(one.size for one in some), tuple(sorted(some)[:most]))
        for key, some in slow.items()
    }


@settings(deadline=None)
@given(FILES, st.integers(1, 9))
def test_joined_strata_are_as_if_they_had_been_one(files: list[tuple[str, int]], most: int) -> None:
    apart, one = Strata[str](most), Strata[str](most)
    for number, (key, size) in enumerate(files, 1):
        apart.add(key, number, size)
        one.add("all", number, size)
    assert joined(apart.all().values(), most) == one.all().get("all", Stratum(0, 0, ()))


def test_turns_are_even() -> None:
    turns = sorted(turn(number) / 2**64 for number in range(10_000))
    assert max(abs(one - place / 10_000) for place, one in enumerate(turns)) < 0.02
    assert len(set(turns)) == 10_000


@given(PAIRS)
def test_what_was_all_seen_is_certain(pairs: list[tuple[float, float]]) -> None:
    told = estimate([Seen(len(pairs), sum(x for x, _ in pairs), pairs)])
    assert told.total == pytest.approx(sum(y for _, y in pairs))
    assert told.error == 0


@given(st.lists(PAIRS, min_size=1, max_size=4), st.integers(1, 1000))
def test_what_is_proportional_is_told_exactly(
    strata: list[list[tuple[float, float]]], more: int
) -> None:
    some = [
        Seen(len(pairs) + more, sum(x for x, _ in pairs) + more * 7, [(x, x / 2) for x, _ in pairs])
        for pairs in strata
    ]
    told = estimate(some)
    assert told.total == pytest.approx(sum(one.known for one in some) / 2)


def test_errors_are_what_they_say() -> None:
    """Of many samples of one archive, about two of three are no further off than one error."""
    chance = random.Random(7)  # noqa: S311 - an archive
    archive = [
        [(x := chance.lognormvariate(10, 1), x * chance.uniform(0.2, 0.9)) for _ in range(2000)]
        for _ in range(3)
    ]
    truth = sum(y for stratum in archive for _, y in stratum)
    told = [
        estimate([Seen(2000, sum(x for x, _ in one), chance.sample(one, 40)) for one in archive])
        for _ in range(300)
    ]
    assert fmean(one.total for one in told) == pytest.approx(truth, rel=0.02)
    assert fmean(one.error for one in told) == pytest.approx(
        pstdev(one.total for one in told), rel=0.35
    )
    within = sum(abs(one.total - truth) < one.error for one in told) / len(told)
    assert 0.5 < within < 0.85


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from("abcd"), st.tuples(PAIRS, st.integers(0, 50)), min_size=1),
    st.integers(1, 100),
)
def test_no_more_is_drawn_than_there_is(
    some: dict[str, tuple[list[tuple[float, float]], int]], files: int
) -> None:
    strata = {
        key: Seen(len(pairs) + left, sum(x for x, _ in pairs) + left, pairs)
        for key, (pairs, left) in some.items()
    }
    left = {key: more for key, (_, more) in some.items()}
    drawn = allotted(strata, left, files)
    assert all(0 < number <= left[key] for key, number in drawn.items())


def test_draws_go_where_files_are_many_and_differ() -> None:
    even, uneven = [(1.0, 1.0)] * 10, [(1.0, y / 5) for y in range(10)]
    strata = {
        "even": Seen(1000, 1000, even),
        "uneven": Seen(1000, 1000, uneven),
        "few": Seen(20, 20, uneven),
    }
    drawn = allotted(strata, dict.fromkeys(strata, 1000), 100)
    assert drawn["uneven"] > 2 * drawn.get("even", 0)
    assert drawn["uneven"] > 20 * drawn.get("few", 0)
    assert math.isclose(sum(drawn.values()), 100, rel_tol=0.4)
