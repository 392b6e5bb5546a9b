"""Values of traits by their kind: numbers, texts, and what stands in the items of a sequence."""

from collections.abc import Iterator
from typing import Final

from dicom_profiles.attributes import ATTRIBUTES
from dicom_profiles.facts import Fact

from ..model import Traits
from .failure import ScanFailure
from .sequences import items_of

_KEYWORDS: Final = tuple(keyword for keyword, one in ATTRIBUTES.items() if one.tag)
_MOST_DIGITS: Final = 64
"""An Integer String has 12 characters (PS3.5 Table 6.2-1); what has many more is no number."""


def typed(traits: Traits) -> Iterator[tuple[str, Fact]]:
    """Keywords, and values of those that have one."""
    for keyword, raw in zip(_KEYWORDS, traits.raw, strict=False):
        if raw is None:
            continue
        value = typed_value(ATTRIBUTES[keyword].kind, raw)
        if value is not None:
            yield keyword, value


def typed_value(kind: str, raw: bytes) -> Fact | None:
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
