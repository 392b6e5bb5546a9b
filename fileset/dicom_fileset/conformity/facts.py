"""What a profile is told of an instance: typed values, worked out once for a series."""

import math
from functools import lru_cache
from typing import Final

from dicom_codecs.registry import TRANSFER_SYNTAXES
from dicom_profiles.attributes import ATTRIBUTES
from dicom_profiles.facts import Fact, Facts, Nonconformance

from ..model import Instance, Traits
from ..records.sop_classes import record_type_of
from ..scan.contradictions import unshowable
from ..scan.typed import typed, typed_value

_RATES: Final = ("RecommendedDisplayFrameRate", "CineRate")


def facts_of(instance: Instance) -> Facts:
    """An instance as a profile sees it; the same object for all that say the same."""
    return facts_of_kind(instance.sop_class_uid, instance.transfer_syntax_uid, instance.traits)


@lru_cache(maxsize=65536)
def facts_of_kind(sop_class_uid: str, transfer_syntax_uid: str, traits: Traits) -> Facts:
    """Instances of one SOP Class, transfer syntax and traits, as a profile sees them."""
    attributes = dict(typed(traits))
    row = TRANSFER_SYNTAXES.get(transfer_syntax_uid)
    if row is not None and row.family == "video":
        attributes |= _of_video(attributes, traits)
    attributes["Overlays"] = traits.overlays
    return Facts(
        sop_class_uid,
        transfer_syntax_uid,
        record_type_of(sop_class_uid),
        attributes,
        contradictions=tuple(
            Nonconformance(f"profile-{one.about}", one.message, one.clause)
            for one in unshowable(transfer_syntax_uid, traits)
        ),
    )


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
    values = ((keyword, typed_value(ATTRIBUTES[keyword].kind, raw)) for keyword, raw in told)
    attributes = {keyword: value for keyword, value in values if value is not None}
    record_type = record_type_of(sop_class_uid)
    return Facts(sop_class_uid, transfer_syntax_uid, record_type, attributes, complete=False)


def _of_video(attributes: dict[str, Fact], traits: Traits) -> dict[str, Fact]:
    made: dict[str, Fact] = {"Fragments": traits.pixels.fragments}
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
