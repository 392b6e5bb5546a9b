"""Values that a scanner wrote twice: as they were measured, and as they were selected."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from .content import CodedEntry
from .details import Detail
from .equivalence import CodeKey, canonical
from .measurement import Measurement
from .showing import shown_code

_MODIFIES: Final = frozenset({"HAS CONCEPT MOD", "HAS ACQ CONTEXT", "HAS OBS CONTEXT"})


class Found(NamedTuple):
    """A measurement; ``shown_by`` are the images, waveforms and places that it was made on."""

    row: Measurement
    shown_by: frozenset[str] = frozenset()


def without_doubles(found: Sequence[Found]) -> Iterator[Measurement]:
    """The rows without those that another has again with a Selection Status.

    Each selected value takes the place of one measured one, and no more.
    """
    twins: defaultdict[object, list[Measurement]] = defaultdict(list)
    for one in found:
        if one.row.selection_status is None and one.row.value:
            twins[_sameness(one)].append(one.row)
    waiting = {sameness: iter(rows) for sameness, rows in twins.items()}
    replaced: dict[int, Measurement] = {}
    dropped: set[int] = set()
    for one in found:
        if one.row.selection_status is None or not one.row.value:
            continue
        twin = next(waiting.get(_sameness(one), iter(())), None)
        if twin is not None:
            dropped.add(id(twin))
            replaced[id(one.row)] = _joined(one.row, twin)
    return (replaced.get(id(row), row) for row, _ in found if id(row) not in dropped)


def _joined(kept: Measurement, twin: Measurement) -> Measurement:
    known = {_said(one) for one in kept.details}
    more = tuple(one for one in twin.details if _said(one) not in known)
    return msgspec.structs.replace(
        kept, details=(*kept.details, *more), also_at=(*kept.also_at, twin.position)
    )


def _sameness(found: Found) -> object:
    """What two rows have in common that are one measurement."""
    one = found.row
    codes = (
        one.measurement,
        one.unit,
        one.site,
        one.mode,
        one.derivation,
        one.method,
        one.cardiac_cycle_point,
        one.flow_direction,
        one.qualifier,
    )
    modifiers = frozenset(_said(each) for each in one.details if each.relationship in _MODIFIES)
    place = (one.group, one.belongs_to, one.observed, found.shown_by)
    return tuple(map(_key, codes)), exact_number(one.value), place, modifiers


def _said(one: Detail) -> tuple[CodeKey | None, CodeKey | None, str, str]:
    """What a detail says, by codes where it has some; further values of it by their text."""
    text = "" if one.value == shown_code(one.code) else one.value
    return _key(one.concept), _key(one.code), one.refers_to, text


def _key(code: CodedEntry | None) -> CodeKey | None:
    """A code; where there is none, what it means."""
    if code is None:
        return None
    return canonical(code) if code.value else ("", code.meaning)


_DECIMAL: Final = re.compile(r"([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,18}))?", re.ASCII)


def exact_number(text: str) -> tuple[str, str, int] | str:
    """A number that is the same for all ways to write it: no digit is rounded or made.

    >>> exact_number("5.10") == exact_number("0.51E1"), exact_number("1e9999999")
    (True, ('', '1', 9999999))
    """
    parts = _DECIMAL.fullmatch(text)
    if parts is None or not (parts[2] or parts[3]):
        return text
    digits = (parts[2] + parts[3]).lstrip("0")
    if not digits:
        return "", "0", 0
    significant = digits.rstrip("0")
    exponent = int(parts[4] or 0) - len(parts[3]) + len(digits) - len(significant)
    return parts[1].removeprefix("+"), significant, exponent
