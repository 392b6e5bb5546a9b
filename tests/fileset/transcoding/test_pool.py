"""Children that crash, hang or are slow: each task has one end, and no other is lost with it."""

from collections.abc import Iterator

import pytest
from dicom_fileset.transcoding.messages import (
    Beat,
    Done,
    EncodedFrame,
    Failed,
    SomeFrames,
    Task,
    whole_file,
)
from dicom_fileset.transcoding.pool import TRANSCODING, Pool
from dicom_fileset.transcoding.refusal import Refusal
from dicom_fileset.transcoding.request import Request
from dicom_fileset.transcoding.spread import spread_frames

REQUEST = Request("1.2.840.10008.1.2.5")


BAD = TRANSCODING._replace(module="bad_worker")


def ends(names: list[str], jobs: int, deadline: float = 20) -> dict[str, str]:
    """What became of the files of these names."""
    found: dict[str, str] = {}
    with Pool(BAD, jobs, deadline) as pool:
        for number, reply in pool.run(whole_file(name, "", REQUEST) for name in names):
            if isinstance(reply, Beat):
                continue
            assert names[number] not in found
            if isinstance(reply, Done):
                assert reply.result.sop_instance_uid == names[number]
                found[names[number]] = "done"
            else:
                assert isinstance(reply, Failed)
                found[names[number]] = reply.finding.code
    return found


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_each_task_ends_once_and_as_it_should(jobs: int) -> None:
    names = [f"{kind} {number}" for number in range(7) for kind in ("good", "crash", "fail")]
    expected = {"good": "done", "crash": "decoder-crashed", "fail": "pixel-data-damaged"}
    assert ends(names, jobs) == {name: expected[name.split()[0]] for name in names}


def test_one_that_hangs_is_ended_and_the_others_go_on() -> None:
    names = ["good 1", "hang", "good 2", "good 3", "good 4"]
    found = ends(names, 1, deadline=1.5)
    assert found.pop("hang") == "decoder-hung"
    assert set(found.values()) == {"done"}


def test_one_that_is_slow_and_says_so_is_left_alone() -> None:
    assert ends(["slow"], 1, deadline=1.5) == {"slow": "done"}


def test_nothing_to_do_starts_nothing() -> None:
    with Pool(BAD, 2) as pool:
        assert list(pool.run([])) == []
        assert pool._children == {}


def test_no_child_outlives_its_pool() -> None:
    with Pool(BAD, 2) as pool:
        answers = pool.run(whole_file(name, "", REQUEST) for name in ("hang", "good", "hang 2"))
        assert isinstance(next(answers).reply, Done)
        processes = [child._process for child in pool._children]
    assert [process.poll() is not None for process in processes] == [True, True]


def test_frames_come_in_order_and_never_far_ahead() -> None:
    given: list[int] = []

    def counted(tasks: Iterator[Task]) -> Iterator[Task]:
        for task in tasks:
            assert isinstance(task, SomeFrames)
            given.append(task.first)
            yield task

    with Pool(BAD, 2, 20) as pool:
        run = pool.run
        pool.run = lambda tasks, window=None: run(counted(iter(tasks)), window)  # type: ignore[method-assign]
        taken = 0
        for frame in spread_frames(pool, "frames", REQUEST)(40):
            assert isinstance(frame, EncodedFrame)
            assert frame.stream[0] == taken
            taken += 1
            assert max(given) - taken <= 8
    assert taken == 40


def test_a_child_that_dies_over_a_frame_fails_the_instance() -> None:
    with Pool(BAD, 2, 20) as pool, pytest.raises(Refusal) as refusal:
        list(spread_frames(pool, "crash", REQUEST)(10))
    assert refusal.value.finding.code == "decoder-crashed"


def test_what_is_given_up_answers_no_later_question() -> None:
    with Pool(BAD, 2, 20) as pool:
        answers = pool.run(whole_file(f"old {number}", "", REQUEST) for number in range(9))
        next(answers)
        answers.close()
        names = [f"new {number}" for number in range(9)]
        replies = dict(pool.run(whole_file(name, "", REQUEST) for name in names))
        done = {number: one for number, one in replies.items() if isinstance(one, Done)}
        assert {number: one.result.sop_instance_uid for number, one in done.items()} == dict(
            enumerate(names)
        )
