"""What else is said of a measurement or a finding: nothing below it is dropped."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from .content import CodedEntry, ContentItem
from .showing import shown_value

LONGEST_SHARED: Final = 256
"""Letters of what stands in many rows, at most: no meaning is longer than 64 (PS3.5 Table 6.2-1),
and a hostile one must not be multiplied.  The content item has all of it."""


class Detail(msgspec.Struct, frozen=True, omit_defaults=True):
    """A content item that has no column of its own.

    Attributes
    ----------
    position
        Its place in the document.
    relationship, value_type, concept
        As the item has them.
    value
        As a person reads it.
    code
        Of an item that has one.
    refers_to
        The position that it names by reference.
    """

    position: str
    relationship: str = ""
    value_type: str = ""
    concept: CodedEntry | None = None
    value: str = ""
    code: CodedEntry | None = None
    refers_to: str = ""


def detail(item: ContentItem) -> Detail:
    """The detail that an item is."""
    return Detail(
        position=item.position,
        relationship=item.relationship,
        value_type=item.value_type,
        concept=item.concept,
        value=shown_value(item),
        code=first_code(item),
        refers_to=item.refers_to,
    )


def details(items: Sequence[ContentItem], indices: Iterable[int]) -> tuple[Detail, ...]:
    """The details that some of the items are."""
    return tuple(detail(items[index]) for index in indices)


def first_code(item: ContentItem) -> CodedEntry | None:
    """The code of an item that is one."""
    return item.codes[0] if item.codes else None


def shared_code(code: CodedEntry | None) -> CodedEntry | None:
    """A code as it stands in many rows."""
    if code is None or max(map(len, msgspec.structs.astuple(code))) <= LONGEST_SHARED:
        return code
    return CodedEntry(*(text[:LONGEST_SHARED] for text in msgspec.structs.astuple(code)))


def shared_detail(item: ContentItem) -> Detail:
    """The detail that an item is, as it stands in many rows."""
    one = detail(item)
    return msgspec.structs.replace(
        one,
        relationship=one.relationship[:LONGEST_SHARED],
        value_type=one.value_type[:LONGEST_SHARED],
        concept=shared_code(one.concept),
        value=one.value[:LONGEST_SHARED],
        code=shared_code(one.code),
        refers_to=one.refers_to[:LONGEST_SHARED],
    )
