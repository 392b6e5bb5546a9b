"""The root template of a report, by what its directory record holds of it (PS3.16)."""

from functools import lru_cache
from typing import Final

from .elements import stripped
from .model import Instance
from .records.sop_classes import record_type_of
from .records.types import RECORD_TYPES
from .scan.sequences import items_of

_CODE_VALUE: Final = 0x0008_0100
_SCHEME: Final = 0x0008_0102
_TITLE: Final = {
    row.name: [key.keyword for key in row.keys].index("ConceptNameCodeSequence")
    for row in RECORD_TYPES.values()
    if row.name in {"SR DOCUMENT", "KEY OBJECT DOC"}
}
"""Where the title of a document stands among the keys of its record."""

ROOTS: Final = {("111036", "DCM"): "4000", ("125200", "DCM"): "5200"}
"""Root templates by their concept (PS3.16 A)."""


def root_template(instance: Instance) -> str:
    """Its identifier, as ``5200``; empty where the title tells of none."""
    place = _TITLE.get(record_type_of(instance.sop_class_uid))
    if place is None or place >= len(instance.keys):
        return ""
    return _by_title(instance.keys[place])


@lru_cache(maxsize=256)
def _by_title(value: bytes) -> str:
    for elements in items_of(value):
        found = {tag: stripped(raw).decode("ascii", "replace") for tag, raw, _ in elements}
        return ROOTS.get((found.get(_CODE_VALUE, ""), found.get(_SCHEME, "")), "")
    return ""
