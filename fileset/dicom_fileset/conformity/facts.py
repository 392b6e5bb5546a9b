"""What a profile is told of an instance: typed values, worked out once for a series."""

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from dicom_codecs.registry import TRANSFER_SYNTAXES
from dicom_profiles.attributes import ATTRIBUTES
from dicom_profiles.facts import Fact, Facts

from ..model import Instance, Traits
from ..records.sop_classes import record_type_of
from ..scan.failure import ScanFailure
from ..scan.sequences import items_of

_KEYWORDS: Final = tuple(keyword for keyword, one in ATTRIBUTES.items() if one.tag)
_MOST_DIGITS: Final = 64
"""An Integer String has 12 characters (PS3.5 Table 6.2-1); what has many more is no number."""
_RATES: Final = ("RecommendedDisplayFrameRate", "CineRate")


def facts_of(instance: Instance) -> Facts:
    """An instance as a profile sees it; the same object for all that say the same."""
    return _facts(instance.sop_class_uid, instance.transfer_syntax_uid, instance.traits)


@lru_cache(maxsize=65536)
def _facts(sop_class_uid: str, transfer_syntax_uid: str, traits: Traits) -> Facts:
    attributes = dict(_typed(traits))
    row = TRANSFER_SYNTAXES.get(transfer_syntax_uid)
    if row is not None and row.family == "video":
        attributes |= _of_video(attributes, traits)
    attributes["Overlays"] = traits.overlays
    return Facts(sop_class_uid, transfer_syntax_uid, record_type_of(sop_class_uid), attributes)


@lru_cache(maxsize=65536)
def facts_of_record(
    sop_class_uid: str, transfer_syntax_uid: str, told: tuple[tuple[str, bytes], ...]
) -> Facts:
    """An instance as its directory records tell of it: what they do not say, nobody has looked at.

    Parameters
    ----------
    sop_class_uid, transfer_syntax_uid
        Of the reference to the file (PS3.3 Table F.3-3).
    told
        Keywords of attributes that stand in the records, with their raw values.
    """
    typed = ((keyword, _value(ATTRIBUTES[keyword].kind, raw)) for keyword, raw in told)
    attributes = {keyword: value for keyword, value in typed if value is not None}
    record_type = record_type_of(sop_class_uid)
    return Facts(sop_class_uid, transfer_syntax_uid, record_type, attributes, complete=False)


def _typed(traits: Traits) -> Iterator[tuple[str, Fact]]:
    for keyword, raw in zip(_KEYWORDS, traits.raw, strict=False):
        if raw is None:
            continue
        value = _value(ATTRIBUTES[keyword].kind, raw)
        if value is not None:
            yield keyword, value


def _value(kind: str, raw: bytes) -> Fact | None:
    """A value by its kind; ``None`` for a number that is none."""
    if kind == "number":
        return int.from_bytes(raw[:2], "little") if len(raw) >= 2 else None
    if kind == "items":
        return tuple(frozenset(_keywords(item)) for item in _items(raw))
    text = raw.decode("latin-1").strip()
    if kind == "numeral":
        digits = text.removeprefix("-")
        return int(text) if digits.isdecimal() and len(digits) <= _MOST_DIGITS else None
    if kind == "texts":
        return tuple(part.strip() for part in text.split("\\")) if text else ()
    return text


def _items(raw: bytes) -> list[list[int]]:
    try:
        return [[tag for tag, value, _ in elements if value] for elements in items_of(raw)]
    except ScanFailure:
        return []


def _keywords(tags: list[int]) -> Iterator[str]:
    # The dictionary is pydicom's, which takes longer to import than most runs take.
    from pydicom.datadict import keyword_for_tag  # noqa: PLC0415

    return (keyword_for_tag(tag) for tag in tags)


def _of_video(attributes: dict[str, Fact], traits: Traits) -> dict[str, Fact]:
    made: dict[str, Fact] = {"Fragments": traits.fragments}
    rates = _rates(attributes)
    if rates:
        made["FrameRate"] = tuple(f"{rate:.9g}" for rate in rates)
    rows, columns = attributes.get("Rows"), attributes.get("Columns")
    if isinstance(rows, int) and isinstance(columns, int):
        made["FrameSize"] = f"{columns}x{rows}"
        made["Macroblocks"] = blocks = -(-rows // 16) * -(-columns // 16)
        if rates:
            made["MacroblocksPerSecond"] = round(blocks * min(rates))
    return made


def _rates(attributes: dict[str, Fact]) -> tuple[float, ...]:
    """Frames a second: one, two where a whole number is said and may stand for either, or none."""
    time = str(attributes.get("FrameTime", "")).replace(",", ".")
    try:
        milliseconds = float(time) if time else 0.0
    except ValueError:
        milliseconds = 0.0
    if 1000 / _FASTEST < milliseconds < math.inf:
        return (_rounded(1000 / milliseconds),)
    stated = next((attributes[keyword] for keyword in _RATES if attributes.get(keyword)), 0)
    if not (isinstance(stated, int) and 0 < stated < _FASTEST):
        return ()
    return (float(stated), *(rate for rate in _OF_TELEVISION if round(rate) == stated))


_FASTEST: Final = 1_000_000
"""Frames a second; what says more says nothing."""
_OF_TELEVISION: Final = (23.976, 29.97, 59.94)
"""Rates that Cine Rate (0018,0040), a whole number, cannot say (PS3.5 8.2.7 Note 3)."""
_KNOWN_RATES: Final = (23.976, 24.0, 25.0, 29.97, 30.0, 50.0, 59.94, 60.0)
_CLOSE: Final = 0.0006
"""Frame times are written with few digits: 33.37 ms is 29.97 a second, and 33.33 is 30."""


def _rounded(rate: float) -> float:
    nearest = min(_KNOWN_RATES, key=lambda known: abs(known - rate))
    return nearest if abs(nearest - rate) < _CLOSE * nearest else round(rate, 3)


def stream_contradicts(instance: Instance) -> str:
    """How the stream of a compressed frame differs from its header; empty if it does not."""
    return _contradiction(instance.transfer_syntax_uid, instance.traits)


@lru_cache(maxsize=65536)
def _contradiction(transfer_syntax_uid: str, traits: Traits) -> str:
    if not traits.stream:
        return ""
    if transfer_syntax_uid not in traits.stream:
        label, found = (
            TRANSFER_SYNTAXES[uid].name for uid in (transfer_syntax_uid, traits.stream[0])
        )
        return f"The label says {label}, the stream is {found}."
    header = dict(_typed(traits))
    for keyword, of_stream in (("Rows", traits.stream_rows), ("Columns", traits.stream_columns)):
        if of_stream and header.get(keyword) != of_stream:
            return f"{keyword} is {header.get(keyword, 'absent')}, and {of_stream} in the stream."
    return ""
