"""Series packed onto volumes: nothing lost or divided, nothing over capacity, filled well."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from random import Random

import pytest
from dicom_fileset.migration.volumes.packing import Item, packed
from hypothesis import given
from hypothesis import strategies as st

ROOM = 1000


@st.composite
def items(draw: st.DrawFn, *, plain: bool = False) -> list[Item]:
    """Series of studies beside each other; some of them contested, some in parts."""
    made: list[Item] = []
    for study in range(draw(st.integers(0, 12))):
        for _ in range(draw(st.integers(1, 6))):
            if plain:
                made.append(Item(study, draw(st.integers(0, ROOM))))
                continue
            claims = tuple(draw(st.dictionaries(st.integers(0, 2), st.integers(0, 1))).items())
            follows = -1
            for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):
                made.append(Item(study, draw(st.integers(0, ROOM)), claims, follows))
                follows = len(made) - 1
    return made


def sizes(series: Sequence[Item], volumes: Sequence[Sequence[int]]) -> list[int]:
    return [sum(series[index].size for index in one) for one in volumes]


def divided(series: Sequence[Item], volumes: Sequence[Sequence[int]]) -> list[object]:
    """Studies that are on several volumes."""
    on: dict[object, set[int]] = defaultdict(set)
    for number, one in enumerate(volumes):
        for index in one:
            on[series[index].study].add(number)
    return [study for study, numbers in on.items() if len(numbers) > 1]


@given(items(), st.sampled_from([1, 2, 5, 128]))
def test_each_is_on_one_volume_and_none_is_over_capacity(series: list[Item], window: int) -> None:
    volumes = packed(series, ROOM, window)
    assert sorted(index for one in volumes for index in one) == list(range(len(series)))
    assert all(volumes)
    assert max(sizes(series, volumes), default=0) <= ROOM


@given(items(), st.sampled_from([1, 2, 5, 128]))
def test_what_is_said_otherwise_never_meets(series: list[Item], window: int) -> None:
    for one in packed(series, ROOM, window):
        said: dict[object, object] = {}
        for index in one:
            for what, value in series[index].claims:
                assert said.setdefault(what, value) == value


@given(items(), st.sampled_from([1, 2, 5, 128]))
def test_parts_of_a_series_follow_each_other(series: list[Item], window: int) -> None:
    volumes = packed(series, ROOM, window)
    of = {index: number for number, one in enumerate(volumes) for index in one}
    assert all(of[one.follows] <= of[index] for index, one in enumerate(series) if one.follows >= 0)


@given(items(plain=True), st.sampled_from([1, 2, 5, 128]))
def test_no_two_neighbours_would_fit_on_one_volume(series: list[Item], window: int) -> None:
    some = [one for one in series if one.size]
    filled = sizes(some, packed(some, ROOM, window))
    assert all(one + other > ROOM for one, other in pairwise(filled))


@given(items())
def test_the_same_comes_of_the_same(series: list[Item]) -> None:
    assert packed(series, ROOM) == packed(list(series), ROOM)


def test_studies_that_fit_stay_in_their_order_and_whole() -> None:
    series = [Item(study, 100) for study in range(30) for _ in range(2)]
    assert packed(series, ROOM) == [list(range(10 * n, 10 * n + 10)) for n in range(6)]


def test_a_study_is_divided_only_where_the_volume_would_be_half_empty() -> None:
    halves = [Item(study, 300) for study in range(3) for _ in range(2)]
    assert packed(halves, ROOM) == [[0, 1, 2], [3, 4, 5]]
    assert packed([Item(0, 980), Item(1, 10), Item(1, 15)], ROOM) == [[0], [1, 2]]


def test_a_study_larger_than_a_volume_begins_one() -> None:
    series = [Item(0, 600), *(Item(1, 400) for _ in range(4)), Item(2, 500), Item(3, 400)]
    assert packed(series, ROOM) == [[0, 6], [1, 2], [3, 4], [5]]


def test_what_is_larger_than_a_volume_is_refused() -> None:
    with pytest.raises(ValueError, match="larger than a volume"):
        packed([Item(0, ROOM + 1)], ROOM)


def archive(number: int, seed: int = 7) -> list[Item]:
    """Series of up to 60 MB, in studies of up to eight."""
    random, made, study = Random(seed), list[Item](), 0  # noqa: S311 - no secret
    while len(made) < number:
        study += 1
        for _ in range(random.randint(1, 8)):
            made.append(Item(study, min(60_000_000, int(random.lognormvariate(16.2, 1)))))
    return made[:number]


@pytest.mark.parametrize("seed", range(4))
def test_volumes_are_filled_and_few_studies_divided(seed: int) -> None:
    series = archive(2000, seed)
    volumes = packed(series, 700_000_000)
    filled = [one / 700_000_000 for one in sizes(series, volumes)[:-1]]
    assert sum(filled) / len(filled) >= 0.95
    assert min(filled) >= 0.95
    assert len(divided(series, volumes)) <= 5
    assert len({one.study for one in series}) > 400
