"""Relationships by reference: what they point to, and whether they lead round in a loop.

No relationship is followed further than one step, so a loop troubles no reader of ours; it is
told, since others may not survive it (PS3.3 C.17.3.1).
"""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from .content import ContentItem
from .descent import children_of

DANGLING: Final = -1
_NOT_YET, _OPEN, _DONE = range(3)


def with_targets(items: Sequence[ContentItem]) -> list[ContentItem]:
    """The items, those with a relationship by reference with the index of what it names."""
    if not any(one.refers_to for one in items):
        return list(items)
    children = children_of(items)
    return [
        msgspec.structs.replace(one, target=_target(one.refers_to, children))
        if one.refers_to
        else one
        for one in items
    ]


def _target(refers_to: str, children: dict[int, list[int]]) -> int:
    """The index of the item at a position, of which the root has the number 1."""
    first, *numbers = map(int, refers_to.split("."))
    if first != 1:
        return DANGLING
    index = 0
    for number in numbers:
        below = children.get(index, [])
        if not 1 <= number <= len(below):
            return DANGLING
        index = below[number - 1]
    return index


def looping(items: Sequence[ContentItem]) -> list[int]:
    """Indices of the items by reference that close a loop."""
    return sorted(set(_Search(items).found())) if any(one.refers_to for one in items) else []


class _Search:
    """A search in depth through children and targets, on a stack of its own."""

    def __init__(self, items: Sequence[ContentItem]) -> None:
        self._items = items
        self._children = children_of(items)
        self._state = bytearray(len(items))
        self._references: list[int] = []
        """Items by reference among those that are open."""

    def found(self) -> Iterator[int]:
        stack = [self._opened(0)]
        while stack:
            index, waiting = stack[-1]
            following = next(waiting, None)
            if following is None:
                self._close(index)
                stack.pop()
            elif self._state[following] == _OPEN:
                yield self._references[-1]
            elif self._state[following] == _NOT_YET:
                stack.append(self._opened(following))

    def _opened(self, index: int) -> tuple[int, Iterator[int]]:
        self._state[index] = _OPEN
        following = self._children.get(index, [])
        target = self._items[index].target
        if target >= 0:
            self._references.append(index)
            following = [target, *following]
        return index, iter(following)

    def _close(self, index: int) -> None:
        self._state[index] = _DONE
        if self._items[index].target >= 0:
            self._references.pop()
