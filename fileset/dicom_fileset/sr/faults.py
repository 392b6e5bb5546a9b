"""What attributes of a content item hold that its values do not: told, since it is not shown."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ..elements import stripped, tag_name
from ..text import undecodable
from . import attributes as at
from .content_tree import Node

_TEXTS: Final = (
    at.TEXT,
    at.PERSON_NAME,
    at.CODE_VALUE,
    at.LONG_CODE_VALUE,
    at.URN_CODE_VALUE,
    at.SCHEME,
    at.SCHEME_VERSION,
    at.CODE_MEANING,
    at.PATIENT_NAME,
    at.PATIENT_ID,
    at.COMPLETION_DESCRIPTION,
    at.VERIFYING_OBSERVER_NAME,
    at.VERIFYING_ORGANIZATION,
)
_ONE_ITEM: Final = (at.CONCEPT_NAME, at.UNITS, at.QUALIFIER, at.CONTENT_TEMPLATE)
"""Sequences of one item each, of which the first is read (PS3.3 Table C.17-5, C.18.1, C.18.8)."""
_CODES: Final = (at.CODE_VALUE, at.LONG_CODE_VALUE, at.URN_CODE_VALUE)
_VALUES: Final = (at.TEXT, at.DATETIME, at.DATE, at.TIME, at.PERSON_NAME, at.UID)
_SHOWN: Final = 40

INTEGER: Final = re.compile(r"[+-]?[0-9]{1,11}")
"""An Integer String (PS3.5 Table 6.2-1)."""


class Fault(NamedTuple):
    """Code, message and tag of what is amiss, and the position of the content item."""

    code: str
    message: str
    tag: int
    position: str


def faults_of(node: Node, position: str) -> Iterator[Fault]:
    """What of a content item, and of the sequences in it, is not among its values."""
    present = [tag for tag in _VALUES if node.values.get(tag, b"").strip(b" \0")]
    for tag in present[1:]:
        told = f"it has a second value, {_name(tag)} {_shown(node, tag)}."
        yield Fault("sr-value-beside", told, tag, position)
    waiting = [node]
    while waiting:
        one = waiting.pop()
        for code, message, tag in _of_node(one):
            yield Fault(code, message, tag, position)
        for below in one.sequences.values():
            waiting.extend(below)


def _of_node(node: Node) -> Iterator[tuple[str, str, int]]:
    values = node.values
    yield from _of_texts(node)
    codes = [tag for tag in _CODES if values.get(tag, b"").strip(b" \0")]
    for tag in codes[1:]:
        told = f"a coded entry has a second code, {_name(tag)} {_shown(node, tag)}."
        yield "sr-value-beside", told, tag
    for tag in _ONE_ITEM:
        if len(node.items(tag)) > 1:
            shown = ", ".join(_shown(one, at.CODE_MEANING) for one in node.items(tag)[1:9])
            yield "sr-value-beside", f"{_name(tag)} has more than one item: {shown}.", tag
    frames = _parts(values.get(at.REFERENCED_FRAMES, b""))
    odd = [one for one in frames if not INTEGER.fullmatch(one)]
    if odd:
        more = f", nor are {len(odd) - 1} more" if len(odd) > 1 else ""
        told = f"{odd[0][:_SHOWN]!r} is no frame number{more}."
        yield "sr-number-invalid", told, at.REFERENCED_FRAMES


def _of_texts(node: Node) -> Iterator[tuple[str, str, int]]:
    for tag in _TEXTS:
        value = node.values.get(tag, b"")
        why = "" if value.isascii() else undecodable(stripped(value), node.character_set)
        if why:
            yield "sr-text-undecodable", f"{_name(tag)}: {why}.", tag


def _parts(value: bytes) -> list[str]:
    stated = value.strip(b" \0").decode("latin-1")
    return [one.strip() for one in stated.split("\\")] if stated else []


def _shown(node: Node, tag: int) -> str:
    return repr(stripped(node.values.get(tag, b""))[: 4 * _SHOWN].decode("latin-1")[:_SHOWN])


_NAMES: Final = {
    at.TEXT: "Text Value",
    at.CODE_MEANING: "Code Meaning",
    at.CODE_VALUE: "Code Value",
    at.LONG_CODE_VALUE: "Long Code Value",
    at.URN_CODE_VALUE: "URN Code Value",
    at.PERSON_NAME: "Person Name",
    at.UID: "UID",
    at.DATE: "Date",
    at.TIME: "Time",
    at.DATETIME: "DateTime",
    at.PATIENT_NAME: "Patient's Name",
    at.CONCEPT_NAME: "Concept Name Code Sequence",
    at.UNITS: "Measurement Units Code Sequence",
    at.QUALIFIER: "Numeric Value Qualifier Code Sequence",
    at.CONTENT_TEMPLATE: "Content Template Sequence",
}


def _name(tag: int) -> str:
    return _NAMES.get(tag) or tag_name(tag)
