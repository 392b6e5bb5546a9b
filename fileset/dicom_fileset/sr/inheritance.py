"""What containers say of the measurements in them (PS3.16 TID 5202).

A Finding Site or an Image Mode holds for everything below its container, until a container
further in, or the measurement itself, says otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from . import concepts
from .content import CodedEntry, ContentItem
from .descent import descendants
from .details import LONGEST_SHARED, Detail, first_code, shared_code, shared_detail
from .equivalence import CodeKey, canonical
from .showing import shown_code

COLUMNS: Final[Mapping[CodeKey, str]] = MappingProxyType(
    {
        concepts.FINDING_SITE: "site",
        concepts.IMAGE_MODE: "mode",
        concepts.DERIVATION: "derivation",
        concepts.METHOD: "method",
        concepts.CARDIAC_CYCLE_POINT: "cardiac_cycle_point",
        concepts.FLOW_DIRECTION: "flow_direction",
        concepts.SELECTION_STATUS: "selection_status",
    }
)
"""Concepts that have a column of their own, and its name."""

_SAYS: Final = frozenset({"HAS CONCEPT MOD", "HAS ACQ CONTEXT", "HAS OBS CONTEXT"})
"""Relationships by which a container says something of its content (PS3.3 Table C.17.3-8)."""

_NEAREST: Final = 32
"""Levels and details that are inherited, at most: no document has as many, and what a hostile one
has must not be multiplied by its measurements."""


class Context(NamedTuple):
    """What holds for the items of a container.

    ``path`` are the headings of the containers, from below the root on.
    """

    columns: Mapping[str, CodedEntry] = MappingProxyType({})
    details: tuple[Detail, ...] = ()
    path: tuple[str, ...] = ()


def contexts_of(items: Sequence[ContentItem], children: Mapping[int, list[int]]) -> list[Context]:
    """The context of each item; a container's own is what holds in it."""
    contexts = [_of_root(items, children.get(0, []))]
    for index, one in enumerate(items[1:], 1):
        above = contexts[one.parent]
        container = one.value_type == "CONTAINER"
        contexts.append(_within(above, index, items, children) if container else above)
    return contexts


def _of_root(items: Sequence[ContentItem], below: list[int]) -> Context:
    """Language and observer hold for the whole document: they are no details of each value."""
    return Context(columns=_columns(items, below)[0])


def _within(
    above: Context, container: int, items: Sequence[ContentItem], children: Mapping[int, list[int]]
) -> Context:
    path = (*above.path, shown_code(items[container].concept)[:LONGEST_SHARED])[-_NEAREST:]
    below = children.get(container, [])
    said = [index for index in below if items[index].relationship in _SAYS]
    if not said:
        return above._replace(path=path)
    columns, others = _columns(items, said)
    for index in said:
        others += descendants(children, index, lambda _: True)
    details = tuple(shared_detail(items[index]) for index in sorted(others))
    held = (*above.details, *details)[-_NEAREST:] if details else above.details
    return Context({**above.columns, **columns}, held, path)


def _columns(
    items: Sequence[ContentItem], indices: Iterable[int]
) -> tuple[dict[str, CodedEntry], list[int]]:
    """What has a column, and the indices of what has none, or of a second value for one."""
    found: dict[str, CodedEntry] = {}
    others: list[int] = []
    for index in indices:
        name, code = column_of(items[index]), shared_code(first_code(items[index]))
        if name is None or code is None or name in found:
            others.append(index)
        else:
            found[name] = code
    return found, others


def column_of(item: ContentItem) -> str | None:
    """The column that an item has a value for."""
    if item.concept is None or not item.codes or not item.relationship.startswith("HAS "):
        return None
    return COLUMNS.get(canonical(item.concept))
