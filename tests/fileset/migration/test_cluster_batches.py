"""Batches hold what they may, in order; none of the tasks is taken before it is needed."""

from collections.abc import Iterator

from dicom_fileset.migration.cluster.batches import MOST_BYTES, MOST_FILES, Batches
from dicom_fileset.migration.model import Result, Task
from hypothesis import given
from hypothesis import strategies as st

SIZES = st.lists(st.integers(0, 2 * MOST_BYTES) | st.integers(0, 10_000), max_size=200)


def task(number: int, size: int) -> Task:
    return Task(number, b"", size, 0, b"", b"")


def batches_of(sizes: list[int], seconds_a_byte: float) -> list[tuple[Task, ...]]:
    batches = Batches(task(number, size) for number, size in enumerate(sizes))
    found = []
    while batches.left:
        found.append(batches.taken())
        results = [
            Result(one.number, "kept", seconds=one.size * seconds_a_byte) for one in found[-1]
        ]
        batches.learn(found[-1], results)
    return found


@given(SIZES, st.sampled_from([0.0, 1e-9, 1e-7, 1e-3]))
def test_all_are_in_order_and_within_the_limits(sizes: list[int], pace: float) -> None:
    found = batches_of(sizes, pace)
    assert [one.size for batch in found for one in batch] == sizes
    assert [one.number for batch in found for one in batch] == list(range(len(sizes)))
    for batch in found:
        assert 1 <= len(batch) <= MOST_FILES
        assert len(batch) == 1 or sum(one.size for one in batch) <= MOST_BYTES


def test_batches_become_what_a_second_is_worth() -> None:
    slow = batches_of([1_000_000] * 2000, 1e-6)
    assert len(slow[0]) == 20
    assert len(slow[-1]) == 1
    fast = batches_of([1_000_000] * 2000, 1e-9)
    assert len(fast[-2]) == MOST_FILES


def test_none_is_taken_before_it_is_needed() -> None:
    taken = []

    def tasks() -> Iterator[Task]:
        for number in range(1000):
            taken.append(number)
            yield task(number, 10)

    batches = Batches(tasks())
    assert len(taken) == 1
    batches.taken()
    assert len(taken) == MOST_FILES + 1
