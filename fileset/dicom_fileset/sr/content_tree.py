"""Steps through a data set to the content items of an SR document, each finished when it ends."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ..elements import stripped
from ..scan.failure import ScanFailure
from .attributes import CHARACTER_SET, CONTENT_SEQUENCE
from .content import DEEPEST_POSITION, ContentItem
from .nesting import Kind, Step


class Node:
    """The values of one item of a sequence, and the items in it.

    Attributes
    ----------
    values, sequences
        By tag; of sequences each item.
    character_set
        Its own Specific Character Set, or that of what it stands in (PS3.5 7.5.3).
    """

    __slots__ = ("character_set", "sequences", "values")

    def __init__(self, character_set: bytes) -> None:
        self.character_set = character_set
        self.values: dict[int, bytes] = {}
        self.sequences: dict[int, list[Node]] = {}

    def items(self, tag: int) -> list["Node"]:
        """The items of a sequence; none where it is not there."""
        return self.sequences.get(tag, [])

    def first(self, tag: int) -> "Node | None":
        """The first item of a sequence."""
        return next(iter(self.items(tag)), None)


class Place(NamedTuple):
    """Where a content item stands: its row in the table, its parent's, its level and position."""

    row: int
    parent: int
    level: int
    position: str


class _OpenItem(Node):
    """A content item that has not ended yet."""

    __slots__ = ("children", "place")

    def __init__(self, character_set: bytes, place: Place) -> None:
        super().__init__(character_set)
        self.place = place
        self.children = 0


class ContentTree(NamedTuple):
    """What came of the steps.

    ``root`` has the values of the document; ``failure`` says why the items end too early.
    """

    root: Node
    items: list[ContentItem]
    failure: ScanFailure | None


Finish = Callable[[Node, Place], ContentItem]


class _Builder:
    def __init__(self, finish: Finish) -> None:
        self._finish = finish
        self._items: list[ContentItem | None] = [None]
        self.root = _OpenItem(b"", Place(0, -1, 0, "1"))
        self._nodes: list[Node] = [self.root]

    def take(self, step: Step) -> None:
        kind, tag, value = step
        node = self._nodes[-1]
        if kind is Kind.VALUE:
            node.values.setdefault(tag, value)
            if tag == CHARACTER_SET:
                node.character_set = stripped(value)
        elif kind is Kind.SEQUENCE:
            node.sequences.setdefault(tag, [])
        elif kind is Kind.ITEM:
            self._open(tag, node)
        elif kind is Kind.ITEM_END:
            self._close()

    def _open(self, tag: int, node: Node) -> None:
        if tag == CONTENT_SEQUENCE and isinstance(node, _OpenItem):
            node.children += 1
            above = node.place
            place = Place(
                len(self._items),
                above.row,
                above.level + 1,
                below(above.position, above.level, node.children),
            )
            self._nodes.append(_OpenItem(node.character_set, place))
            self._items.append(None)
            return
        inner = Node(node.character_set)
        node.sequences[tag].append(inner)
        self._nodes.append(inner)

    def _close(self) -> None:
        node = self._nodes.pop()
        if isinstance(node, _OpenItem):
            self._items[node.place.row] = self._finish(node, node.place)

    def break_off(self) -> None:
        """End all that is open; an item that was cut before its children began is left out."""
        innermost = next(one for one in reversed(self._nodes) if isinstance(one, _OpenItem))
        if innermost is not self.root and CONTENT_SEQUENCE not in innermost.sequences:
            self._items.pop()
            self._nodes = self._nodes[: self._nodes.index(innermost)]
        while len(self._nodes) > 1:
            self._close()

    def items(self) -> list[ContentItem]:
        self._items[0] = self._finish(self.root, self.root.place)
        return [one for one in self._items if one is not None]


def content_tree(steps: Iterable[Step], finish: Finish) -> ContentTree:
    """The content items of a document, the root first, in order.

    Parameters
    ----------
    steps
        Through its data set.
    finish
        Makes the content item of what was read of it.
    """
    builder = _Builder(finish)
    failure = None
    try:
        for step in steps:
            builder.take(step)
    except ScanFailure as cut:
        failure = cut
        builder.break_off()
    return ContentTree(builder.root, builder.items(), failure)


def below(position: str, level: int, number: int) -> str:
    """The position of a child, whose parent is at ``position`` and ``level``.

    >>> below("1.2", 1, 7)
    '1.2.7'

    Deeper than any real document, positions do not grow any more: all of them together would take
    the square of the depth.

    >>> below("1.1.1", 64, 7), below("1.1.1...4", 65, 5)
    ('1.1.1...7', '1.1.1...5')
    """
    if level < DEEPEST_POSITION:
        return f"{position}.{number}"
    return f"{position.partition('...')[0]}...{number}"
