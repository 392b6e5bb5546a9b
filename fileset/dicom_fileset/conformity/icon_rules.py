"""The icon of a record held against PS3.3 F.7, and against the rule of a profile."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from dicom_profiles.model import IconRule

from ..elements import cleaned
from ..scan.failure import ScanFailure
from ..scan.sequences import items_of

_SAMPLES, _PHOTOMETRIC, _PLANAR = 0x0028_0002, 0x0028_0004, 0x0028_0006
_ROWS, _COLUMNS, _ASPECT = 0x0028_0010, 0x0028_0011, 0x0028_0034
_ALLOCATED, _STORED, _HIGH, _SIGNED = 0x0028_0100, 0x0028_0101, 0x0028_0102, 0x0028_0103
_RED_TABLE, _PIXELS = 0x0028_1201, 0x7FE0_0010
_LEGAL: Final = "PS3.3 F.7"
_GREY: Final = frozenset({"MONOCHROME1", "MONOCHROME2"})
_PALETTE: Final = "PALETTE COLOR"

Icon = dict[int, bytes]


class Unmet(NamedTuple):
    """What is not as it must be with an icon, and the clause that says so."""

    message: str
    clause: str


def unmet_by_icon(rule: IconRule | None, value: bytes) -> Unmet | None:
    """What of an icon is not as it must be; ``None`` where all is.

    Parameters
    ----------
    rule
        Of the profile; ``None`` where it has none, which leaves PS3.3 F.7.
    value
        Of Icon Image Sequence in a directory record, empty where there is none.
    """
    if not value:
        if rule is None or not rule.required:
            return None
        return Unmet("There is no icon, and there must be one.", rule.source)
    try:
        items = [{tag: found for tag, found, _ in elements} for elements in items_of(value)]
    except ScanFailure:
        return Unmet("Its icon is damaged.", _LEGAL)
    if len(items) != 1:
        message = f"Its Icon Image Sequence has {len(items)} items, and must have one."
        return Unmet(message, _LEGAL)
    return _unmet_by_item(rule, items[0])


def _unmet_by_item(rule: IconRule | None, icon: Icon) -> Unmet | None:
    sentence = _against_rule(rule, icon) if rule is not None else ""
    if rule is not None and sentence:
        return Unmet(sentence, rule.source)
    sentence = _illegal(icon)
    return Unmet(sentence, _LEGAL) if sentence else None


def _against_rule(rule: IconRule, icon: Icon) -> str:
    rows, columns = _number(icon, _ROWS), _number(icon, _COLUMNS)
    if min(rows, columns) < 0:
        return "Its icon does not say how large it is."
    if (rows, columns) != (rule.rows, rule.columns):
        wanted = f"{rule.columns} x {rule.rows}"
        return f"Its icon has {columns} x {rows} pixels, and must have {wanted}."
    if _photometric(icon) not in rule.photometric:
        allowed = " or ".join(rule.photometric)
        return f"Its icon is {_photometric(icon) or 'nothing'}, and must be {allowed}."
    if _number(icon, _ALLOCATED) != 8:
        return "Its icon does not have 8 bits for each pixel."
    return ""


def _illegal(icon: Icon) -> str:
    """Why no directory record may have such an icon; empty where one may."""
    return next((sentence for sentence, met in _demands(icon) if not met), "")


def _demands(icon: Icon) -> Iterator[tuple[str, bool]]:
    """What PS3.3 F.7 asks, as what is to be said where it is not met, and whether it is."""
    photometric, bits = _photometric(icon), _number(icon, _ALLOCATED)
    shown = _number(icon, _SAMPLES) == 1 and photometric in _GREY | {_PALETTE}
    yield "Its icon is neither grey nor of a palette.", shown
    whole = _number(icon, _STORED) == bits and _number(icon, _HIGH) == bits - 1
    yield "Its icon has neither 1 nor 8 bits for each pixel.", bits in {1, 8} and whole
    yield "The pixels of its icon are signed.", _number(icon, _SIGNED) == 0
    has_palette = bits == 8 and bool(icon.get(_RED_TABLE))
    yield "Its icon has no palette of 8 bits.", photometric != _PALETTE or has_palette
    yield "Its icon has a Planar Configuration, and has one plane.", _PLANAR not in icon
    square = cleaned(icon.get(_ASPECT, b""), "IS") in {b"", b"1\\1"}
    yield "The pixels of its icon are not square.", square
    pixels = _number(icon, _ROWS) * _number(icon, _COLUMNS)
    enough = pixels > 0 and len(icon.get(_PIXELS, b"")) * 8 >= pixels * bits
    yield "Its icon has fewer pixels than Rows x Columns.", enough


def _number(icon: Icon, tag: int) -> int:
    """A value of VR US; -1 where there is none."""
    raw = icon.get(tag, b"")
    return int.from_bytes(raw[:2], "little") if len(raw) >= 2 else -1


def _photometric(icon: Icon) -> str:
    return cleaned(icon.get(_PHOTOMETRIC, b""), "CS").decode("ascii", "replace")
