"""Any SR document as text: its content items in order, each once, whatever refers to what."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from .content import ContentItem, SrDocument
from .showing import shown_code, shown_value

_DEEPEST_INDENT: Final = 24
"""Levels up to which lines are moved in: deeper, the level is told by a number."""
_LINE_END: Final = re.compile(r"\r\n|[\r\n\f\v\x1c-\x1e\x85\u2028\u2029]")

_WARNINGS: Final = {
    "PARTIAL": " - parts may be missing",
    "UNVERIFIED": " - nobody accountable has attested it",
    "PRELIMINARY": " - a final one may follow",
}
"""What flags of PS3.3 C.17.2 mean for who reads the document."""


def rendered(document: SrDocument) -> str:
    """The document as text.

    A line begins with the position of its item, which is what relationships by reference name; a
    relationship is told where it is not CONTAINS.  What steers a terminal is not taken out.
    """
    lines = [*_heading(document), ""]
    targets = {one.target for one in document.items if one.target >= 0}
    summaries = {row: _summary(document.items[row]) for row in targets}
    for item in document.items:
        lines += _lines(item, summaries)
    return "\n".join(lines) + "\n"


def _heading(document: SrDocument) -> Iterator[str]:
    identity, template = document.identity, document.template
    yield _one_line(shown_code(document.title)) or "(no Document Title)"
    if identity.patient_name or identity.patient_id:
        yield f"Patient: {_one_line(identity.patient_name)} [{_one_line(identity.patient_id)}]"
    if template.tid:
        named = f" {template.name}" if template.name else ""
        yield _one_line(f"Template: TID {template.tid}{named}, by its {template.recognised_by}")
    for name, flag in (
        ("Completion", document.completion),
        ("Verification", document.verification),
        ("Preliminary", document.preliminary),
    ):
        if flag:
            yield _one_line(f"{name}: {flag}{_WARNINGS.get(flag, '')}")
    if document.completion_description:
        yield f"Completion: {_one_line(document.completion_description)}"
    for one in document.verifiers:
        parts = (one.name, one.organization, one.verified)
        yield f"Verified by: {_one_line(', '.join(part for part in parts if part))}"


def _one_line(text: str) -> str:
    return _LINE_END.sub(" ", text)


def _lines(item: ContentItem, summaries: Mapping[int, str]) -> Iterator[str]:
    """The line of an item, and one for each further line of its text."""
    indent = "  " * min(item.level, _DEEPEST_INDENT)
    deep = f"(level {item.level}) " if item.level > _DEEPEST_INDENT else ""
    first, *more = _LINE_END.split(f"{item.position}  {deep}{_content(item, summaries)}")
    yield f"{indent}{first}".rstrip()
    for line in more:
        yield f"{indent}  | {line}".rstrip()


def _content(item: ContentItem, summaries: Mapping[int, str]) -> str:
    observed = f" {{{item.observed}}}" if item.observed else ""
    return f"{_relationship(item)}{_named_value(item, summaries)}{observed}"


def _named_value(item: ContentItem, summaries: Mapping[int, str]) -> str:
    name, value = _one_line(shown_code(item.concept)), shown_value(item)
    if item.refers_to:
        told = ": ".join(part for part in (name, value) if part)
        there = summaries.get(item.target, "no such item")
        return f"{told} -> {item.refers_to} ({there})".strip()
    if not value and item.value_type != "CONTAINER":
        value = "(no value)"
    name = name or f"({_one_line(item.value_type) or 'no Value Type'})"
    return f"{name}: {value}" if value else name


def _relationship(item: ContentItem) -> str:
    if item.parent < 0 or item.relationship == "CONTAINS":
        return ""
    return f"[{_one_line(item.relationship) or 'no relationship'}] "


def _summary(target: ContentItem) -> str:
    """An item in short, for those that refer to it: not what it refers to in its turn."""
    told = ": ".join(part for part in (shown_code(target.concept), shown_value(target)) if part)
    return _one_line((told or target.value_type)[:_LONGEST_SUMMARY])


_LONGEST_SUMMARY: Final = 120
