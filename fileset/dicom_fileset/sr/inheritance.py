"""What containers say of the measurements in them (PS3.16 TID 5202).

A Finding Site or an Image Mode holds for everything below its container, until a container
further in, or the measurement itself, says otherwise.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
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

_HELD_BELOW: Final[tuple[str, ...]] = ("site", "mode")
"""What a measurement says for those that it is inferred from: where they were taken, and how."""

MOST_HELD: Final = 32
"""Levels and details that are inherited, at most: no document has as many, and what a hostile one
has must not be multiplied by its measurements."""

Columns = Mapping[str, CodedEntry | None]
"""Codes by column; ``None`` where what is said is no code, so that none is inherited either."""


class Context(NamedTuple):
    """What holds for the items of a container.

    ``path`` are the headings of the containers, from below the root on; ``cut`` says that there
    is more of it, or of the details.
    """

    columns: Columns = MappingProxyType({})
    details: tuple[Detail, ...] = ()
    path: tuple[str, ...] = ()
    cut: bool = False


def contexts_of(items: Sequence[ContentItem], children: Mapping[int, list[int]]) -> list[Context]:
    """The context of each item; a container's own is what holds in it."""
    return _Contexts(items, children).found


def is_measurement(item: ContentItem) -> bool:
    """Whether an item has a row of its own."""
    return item.value_type == "NUM" or bool(item.measured)


class _Contexts:
    """The contexts of all items, details that many share being made once."""

    def __init__(self, items: Sequence[ContentItem], children: Mapping[int, list[int]]) -> None:
        self._items = items
        self._children = children
        self._details: dict[int, Detail] = {}
        self.found = [_of_root(items, children.get(0, []))]
        for one in range(1, len(items)):
            self.found.append(self._within(self.found[items[one].parent], one))

    def _within(self, above: Context, index: int) -> Context:
        item = self._items[index]
        if item.value_type == "CONTAINER":
            return self._of_container(above, index)
        if is_measurement(item) and index in self._children:
            columns = _columns(self._items, self._children[index])[0]
            held: Columns = {name: columns[name] for name in _HELD_BELOW if name in columns}
            return above._replace(columns={**above.columns, **held}) if held else above
        return above

    def _of_container(self, above: Context, container: int) -> Context:
        items = self._items
        path = (*above.path, shown_code(items[container].concept)[:LONGEST_SHARED])
        cut = above.cut or len(path) > MOST_HELD
        path = path[-MOST_HELD:]
        below = self._children.get(container, [])
        said = [index for index in below if items[index].relationship in _SAYS]
        if not said:
            return above._replace(path=path, cut=cut)
        columns, others = _columns(items, said)
        own = tuple(islice(self._shared(said, frozenset(others)), MOST_HELD + 1))
        held = (*above.details, *own[:MOST_HELD]) if own else above.details
        cut = cut or max(len(own), len(held)) > MOST_HELD
        return Context({**above.columns, **columns}, held[-MOST_HELD:], path, cut)

    def _shared(self, said: Iterable[int], others: frozenset[int]) -> Iterator[Detail]:
        """Details out of what is said of a container, in order."""
        for index in said:
            if index in others:
                yield self._detail(index)
            for one in descendants(self._children, index, lambda _: True):
                yield self._detail(one)

    def _detail(self, index: int) -> Detail:
        if index not in self._details:
            self._details[index] = shared_detail(self._items[index])
        return self._details[index]


def _of_root(items: Sequence[ContentItem], below: list[int]) -> Context:
    """Language and observer hold for the whole document: they are no details of each value."""
    return Context(columns=_columns(items, below)[0])


def said_of(
    items: Sequence[ContentItem], children: Mapping[int, list[int]], index: int
) -> tuple[Columns, list[int]]:
    """What is said of a NUM item that has a column, and the indices of all else below it."""
    own = [one for one in children.get(index, []) if not is_measurement(items[one])]
    columns, others = _columns(items, own, shared=False)
    in_columns = frozenset(own) - frozenset(others)
    below = descendants(children, index, lambda one: not is_measurement(items[one]))
    return columns, [one for one in below if one not in in_columns]


def _columns(
    items: Sequence[ContentItem], indices: Iterable[int], *, shared: bool = True
) -> tuple[dict[str, CodedEntry | None], list[int]]:
    """What has a column, and the indices of what is not told by it: of a further code or value.

    Parameters
    ----------
    items, indices
        All items, and the indices of those that are looked at.
    shared
        Whether the codes stand in many rows.
    """
    found: dict[str, CodedEntry | None] = {}
    others: list[int] = []
    for index in indices:
        item = items[index]
        name, code = _column_of(item), first_code(item)
        if name is None or found.get(name) is not None:
            others.append(index)
            continue
        found[name] = shared_code(code) if shared else code
        if len(item.codes) != 1 or item.value:
            others.append(index)
    return found, others


def _column_of(item: ContentItem) -> str | None:
    """The column that an item is about."""
    if item.concept is None or not item.relationship.startswith("HAS "):
        return None
    return COLUMNS.get(canonical(item.concept))
