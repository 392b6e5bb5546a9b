"""New text brought into a data set's character set, or into one that holds all of its text.

Nothing that is there is converted: a character set is only changed where each byte of other text
means afterwards what it meant before (PS3.3 C.12.1.1.2, PS3.5 6.1.2.5).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from ..elements import TEXT_VRS, cleaned, element, item
from ..errors import Refused
from ..findings import finding
from ..model import Where
from ..scan.encoding import EXPLICIT
from ..scan.re_encode import ReEncoder
from ..scan.sequences import items_of
from ..scan.walk import Element
from ..scan.window import MOST_VALUE_BYTES
from ..splice.layout import Layout
from ..splice.spans import Span
from ..text import decoded, undecodable
from .attributes import CHARACTER_SET, Wanted
from .code_extensions import ALONE, EXTENSIONS, in_code

UTF_8: Final = b"ISO_IR 192"
_KANA: Final = frozenset({b"ISO_IR 13", b"ISO 2022 IR 13"})
"""Where 7E is no tilde."""

Text = tuple[bytes, bytes]
"""VR and value."""


class Encoded(NamedTuple):
    """New values by tag, and the Specific Character Set that they are in."""

    character_set: bytes
    values: dict[int, bytes]


def encoded(declared: bytes, others: Iterable[Text], changes: Sequence[Wanted]) -> Encoded:
    """The new values as bytes; the character set is another one only where it must be.

    Parameters
    ----------
    declared
        Specific Character Set (0008,0005) as it is.
    others
        Text that stays; looked at only where the character set must be another one.
    changes
        The new values.

    Raises
    ------
    Refused
        No character set holds both them and what stays, as far as can be told.
    """
    values = _all_in(declared, changes)
    if values is not None:
        return Encoded(declared, values)
    for character_set in _candidates(declared, list(others)):
        values = _all_in(character_set, changes)
        if values is not None:
            return Encoded(character_set, values)
    message = "No character set that its other text is right in has all letters of the new values."
    raise Refused(finding("correction-text", message, Where(tag="(0008,0005)")))


def _all_in(character_set: bytes, changes: Sequence[Wanted]) -> dict[int, bytes] | None:
    values = {}
    for one in changes:
        if one.text is None:
            continue
        value = value_in(character_set, one)
        if value is None:
            return None
        values[one.tag] = value
    return values


def value_in(character_set: bytes, one: Wanted) -> bytes | None:
    """A new value, of a sequence its items; ``None`` where the character set cannot say it."""
    if one.items is None:
        return in_character_set(one.text or "", one.vr, character_set)
    items = []
    for attributes in one.items:
        values = _all_in(character_set, attributes)
        if values is None:
            return None
        items.append(item(b"".join(element(x.tag, x.vr, values[x.tag]) for x in attributes)))
    return b"".join(items)


def in_character_set(text: str, vr: str, character_set: bytes) -> bytes | None:
    """A value as bytes that read as it again; ``None`` where the character set cannot say it."""
    plain = text.isascii() and not (_first(character_set) in _KANA and "~" in text)
    if plain:
        return text.encode("ascii")
    if vr not in TEXT_VRS:
        return None
    value = in_code(text, character_set)
    proven = value is not None and not undecodable(value, character_set)
    return value if value is not None and proven and decoded(value, character_set) == text else None


def _candidates(declared: bytes, others: Sequence[Text]) -> Iterator[bytes]:
    """Character sets in which all other text means what it means now."""
    if all(_is_plain(value, declared) for _, value in others):
        yield UTF_8
    if not all(_is_sure(text, declared) for text in others):
        return
    terms = [term.strip() for term in declared.split(b"\\")]
    if ALONE.intersection(terms):
        return
    terms[0] = terms[0].replace(b"ISO_IR ", b"ISO 2022 IR ")
    for extension in EXTENSIONS:
        if extension not in terms:
            yield b"\\".join((*terms, extension))


def _first(character_set: bytes) -> bytes:
    return character_set.split(b"\\")[0].strip()


def _is_plain(value: bytes, declared: bytes) -> bool:
    """Whether a value is the same in all character sets."""
    tilde = _first(declared) in _KANA and b"~" in value
    return value.isascii() and b"\x1b" not in value and not tilde


def _is_sure(text: Text, declared: bytes) -> bool:
    """Whether what a value means is told by the character set, and stays when that is extended."""
    vr, value = text
    if vr == b"UN":
        return b"\x1b" not in value  # bytes of which nobody knows whether they are text
    extended = b"\\" in declared or b"\x1b" not in value
    return extended and not undecodable(value, declared)


def texts_of_file(layout: Layout, changes: Sequence[Wanted]) -> Iterator[Text]:
    """Values that the character set governs, or may govern, but those that are changed."""
    replaced = {one.tag for one in changes}
    for span in (*layout.before, *layout.after):
        if span.tag not in replaced:
            yield from _texts_of_span(layout, span)


def _texts_of_span(layout: Layout, span: Span) -> Iterator[Text]:
    if span.vr not in _READ:
        return
    if span.end - span.value > MOST_VALUE_BYTES:
        yield span.vr, _UNREAD
        return
    if span.vr != b"SQ":
        yield span.vr, cleaned(layout.explicit.read(span.value, span.end - span.value), "LO")
        return
    items = ReEncoder(layout.items(span.tag) or b"", EXPLICIT).sequence()
    yield from _texts_of_items(items)


def _texts_of_items(items: bytes) -> Iterator[Text]:
    for elements in items_of(items):
        if any(tag == CHARACTER_SET for tag, _, _ in elements):
            continue  # it has its own
        yield from texts_of(elements)


def texts_of(elements: Iterable[Element]) -> Iterator[Text]:
    """The same of elements in Explicit VR Little Endian, lengths defined."""
    for _, value, whole in elements:
        vr = whole[4:6]
        if vr == b"SQ":
            yield from _texts_of_items(value)
        elif vr in _READ:
            yield vr, cleaned(value, "LO")


_READ: Final = frozenset({b"SQ", b"UN", *(vr.encode() for vr in TEXT_VRS)})
_UNREAD: Final = b"\x1b\xff"
"""Stands for a value too long to be read: nothing can be said of it."""
