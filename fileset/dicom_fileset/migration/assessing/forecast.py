"""When a migration will be done: hours of work laid into the hours in which there may be any."""

from datetime import datetime, timedelta

from ..manner import Window

_DAY = timedelta(days=1)


def end_of(begin: datetime, seconds: float, window: Window | None) -> datetime | None:
    """When so many seconds of work are done, by a clock on the wall; ``None``: no calendar has it.

    >>> from ..manner import window
    >>> end_of(datetime(2024, 1, 1, 12), 12 * 3600, window("19:00-06:00"))
    datetime.datetime(2024, 1, 2, 20, 0)
    """
    try:
        left = timedelta(seconds=seconds)
        if window is None:
            return begin + left
        opened = _opened(begin, window)
        now = max(begin, opened)
        span = timedelta(hours=window.hours)
        rest = opened + span - now
        if left <= rest:
            return now + left
        left -= rest
        days = -(-left // span)  # the last of them is used up to its end, or in part
        return opened + days * _DAY + left - (days - 1) * span
    except OverflowError:
        return None


def _opened(now: datetime, window: Window) -> datetime:
    """When the window opened that is open, or when the next one will."""
    opening = now.replace(
        hour=window.begin.hour, minute=window.begin.minute, second=0, microsecond=0
    )
    if not window.is_open(now.time()):
        return opening if opening >= now else opening + _DAY
    return opening if opening <= now else opening - _DAY
