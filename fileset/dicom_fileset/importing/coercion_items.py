"""Items of sequences that a rule sets: what they may hold, and what they must."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import msgspec

from ..correction import Item, Items


class ItemRow(NamedTuple):
    """What an item of a sequence may hold: attributes of text, and sequences; what it must hold."""

    texts: tuple[str, ...]
    sequences: tuple[str, ...]
    needed: tuple[str, ...]
    clause: str


_CODE: Final = ItemRow(
    ("CodeValue", "CodingSchemeDesignator", "CodingSchemeVersion", "CodeMeaning"),
    (),
    ("CodeValue", "CodingSchemeDesignator", "CodeMeaning"),
    "PS3.3 Table 8.8-1a",
)
_REQUEST: Final = ItemRow(
    (
        "RequestedProcedureID",
        "AccessionNumber",
        "StudyInstanceUID",
        "RequestedProcedureDescription",
        "ReasonForTheRequestedProcedure",
        "ScheduledProcedureStepID",
        "ScheduledProcedureStepDescription",
    ),
    ("RequestedProcedureCodeSequence", "ScheduledProtocolCodeSequence"),
    ("RequestedProcedureID",),
    "PS3.3 Table 10-9",
)
ITEMS: Final = MappingProxyType(
    {
        "ProcedureCodeSequence": _CODE,
        "RequestAttributesSequence": _REQUEST,
        "RequestedProcedureCodeSequence": _CODE,
        "ScheduledProtocolCodeSequence": _CODE,
    }
)
"""By the keyword of a sequence what its items are made of."""


def items_form(keyword: str) -> Any:
    """The form of a sequence in TOML: a list of tables."""
    row = ITEMS[keyword]
    fields: list[tuple[str, Any, Any]] = [
        (one, str | msgspec.UnsetType, msgspec.UNSET) for one in row.texts
    ]
    fields += [(one, items_form(one) | msgspec.UnsetType, msgspec.UNSET) for one in row.sequences]
    form: Any = msgspec.defstruct(f"Of{keyword}", fields, frozen=True, forbid_unknown_fields=True)
    return tuple[form, ...]


def items_said(found: tuple[msgspec.Struct, ...]) -> Items:
    """Items as they are compared and written."""
    return tuple(Item(tuple(said(one).items())) for one in found)


def said(found: msgspec.Struct) -> dict[str, str | Items]:
    """The keys that are there in a table, with their values as they are compared and written."""
    values = {name: getattr(found, name) for name in found.__struct_fields__}
    return {
        keyword: value.strip(" ") if isinstance(value, str) else items_said(value)
        for keyword, value in values.items()
        if value is not msgspec.UNSET
    }


def texts_said(found: msgspec.Struct) -> dict[str, str]:
    """The same of a table that holds text alone."""
    return {keyword: value for keyword, value in said(found).items() if isinstance(value, str)}


def lacking(keyword: str, items: Items) -> Iterator[tuple[str, str]]:
    """What is wrong with the items of a sequence: where, and what."""
    row = ITEMS[keyword]
    if not items:
        yield "", "it has no item; remove it, if it is to go"
    for number, item in enumerate(items):
        yield from _of_item(f"[{number}]", row, item)


def _of_item(place: str, row: ItemRow, item: Item) -> Iterator[tuple[str, str]]:
    values: Mapping[str, str | Items] = dict(item.values)
    for needed in row.needed:
        if needed not in values:
            yield place, f"it must say {needed} ({row.clause})"
    for keyword, value in item.values:
        if isinstance(value, str):
            if not value:
                yield f"{place}.{keyword}", "it is empty; leave it out"
            continue
        for below, what in lacking(keyword, value):
            yield f"{place}.{keyword}{below}", what
