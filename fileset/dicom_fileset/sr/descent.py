"""The tree in the flat table of content items: children and descendants, without recursion."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from .content import ContentItem


def children_of(items: Sequence[ContentItem]) -> dict[int, list[int]]:
    """The indices of the children of each item that has some, in order."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for index, one in enumerate(items):
        if one.parent >= 0:
            children[one.parent].append(index)
    return dict(children)


def descendants(
    children: Mapping[int, list[int]], index: int, entered: Callable[[int], bool]
) -> Iterator[int]:
    """Indices of what is below an item, in order.

    Parameters
    ----------
    children
        As :func:`children_of` gives them.
    index
        Of the item.
    entered
        Whether one below is given, and what is below that.
    """
    waiting = list(reversed(children.get(index, [])))
    while waiting:
        one = waiting.pop()
        if entered(one):
            yield one
            waiting.extend(reversed(children.get(one, [])))
