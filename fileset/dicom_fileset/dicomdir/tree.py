"""Records in the order of their tree, grown from links and from where orphans were placed."""

from collections import defaultdict
from collections.abc import Mapping

from .hierarchy import NONE
from .links import BELOW, FOLLOWING, Links, Placed


class Tree:
    """Records as they come, each once whatever the links say.

    Attributes
    ----------
    order
        Index and level of each record, parents before what is below them.
    grown
        The records that are in it.
    deepest
        The deepest level.
    """

    def __init__(self, links: Links, placed: Mapping[int, Placed]) -> None:
        self.order: list[tuple[int, int]] = []
        self.grown: set[int] = set()
        self.deepest = 0
        self._links = links
        self._beside: tuple[defaultdict[int, list[int]], ...] = (
            defaultdict(list),
            defaultdict(list),
        )
        for one, (kind, beside) in placed.items():
            if beside != NONE:
                self._beside[kind][beside].append(one)

    def grow(self, first: int) -> None:
        """Let the entity that begins with a record stand at the root, with all below it."""
        waiting = [(first, 0)]
        while waiting:
            one, level = waiting.pop()
            if one in self.grown:
                continue
            self.grown.add(one)
            self.order.append((one, level))
            self.deepest = max(self.deepest, level)
            for kind in (FOLLOWING, BELOW):
                ahead = self._links.ahead[kind][one]
                if ahead != NONE:
                    waiting.append((ahead, level + kind))
                if one in self._beside[kind]:
                    placed = self._beside[kind][one]
                    waiting.extend((other, level + kind) for other in reversed(placed))
