"""Directory records of a sector to the byte, past what is damaged (ECMA-119 6.8.1, 9.1)."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from .iso_bytes import readings

_LEAST: Final = 34
_LONGEST: Final = 255
_RESERVED: Final = 0x60


class _Rule(NamedTuple):
    clause: str
    message: str
    holds: Callable[[bytes, int], bool]

    @property
    def broken(self) -> str:
        """What is said of a record that breaks it."""
        return f"{self.message} (ECMA-119 {self.clause})"


class Raw(NamedTuple):
    """A directory record, or bytes that are none.

    Attributes
    ----------
    at
        Where in its sector it begins.
    data
        From there to the next; empty where there is no record.
    wrong
        What does not hold; empty where all does.
    """

    at: int
    data: bytes
    wrong: str = ""


def raw_records(sector: bytes) -> Iterator[Raw]:
    """What a sector of a directory holds; what is not zero behind the last record, too.

    A record makes sense when at most one of its fields does not hold: where one ends that says a
    wrong length is seen by the next that makes sense.
    """
    at, end = 0, len(sector.rstrip(b"\0"))
    while at < end:
        broken = _broken(sector, at)
        if len(broken) > 1:
            after = _next(sector, at + 1, end) or end
            yield Raw(at, b"", f"{after - at} bytes are no directory record")
        else:
            declared = at + sector[at]
            after = _end(sector, at)
            wrong = [rule.broken for rule in broken if rule is not _VOLUME]
            if after < declared and not wrong:
                wrong = [_LENGTH.broken]
            yield Raw(at, sector[at:after], ", ".join(wrong))
        at = after


def makes_sense(data: bytes, at: int = 0) -> bool:
    """Whether a directory record begins there, be it that one of its fields is damaged."""
    return len(_broken(data, at)) < 2


def _length_holds(data: bytes, at: int) -> bool:
    name = data[at + 32]
    return name > 0 and 33 + name <= data[at] <= len(data) - at


def _place_holds(data: bytes, at: int) -> bool:
    return len(readings(data, at + 2, 4)) == 1


def _size_holds(data: bytes, at: int) -> bool:
    # Half a number may be left of a length that was zeroed: it is told, though there are writers.
    return data[at + 10 : at + 14] == data[at + 14 : at + 18][::-1]


def _flags_hold(data: bytes, at: int) -> bool:
    return not data[at + 25] & _RESERVED


def _interleaving_holds(data: bytes, at: int) -> bool:
    return (data[at + 26] > 0) == (data[at + 27] > 0)


def _volume_holds(data: bytes, at: int) -> bool:
    numbers = readings(data, at + 28, 2)
    return len(numbers) == 1 and numbers[0] > 0


_LENGTH: Final = _Rule("9.1.1", "its length, or that of its name, does not hold", _length_holds)
_VOLUME: Final = _Rule("9.1.9", "its volume does not hold", _volume_holds)
_RULES: Final = (
    _LENGTH,
    _Rule("9.1.3", "it tells two places of its content", _place_holds),
    _Rule("9.1.4", "it tells two lengths of its content", _size_holds),
    _Rule("9.1.6", "it has flags that there are not", _flags_hold),
    _Rule("9.1.7", "it is interleaved by half", _interleaving_holds),
    _VOLUME,
)


def _broken(data: bytes, at: int) -> list[_Rule]:
    """Rules that do not hold of a record; all where there is no room for one."""
    if at + _LEAST > len(data):
        return [*_RULES]
    return [rule for rule in _RULES if not rule.holds(data, at)]


def _is_exact(data: bytes, at: int) -> bool:
    """Whether two numbers of a record, of three, are the same in both orders, and not zero."""
    fields = ((at + 2, at + 6, at + 10), (at + 10, at + 14, at + 18), (at + 28, at + 30, at + 32))
    exact = (
        any(data[one:two]) and data[one:two] == data[two:end][::-1] for one, two, end in fields
    )
    return sum(exact) > 1


def _next(sector: bytes, start: int, end: int) -> int:
    """Where the next record begins before a byte; 0 where none does.

    It is looked for among any bytes, so that nothing is excused in it.
    """
    for at in range(start, min(end, len(sector) - _LEAST + 1)):
        if sector[at + 32] and _is_exact(sector, at) and makes_sense(sector, at):
            return at
    return 0


def _end(sector: bytes, at: int) -> int:
    """Where a record ends: as it says, or where another begins in it."""
    limit = at + sector[at]
    if not _length_holds(sector, at):
        limit = min(at + _LONGEST, len(sector))
    else:
        name = sector[at + 32]
        if _is_system_use(sector[at + 33 + name + (1 - name % 2) : limit]):
            return limit
    return _next(sector, at + _LEAST, limit) or limit


def _is_system_use(area: bytes) -> bool:
    """Whether an area holds nothing but entries of SUSP, or nothing at all."""
    at = 0
    while at + 4 <= len(area):
        if not (area[at : at + 2].isalnum() and 4 <= area[at + 2] <= len(area) - at):
            return False
        at += area[at + 2]
    return not any(area[at:])
