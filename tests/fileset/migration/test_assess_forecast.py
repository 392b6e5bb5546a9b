"""When work is done that has some hours of the day only: beside a clock that ticks minutes."""

from datetime import datetime, time, timedelta

import pytest
from dicom_fileset.migration.account.figures import time_shown
from dicom_fileset.migration.assessing.forecast import end_of
from dicom_fileset.migration.manner import Window
from hypothesis import given, settings
from hypothesis import strategies as st

HOURS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
WINDOWS = st.builds(Window, HOURS, HOURS).filter(lambda one: one.begin != one.end)
NEW_YEAR = datetime(2024, 1, 1)  # noqa: DTZ001 - the clock on a wall
BEGINS = st.builds(datetime, st.just(2024), st.just(2), st.integers(1, 29), st.integers(0, 23))


def slowly(begin: datetime, minutes: int, window: Window) -> datetime:
    now = begin
    while minutes:
        minutes -= window.is_open(now.time())
        now += timedelta(minutes=1)
    return now


@settings(deadline=None)
@given(BEGINS, st.integers(1, 3000), WINDOWS)
def test_it_ends_when_a_slow_clock_says(begin: datetime, minutes: int, window: Window) -> None:
    assert end_of(begin, minutes * 60, window) == slowly(begin, minutes, window)


def test_without_a_window_it_goes_on() -> None:
    assert end_of(NEW_YEAR, 3 * 86400, None) == NEW_YEAR + timedelta(days=3)


@pytest.mark.parametrize("seconds", [1e13, 1e300])
def test_what_takes_longer_than_calendars_go_has_no_end(seconds: float) -> None:
    assert end_of(NEW_YEAR, seconds, None) is None
    assert end_of(NEW_YEAR, seconds, Window(time(19), time(6))) is None


@given(st.integers(0, 10**9))
def test_a_time_is_shown_whole(seconds: int) -> None:
    words = time_shown(seconds).replace(",", "").split()
    units = {"s": 1, "min": 60, "h": 3600, "days": 86400}
    said = sum(int(n) * units[unit] for n, unit in zip(words[::2], words[1::2], strict=True))
    assert said <= seconds < said + (3600 if "days" in words else 60)
