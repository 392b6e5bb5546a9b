"""Attributes that can be changed, and the values that they can have."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from ..elements import tag_name
from ..errors import UsageError
from ..findings import finding
from ..model import Where

_ANY: Final = re.compile(r"[^\x00-\x1f\x7f]*")
_LINES: Final = re.compile(r"[^\x00-\x08\x0b\x0e-\x1f\x7f]*")
_UID: Final = re.compile(r"(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))*", re.ASCII)


class _Form(NamedTuple):
    """What values of a VR look like (PS3.5 Table 6.2-1)."""

    characters: int
    pattern: re.Pattern[str]
    several: bool = True
    """Whether a backslash separates values; in other VRs it is a letter."""


_FORMS: Final = MappingProxyType(
    {
        "AE": _Form(16, re.compile(r"[ -\[\]-~]*")),
        "AS": _Form(4, re.compile(r"\d{3}[DWMY]", re.ASCII)),
        "CS": _Form(16, re.compile(r"[A-Z0-9 _]*")),
        "DA": _Form(8, re.compile(r"\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", re.ASCII)),
        "DS": _Form(16, re.compile(r" *[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)? *", re.ASCII)),
        "DT": _Form(26, re.compile(r"\d{4}(?:\d\d){0,5}(?:\.\d{1,6})?(?:[+-]\d{4})? *", re.ASCII)),
        "IS": _Form(12, re.compile(r" *[+-]?\d+ *", re.ASCII)),
        "LO": _Form(64, _ANY),
        "LT": _Form(10240, _LINES, several=False),
        "PN": _Form(64, re.compile(r"(?:[^\x00-\x1f\x7f^=]*\^){0,4}[^\x00-\x1f\x7f^=]*")),
        "SH": _Form(16, _ANY),
        "ST": _Form(1024, _LINES, several=False),
        "TM": _Form(
            14,
            re.compile(r"(?:[01]\d|2[0-3])(?:[0-5]\d(?:[0-5]\d|60)?)?(?:\.\d{1,6})? *", re.ASCII),
        ),
        "UC": _Form(1 << 20, _ANY),
        "UI": _Form(64, _UID),
        "UR": _Form(1 << 20, re.compile(r"[!-\[\]-~]*"), several=False),
        "UT": _Form(1 << 20, _LINES, several=False),
    }
)
_GROUPS_OF_A_NAME: Final = 3

CHARACTER_SET: Final = 0x0008_0005
_NOT_THESE: Final = frozenset({CHARACTER_SET, 0x0008_0016, 0x0008_0018})
"""Identity of the instance, and what says how text is to be read."""
_NOT_THESE_GROUPS: Final = frozenset({0x0002, 0x0028, 0x0400, 0x7FE0, 0xFFFA, 0xFFFC, 0xFFFE})
"""File meta information, pixels and what describes them, and what is signed and sealed."""


_PATIENT_GROUP: Final = 0x0010
"""Of which sequences may go as well: other IDs of the patient, and who gave them."""


_SETTABLE: Final = frozenset(
    {
        "ProcedureCodeSequence",
        "RequestAttributesSequence",
        "RequestedProcedureCodeSequence",
        "ScheduledProtocolCodeSequence",
    }
)
"""Sequences that may be set as well, of text alone: the order and what was done (IHE IRWF.b)."""


class Item(NamedTuple):
    """An item of a sequence: keyword and value of each of its attributes."""

    values: "tuple[tuple[str, str | tuple[Item, ...]], ...]"


Items: TypeAlias = tuple[Item, ...]
Value: TypeAlias = str | Items | None
Changes: TypeAlias = Mapping[int | str, Value]
"""By tag or keyword the new value; ``None`` removes the attribute."""


class Wanted(NamedTuple):
    """An attribute and the value that it is to have; ``None``: it is to go.

    A sequence that is set has no text, and ``items``.
    """

    tag: int
    vr: str
    keyword: str
    text: str | None
    items: "tuple[tuple[Wanted, ...], ...] | None" = None


def wanted(changes: Changes) -> tuple[Wanted, ...]:
    """Changes by tag or keyword as attributes in order of tag.

    Raises
    ------
    UsageError
        There is no such attribute, it is none that can be changed, or the value is none of its VR
        (PS3.5 6.2).
    """
    found = {}
    for name, value in changes.items():
        attribute = _attribute(name)
        text = value if value is None or isinstance(value, str) else ""
        one = Wanted(*attribute[:3], text)
        if value is not None and (one.vr == "SQ" or not isinstance(value, str)):
            one = _sequence(one, value)
        elif text is not None and (why := why_illegal(text, one.vr, attribute[3])):
            where = Where(tag=tag_name(one.tag))
            raise UsageError(finding("correction-value", f"{one.keyword}: {why}.", where))
        found[one.tag] = one
    return tuple(found[tag] for tag in sorted(found))


def _sequence(one: Wanted, value: str | Items) -> Wanted:
    """A sequence with items of attributes that can be changed."""
    if one.keyword not in _SETTABLE:
        what = "is a sequence: it can be removed, and not set" if one.vr == "SQ" else "has no items"
        raise _impossible(f"{one.keyword} {what}.")
    if isinstance(value, str):
        raise _impossible(f"{one.keyword} is a sequence: it has items, and no text.")
    return one._replace(items=tuple(wanted(dict(item.values)) for item in value))


def why_illegal(text: str, vr: str, multiplicity: str) -> str:
    """Why a value is none of its VR and VM; empty where it is, or where it is empty."""
    form = _FORMS[vr]
    values = text.split("\\") if form.several else [text]
    if len(values) > 1 and multiplicity == "1":
        return "it has one value, and no backslash"
    parts = [part for value in values for part in _parts(value, vr)]
    if any(len(part) > form.characters for part in parts):
        return f"a value of VR {vr} has at most {form.characters} characters"
    groups = max(value.count("=") for value in values) + 1 if vr == "PN" else 1
    if groups > _GROUPS_OF_A_NAME or not all(
        form.pattern.fullmatch(part) for part in parts if part
    ):
        return f"that is no value of VR {vr}"
    return ""


def _parts(value: str, vr: str) -> list[str]:
    """What is limited each for itself: the component groups of a name, else the whole."""
    return value.split("=") if vr == "PN" else [value]


def multiplicity_of(tag: int) -> str:
    """The VM of an attribute of PS3.6."""
    return _attribute(tag)[3]


@lru_cache(maxsize=1024)
def _attribute(name: int | str) -> tuple[int, str, str, str]:
    # The dictionary is pydicom's, which takes longer to import than --help may take.
    from pydicom.datadict import (  # noqa: PLC0415
        dictionary_VM,
        dictionary_VR,
        keyword_for_tag,
        tag_for_keyword,
    )

    tag = tag_for_keyword(name) if isinstance(name, str) else name
    keyword = keyword_for_tag(tag) if tag is not None else ""
    if tag is None or not keyword:
        shown = name if isinstance(name, str) else tag_name(name)
        raise _impossible(f"PS3.6 has no attribute {shown!r}.")
    vr = dictionary_VR(tag)
    sequence = vr == "SQ" and (tag >> 16 == _PATIENT_GROUP or keyword in _SETTABLE)
    possible = vr in _FORMS or sequence
    if not possible or tag in _NOT_THESE or tag >> 16 in _NOT_THESE_GROUPS:
        raise _impossible(f"{keyword} is no attribute that can be changed so.")
    return tag, vr, keyword, dictionary_VM(tag)


def _impossible(message: str) -> UsageError:
    return UsageError(finding("correction-attribute", message))
