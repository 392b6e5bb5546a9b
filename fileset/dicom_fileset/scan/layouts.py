"""The layouts of headers met so far, and when another is worth learning."""

from collections.abc import Callable
from typing import Final, Generic, NamedTuple, TypeVar

from .layout import BEGIN, NEXT_BYTES, Layout, Read
from .passages import Passage, passages_of
from .walk import Walk
from .wanted import META_GROUP_LENGTH

_KEPT: Final = 24
_MOST_KINDS: Final = 256
_FIRST_DUE: Final = 8
_LATEST_DUE: Final = 64
"""A layout takes as long to learn as some 25 walks: it is learned when about so many were made."""

Payload = TypeVar("Payload")


class _Kind:
    """Headers with the same elements in the same order, as far as they were walked.

    Attributes
    ----------
    met
        Of each passage, its lengths, and in how many headers each was met.
    due
        After how many more of them their layout is to be learned.
    """

    __slots__ = ("due", "met", "pause")

    def __init__(self, passages: tuple[Passage, ...]) -> None:
        self.met: list[dict[int, int]] = [{} for _ in passages]
        self.due = self.pause = _FIRST_DUE

    def take(self, passages: tuple[Passage, ...]) -> bool:
        """Take note of one more; whether to learn."""
        for met, one in zip(self.met, passages, strict=True):
            met[one.value_bytes] = met.get(one.value_bytes, 0) + 1
        self.due -= 1
        if self.due:
            return False
        self.due = self.pause = min(2 * self.pause, _LATEST_DUE)
        return True


class _Known(NamedTuple, Generic[Payload]):
    kind: bytes
    layout: Layout
    payload: Payload


class Layouts(Generic[Payload]):
    """Layouts, the most useful first, each with what its owner keeps beside it."""

    __slots__ = ("_kinds", "_known")

    def __init__(self) -> None:
        self._known: list[_Known[Payload]] = []
        self._kinds: dict[bytes, _Kind] = {}

    def read(self, buffer: bytes) -> tuple[Payload, Read] | None:
        """What stands beside the first layout that fits, and what that read in ``buffer``."""
        for rank, (_, layout, payload) in enumerate(self._known):
            found = layout.read(buffer)
            if found is not None:
                if rank:
                    self._known.insert(0, self._known.pop(rank))
                return payload, found
        return None

    def learn(
        self, buffer: bytes, meta: Walk, walk: Walk, payload_of: Callable[[Layout], Payload]
    ) -> None:
        """Take note of what was walked; when the like comes often enough, learn its layout.

        Parameters
        ----------
        buffer
            The first bytes of the file.
        meta, walk
            The walks over its file meta information and its data set.
        payload_of
            Makes what is kept beside a layout.
        """
        passages = _plain_passages(buffer, meta, walk)
        if not passages:
            return
        name = b"".join([one.head + one.decisive for one in passages])
        kind = self._kinds.get(name)
        if kind is None:
            if len(self._kinds) >= _MOST_KINDS:
                del self._kinds[next(iter(self._kinds))]
            kind = self._kinds[name] = _Kind(passages)
        if not kind.take(passages):
            return
        layout = Layout(passages, kind.met, len(meta.trace))
        others = [one for one in self._known if one.kind != name]
        self._known = [_Known(name, layout, payload_of(layout)), *others[: _KEPT - 1]]


def _plain_passages(buffer: bytes, meta: Walk, walk: Walk) -> tuple[Passage, ...]:
    """All that two walks passed; empty where a layout would not tell how."""
    stop = walk.position
    if meta.trace[0][0] != BEGIN or stop + NEXT_BYTES > len(buffer):
        return ()
    if walk.trace[-1][0] >= stop:
        return ()  # the walk broke off: what lies there is no header to go by
    passages = passages_of(buffer, (meta, walk), stop)
    return passages if passages and passages[0].opens == META_GROUP_LENGTH else ()
