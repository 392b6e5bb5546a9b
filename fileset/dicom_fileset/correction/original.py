"""What a file says of its changes: items of its Original Attributes and Contributing Equipment."""

from collections.abc import Sequence
from typing import Final

from ..elements import element, item, stripped
from ..splice.layout import Layout
from ..text import decoded, undecodable
from .attributes import CHARACTER_SET, Wanted, multiplicity_of, why_illegal
from .modification import Equipment, Modification

ORIGINAL_ATTRIBUTES: Final = 0x0400_0561
CONTRIBUTING_EQUIPMENT: Final = 0x0018_A001
_SELECTOR_ATTRIBUTE: Final = 0x0072_0026


def original_attributes(
    layout: Layout,
    changes: Sequence[Wanted],
    modification: Modification,
    *,
    with_character_set: bool,
) -> bytes:
    """Original Attributes Sequence with one item more (PS3.3 C.12.1.1.9).

    Parameters
    ----------
    layout
        Of the file as it was.
    changes
        Of which it tells what they were before.
    modification
        What else it tells.
    with_character_set
        Whether Specific Character Set is changed, too: then the item has that of its own values.
    """
    declared = layout.value(CHARACTER_SET) or b""
    before = [element(CHARACTER_SET, "CS", declared)] if with_character_set else []
    odd = []
    for one in changes:
        value = layout.value(one.tag)
        if value is None or _is_conforming(value, one, declared):
            before.append(element(one.tag, one.vr, value or b""))
        else:
            before.append(element(one.tag, one.vr, b""))
            odd.append(_nonconforming(one.tag, value))
    parts = [element(0x0400_0550, "SQ", item(b"".join(before)))]
    if odd:
        parts.append(element(0x0400_0551, "SQ", b"".join(odd)))
    parts += [
        element(0x0400_0562, "DT", modification.stamp().encode("ascii")),
        element(0x0400_0563, "LO", modification.modifying_system.encode("ascii", "replace")),
        element(0x0400_0564, "LO", modification.source.encode("ascii", "replace")),
        element(0x0400_0565, "CS", modification.reason.encode("ascii")),
    ]
    return _with_item(layout, ORIGINAL_ATTRIBUTES, b"".join(parts))


def _is_conforming(value: bytes, one: Wanted, declared: bytes) -> bool:
    """Whether a previous value is one of its VR and VM, so that it can stand as it was."""
    value, character_set = stripped(value), stripped(declared)
    text = decoded(value, character_set)
    odd = undecodable(value, character_set) or why_illegal(text, one.vr, multiplicity_of(one.tag))
    return not odd


def _nonconforming(tag: int, value: bytes) -> bytes:
    """An item of Nonconforming Modified Attributes Sequence: whatever it was, to the byte."""
    selector = (tag >> 16).to_bytes(2, "little") + (tag & 0xFFFF).to_bytes(2, "little")
    elements = (
        element(_SELECTOR_ATTRIBUTE, "AT", selector),
        element(0x0400_0552, "OB", value),
    )
    return item(b"".join(elements))


def contributing_equipment(layout: Layout, equipment: Equipment, stamp: str) -> bytes:
    """Contributing Equipment Sequence with one item more (PS3.3 C.12.1.1.5)."""
    value, scheme, meaning = (word.encode("ascii", "replace") for word in equipment.purpose)
    code = (
        element(0x0008_0100, "SH", value),
        element(0x0008_0102, "SH", scheme),
        element(0x0008_0104, "LO", meaning),
    )
    texts = (
        (0x0008_0070, "LO", equipment.manufacturer),
        (0x0008_0080, "LO", equipment.institution_name),
        (0x0008_1010, "SH", equipment.station_name),
        (0x0008_1090, "LO", equipment.model_name),
        (0x0018_1020, "LO", equipment.software_versions),
        (0x0018_A002, "DT", stamp),
        (0x0018_A003, "ST", equipment.description),
    )
    elements = [
        element(tag, vr, text.encode("ascii", "replace"))
        for tag, vr, text in texts
        if text or tag == 0x0008_0070
    ]
    elements.append(element(0x0040_A170, "SQ", item(b"".join(code))))
    return _with_item(layout, CONTRIBUTING_EQUIPMENT, b"".join(elements))


def _with_item(layout: Layout, tag: int, content: bytes) -> bytes:
    """A sequence as it is there, or none yet, and one item behind those."""
    return element(tag, "SQ", (layout.items(tag) or b"") + item(content))
